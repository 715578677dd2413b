"""Definitions where a glossary term is first used in a section: by pointer, by keyboard, by touch and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from scripts.content.glossary import alike, forms, short
from scripts.content.model import Record, Site

_SKIP = frozenset({"a", "code", "pre", "h4", "h5", "h6", "svg", "button", "caption", "figcaption", "summary"})
_SECTIONS = frozenset({"h1", "h2", "h3"})
_SKIP_CLASSES = frozenset(
    {
        "cite",
        "record-facts",
        "linked-from",
        "footnote",
        "sources",
        "reference",
        "admonition-title",
        "badge",
        "no-terms",
        "toc",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Every way a term is written, ready to be found in running text."""

    pattern: re.Pattern[str]
    records: Mapping[str, Record]
    definitions: Mapping[str, str]


def collect(site: Site) -> Terms:
    """Gather the glossary's terms; capitals matter for abbreviations only."""
    records: dict[str, Record] = {}
    for record in site.of_kind("term"):
        for form in forms(record):
            records.setdefault(_folded(form), record)
    return Terms(
        pattern=_pattern(sorted(records, key=lambda f: (-len(f), f))),
        records=records,
        definitions={r.id: short(r) for r in site.of_kind("term")},
    )


def _folded(form: str) -> str:
    form = alike(form)
    return form if _is_abbreviation(form) else form.lower()


def _is_abbreviation(form: str) -> bool:
    return sum(c.isupper() for c in form) > 1 and " " not in form


def _pattern(forms: list[str]) -> re.Pattern[str]:
    """Return a pattern of all forms, given longest first; under their first letter, which rules most places out at once."""
    letters: dict[str, list[str]] = {}
    for form in forms:
        letters.setdefault(form[0].lower(), []).append(_alternative(form))
    groups = (f"[{re.escape(x)}{re.escape(x.upper())}](?:{'|'.join(rest)})" for x, rest in letters.items())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups) or '(?!)'})(?![\w-])")


def _alternative(form: str) -> str:
    rest = re.escape(form[1:]).replace(r"\ ", r"\s+").replace("'", "['’ʼ]").replace(r"\-", "[-‑]")
    return f"(?<={re.escape(form[0])}){rest}" if _is_abbreviation(form) else f"(?i:{rest})"


def mark(root: HtmlElement, terms: Terms, glossary: str, *, here: str = "") -> None:
    """Wrap the first use of each term in each section of a page's content.

    Args:
        root: the content; changed in place.
        terms: what to look for.
        glossary: relative address of the glossary page.
        here: id prefix of terms not to mark (the glossary itself marks none of its own headings).

    """
    seen: set[str] = set()
    count = 0
    for element, is_tail in list(texts(root)):
        if element is None:
            seen = set()
            continue
        text = (element.tail if is_tail else element.text) or ""
        matches = []
        for match in terms.pattern.finditer(text):
            record = terms.records.get(_folded(re.sub(r"\s+", " ", match.group())))
            if record is None or record.id in seen or record.id == here:
                continue
            seen.add(record.id)
            matches.append((match, record))
        if not matches:
            continue
        pieces = []
        for match, record in matches:
            count += 1
            pieces.append((match, _wrapped(match.group(), record, terms, glossary, count)))
        insert(element, text, pieces, is_tail=is_tail)


def texts(root: HtmlElement) -> Iterator[tuple[HtmlElement | None, bool]]:
    """Yield every text (element, is it the tail) in reading order; (None, False) where a section begins."""

    def walk(element: HtmlElement) -> Iterator[tuple[HtmlElement | None, bool]]:
        tag = element.tag
        if tag in _SECTIONS:
            yield None, False
        elif isinstance(tag, str) and tag not in _SKIP and _SKIP_CLASSES.isdisjoint(element.get("class", "").split()):
            if element.text:
                yield element, False
            for child in element:
                yield from walk(child)
        if element.tail:
            yield element, True

    for child in root:
        yield from walk(child)


def _wrapped(words: str, record: Record, terms: Terms, glossary: str, count: int) -> HtmlElement:
    wrap = etree.Element("span", {"class": "term"})
    link = etree.SubElement(wrap, "a", {"href": f"{glossary}#{record.id}", "aria-describedby": f"def-{count}"})
    link.text = words
    note = etree.SubElement(wrap, "span", {"class": "definition", "role": "tooltip", "id": f"def-{count}"})
    note.text = terms.definitions[record.id]
    return wrap


def insert(element: HtmlElement, text: str, pieces: list[tuple[re.Match[str], HtmlElement]], *, is_tail: bool) -> None:
    """Put elements where matches stand in an element's text (or tail), the words between them kept."""
    parent = element.getparent() if is_tail else element
    index = parent.index(element) + 1 if is_tail else 0
    head = text[: pieces[0][0].start()]
    if is_tail:
        element.tail = head
    else:
        element.text = head
    for number, (match, wrap) in enumerate(pieces):
        stop = pieces[number + 1][0].start() if number + 1 < len(pieces) else len(text)
        wrap.tail = text[match.end() : stop]
        parent.insert(index + number, wrap)
