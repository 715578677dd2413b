"""A page's Markdown as passages to search: sections, and in them the sentences as a reader sees them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markdown.extensions.toc import slugify, unique

from scripts.content.grammar import plain
from scripts.content.kinds import RELATED
from scripts.content.model import Heading, Record

_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+\w[\w -]*(?:\"(?P<title>[^\"]*)\")?")
_TABLE_RULE = re.compile(r"[\s:|-]+")
_TAG = re.compile(r"<[^>]+>")


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
    lines: Sequence[str]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, made when asked for: of a generated list only a few are."""
        return tuple(_sentences(self.lines))


def passages(masked: str, first_line: int, headings: Sequence[Heading], records: Sequence[Record]) -> list[Passage]:
    """Divide a page at its headings; what stands inside an in-page record belongs to that record.

    Args:
        masked: the Markdown with code and comments blanked.
        first_line: the line of the file on which it begins.
        headings: the page's headings, with those in it that carry an id.
        records: the page's in-page records.

    """
    used = {h.id for h in headings if h.id}
    lines = masked.split("\n")
    starts = [(h.line, h) for h in headings if h.level > 1]
    inside = {line: r.id for r in sorted(records, key=lambda r: r.line) for line in range(r.line, r.end)}
    first = starts[0][0] if starts else first_line + len(lines)
    found = [Passage(title="", id="", record="", lines=lines[: first - first_line])]
    for index, (line, heading) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else first_line + len(lines)
        identifier = heading.id or unique(slugify(html.unescape(heading.text), "-"), used)
        body = lines[line + 1 - first_line : end - first_line]
        found.append(Passage(title=heading.text, id=identifier, record=inside.get(line, ""), lines=body))
    return found


def _sentences(lines: Sequence[str]) -> Iterator[Sentence]:
    for line in lines:
        text = _text(line)
        if any(c.isalnum() for c in text):
            yield Sentence(text=text, related=bool(RELATED.match(text)))


def _text(line: str) -> str:
    if line.lstrip().startswith("#") or ("|" in line and _TABLE_RULE.fullmatch(line)):
        return ""
    if match := _ADMONITION.fullmatch(line.strip()):
        return match["title"] or ""
    if line.lstrip().startswith("|"):
        cells = [plain(_untagged(cell)) for cell in line.strip().strip("|").split("|")]
        cells = [cell for cell in cells if cell]
        return f"{cells[0]}: {'; '.join(cells[1:])}" if len(cells) > 1 else "".join(cells)
    return html.unescape(plain(_untagged(line)))


def _untagged(text: str) -> str:
    return _TAG.sub(" ", text) if "<" in text else text
