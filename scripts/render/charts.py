"""Static, accessible SVG pictures of statistics: bars, stacked bars and lines, drawn in the page's own colours."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scripts.content.model import Record
from scripts.content.schemas import StatisticMeta

if TYPE_CHECKING:
    from scripts.render.blocks import ChartBlock

WIDTH = 720
_LABEL = 250
_BAR = 26
_GAP = 12


def draw(block: ChartBlock, rows: Sequence[Record], download: str) -> str:
    """Return a figure: the picture, with title and summary for those who do not see it, and the data to download."""
    metas = [r.meta for r in rows if isinstance(r.meta, StatisticMeta)]
    drawing = {"bars": _bars, "stacked": _stacked, "line": _line}[block.type](block, metas)
    height, shapes = drawing
    return (
        '<figure class="chart">'
        f'<svg role="img" viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{html.escape(block.title)}</title><desc>{html.escape(block.summary)}</desc>{shapes}</svg>"
        f"<figcaption><strong>{html.escape(block.title)}.</strong> {html.escape(block.summary)} "
        f'<span class="data-source">Data: {download}</span></figcaption></figure>'
    )


def _value(meta: StatisticMeta) -> float:
    return float(meta.value or 0)


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{f" class={style}" if style else ""}>{html.escape(words)}</text>'


def _wrapped(x: float, y: float, words: str) -> str:
    """Set a label in at most two lines of about 34 characters, right-aligned."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > 33 and len(lines) < 2:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    offset = y - 7 * (len(lines) - 1)
    return "".join(_text(x, offset + 15 * i, line, anchor="end") for i, line in enumerate(lines))


def _shown(meta: StatisticMeta) -> str:
    value = f"{_value(meta):,.6f}".rstrip("0").rstrip(".")
    return f"{value}%" if meta.unit in {"percent", "%"} else value


def _bars(block: ChartBlock, metas: list[StatisticMeta]) -> tuple[int, str]:
    top = max((_value(m) for m in metas), default=1) or 1
    shapes = []
    for index, meta in enumerate(metas):
        y = index * (_BAR + _GAP) + 6
        length = max((WIDTH - _LABEL - 90) * _value(meta) / top, 1)
        shapes.append(_wrapped(_LABEL - 10, y + 18, str(getattr(meta, block.label))))
        shapes.append(f'<rect class="series-0" x="{_LABEL}" y="{y}" width="{length:.1f}" height="{_BAR}"/>')
        shapes.append(_text(_LABEL + length + 8, y + 18, _shown(meta), "value"))
    return len(metas) * (_BAR + _GAP) + 10, "".join(shapes)


def _stacked(block: ChartBlock, metas: list[StatisticMeta]) -> tuple[int, str]:
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
            shapes.append(f'<rect class="series-{number}" x="{x:.1f}" y="{y}" width="{length:.1f}" height="{_BAR}"/>')
            shapes.append(_text(x + length / 2, y + 18, _shown(meta), f"on-{number}", "middle"))
            x += length
    return head + len(labels) * (_BAR + _GAP) + 6, "".join(shapes)


def _line(block: ChartBlock, metas: list[StatisticMeta]) -> tuple[int, str]:
    points = list(dict.fromkeys(str(getattr(m, block.label)) for m in metas))
    series = list(dict.fromkeys(str(getattr(m, block.series)) for m in metas)) if block.series else [""]
    top = max((_value(m) for m in metas), default=1) or 1
    head = 26 * ((len(series) + 1) // 2) + 20 if block.series else 20
    height, left = 240, 60
    step = (WIDTH - 2 * left) / max(len(points) - 1, 1)
    shapes = [_legend(series)] if block.series else []
    shapes.append(f'<line class="axis" x1="{left}" y1="{head + height}" x2="{WIDTH - left}" y2="{head + height}"/>')
    shapes += [_text(left + step * i, head + height + 22, point, anchor="middle") for i, point in enumerate(points)]
    for number, name in enumerate(series):
        own = [m for m in metas if not block.series or str(getattr(m, block.series)) == name]
        at = [
            (left + step * points.index(str(getattr(m, block.label))), head + height * (1 - _value(m) / top / 1.08), m)
            for m in own
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in at)
        shapes.append(f'<polyline class="line-{number}" points="{path}"/>')
        for x, y, meta in at:
            shapes.append(f'<circle class="series-{number}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
            shapes.append(_text(x, y - 9, _shown(meta), "value", "middle"))
    return head + height + 36, "".join(shapes)


def _legend(series: Sequence[str]) -> str:
    shapes = []
    for number, name in enumerate(series):
        x, y = 10 + (number % 2) * (WIDTH // 2), 4 + 24 * (number // 2)
        shapes.append(
            f'<rect class="series-{number}" x="{x}" y="{y}" width="16" height="16"/>{_text(x + 24, y + 13, name)}'
        )
    return "".join(shapes)
