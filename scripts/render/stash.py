"""Finished HTML goes round Markdown, which would parse it again: a mark stands for it until the page's content is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FINISHED = "\ue012"
"""The sign before a line that is finished HTML, a block of its own."""
_ID = re.compile(r' id="([^"]+)"')
_LINE = re.compile(f"^{FINISHED}(.*)$", re.MULTILINE)
_MARK = re.compile("\ue013(\\d+)\ue014")


def finished(html: str) -> str:
    """Return a block of HTML as one line that Markdown leaves alone; blank lines have to stand around it."""
    return FINISHED + html.replace("\n", " ")


def bulleted(items: Iterable[str]) -> str:
    """Return HTML phrases as a list."""
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def bullets(items: Iterable[str]) -> str:
    """Return HTML phrases as a list, a finished block."""
    return finished(bulleted(items))


def set_aside(text: str) -> tuple[str, list[str]]:
    """Return Markdown with a mark for each finished block, and the blocks."""
    kept: list[str] = []

    def mark(match: re.Match[str]) -> str:
        kept.append(match[1])
        return f"\ue013{len(kept) - 1}\ue014"

    return _LINE.sub(mark, text), kept


def ids(kept: Iterable[str]) -> Iterator[str]:
    """Yield the ids in finished blocks."""
    return (match[1] for block in kept for match in _ID.finditer(block))


def put_back(content: str, kept: list[str]) -> str:
    """Return HTML that Markdown made, with each mark replaced by its block."""
    content = content.replace("<p>\ue013", "\ue013").replace("\ue014</p>", "\ue014")
    return _MARK.sub(lambda match: kept[int(match[1])], content)
