"""Running text of a page: its sentences, one a line, without headings, tables, code and the heads of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.content.model import Page

_HEAD = re.compile(r"^\s*(?:#{1,6}\s|!!!|\?\?\?|\||<|\{|---+\s*$|\[\^)")
_LEAD = re.compile(r"^\s*(?:(?:[-*+]|\d+\.)\s+(?:\[[ xX]\]\s+)?|>\s?|:\s+)?")
_TARGET = re.compile(r"\]\((?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
_CITED = re.compile(r"\[[^\[\]\n@]*(?<![\w.+-])@[^\[\]\n]*\]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SPACE = re.compile(r"(?<![ \t])[ \t]+([.,;:])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of running text: ``raw`` as it stands, ``words`` with markup blanked; ``block`` is the admonition's kind."""

    number: int
    raw: str
    words: str
    section: str
    block: str
    listed: bool


def prose(page: Page) -> Iterator[Line]:
    """Yield the lines of running text of a page, with the ``##`` heading and the block they stand in."""
    section = block = ""
    for number, line in enumerate(page.masked.split("\n"), page.body_line):
        text = line.strip()
        if not text:
            continue
        if not line.startswith("    "):
            block = ""
        if text.startswith(("!!! ", "??? ")):
            block = text.split(" ", 2)[1]
        elif text.startswith("## "):
            section = text
        if _HEAD.match(line):
            continue
        lead = _LEAD.match(line)
        rest = line[lead.end() :] if lead else line
        yield Line(
            number=number,
            raw=line,
            words=words(rest),
            section=section,
            block=block,
            listed=text.startswith(("- ", "* ", "+ ")) or bool(re.match(r"\d+\.\s", text)),
        )


def words(text: str) -> str:
    """Return the words a reader sees of some Markdown: no targets, citations, attribute lists or addresses."""
    if "](" in text:
        text = _TARGET.sub("]", text)
    if "@" in text:
        text = _CITED.sub("", text)
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    text = _ADDRESS.sub("", text).replace("[", "").replace("]", "").replace("**", "")
    return _SPACE.sub(r"\1", text).strip()


def without_links(text: str) -> str:
    """Return Markdown with the targets of its links taken out; ``](`` is left only where no link is."""
    return _TARGET.sub("]", text)
