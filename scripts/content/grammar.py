"""The one grammar of our Markdown: a page read once into lines, headings, links and citations, each with its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import unquote

from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.extensions.toc import slugify, unique
from markdown_it.token import Token

from scripts.content.model import Citation, CitationBlock, Fence, Form, Heading, Line, Link
from scripts.content.syntax import CITATIONS, COMPUTED, inline, tokens_of

__all__ = [
    "CITATIONS",
    "COMPUTED",
    "Parsed",
    "inline",
    "mask",
    "parse",
    "plain",
    "read",
    "rewritten",
    "tidied",
    "without_code",
]

_CITATION = re.compile(r"^@(?P<key>[a-z0-9][\w-]*)(?:,\s*(?P<locator>\S[^@]*))?$")
_UNCLOSED = re.compile(r"\[@[a-z0-9][^\[\]\n]*")
_LEAD = re.compile(r"^\s*(?:[-*+]|\d+\.|>|\|)\s+(?:\[[ xX]\]\s+)?")
_POINTS = (".", ",", ";", ":")
_BREAK = re.compile(r"\n")
_TAG = re.compile(r"<[^<>]+>")
_SIGNS = re.compile(r"[\\`*_\[{<]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What stands in one Markdown body; ``masked`` is the body with code and comments blanked, lines kept."""

    masked: str
    lines: tuple[Line, ...]
    fences: tuple[Fence, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    blocks: tuple[CitationBlock, ...]
    malformed: tuple[tuple[int, str], ...]
    unclosed: tuple[tuple[int, str], ...]
    reference_links: tuple[tuple[int, str], ...]


def parse(body: str, first_line: int = 1) -> Parsed:
    """Read a Markdown body.

    Args:
        body: Markdown without its front matter.
        first_line: the line of the file on which the body begins; all lines returned are lines of the file.

    """
    return _Reading(body, first_line).parsed()


@lru_cache(1 << 12)
def read(text: str) -> tuple[Line, ...]:
    """Return the lines of a piece of Markdown, numbered from 1."""
    return parse(text).lines


def mask(text: str) -> str:
    """Return Markdown with code and comments blanked, lines and columns kept."""
    return parse(text).masked


@dataclass
class _Reading:
    """One body while it is read: markdown-it's tokens one after the other, into what stands in the body."""

    body: str
    first: int
    lines: list[Line] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    blocks: list[CitationBlock] = field(default_factory=list)
    malformed: list[tuple[int, str]] = field(default_factory=list)
    unclosed: list[tuple[int, str]] = field(default_factory=list)
    references: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blanks: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    cells: list[Token] = field(default_factory=list)
    block: int = 0
    depth: int = 0
    item: bool = False

    def parsed(self) -> Parsed:
        self.source = self.body.split("\n")
        self.masked = list(self.source)
        tokens = tokens_of(self.body)
        for number, token in enumerate(tokens):
            if token.type == "inline":
                self._inline_of(tokens[number - 1], token)
            elif token.type in {"list_item_open", "list_item_close"}:
                self.item, self.depth = token.nesting > 0, self.depth + token.nesting
            elif token.type == "note_close":
                self.notes.pop()
            elif token.type == "tr_open":
                self.cells = []
            elif token.type == "tr_close":
                self._row(head=tokens[number + 1].type == "thead_close")
            elif token.type == "table_open":
                self.block += 1
            elif token.type in {"fence", "code_block", "html_block"}:
                self._verbatim(token)
        self._blanked()
        return Parsed(
            masked="\n".join(self.masked),
            lines=tuple(self.lines),
            fences=tuple(self.fences),
            headings=tuple(self._anchored({heading.id for heading in self.headings if heading.id})),
            links=tuple(self.links),
            blocks=tuple(self.blocks),
            malformed=tuple(self.malformed),
            unclosed=tuple(self.unclosed),
            reference_links=tuple(self.references),
        )

    def _inline_of(self, before: Token, token: Token) -> None:
        if before.type == "note_open":
            self.notes.append(before.info)
            self._block(token, "note", given=bool(token.meta["given"]))
        elif before.type == "heading_open":
            self._heading(token, int(before.tag[1]))
        elif before.type in {"th_open", "td_open"}:
            self.cells.append(token)
        else:
            self._block(token, "item" if self.item else "text")
            self.item = False

    def _anchored(self, used: set[str]) -> Iterator[Heading]:
        """Yield the headings with the ids that the page gives them."""
        return (replace(h, anchor=h.id or unique(h.anchor, used)) for h in self.headings)

    def _line(self, number: int, form: Form, text: str, words: str, **more: Any) -> None:
        note = self.notes[-1] if self.notes else ""
        self.lines.append(
            Line(number=number, form=form, text=text, words=tidied(words), note=note, block=self.block, **more)
        )

    def _block(self, token: Token, form: Form, *, given: bool = True) -> None:
        self.block += 1
        start = _start(token)
        text = _without_list(token.content)
        columns = [_column(self.source[start + n], line) for n, line in enumerate(token.content.split("\n"))]
        words = self._inline(token, start, columns)
        for offset, line in enumerate(text.split("\n")):
            own: Form = "text" if form == "item" and offset else form
            self._line(self.first + start + offset, own, line.strip(), words[offset], depth=self.depth, given=given)

    def _heading(self, token: Token, level: int) -> None:
        self.block += 1
        start = _start(token)
        text, attributes = _with_list(token.content)
        column = self.source[start].find(token.content)
        token.content = text
        words = self._inline(token, start, [column])[0]
        identifier, classes, named = _sorted(attributes)
        slug = slugify(unescape(words.strip()), "-")
        number = self.first + start
        self.headings.append(
            Heading(
                level=level,
                text=tidied(words),
                id=identifier,
                anchor=slug,
                classes=classes,
                attributes=named,
                line=number,
            )
        )
        self._line(number, "heading", text, words, level=level, classes=classes)

    def _row(self, *, head: bool) -> None:
        cells = self.cells
        start = _start(cells[0])
        row, column = self.source[start], 0
        shown = []
        for cell in cells:
            column = max(row.find(cell.content, column), 0)
            shown.append(tidied(self._inline(cell, start, [column], sentence=row)[0]))
            column += len(cell.content)
        texts = tuple(cell.content for cell in cells)
        words = " | ".join(shown).strip(" |")
        self._line(self.first + start, "head" if head else "row", row.strip(), words, cells=texts, shown=tuple(shown))

    def _verbatim(self, token: Token) -> None:
        self.block += 1
        start, end = token.map or (0, 0)
        comment = token.type == "html_block" and token.content.lstrip().startswith("<!--")
        for number in range(start, end):
            written = self.source[number]
            if comment and number == end - 1:
                after = written.find("-->") + 3
                self.masked[number] = " " * after + written[after:]
            elif comment or token.type != "html_block":
                self.masked[number] = " " * len(written)
            if token.type == "html_block":
                text = self.masked[number].strip()
                self._line(self.first + number, "html", text, _TAG.sub(" ", text))
            else:
                self._line(self.first + number, "code", written, "")
        if token.type == "fence":
            self.fences.append(
                Fence(line=self.first + start, end=self.first + end, info=token.info.strip(), body=token.content)
            )

    def _inline(self, token: Token, start: int, columns: list[int], *, sentence: str = "") -> list[str]:
        """Take in what stands in the text of one block; return its words, line by line."""
        text = token.content
        if not _SIGNS.search(text):
            return text.split("\n")
        children = inline(text)
        found = _Words(text)
        words = found.of(children)
        told = [plain(sentence)] if sentence else [tidied(line) for line in words]
        ends = [match.end() for match in _BREAK.finditer(text)]
        for place, child in enumerate(children):
            span = child.meta.get("span")
            if span is None:
                continue
            line = bisect_right(ends, span[0])
            number = self.first + start + line
            if child.type == "code_inline" or child.content.startswith("<!--"):
                column = columns[line] + span[0] - (ends[line - 1] if line else 0)
                self._mask(text[slice(*span)], start + line, column)
            elif child.type == "citation":
                block, bad = _citations(child.content, number)
                self.blocks.append(block)
                self.malformed.extend(bad)
            elif child.type == "reference":
                self.references.append((number, text[slice(*span)]))
            elif child.type in {"link_open", "image", "autolink"}:
                self.links.append(_link(child, _link_words(children, place), number, told[line]))
        self.unclosed += [
            (self.first + start + line, match.group()[:60])
            for line, content in found.texts
            for match in _UNCLOSED.finditer(content)
        ]
        return words

    def _mask(self, piece: str, line: int, column: int) -> None:
        """Note that a piece of a line, of the body from 0, is blank in the mask."""
        for offset, part in enumerate(piece.split("\n")):
            row = self.source[line + offset]
            place = column if not offset else len(row) - len(row.lstrip(" >\t"))
            if row[place : place + len(part)] != part:
                place = max(row.find(part), 0)
            self.blanks.setdefault(line + offset, []).append((place, place + len(part)))

    def _blanked(self) -> None:
        for line, spans in self.blanks.items():
            row, pieces, position = self.source[line], [], 0
            for start, end in sorted(spans):
                pieces += [row[position:start], " " * len(row[max(start, position) : end])]
                position = max(position, end)
            self.masked[line] = "".join(pieces) + row[position:]


class _Words:
    """The words of what stands in one block, line by line, and its bare texts with their lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.texts: list[tuple[int, str]] = []

    def of(self, children: Sequence[Token]) -> list[str]:
        lines: list[list[str]] = [[]]
        for child in children:
            kind = child.type
            if kind in {"softbreak", "hardbreak"}:
                lines.append([])
            elif kind == "text":
                content = child.content
                self.texts.append((len(lines) - 1, content))
                lines[-1].append(content)
            elif kind == "code_inline":
                lines[-1].append(child.content)
                lines += [[] for _ in range(self.text.count("\n", *child.meta["span"]))]
            elif kind in {"text_special", "autolink", "reference"}:
                lines[-1].append(child.content)
            elif kind == "image":
                lines[-1].append(plain(child.content))
            elif kind == "computed":
                lines[-1].append(f"[{plain(child.meta['shown'])}]")
            elif kind == "html_inline" and child.content[:3].lower() == "<br":
                lines[-1].append(" ")
            if kind in {"html_inline", "image", "computed", "citation", "reference", "attributes"}:
                lines += [[] for _ in range(self.text.count("\n", *child.meta["span"]))]
        return ["".join(line) for line in lines]


def _start(token: Token) -> int:
    return token.map[0] if token.map else 0


def _column(source: str, line: str) -> int:
    """Return where the text of a line begins in its source: behind the marks of its blocks."""
    written = line.rstrip()
    return len(source.rstrip()) - len(written) if source.rstrip().endswith(written) else max(source.find(written), 0)


def _with_list(text: str) -> tuple[str, Sequence[tuple[str, str | None]]]:
    """Return the words of a heading and the attribute list at its end."""
    match = AttrListTreeprocessor.HEADER_RE.search(text) if "{" in text else None
    if match:
        attributes, rest = get_attrs_and_remainder(match[1])
        if not rest:
            return text[: match.start()].rstrip("#").rstrip(), attributes
    return text, []


def _without_list(text: str) -> str:
    """Return the text of a block without the attribute list that is its last line."""
    match = AttrListTreeprocessor.BLOCK_RE.search(text) if "{" in text else None
    if match and not get_attrs_and_remainder(match[1])[1]:
        return text[: match.start()]
    return text


def _sorted(attributes: Sequence[tuple[str, str | None]]) -> tuple[str, tuple[str, ...], Mapping[str, str]]:
    """Return the id, the classes and the named values of an attribute list."""
    named = {name: value or "" for name, value in attributes if name != "."}
    return named.pop("id", ""), tuple(value or "" for name, value in attributes if name == "."), named


def _link_words(children: Sequence[Token], place: int) -> str:
    """Return the words of a link, or of a picture, among what stands in one block."""
    token = children[place]
    if token.type != "link_open":
        return plain(token.content)
    end = next(n for n in range(place, len(children)) if children[n].type == "link_close")
    return tidied(" ".join(_Words("").of(children[place + 1 : end])))


def _link(token: Token, words: str, number: int, sentence: str) -> Link:
    target = token.meta["target"]
    path, _, fragment = target.partition("#")
    return Link(
        text=words,
        target=target,
        path=unquote(path),
        fragment=unquote(fragment),
        line=number,
        image=token.type == "image",
        sentence=sentence,
    )


def _citations(raw: str, line: int) -> tuple[CitationBlock, list[tuple[int, str]]]:
    found, bad = [], []
    for part in raw.split(";"):
        match = _CITATION.match(part.strip())
        if match:
            found.append(Citation(key=match["key"], locator=(match["locator"] or "").strip(), line=line))
        else:
            bad.append((line, part.strip()))
    return CitationBlock(raw=raw, line=line, citations=tuple(found)), bad


@lru_cache(1 << 15)
def plain(text: str) -> str:
    """Return the words of a line of Markdown: link texts kept; targets, citations and marks dropped."""
    text = _LEAD.sub("", text)
    if _SIGNS.search(text):
        text = " ".join(_Words(text).of(inline(text)))
    return tidied(text).strip(" |")


def tidied(text: str) -> str:
    """Return text with one space between words and none before a point."""
    text = " ".join(text.split())
    for sign in _POINTS:
        text = text.replace(f" {sign}", sign)
    return text


def rewritten(text: str, **shown: Callable[[Token, str], str]) -> str:
    """Return a line of Markdown with some of its forms replaced.

    Args:
        text: the line.
        shown: by the type of markdown-it's token (``link_open``, ``citation``, ``computed`` …) what takes its place,
            given the token and what stands inside it, itself rewritten.

    """
    if not _SIGNS.search(text):
        return text
    pieces, position = [], 0
    for token in inline(text):
        span = token.meta.get("span")
        if span is None or token.type not in shown or span[0] < position:
            continue
        inner = text[slice(*token.meta["inner"])] if "inner" in token.meta else token.content
        pieces += [
            text[position : span[0]],
            shown[token.type](token, rewritten(inner, **shown) if inner != text else inner),
        ]
        position = span[1]
    return "".join(pieces) + text[position:]


def without_code(text: str) -> str:
    """Return a line of Markdown with what stands between backticks left out."""
    return rewritten(text, code_inline=_nothing) if "`" in text else text


def _nothing(_token: Token, _inner: str) -> str:
    return ""
