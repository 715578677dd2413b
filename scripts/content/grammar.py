"""The one grammar of our Markdown: headings, attribute lists, links and citations, with their lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from scripts.content.model import Citation, CitationBlock, Heading, Link

_FENCE = re.compile(r"^ {0,3}(?:> ?| {4})*(`{3,}|~{3,})(.*)$")
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)([^\n]*?[^`\n])\1(?!`)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)$")
_ATTRIBUTE = re.compile(
    r"""#(?P<id>[^\s"'=]+)|\.(?P<class>[\w-]+)|(?<![\w-])(?P<name>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))"""
)
_LINK = re.compile(
    r"(?P<bang>!?)\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]"
    r"\((?:<(?P<angled>[^<>\n]*)>|(?P<target>(?:[^()\s]|\([^()\s]*\))*))(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
)
_REFERENCE_LINK = re.compile(r"(?<![\]!\\])\[(?P<text>[^\[\]\n@][^\[\]\n]*)\]\[(?P<ref>[^\[\]\n]*)\]")
# An @ behind a letter or a point is an e-mail address, no citation.
CITATION_BLOCK = r"\[(?P<raw>(?=[^\[\]\n@]*(?<![\w.+-])@)[^\[\]\n]*)\](?!\()"
_CITATION_BLOCK = re.compile(CITATION_BLOCK)
_UNCLOSED = re.compile(r"\[@[a-z0-9][^\[\]\n]*")
_CITATION = re.compile(r"^@(?P<key>[a-z0-9][\w-]*)(?:,\s*(?P<locator>\S[^@]*))?$")


BLOCKS = re.compile(r"^``` (?P<kind>table|chart|flow)\n(?P<body>(?:(?!```).*\n)*)^```$", re.MULTILINE)
"""Fenced blocks that the build turns into tables, pictures and decision aids."""


COMPUTED = re.compile(
    r"\[(?P<shown>[^\[\]\n]+)\]\{(?=[^{}\n]*\.computed\b)[^{}\n]*\btitle=\"(?P<how>[^\"{}\n]*)\"[^{}\n]*\}"
)
"""A number of our own with how it was made: ``[17]{ .computed title="12 + 5" }``, in either order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What stands in one Markdown body; ``masked`` is the body with code and comments blanked, lines kept."""

    masked: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    blocks: tuple[CitationBlock, ...]
    malformed: tuple[tuple[int, str], ...]
    unclosed: tuple[tuple[int, str], ...]
    reference_links: tuple[tuple[int, str], ...]


def mask(text: str) -> str:
    """Blank fenced code, inline code and comments, so that nothing in them is taken for a link or a citation."""
    lines = []
    fence = ""
    for line in _without_comments(text).split("\n"):
        match = _FENCE.match(line)
        if fence:
            if match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and not match[2].strip():
                fence = ""
            lines.append(" " * len(line))
        elif match and not (match[1][0] == "`" and "`" in match[2]):
            fence = match[1]
            lines.append(" " * len(line))
        else:
            lines.append(_INLINE_CODE.sub(_blank, line) if "`" in line else line)
    return "\n".join(lines)


