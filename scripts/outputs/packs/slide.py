"""One slide before it is drawn, how much fits on it, and how lines are divided over several; no file format here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.base.amounts import amount
from scripts.outputs.packs.blocks import Block, plain
from scripts.outputs.packs.charts import Chart
from scripts.outputs.packs.content import Pack

_WIDTH = 74  # characters of 24 points on one line of the body
LINES = 11.0  # lines of the body, with a little air between items
_BOLD = re.compile(r"^\*\*[^*]+\*\*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide: a title and one thing below it, by the first of these that is there.

    ``chart``, ``table`` (its first row is the head where ``headed``), ``cards`` (a figure and its words), ``events`` (a date
    and what changed), ``steps`` (a question, the answer that ends it, what is then done), else ``lines``: bullets unless
    ``plain``. ``minutes`` stands in the corner. ``spare`` tells what goes first where a deck is too long; 0 never goes.
    """

    title: str
    footer: str
    notes: str
    lines: tuple[str, ...] = ()
    plain: bool = False
    chart: Chart | None = None
    table: tuple[tuple[str, ...], ...] = ()
    headed: bool = True
    cards: tuple[tuple[str, str], ...] = ()
    events: tuple[tuple[str, str], ...] = ()
    steps: tuple[tuple[str, str, str], ...] = ()
    minutes: int = 0
    cover: bool = False
    spare: int = 0


def footer(pack: Pack, identifier: str, place: str = "") -> str:
    """Return the words at a slide's foot: what it is, where it rests, which edition."""
    where = place if len(place) < 90 else place[:88].rsplit(" ", 1)[0] + " …"
    return "  |  ".join(x for x in (identifier, where, f"In harm's way, edition {pack.number}") if x)


def chart_slide(chart: Chart, pack: Pack, *before: str, spare: int = 0) -> Slide:
    """Return the slide of a chart; its notes begin with lines of the caller's own and hold every value."""
    ids = ", ".join(chart.chosen[:6]) + (" and more" if len(chart.chosen) > 6 else "")
    values = [
        f"{label}, {name}: {amount(value, '%' if chart.percent else '')}"
        for name, row in zip(chart.series, chart.values, strict=True)
        for label, value in zip(chart.labels, row, strict=True)
        if value is not None
    ]
    told = [*before, chart.summary, f"Source: {chart.place}.", f"Records: {', '.join(chart.chosen)}", *values]
    where = footer(pack, ids, chart.place)
    return Slide(title=chart.title, footer=where, notes="\n".join(told), chart=chart, spare=spare)


def told_in_full(blocks: Sequence[Block]) -> list[str]:
    """Return every word of some blocks as plain lines."""
    lines: list[str] = []
    for block in blocks:
        lines += [block.title] if block.kind in {"heading", "note"} and block.title else []
        lines += [": ".join(c for c in row if c) for row in block.rows]
        lines += [plain(i) for i in block.items] if block.kind != "heading" else []
    return [plain(line) for line in lines]


def lines_high(lines: Sequence[str], size: int) -> int:
    """Return how many thousandths of an inch of the body some lines take in a type of so many points."""
    width = _WIDTH * 24 // size
    return sum(-(-len(plain(line)) // width) * size * 50 // 3 + 125 for line in lines)


def lines_needed(lines: Sequence[str]) -> float:
    """Return how many lines of the body some items take in its common type; the same on every Python."""
    return sum(10 * math.ceil(len(plain(line)) / _WIDTH) + 4 for line in lines) / 10


def in_pages(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Divide lines evenly into as few slides as hold them without making the type smaller."""
    least = max(math.ceil(lines_needed(lines) / LINES), 1)
    for count in range(least, len(lines) + 1):
        share = lines_needed(lines) / count
        while share <= LINES:
            pages = list(_divided(lines, share))
            if len(pages) <= count:
                yield from pages
                return
            share += 0.5
    yield from ((line,) for line in lines)


def _divided(lines: Sequence[str], share: float) -> Iterator[tuple[str, ...]]:
    page: list[str] = []
    for line in lines:
        if page and lines_needed([*page, line]) > share:
            heading = [page.pop()] if len(page) > 1 and _BOLD.match(page[-1]) else []
            yield tuple(page)
            page = heading
        page.append(line)
    if page:
        yield tuple(page)
