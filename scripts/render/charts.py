"""Static, accessible SVG pictures of statistics: bars, stacked bars and lines, drawn in the page's own colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from scripts.base.amounts import amount
from scripts.content.model import Record
from scripts.content.schemas import StatisticMeta
from scripts.render.stash import joined

if TYPE_CHECKING:
    from scripts.content.data_blocks import ChartBlock

WIDTH = 720
_LABEL = 250
_BAR = 26
_GAP = 12
_LINES = (0, 3, 2, 4)  # the colours of lines: the others are too pale for a thin stroke


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What a chart shows: its labels, its series and the figure of each cell that has one, by label and series."""

    labels: tuple[str, ...]
    series: tuple[str, ...]
    cells: Mapping[tuple[str, str], StatisticMeta]


def grid(block: ChartBlock, metas: Sequence[StatisticMeta]) -> Grid:
    """Return the grid of a chart, in the order of the rows; without series its title stands for the one there is."""
    by = block.series or ("base" if block.type == "stacked" else None)
    at = [(str(getattr(m, block.label)), str(getattr(m, by)) if by else block.title) for m in metas]
    return Grid(
        labels=tuple(dict.fromkeys(label for label, _ in at)),
        series=tuple(dict.fromkeys(name for _, name in at)),
        cells=dict(zip(at, metas, strict=True)),
    )


def draw(block: ChartBlock, rows: Sequence[Record], download: Markup) -> Markup:
    """Return a figure: the picture, with title and summary for those who do not see it, and the data to download."""
    metas = [r.meta for r in rows if isinstance(r.meta, StatisticMeta)]
    drawing = {"bars": _bars, "stacked": _stacked, "line": _line}[block.type](block, metas)
    height, shapes = drawing
    return Markup(
        '<figure class="chart">'
        '<div class="chart-scroll"><svg role="img" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
        "<title>{title}</title><desc>{summary}</desc>{shapes}</svg></div>"
        "<figcaption><strong>{title}.</strong> {summary} "
        '<span class="data-source">Data: {download}</span></figcaption></figure>'
    ).format(width=WIDTH, height=height, title=block.title, summary=block.summary, shapes=shapes, download=download)


def _value(meta: StatisticMeta) -> float:
    return float(meta.value or 0)


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> Markup:
    classed = Markup(" class={}").format(style) if style else ""
    return Markup('<text x="{:g}" y="{:g}" text-anchor="{}"{}>{}</text>').format(x, y, anchor, classed, words)


def _wrapped(x: float, y: float, words: str) -> Markup:
    """Set a label in at most two lines of about 34 characters, right-aligned."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > 33 and len(lines) < 2:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    offset = y - 7 * (len(lines) - 1)
    return joined(_text(x, offset + 15 * i, line, anchor="end") for i, line in enumerate(lines))


def _shown(meta: StatisticMeta) -> str:
    return amount(meta.value or "0", meta.unit)


def _bar(series: int, x: float, y: float, length: float) -> Markup:
    shape = Markup('<rect class="series-{}" x="{:.1f}" y="{}" width="{:.1f}" height="{}"/>')
    return shape.format(series, x, y, length, _BAR)


def _bars(block: ChartBlock, metas: list[StatisticMeta]) -> tuple[int, Markup]:
    top = max((_value(m) for m in metas), default=1) or 1
    shapes = []
    for index, meta in enumerate(metas):
        y = index * (_BAR + _GAP) + 6
        length = max((WIDTH - _LABEL - 90) * _value(meta) / top, 1)
        shapes.append(_wrapped(_LABEL - 10, y + 18, str(getattr(meta, block.label))))
        shapes.append(_bar(0, _LABEL, y, length))
        shapes.append(_text(_LABEL + length + 8, y + 18, _shown(meta), "value"))
    return len(metas) * (_BAR + _GAP) + 10, joined(shapes)


def _stacked(block: ChartBlock, metas: list[StatisticMeta]) -> tuple[int, Markup]:
    shown = grid(block, metas)
    series, cells = shown.series, shown.cells
    shapes, head = [_legend(series, range(len(series)))], 26 * ((len(series) + 1) // 2) + 10
    for index, label in enumerate(shown.labels):
        y = head + index * (_BAR + _GAP)
        shapes.append(_wrapped(_LABEL - 110, y + 18, label))
        total = sum(_value(cells[label, s]) for s in series if (label, s) in cells) or 1
        x = float(_LABEL - 100)
        for number, name in enumerate(series):
            meta = cells.get((label, name))
            if meta is None:
                continue
            length = (WIDTH - _LABEL + 80) * _value(meta) / total
            shapes.append(_bar(number, x, y, length))
            shapes.append(_text(x + length / 2, y + 18, _shown(meta), f"on-{number}", "middle"))
            x += length
    return head + len(shown.labels) * (_BAR + _GAP) + 6, joined(shapes)


def _line(block: ChartBlock, metas: list[StatisticMeta]) -> tuple[int, Markup]:
    shown = grid(block, metas)
    points, series = shown.labels, shown.series
    colours = [_LINES[number % len(_LINES)] for number in range(len(series))]
    top = max((_value(m) for m in metas), default=1) or 1
    head = 26 * ((len(series) + 1) // 2) + 20 if block.series else 20
    height, left = 240, 60
    step = (WIDTH - 2 * left) / max(len(points) - 1, 1)
    shapes = [_legend(series, colours)] if block.series else []
    axis = Markup('<line class="axis" x1="{}" y1="{y}" x2="{}" y2="{y}"/>')
    shapes.append(axis.format(left, WIDTH - left, y=head + height))
    shapes += [_text(left + step * i, head + height + 22, point, anchor="middle") for i, point in enumerate(points)]
    for name, colour in zip(series, colours, strict=True):
        at = [
            (left + step * place, head + height * (1 - _value(m) / top / 1.08), m)
            for place, label in enumerate(points)
            if (m := shown.cells.get((label, name)))
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in at)
        shapes.append(Markup('<polyline class="line-{}" points="{}"/>').format(colour, path))
        for x, y, meta in at:
            shapes.append(Markup('<circle class="series-{}" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(colour, x, y))
            shapes.append(_text(x, y - 9, _shown(meta), "value", "middle"))
    return head + height + 36, joined(shapes)


def _legend(series: Sequence[str], colours: Sequence[int]) -> Markup:
    shapes = []
    for number, (name, colour) in enumerate(zip(series, colours, strict=True)):
        x, y = 10 + (number % 2) * (WIDTH // 2), 4 + 24 * (number // 2)
        box = Markup('<rect class="series-{}" x="{}" y="{}" width="16" height="16"/>{}')
        shapes.append(box.format(colour, x, y, _text(x + 24, y + 13, name)))
    return joined(shapes)
