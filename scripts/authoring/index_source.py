"""Make a source index from a report that an organisation holds as addressed paragraphs (JSON Lines)."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from scripts.content.figures import all_numbers
from scripts.content.qualifiers import of_source
from scripts.content.sources import SourceFile


class NotAnIndexableReport(ValueError):
    """The input is not the documented form; the message names the line."""


def make_index(
    paragraphs: Path, *, key: str, title: str, short: str, main: bool, published: str, map_page: str
) -> SourceFile:
    """Read ``paragraphs.jsonl`` and, beside it, ``footnotes.json`` where there is one; return the index.

    Each line is an object with ``loc``, ``kind``, ``chapter``, ``section``, ``page``, ``plain`` (or ``text``) and, where they
    apply, ``page_end``, ``page_basis`` and ``footnotes``. No sentence of the input reaches the index.

    Raises:
        NotAnIndexableReport: a line that is not JSON, a key that is missing, a locator given twice.

    """
    raw = paragraphs.read_bytes()
    kinds = _footnote_kinds(paragraphs.with_name("footnotes.json"))
    items: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, line in enumerate(raw.decode("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            source = json.loads(line)
            item = _item(source, kinds)
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise NotAnIndexableReport(f"{paragraphs}:{number}: not an addressed item: {error!r}") from error
        if item["loc"] in seen:
            raise NotAnIndexableReport(f"{paragraphs}:{number}: locator {item['loc']} stands twice")
        seen.add(item["loc"])
        items.append(item)
    return SourceFile.model_validate(
        {
            "key": key,
            "title": title,
            "short": short,
            "main": main,
            "published": published,
            "map": map_page,
            "input_sha256": hashlib.sha256(raw).hexdigest(),
            "items": items,
        }
    )


def _item(source: dict[str, Any], kinds: dict[str, str]) -> dict[str, Any]:
    loc = source["loc"]
    words = source.get("plain") or source["text"]
    numbers = all_numbers(_without_addresses(words))
    item: dict[str, Any] = {
        "loc": loc,
        "kind": source["kind"],
        "chapter": source["chapter"],
        "section": source["section"],
        "page": source["page"],
        "page_end": source.get("page_end"),
        "page_exact": source.get("page_basis", "exact") == "exact",
        "figures": numbers,
        "footnotes": source.get("footnotes", []),
        "footnote_kind": kinds.get(loc),
        "digest": digest(words),
        "qualifiers": list(of_source(words)),
    }
    return {k: v for k, v in item.items() if v not in (None, [])}


def digest(words: str) -> str:
    """Return twelve hexadecimal digits of the SHA-256 of some words, white space aside."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:12]


def _without_addresses(text: str) -> str:
    return re.sub(r"(?:https?://|www\.)\S+", " ", text)


def _footnote_kinds(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    return {note["loc"]: note["kind"] for note in json.loads(path.read_text(encoding="utf-8"))}


def dump(index: SourceFile) -> str:
    """Return the index as JSON, one item a line, so that a change shows as a small difference."""
    head = index.model_dump(exclude={"items"})
    lines = [json.dumps(i.model_dump(exclude_defaults=True), ensure_ascii=False, sort_keys=True) for i in index.items]
    top = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    return top + ',\n "items": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"
