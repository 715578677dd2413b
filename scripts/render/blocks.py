"""Fenced data blocks: rows of the statistics files as a readable table or a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, ValidationError

from scripts.base.amounts import amount
from scripts.base.suggest import nearest
from scripts.content.frontmatter import load_yaml
from scripts.content.grammar import BLOCKS
from scripts.content.model import Finding, Page, Record, Site
from scripts.content.schemas import StatisticMeta
from scripts.render.charts import draw
from scripts.render.citations import places
from scripts.render.flow import draw_flow, flow_problems
from scripts.render.stash import finished, joined

Column = Literal["measure", "value", "unit", "period", "area", "base", "caveat"]
_HEADS = {
    "measure": "What",
    "value": "Figure",
    "unit": "Unit",
    "period": "When",
    "area": "Where",
    "base": "Of what",
    "caveat": "Note",
}


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    data: str
    ids: tuple[str, ...] | None = None


class TableBlock(_Block):
    """A table of rows."""

    caption: str
    columns: tuple[Column, ...] = ("measure", "value", "unit", "period", "area", "base", "caveat")


class ChartBlock(_Block):
    """A picture of rows; ``label`` names each bar or point, ``series`` the parts of a stack or the lines."""

    type: Literal["bars", "stacked", "line"]
    label: Column = "measure"
    series: Column | None = None
    title: str
    summary: str


def blocks(page: Page) -> Iterator[tuple[int, TableBlock | ChartBlock | str]]:
    """Yield each data block of a page with its line; a block that cannot be read as the error's words."""
    for match in BLOCKS.finditer(page.body):
        if match["kind"] == "flow":
            continue
        line = page.body_line + page.body.count("\n", 0, match.start())
        yield line, _read(match["kind"], match["body"])


def _read(kind: str, body: str) -> TableBlock | ChartBlock | str:
    schema = TableBlock if kind == "table" else ChartBlock
    try:
        return schema.model_validate(load_yaml(body))
    except ValidationError as error:
        detail = error.errors()[0]
        return f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}"
    except Exception as error:  # noqa: BLE001 - YAML raises many; each becomes one finding
        return str(error).split("\n", 1)[0]


def block_problems(page: Page, site: Site) -> Iterator[Finding]:
    """Yield what is wrong with a page's data blocks: unreadable, an unknown file, an unknown row."""
    ids = {r.id for r in site.data_records}
    files = set(site.rows)
    for line, block in blocks(page):
        path = f"docs/{page.path}"
        if isinstance(block, str):
            yield Finding(path, line, f"this block cannot be read: {block}", "data-block")
        elif block.data not in files:
            yield Finding(path, line, f"there is no data file `{block.data}`{nearest(block.data, files)}", "data-block")
        else:
            for missing in set(block.ids or ()) - ids:
                yield Finding(path, line, f"there is no row `{missing}`{nearest(missing, ids)}", "data-block")


def rows(block: _Block, site: Site) -> list[Record]:
    """Return the rows a block shows, in the order it names them or that of the file."""
    found = site.rows.get(block.data, {})
    if block.ids is None:
        return list(found.values())
    return [found[i] for i in block.ids if i in found]


def expand_blocks(text: str, page: Page, site: Site) -> str:
    """Replace every data block of a page's Markdown by HTML."""
    anchored: set[str] = set()

    def replace(match: re.Match[str]) -> str:
        if match["kind"] == "flow":
            return draw_flow(match["body"]) if not any(flow_problems(page)) else match.group()
        block = _read(match["kind"], match["body"])
        if isinstance(block, str):
            return match.group()
        chosen = rows(block, site)
        download = Markup('<a class="download" href="data/{name}" download>{name}</a>').format(name=block.data)
        if isinstance(block, ChartBlock):
            return finished(draw(block, chosen, download))
        return _table(block, chosen, download, page, site, anchored)

    return BLOCKS.sub(replace, text)


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
