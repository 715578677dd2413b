"""The table at a glance of a law page: one source for the page, the answers of decision aids and the aide-memoires."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scripts.content.grammar import plain
from scripts.content.model import Page

HEADING = "At a glance"
_ROW = re.compile(r"\|(?P<name>[^|]+)\|(?P<words>.+)\|\s*")


def glance(page: Page) -> Mapping[str, str]:
    """Return the rows of a page's table at a glance in plain words, by their names; empty where it has none."""
    start = next((h.line for h in page.headings if h.text == HEADING), None)
    if start is None:
        return {}
    found: dict[str, str] = {}
    for line in page.body.split("\n")[start - page.body_line + 1 :]:
        if match := _ROW.fullmatch(line):
            if words := plain(match["words"]):
                found[match["name"].strip()] = words
        elif line.strip():
            break
    return {name: words for name, words in found.items() if name.strip("- ")}
