"""A record's Markdown as plain blocks of words that slides, documents and the browser's pack can all set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any, Literal

from scripts.base.amounts import amount
from scripts.content.grammar import inline, read, tidied
from scripts.content.kinds import RELATED
from scripts.content.model import Line, Record, Site, resolve
from scripts.content.schemas import StatisticMeta
from scripts.render.citations import Formatted, places

_SIGNS = {"paragraph": "p", "bullets": "u", "table": "t", "note": "n", "heading": "h", "relations": "r"}
Kind = Literal["heading", "paragraph", "bullets", "table", "note", "relations"]
_TAG = re.compile(r"</?[a-z][^<>\n]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some words of one form. ``items`` are lines, bullets or sentences with ``**strong**`` as the only mark left.

    A table's first row is its head where ``title`` is ``"head"``; a note's title is its own; a heading's words are
    its title, its classes its items, its level as written. Relations say what a record is linked with.
    """

    kind: Kind
    title: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    level: int = 0


@dataclass(frozen=True)
class Wording:
    """Turns Markdown of the site into blocks, with citations in words and links as text with the id they lead to.

    ``bare`` leaves citations and ids out, for slides, whose footers and notes have them; without ``ids`` those alone are.
    """

    site: Site
    formatted: Formatted
    bare: bool = False
    ids: bool = True
    _cited: dict[str, str] = field(default_factory=dict)

    @cached_property
    def works(self) -> Mapping[str, str]:
        """Each work of the bibliography in words, by key."""
        return {key: _words(text) for key, text in self.formatted.references.items()}

    def citation(self, raw: str) -> str:
        """Return a bracket of citations in words, as the site shows it."""
        if self.bare:
            return ""
        if raw not in self._cited:
            shown = self.formatted.inline.get(raw)
            self._cited[raw] = _words(shown) if shown else f"({raw.replace('@', '')})"
        return self._cited[raw]

    def inline(self, text: str, record: Record) -> str:
        """Return one line of Markdown in words; only ``**strong**`` is kept."""
        pieces: list[str] = []
        open_links: list[tuple[int, str]] = []
        for token in inline(text):
            match token.type:
                case "citation":
                    pieces.append(self.citation(token.content))
                case "strong_open" | "strong_close":
                    pieces.append("**")
                case "link_open":
                    open_links.append((len(pieces), token.meta["target"]))
                case "link_close":
                    first, target = open_links.pop()
                    pieces.append(self._id(target, "".join(pieces[first:]), record))
                case "computed":
                    pieces.append(token.meta["shown"])
                case "image":
                    pieces.append(token.content)
                case "softbreak" | "hardbreak":
                    pieces.append(" ")
                case "text" | "text_special" | "code_inline" | "autolink" | "reference":
                    pieces.append(token.content)
        return tidied(unescape("".join(pieces)))

    def _id(self, target: str, words: str, record: Record) -> str:
        """Return the id that a link leads to, in brackets behind its words; nothing where they say it or it is not asked for."""
        if self.bare or not self.ids or ":" in target:
            return ""
        path, _, fragment = target.partition("#")
        found = self.site.anchors.get((resolve(record.path, path), fragment))
        return f" [{found.id}]" if found and found.id != record.id and found.id not in words.lower() else ""

    def blocks(self, markdown: str, record: Record) -> tuple[Block, ...]:
        """Return the blocks of some Markdown, its links as seen from a record."""
        return self.of(read(markdown), record)

    def of(self, lines: Iterable[Line], record: Record) -> tuple[Block, ...]:
        """Return the blocks of lines that have been read."""
        return tuple(block for group in _groups(lines) for block in self._block(group, record))

    def record(self, record: Record) -> tuple[Block, ...]:
        """Return the blocks of a whole record; a row of data gives one sentence and its caveat."""
        if isinstance(record.meta, StatisticMeta):
            return tuple(self._statistic(record, record.meta))
        return self.of(record.lines, record)

    def place(self, record: Record) -> str:
        """Return where a record rests: its first work with its places, without brackets, and how many more."""
        if isinstance(record.meta, StatisticMeta):
            key = record.citations[0].key
            report = self.site.sources[key].file.short
            return f"{report}, {_words(places(self.site, key, list(record.citations)))}"
        page = self.site.by_path.get(record.path)
        lines = {c.line for c in record.citations}
        raws = [b.raw for b in page.blocks if b.line in lines] if page else []
        if not raws:
            return ""
        more = len(dict.fromkeys(raws)) - 1
        first = self.citation(raws[0]).removeprefix("(").removesuffix(")")
        return first + (f", and {more} more" if more else "")

    def _statistic(self, record: Record, meta: StatisticMeta) -> Iterator[Block]:
        facts = "; ".join(f for f in (meta.period, meta.area, meta.base) if f not in {"", "not stated"})
        value = f"{meta.measure}: **{amount(meta.value)} {meta.unit}**" if meta.value else meta.measure
        source = "" if self.bare else f" ({self.place(record)})"
        yield Block(kind="paragraph", items=(f"{value}{f' ({facts})' if facts else ''}{source}.",))
        if meta.caveat:
            yield Block(kind="note", title="Note", items=(meta.caveat,))

    def _block(self, lines: list[Line], record: Record) -> Iterator[Block]:
        first = lines[0]
        if first.form == "heading":
            title = self.inline(first.text, record)
            yield Block(kind="heading", title=title, items=first.classes, level=first.level)
        elif first.form == "note":
            items = tuple(t for t in (self.inline(line.text, record) for line in lines[1:]) if t)
            title = first.text if first.given else first.text.replace("-", " ")
            yield Block(kind="note", title=title, items=items)
        elif first.form in {"head", "row"}:
            rows = [tuple(self.inline(cell, record) for cell in line.cells) for line in lines]
            headed = first.form == "head" and any(rows[0])
            if first.form == "head" and not headed:
                del rows[0]
            yield Block(kind="table", title="head" if headed else "", rows=tuple(rows))
        elif first.depth:
            yield Block(kind="bullets", items=tuple(self.inline(line.text, record) for line in lines))
        else:
            yield from self._sentences([line.text for line in lines], record)

    def _sentences(self, lines: list[str], record: Record) -> Iterator[Block]:
        relations = [x for x in lines if RELATED.match(x) and "](" in x]
        told = tuple(self.inline(x, record) for x in lines if x not in relations)
        linked = tuple(self.inline(x, record) for x in relations)
        if any(told):
            yield Block(kind="paragraph", items=tuple(t for t in told if t))
        if linked:
            yield Block(kind="relations", items=linked)


