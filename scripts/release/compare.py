"""Two editions compared record by record: what came, what went, and what changed in the words, the figures and the data."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from scripts.outputs.books.articles import article_of
from scripts.release.verify import MAX_FILE, NotACopy

_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr", "dt", "dd", "figcaption", "summary")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BESIDE = (
    ".//*[contains(concat(' ', @class, ' '), ' linked-from ')] | .//section[@class='sources'] | .//sup"
    " | .//*[contains(concat(' ', @class, ' '), ' record-facts ')]"
)
"""What other records and the bibliography make of a page, which is compared with them."""
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z“(])")
_FIGURE = re.compile(r"£?\d+(?:,\d{3})*(?:\.\d+)?%?")


class Copy:
    """A built copy: a zip or a folder. Nothing of it is written anywhere."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            manifest = json.loads(self.text("manifest.json"))
            data = json.loads(self.text("data/catalogue.json"))
            self.edition = str(manifest["edition"]["number"])
            self.records: Mapping[str, Mapping[str, Any]] = {r["id"]: r for r in data["records"]}
            self.relations = {i: frozenset(r["to"] for r in data["relations"] if r["from"] == i) for i in self.records}
        except (ValueError, KeyError, TypeError) as error:
            raise NotACopy(f"{path} is no copy of this site: {error}") from error
        self._articles: dict[str, HtmlElement] = {}

    def text(self, name: str) -> str:
        """Return a file of the copy.

        Raises:
            NotACopy: it is not there, too large or not to be read.

        """
        try:
            if self._path.is_dir():
                return (self._path / name).read_text(encoding="utf-8")
            with zipfile.ZipFile(self._path) as archive, archive.open(name) as file:
                return file.read(MAX_FILE).decode("utf-8")
        except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise NotACopy(f"{self._path}: {name} cannot be read ({error})") from error

    def sentences(self, identifier: str) -> list[str]:
        """Return the sentences, list items and table rows of a record, in order."""
        page, _, fragment = self.records[identifier]["address"].partition("#")
        if page not in self._articles:
            content = article_of(html.document_fromstring(self.text(page)))
            for part in content.xpath(_BESIDE):
                part.drop_tree()
            self._articles[page] = content
        found: list[str] = []
        for block in _own(self._articles[page], fragment, self.records):
            cells = [" ".join(cell.text_content().split()) for cell in block] if block.tag == "tr" else []
            words = ": ".join(c for c in cells if c) or " ".join(block.text_content().split())
            found += _SENTENCE.split(words)
        return [one for one in found if one]


def _own(content: HtmlElement, identifier: str, others: Container[str]) -> Iterator[HtmlElement]:
    """Yield the blocks of a record, but not those of other records below it: of the whole page where no heading has its id."""
    heading: HtmlElement | None = next((h for h in content.iter(*_HEADINGS) if h.get("id") == identifier), None)
    within: str | None = (
        "" if heading is None else None
    )  # the level under which we are: "" the whole page, None outside the record
    other = ""  # the level of another record's heading, under which we are
    for block in content.iter(*_BLOCKS):
        level = str(block.tag)
        if level in _HEADINGS:
            if block is heading:
                within = level
            elif within and level <= within:
                within = None
            if not other or level <= other:
                other = level if block is not heading and block.get("id") in others else ""
        if within is not None and not other and not any(True for _ in block.iterchildren("p", "ul", "ol", "table")):
            yield block


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is new in one record.

    ``what`` is ``new``, ``gone`` or ``changed``; ``data`` are (name, before, after); ``words`` are (before, after), one of
    them empty where a sentence came or went; ``figures`` are the numbers that stand in one edition alone.
    """

    id: str
    kind: str
    title: str
    what: str
    data: tuple[tuple[str, str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def lines(self) -> Iterator[str]:
        """Yield it as text, a heading and a line for each difference."""
        yield f"{self.what}: {self.id} ({self.kind}) {self.title}"
        for name, before, after in self.data:
            yield f"  {name}: {before or 'none'} -> {after or 'none'}"
        for before, after in self.words:
            if before:
                yield f"  - {before}"
            if after:
                yield f"  + {after}"
        if any(self.figures):
            before, after = (", ".join(side) or "none" for side in self.figures)
            yield f"  figures: {before} -> {after}"


def compare(old: Copy, new: Copy) -> list[Change]:
    """Return every record that differs, law pages first, then by kind and id."""
    found = []
    for identifier in sorted({*old.records, *new.records}):
        was, now = old.records.get(identifier), new.records.get(identifier)
        if was and now:
            change = _changed(identifier, old, new)
            if change:
                found.append(change)
        else:
            record = was or now or {}
            what = "gone" if was else "new"
            found.append(Change(id=identifier, kind=record["kind"], title=record["title"], what=what))
    return sorted(found, key=lambda c: ("provisions" not in _either(c, old, new)["data"], c.kind, c.id))


def _either(change: Change, old: Copy, new: Copy) -> Mapping[str, Any]:
    return new.records.get(change.id) or old.records[change.id]


def _changed(identifier: str, old: Copy, new: Copy) -> Change | None:
    was, now = _flat(identifier, old), _flat(identifier, new)
    data = tuple(_values(n, was.get(n, ""), now.get(n, "")) for n in sorted({*was, *now}) if was.get(n) != now.get(n))
    before, after = old.sentences(identifier), new.sentences(identifier)
    words = tuple(_differences(before, after))
    if not data and not words:
        return None
    gone, came = (set(_FIGURE.findall(" ".join(side))) for side in (before, after))
    record = new.records[identifier]
    return Change(
        id=identifier,
        kind=record["kind"],
        title=record["title"],
        what="changed",
        data=data,
        words=words,
        figures=(tuple(sorted(gone - came)), tuple(sorted(came - gone))),
    )


def _values(name: str, before: str | tuple[str, ...], after: str | tuple[str, ...]) -> tuple[str, str, str]:
    """Return a value of both editions; of a list only what went and what came, or the whole where its order changed."""
    old, new = ((side,) if isinstance(side, str) else side for side in (before, after))
    gone, came = [v for v in old if v not in new], [v for v in new if v not in old]
    return name, "; ".join(gone if gone or came else old), "; ".join(came if gone or came else new)


def _flat(identifier: str, copy: Copy) -> dict[str, str | tuple[str, ...]]:
    """Return a record's data by name, as texts or lists of them, its citations and relations among them."""
    record = copy.records[identifier]
    flat: dict[str, str | tuple[str, ...]] = {name: _plain(value) for name, value in record["data"].items()}
    flat |= {name: str(record[name]) for name in ("kind", "title", "address")}
    flat["citations"] = tuple(sorted({f"{c['key']} {c['locator']}".strip() for c in record["citations"]}))
    flat["leads to"] = tuple(sorted(copy.relations[identifier]))
    return flat


def _plain(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _differences(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    for step, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        old, new = before[a:b], after[c:d]
        for number in range(max(len(old), len(new))):
            yield (old[number] if number < len(old) else "", new[number] if number < len(new) else "")


def as_json(changes: list[Change], old: Copy, new: Copy) -> str:
    """Return the whole comparison as JSON."""
    data = {
        "format": "1",
        "from": old.edition,
        "to": new.edition,
        "records": [
            {
                "id": c.id, "kind": c.kind, "title": c.title, "what": c.what,
                "data": [dict(zip(("name", "before", "after"), one, strict=True)) for one in c.data],
                "words": [dict(zip(("before", "after"), one, strict=True)) for one in c.words],
                "figures": dict(zip(("before", "after"), map(list, c.figures), strict=True)),
            }
            for c in changes
        ],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
