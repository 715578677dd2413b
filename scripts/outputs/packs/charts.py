"""The pictures of a pack's statistics: each chart of the site that shows a chosen row, once, as plain numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scripts.base.amounts import is_percent
from scripts.content.data_blocks import ChartBlock, blocks, rows
from scripts.content.model import Record
from scripts.content.schemas import StatisticMeta
from scripts.outputs.packs.blocks import Wording
from scripts.render.charts import grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart in numbers; ``values`` has one row for each series and a gap where a series has no figure.

    ``records`` are the ids it shows, ``chosen`` those that the pack asked for; ``at`` is its page and line.
    """

    type: Literal["bars", "stacked", "line"]
    title: str
    summary: str
    percent: bool
    labels: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[Decimal | None, ...], ...]
    records: tuple[str, ...]
    chosen: tuple[str, ...]
    place: str
    at: tuple[str, int]


def charts_of(records: Iterable[Record], wording: Wording) -> tuple[Chart, ...]:
    """Return the charts that show at least one of some records, in the order of the records."""
    wanted = {r.id: r.path for r in records if r.kind == "statistic"}
    found: dict[tuple[str, int], Chart] = {}
    for identifier, path in wanted.items():
        page = wording.site.by_path.get(path)
        for line, block in blocks(page) if page else ():
            if not isinstance(block, ChartBlock):
                continue
            shown = rows(block, wording.site)
            if identifier in {r.id for r in shown}:
                found.setdefault((path, line), _chart(block, shown, wanted, wording, (path, line)))
    return tuple(found.values())


def _chart(
    block: ChartBlock, shown: list[Record], wanted: Iterable[str], wording: Wording, at: tuple[str, int]
) -> Chart:
    metas = [m for r in shown if isinstance(m := r.meta, StatisticMeta)]
    drawn = grid(block, metas)
    cells = {at: Decimal(m.value or 0) for at, m in drawn.cells.items()}
    ids = tuple(r.id for r in shown)
    return Chart(
        type=block.type,
        title=block.title,
        summary=block.summary,
        percent=all(is_percent(m.unit) for m in metas),
        labels=drawn.labels,
        series=drawn.series,
        values=tuple(tuple(cells.get((label, name)) for label in drawn.labels) for name in drawn.series),
        records=ids,
        chosen=tuple(i for i in wanted if i in ids),
        place=wording.place(shown[0]) if shown else "",
        at=at,
    )