def signed(blocks: Iterable[Block]) -> list[list[Any]]:
    """Return blocks as the scripts in a browser read them: a letter for the kind, the words, and a title, a head or a level."""
    made: list[list[Any]] = []
    for block in blocks:
        sign = _SIGNS[block.kind]
        if sign == "t":
            made.append([sign, block.rows, int(block.title == "head")])
        elif sign == "h":
            made.append([sign, block.title, block.level])
        elif sign == "n":
            made.append([sign, block.items, block.title])
        elif sign in "pr":
            made.append([sign, " ".join(block.items)])
        else:
            made.append([sign, block.items])
    return made


def plain(text: str) -> str:
    """Return the words of an item without its marks of strength."""
    return text.replace("**", "")


def strong_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of an item, each with whether it is strong."""
    for number, piece in enumerate(text.split("**")):
        if piece:
            yield piece, number % 2 == 1


def _words(fragment: str) -> str:
    return " ".join(unescape(_TAG.sub("", fragment)).split())


_TABLE = frozenset({"head", "row"})
_LEFT_OUT = frozenset({"code", "html"})


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield lines by the block they make: a note with all in it, a table, a run of items, a paragraph."""
    group: list[Line] = []
    for line in lines:
        if line.form in _LEFT_OUT or line.level == 1:
            continue
        if group and not _together(group, line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _together(group: list[Line], line: Line) -> bool:
    first, last = group[0], group[-1]
    if line.form in {"heading", "note"} or first.form == "heading":
        return False
    if first.note or line.note:
        return first.form == "note" and first.note == line.note
    if first.depth:
        return bool(line.depth) and line.number == last.number + 1
    return line.block == last.block
