"""What a template leaves to be filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.model import Problem, Site

_MARK = re.compile(r"\[\[fill:[^\]\n]*\]\]")


@source_rule("pages", local=True)
def place_is_filled(site: Site) -> Iterator[Problem]:
    """Every place that a template of `new` leaves to be filled is filled, and its mark is gone.

    Bad: | Time limit | [[fill: a few words]] |
    Good: | Time limit | 72 hours |
    """
    for page in site.pages:
        path = site.root / "docs" / page.path
        front = path.read_text(encoding="utf-8", errors="replace").split("\n")[: page.body_line - 1]
        for number, line in enumerate((*front, *page.masked.split("\n")), 1):
            for mark in _MARK.findall(line):
                message = f"`{mark}` is still to be filled; write it, and take the mark away"
                yield Problem(f"docs/{page.path}", number, message, "place-is-filled")
