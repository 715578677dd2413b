"""Documents as pandoc's own data, built from blocks: no Markdown is written, so that nothing needs escaping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.outputs.packs.blocks import Block, plain, strong_parts

Node = dict[str, Any]
_EMPTY = ["", [], []]
PAGE_BREAK: tuple[Node, ...] = (
    {"t": "RawBlock", "c": ["openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>']},
    {"t": "RawBlock", "c": ["typst", "#pagebreak(weak: true)"]},
)
"""What begins a new page, for Word and for Typst; each leaves the other's alone."""
_ROOM: tuple[Node, ...] = (
    {"t": "RawInline", "c": ["openxml", "<w:r><w:br/><w:br/></w:r>"]},
    {"t": "RawInline", "c": ["typst", "#box(height: 1.1cm)"]},
)
"""An empty cell high enough for two lines by hand."""
_API = [1, 23, 1]
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: its title, the line under it, and pandoc blocks."""

    title: str
    subtitle: str
    blocks: tuple[Node, ...]

    def data(self) -> Node:
        """Return the document as pandoc reads it."""
        meta = {
            name: {"t": "MetaInlines", "c": inlines(text)}
            for name, text in (("title", self.title), ("subtitle", self.subtitle))
        }
        meta["lang"] = {"t": "MetaString", "c": "en-GB"}
        meta["author"] = {"t": "MetaString", "c": "The In harm's way project"}
        return {"pandoc-api-version": _API, "meta": meta, "blocks": list(self.blocks)}


def inlines(text: str) -> list[Node]:
    """Return the inlines of an item; ``**strong**`` is strong, an address is a link."""
    found: list[Node] = []
    for piece, strong in strong_parts(text):
        words = list(_words(piece))
        found += [{"t": "Strong", "c": words}] if strong else words
    return found


def _words(text: str) -> Iterator[Node]:
    for part in re.split(r"(\s+)", text):
        if not part:
            continue
        if part.isspace():
            yield {"t": "Space"}
        elif match := _LINK.search(part):
            if match.start():
                yield {"t": "Str", "c": part[: match.start()]}
            yield {"t": "Link", "c": [_EMPTY, [{"t": "Str", "c": match.group()}], [match.group(), ""]]}
            if match.end() < len(part):
                yield {"t": "Str", "c": part[match.end() :]}
        else:
            yield {"t": "Str", "c": part}


def header(level: int, text: str) -> Node:
    """Return a heading."""
    return {"t": "Header", "c": [level, _EMPTY, inlines(plain(text))]}


def para(text: str) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": inlines(text)}


def styled(style: str, *nodes: Node) -> Node:
    """Return blocks under a paragraph style of the reference document."""
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], list(nodes)]}


def bullets(items: Iterable[str]) -> Node:
    """Return a list of bullets."""
    return {"t": "BulletList", "c": [[{"t": "Plain", "c": inlines(i)}] for i in items]}


def letters(items: Iterable[str]) -> Node:
    """Return a list with capital letters, as options stand."""
    style = [1, {"t": "UpperAlpha"}, {"t": "Period"}]
    return {"t": "OrderedList", "c": [style, [[{"t": "Plain", "c": inlines(i)}] for i in items]]}


def numbered(groups: Sequence[Sequence[Node]]) -> Node:
    """Return a numbered list of groups of blocks."""
    style = [1, {"t": "Decimal"}, {"t": "Period"}]
    return {"t": "OrderedList", "c": [style, [list(g) for g in groups]]}


def table(rows: Sequence[Sequence[str]], *, head: bool, room: bool = False) -> Node:
    """Return a table; without a head its first column names the rows; ``room`` keeps height to write in empty cells."""
    columns = max(len(r) for r in rows)
    share = 1 / columns
    widths = [0.28, *([0.72 / (columns - 1)] * (columns - 1))] if columns > 1 and not head else [share] * columns
    specs = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": w}] for w in widths]
    first = rows[0] if head else ["", *([""] * (columns - 1))]
    body = [_row(r, columns, room=room) for r in (rows[1:] if head else rows)]
    if not head:
        first = ["What", "In short", *([""] * (columns - 2))][:columns]
    return {
        "t": "Table",
        "c": [
            _EMPTY,
            [None, []],
            specs,
            [_EMPTY, [_row(first, columns)]],
            [[_EMPTY, 0 if head else 1, [], body]],
            [_EMPTY, []],
        ],
    }


def _row(cells: Sequence[str], columns: int, *, room: bool = False) -> list[Any]:
    padded = [*cells, *([""] * (columns - len(cells)))]
    empty = [{"t": "Plain", "c": list(_ROOM)}] if room else []
    made = [[_EMPTY, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": inlines(c)}] if c else empty] for c in padded]
    return [_EMPTY, made]


def from_blocks(blocks: Iterable[Block], *, level: int, room: bool = False) -> Iterator[Node]:
    """Yield pandoc blocks; a second-level heading becomes one of this level, deeper ones follow.

    ``room`` keeps height to write in the empty cells of tables.
    """
    for block in blocks:
        if block.kind == "heading":
            yield header(level + max(block.level - 2, 0), block.title)
        elif block.kind == "paragraph":
            yield para(" ".join(block.items))
        elif block.kind == "bullets":
            yield bullets(block.items)
        elif block.kind == "table":
            yield table(block.rows, head=block.title == "head", room=room)
        elif block.kind == "relations":
            yield styled("Facts", para(" ".join(block.items)))
        else:
            title = [para(f"**{block.title}**")] if block.title else []
            yield {"t": "BlockQuote", "c": [*title, *(para(i) for i in block.items)]}
