"""Fenced data blocks: rows of the statistics files as a readable table or a picture, and decision aids."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from markupsafe import Markup

from scripts.base.amounts import amount
from scripts.content.data_blocks import ChartBlock, TableBlock, read_block, rows
from scripts.content.decision_aids import flow_problems
from scripts.content.model import Fence, Page, Record, Site
from scripts.content.schemas import StatisticMeta
from scripts.render.charts import draw
from scripts.render.citations import places
from scripts.render.flow import draw_flow
from scripts.render.stash import finished, joined

_HEADS = {
    "measure": "What",
    "value": "Figure",
    "unit": "Unit",
    "period": "When",
    "area": "Where",
    "base": "Of what",
    "caveat": "Note",
}


def made_of(page: Page, site: Site) -> Iterator[tuple[Fence, str]]:
    """Yield each data block of a page that can be read, with what takes its place: finished HTML."""
    anchored: set[str] = set()
    aids = itertools.count(1)
    for fence in page.fences:
        if fence.info == "flow" and not any(flow_problems(page)):
            yield fence, draw_flow(fence.body, number=next(aids), page=page, site=site)
        elif fence.info in {"table", "chart"}:
            block = read_block(fence.info, fence.body)
            if isinstance(block, str):
                continue
            chosen = rows(block, site)
            download = Markup('<a class="download" href="data/{name}" download>{name}</a>').format(name=block.data)
            if isinstance(block, ChartBlock):
                yield fence, finished(draw(block, chosen, download))
            else:
                yield fence, _table(block, chosen, download, page, site, anchored)


def _table(
    block: TableBlock, chosen: list[Record], download: Markup, page: Page, site: Site, anchored: set[str]
) -> str:
    shown = [c for c in block.columns if any(getattr(r.meta, c) for r in chosen)]
    head = joined(Markup('<th scope="col">{}</th>').format(name) for name in (*(_HEADS[c] for c in shown), "Source"))
    lines = []
    for record in chosen:
        meta = record.meta
        assert isinstance(meta, StatisticMeta)  # noqa: S101 - the loader validated it
        here = f"statistics/{block.data.removesuffix('.csv')}.md" == page.path and record.id not in anchored
        anchored.add(record.id)
        cells = joined(_cell(c, meta, first=c == shown[0]) for c in shown)
        place = places(site, record.citations[0].key, list(record.citations))
        anchor = Markup(' id="{}"').format(record.id) if here else ""
        row = Markup('<tr{}>{}<td><span class="cite">{}</span></td></tr>')
        lines.append(row.format(anchor, cells, place))
    return finished(
        Markup(
            '<table class="data figures"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
            '<p class="data-source">Download: {}</p>'
        ).format(block.caption, head, joined(lines), download)
    )


def _cell(column: str, meta: StatisticMeta, *, first: bool) -> Markup:
    value = amount(meta.value) if column == "value" and meta.value else getattr(meta, column)
    if first:
        return Markup('<th scope="row">{}</th>').format(value)
    return Markup("<td class=number>{}</td>" if column == "value" else "<td>{}</td>").format(value)  # noqa: S704 - ours
