"""Running text of a page: its sentences, one a line, without headings, tables, code and the heads of notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.content.grammar import plain, without_code
from scripts.content.model import Line, Page

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One line of running text: ``raw`` as it stands, ``words`` without code and addresses, the heading and note around."""

    number: int
    raw: str
    words: str
    section: str
    note: str


def prose(page: Page) -> Iterator[Sentence]:
    """Yield the lines of running text of a page, with the ``##`` heading and the note they stand in."""
    section = ""
    for line in page.lines:
        if line.form == "heading" and line.level == 2:
            section = line.words
        elif line.form in {"text", "item"}:
            yield Sentence(number=line.number, raw=line.text, words=words(line), section=section, note=line.note)


def words(line: Line) -> str:
    """Return the words of a line that are language: no code, no address."""
    told = plain(without_code(line.text)) if "`" in line.text else line.words
    return _ADDRESS.sub("", told).strip()
