"""The table at a glance of a law page: one source for the page, the answers of decision aids and the aide-memoires."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.content.model import Page

HEADING = "At a glance"


def glance(page: Page) -> Mapping[str, str]:
    """Return the rows of a page's table at a glance in plain words, by their names; empty where it has none."""
    rows = [line for line in page.section(HEADING) if line.form == "row"]
    return {row.shown[0]: " | ".join(row.shown[1:]) for row in rows if row.block == rows[0].block and row.shown[0]}
