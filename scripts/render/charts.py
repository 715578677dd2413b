"""Static, accessible SVG pictures of statistics: bars, stacked bars and lines, drawn in the page's own colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from scripts.content.model import Record
from scripts.content.schemas import StatisticMeta
from scripts.render.stash import joined

if TYPE_CHECKING:
    from scripts.render.blocks import ChartBlock

WIDTH = 720
_LABEL = 250
_BAR = 26
_GAP = 12


def draw(block: ChartBlock, rows: Sequence[Record], download: Markup) -> Markup:
    """Return a figure: the picture, with title and summary for those who do not see it, and the data to download."""
    metas = [r.meta for r in rows if isinstance(r.meta, StatisticMeta)]
    drawing = {"bars": _bars, "stacked": _stacked, "line": _line}[block.type](block, metas)
    height, shapes = drawing
    return Markup(
        '<figure class="chart">'
        '<svg role="img" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
        "<title>{title}</title><desc>{summary}</desc>{shapes}</svg>"
        "<figcaption><strong>{title}.</strong> {summary} "
        '<span class="data-source">Data: {download}</span></figcaption></figure>'
    ).format(width=WIDTH, height=height, title=block.title, summary=block.summary, shapes=shapes, download=download)


def _value(meta: StatisticMeta) -> float:
    return float(meta.value or 0)


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> Markup:
    named = Markup(" class={}").format(style) if style else ""
    return Markup('<text x="{:g}" y="{:g}" text-anchor="{}"{}>{}</text>').format(x, y, anchor, named, words)


def _bar(number: int, x: float, y: float, length: float) -> Markup:
    box = Markup('<rect class="series-{}" x="{}" y="{}" width="{:.1f}" height="{}"/>')
    return box.format(number, x if isinstance(x, int) else f"{x:.1f}", y, length, _BAR)


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
    value = f"{_value(meta):,.6f}".rstrip("0").rstrip(".")
    return f"{value}%" if meta.unit in {"percent", "%"} else value


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
    series = list(dict.fromkeys(str(getattr(m, block.series or "base")) for m in metas))
    labels = list(dict.fromkeys(str(getattr(m, block.label)) for m in metas))
    cells = {(str(getattr(m, block.label)), str(getattr(m, block.series or "base"))): m for m in metas}
    shapes, head = [_legend(series)], 26 * ((len(series) + 1) // 2) + 10
    for index, label in enumerate(labels):
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
    return head + len(labels) * (_BAR + _GAP) + 6, joined(shapes)


def _line(block: ChartBlock, metas: list[StatisticMeta]) -> tuple[int, Markup]:
    points = list(dict.fromkeys(str(getattr(m, block.label)) for m in metas))
    series = list(dict.fromkeys(str(getattr(m, block.series)) for m in metas)) if block.series else [""]
    top = max((_value(m) for m in metas), default=1) or 1
    head = 26 * ((len(series) + 1) // 2) + 20 if block.series else 20
    height, left = 240, 60
    step = (WIDTH - 2 * left) / max(len(points) - 1, 1)
    shapes = [_legend(series)] if block.series else []
    axis = Markup('<line class="axis" x1="{}" y1="{y}" x2="{}" y2="{y}"/>')
    shapes.append(axis.format(left, WIDTH - left, y=head + height))
    shapes += [_text(left + step * i, head + height + 22, point, anchor="middle") for i, point in enumerate(points)]
    for number, name in enumerate(series):
        own = [m for m in metas if not block.series or str(getattr(m, block.series)) == name]
        at = [
            (left + step * points.index(str(getattr(m, block.label))), head + height * (1 - _value(m) / top / 1.08), m)
            for m in own
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in at)
        shapes.append(Markup('<polyline class="line-{}" points="{}"/>').format(number, path))
        for x, y, meta in at:
            shapes.append(Markup('<circle class="series-{}" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(number, x, y))
            shapes.append(_text(x, y - 9, _shown(meta), "value", "middle"))
    return head + height + 36, joined(shapes)


def _legend(series: Sequence[str]) -> Markup:
    shapes = []
    for number, name in enumerate(series):
        x, y = 10 + (number % 2) * (WIDTH // 2), 4 + 24 * (number // 2)
        box = Markup('<rect class="series-{}" x="{}" y="{}" width="16" height="16"/>{}')
        shapes.append(box.format(number, x, y, _text(x + 24, y + 13, name)))
    return joined(shapes)