def _without_comments(text: str) -> str:
    """Blank comments; one that never ends is no comment. A search by hand: a pattern takes quadratic time over ``<!--``."""
    pieces, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces += [text[position:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        position = end + 3
    return "".join(pieces) + text[position:]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def parse(body: str, first_line: int = 1) -> Parsed:
    """Take a Markdown body apart.

    Args:
        body: Markdown without its front matter.
        first_line: the line of the file on which the body begins; all lines returned are lines of the file.

    """
    masked = mask(body)
    headings: list[Heading] = []
    links: list[Link] = []
    blocks: list[CitationBlock] = []
    malformed: list[tuple[int, str]] = []
    unclosed: list[tuple[int, str]] = []
    references: list[tuple[int, str]] = []
    written = body.split("\n")
    for number, line in enumerate(masked.split("\n"), first_line):
        if "#" in line and (match := _HEADING.match(line)):
            headings.append(_heading(match, number))
        if "](" in line:
            sentence = plain(line)
            links.extend(_link(m, number, sentence) for m in _LINK.finditer(line))
        if "][" in line:
            references.extend((number, m.group()) for m in _REFERENCE_LINK.finditer(line))
        if "@" in line:
            for match in _CITATION_BLOCK.finditer(line):
                raw = written[number - first_line][match.start("raw") : match.end("raw")]  # with what stands in code
                block, bad = _citations(raw, number)
                blocks.append(block)
                malformed.extend(bad)
            if "[@" in line:
                unclosed.extend((number, m.group()[:60]) for m in _UNCLOSED.finditer(_CITATION_BLOCK.sub("", line)))
    return Parsed(
        masked=masked,
        headings=tuple(headings),
        links=tuple(links),
        blocks=tuple(blocks),
        malformed=tuple(malformed),
        unclosed=tuple(unclosed),
        reference_links=tuple(references),
    )


def attributes(text: str) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Take an attribute list apart: ``#id .class name=value`` gives id, classes and the named values."""
    identifier, classes, named = "", [], {}
    for match in _ATTRIBUTE.finditer(text):
        if match["id"]:
            identifier = match["id"]
        elif match["class"]:
            classes.append(match["class"])
        else:
            named[match["name"]] = match["quoted"] if match["quoted"] is not None else match["bare"]
    return identifier, tuple(classes), named


def _heading(match: re.Match[str], line: int) -> Heading:
    text, listed = match[2].rstrip(" \t"), ""
    start = text.rfind("{")
    if text.endswith("}") and start >= 0 and "}" not in text[start:-1]:
        text, listed = text[:start].rstrip(" \t"), text[start + 1 : -1]
    identifier, classes, named = attributes(listed)
    return Heading(level=len(match[1]), text=plain(text), id=identifier, classes=classes, attributes=named, line=line)


def _link(match: re.Match[str], line: int, sentence: str) -> Link:
    target = match["angled"] if match["angled"] is not None else match["target"]
    path, _, fragment = target.partition("#")
    return Link(
        text=plain(match["text"]),
        target=target,
        path=unquote(path),
        fragment=unquote(fragment),
        line=line,
        image=bool(match["bang"]),
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


_MARKS = re.compile(r"(\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\{[^{}]*\})")
_MARK = re.compile(r"[*_`{]")
_BEFORE_POINT = re.compile(r" ([.,;:])")
_LEAD = re.compile(r"^\s*(?:[-*+]|\d+\.|>|\|)\s+(?:\[[ xX]\]\s+)?")


def plain(text: str) -> str:
    """Return the words of a piece of inline Markdown: link texts kept; targets, citations and marks dropped."""
    if "[" in text:
        text = _LINK.sub(_link_words, _CITATION_BLOCK.sub("", text))
    text = _LEAD.sub("", text)
    if _MARK.search(text):
        text = _MARKS.sub("", text)
    return tidied(text).strip(" |")


def tidied(text: str) -> str:
    """Return text with one space between words and none before a point."""
    return _BEFORE_POINT.sub(r"\1", " ".join(text.split()))


def _link_words(match: re.Match[str]) -> str:
    return match["text"]


def with_links(text: str, words: Callable[[str, str], str]) -> str:
    """Return inline Markdown with each link replaced by what ``words(text, target)`` gives for it."""

    def replace(match: re.Match[str]) -> str:
        return words(match["text"], match["angled"] if match["angled"] is not None else match["target"])

    return _LINK.sub(replace, text)


def with_citations(text: str, words: Callable[[str], str]) -> str:
    """Return inline Markdown with each bracket of citations replaced by what ``words(raw)`` gives for it."""
    return _CITATION_BLOCK.sub(lambda match: words(match["raw"]), text)
