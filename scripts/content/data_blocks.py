"""Fenced data blocks as they are written: which rows of which file, as a table or a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from scripts.base.suggest import nearest
from scripts.content.frontmatter import load_yaml
from scripts.content.grammar import BLOCKS
from scripts.content.model import Page, Problem, Record, Site

Column = Literal["measure", "value", "unit", "period", "area", "base", "caveat"]


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
        yield line, read_block(match["kind"], match["body"])


def read_block(kind: str, body: str) -> TableBlock | ChartBlock | str:
    """Return a block; one that cannot be read as the error's words."""
    schema = TableBlock if kind == "table" else ChartBlock
    try:
        return schema.model_validate(load_yaml(body))
    except ValidationError as error:
        detail = error.errors()[0]
        return f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}"
    except Exception as error:  # noqa: BLE001 - YAML raises many; each becomes one problem
        return str(error).split("\n", 1)[0]


def block_problems(page: Page, site: Site) -> Iterator[Problem]:
    """Yield what is wrong with a page's data blocks: unreadable, an unknown file, an unknown row."""
    ids = {r.id for r in site.data_records}
    files = set(site.rows)
    for line, block in blocks(page):
        path = f"docs/{page.path}"
        if isinstance(block, str):
            yield Problem(path, line, f"this block cannot be read: {block}", "data-block")
        elif block.data not in files:
            yield Problem(path, line, f"there is no data file `{block.data}`{nearest(block.data, files)}", "data-block")
        else:
            for missing in set(block.ids or ()) - ids:
                yield Problem(path, line, f"there is no row `{missing}`{nearest(missing, ids)}", "data-block")


def rows(block: _Block, site: Site) -> list[Record]:
    """Return the rows a block shows, in the order it names them or that of the file."""
    found = site.rows.get(block.data, {})
    if block.ids is None:
        return list(found.values())
    return [found[i] for i in block.ids if i in found]
