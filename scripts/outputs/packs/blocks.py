"""A record's Markdown as plain blocks of words that slides, documents and the browser's pack can all set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any, Literal

from scripts.base.amounts import amount
from scripts.content.grammar import BLOCKS, attributes, tidied, with_citations, with_links
from scripts.content.model import Record, Site, resolve
from scripts.content.schemas import StatisticMeta
from scripts.render.citations import Formatted, places

_SIGNS = {"paragraph": "p", "bullets": "u", "table": "t", "note": "n", "heading": "h", "relations": "r"}
Kind = Literal["heading", "paragraph", "bullets", "table", "note", "relations"]
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)(?:\s*\{([^{}]*)\})?\s*$")
_ADMONITION = re.compile(r'^(?:!!!|\?\?\?\+?) (?P<kind>[\w-]+)(?: "(?P<title>[^"]*)")?\s*$')
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+(?:\[[ xX]\]\s+)?(?P<text>\S.*)$")
_SPAN = re.compile(r"\[([^\[\]\n]*)\]\{[^{}\n]*\}")
_ATTRIBUTES = re.compile(r"(?<=\S)\{ ?[.#:][^{}\n]*\}")
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?![\s*_])([^*_\n]+)(?<![\s*_])[*_](?![\w*])|`([^`\n]*)`")
_TAG = re.compile(r"</?[a-z][^<>\n]*>")
_RELATION = re.compile(
    r"^(?:Answered by|Answers|Shows|Shown by|Bears on|Related:|Powers?:|Law:|Matters in|Seen in|Used in|See also|Case|Taught in)(?<=[\w:])(?!\w).*\]\("
)


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

        def link(words: str, target: str) -> str:
            path, _, fragment = target.partition("#")
            found = self.site.anchors.get((resolve(record.path, path), fragment)) if ":" not in target else None
            return (
                words
                if self.bare or not self.ids or found is None or found.id == record.id or found.id in words.lower()
                else f"{words} [{found.id}]"
            )

        text = _SPAN.sub(r"\1", with_links(with_citations(text, self.citation), link))
        text = _EMPHASIS.sub(lambda m: m[1] or m[2] or "", _ATTRIBUTES.sub("", _TAG.sub("", text)))
        return tidied(unescape(text))

    def blocks(self, markdown: str, record: Record) -> tuple[Block, ...]:
        """Return the blocks of some of a record's Markdown."""
        lines = [(line, _shown(line)) for line in BLOCKS.sub("", markdown).split("\n")]
        return tuple(self._read(lines, record))

    def record(self, record: Record) -> tuple[Block, ...]:
        """Return the blocks of a whole record; a row of data gives one sentence and its caveat."""
        if isinstance(record.meta, StatisticMeta):
            return tuple(self._statistic(record, record.meta))
        return self.blocks(record.body, record)

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

    def _read(self, lines: list[tuple[str, bool]], record: Record) -> Iterator[Block]:
        index = 0
        while index < len(lines):
            line, shown = lines[index]
            stripped = line.strip()
            if not shown:
                index += 1
            elif match := _HEADING.match(line):
                classes = attributes(match[3] or "")[1]
                title = self.inline(match[2], record)
                if len(match[1]) > 1:
                    yield Block(kind="heading", title=title, items=tuple(classes), level=len(match[1]))
                index += 1
            elif match := _ADMONITION.match(stripped):
                inner, index = _indented(lines, index + 1)
                items = tuple(t for t in (self.inline(_unbulleted(x), record) for x in inner) if t)
                title = match["title"] if match["title"] is not None else match["kind"].replace("-", " ").capitalize()
                yield Block(kind="note", title=title, items=items)
            elif stripped.startswith("|"):
                rows, index = _taken(lines, index, lambda x: x.strip().startswith("|"))
                yield from self._table(rows, record)
            elif _BULLET.match(line):
                points, index = _taken(lines, index, lambda x: bool(_BULLET.match(x)) or x.startswith("    "))
                yield Block(kind="bullets", items=tuple(self.inline(_unbulleted(x), record) for x in points))
            else:
                sentences, index = _taken(lines, index, lambda x: not _starts(x))
                yield from self._sentences(sentences, record)

    def _table(self, rows: list[str], record: Record) -> Iterator[Block]:
        cells = [tuple(self.inline(c, record) for c in re.split(r"(?<!\\)\|", r.strip().strip("|"))) for r in rows]
        ruled = [r for r in cells if not all(re.fullmatch(r":?-{2,}:?|", c) for c in r)]
        headed = bool(cells and any(cells[0]))
        if ruled:
            yield Block(kind="table", title="head" if headed else "", rows=tuple(ruled))

    def _sentences(self, lines: list[str], record: Record) -> Iterator[Block]:
        told = tuple(self.inline(x, record) for x in lines if not _RELATION.match(x.strip()))
        linked = tuple(self.inline(x, record) for x in lines if _RELATION.match(x.strip()))
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


def _shown(line: str) -> bool:
    text = line.strip()
    return bool(text) and not text.startswith(("<", "{", "---", "```"))


def _starts(line: str) -> bool:
    text = line.strip()
    return bool(
        not _shown(line)
        or _HEADING.match(line)
        or _BULLET.match(line)
        or _ADMONITION.match(text)
        or text.startswith("|")
    )


def _unbulleted(line: str) -> str:
    match = _BULLET.match(line)
    return match["text"] if match else line


def _indented(lines: list[tuple[str, bool]], index: int) -> tuple[list[str], int]:
    found: list[str] = []
    while index < len(lines) and (lines[index][0].startswith("    ") or not lines[index][0].strip()):
        found.append(lines[index][0].strip())
        index += 1
    return found, index


def _taken(lines: list[tuple[str, bool]], index: int, belongs: Callable[[str], bool]) -> tuple[list[str], int]:
    found: list[str] = []
    while index < len(lines) and lines[index][0].strip() and (not found or belongs(lines[index][0])):
        found.append(lines[index][0])
        index += 1
    return found, index
