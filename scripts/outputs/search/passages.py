"""A page's Markdown as passages to search: sections, and in them the sentences as a reader sees them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from scripts.content.kinds import RELATED
from scripts.content.model import Heading, Line, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; ``related`` where it only names other records, so that it says little about this one."""

    text: str
    related: bool


@dataclass(frozen=True, kw_only=True)
class Passage:
    """What stands under one heading (``title`` empty: before the first), or the whole of an in-page record."""

    title: str
    id: str
    record: str
    lines: Sequence[Line]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, made when asked for: of a generated list only a few are."""
        return tuple(_sentences(self.lines))


def passages(read: Sequence[Line], headings: Sequence[Heading], records: Sequence[Record]) -> list[Passage]:
    """Divide a page at its headings; what stands inside an in-page record belongs to that record.

    Args:
        read: the lines of the page.
        headings: its headings.
        records: its in-page records.

    """
    starts = [h for h in headings if h.level > 1]
    inside = {line: r.id for r in sorted(records, key=lambda r: r.line) for line in range(r.line, r.end)}
    numbers = [line.number for line in read]
    places = [bisect_left(numbers, h.line) for h in starts]
    found = [Passage(title="", id="", record="", lines=read[: places[0] if places else None])]
    for place, end, heading in zip(places, [*places[1:], len(read)], starts, strict=False):
        record = inside.get(heading.line, "")
        found.append(Passage(title=heading.text, id=heading.anchor, record=record, lines=read[place + 1 : end]))
    return found


def _sentences(lines: Sequence[Line]) -> Iterator[Sentence]:
    for line in lines:
        text = _text(line)
        if any(c.isalnum() for c in text):
            yield Sentence(text=text, related=bool(RELATED.match(text)))


def _text(line: Line) -> str:
    if line.form == "heading" or (line.form == "note" and not line.given):
        return ""
    if line.form in {"head", "row"}:
        cells = [unescape(cell) for cell in line.shown if cell]
        return f"{cells[0]}: {'; '.join(cells[1:])}" if len(cells) > 1 else "".join(cells)
    return unescape(line.words)
