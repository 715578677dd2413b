"""The syntax of our Markdown: markdown-it, with rules that read as Python-Markdown and its extensions do, which show the pages.

A token of an inline form has ``meta["span"]``, where it stands in the text of its block. Forms that the two read in different ways
all the same are refused in the sources: see ``tests/content/test_read_alike.py``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from markdown import Markdown
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.inlinepatterns import AUTOLINK_RE, AUTOMAIL_RE, LinkInlineProcessor
from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_block import StateBlock, lheading, list_block, table
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_inline import StateInline, backtick, html_inline
from markdown_it.token import Token
from pymdownx.details import DetailsProcessor  # type: ignore[import-untyped]

CITATIONS = r"\[(?P<raw>(?=[^\[\]\n@]*(?<![\w.+-])@)[^\[\]\n]*)\](?!\()"
"""Citations in brackets. An ``@`` behind a letter or a point is an e-mail address, no citation."""
COMPUTED = r"\[(?P<shown>[^\[\]\n]+)\]\{(?=[^{}\n]*\.computed\b)[^{}\n]*\btitle=\"(?P<how>[^\"{}\n]*)\"[^{}\n]*\}"
"""A number of our own with how it was made: ``[17]{ .computed title="12 + 5" }``, in either order."""

_PLAIN = Markdown()
_TAB = 4
_LONGEST_TARGET = 600  # what follows ``](`` is looked at no further, so that time grows with the text alone
_CITATIONS = re.compile(CITATIONS)
_COMPUTED = re.compile(COMPUTED)
_HEADING = re.compile(r"(#{1,6})((?:\\.|[^\\#]|#+(?=[^#]))*?)#*")
_ADMONITION = re.compile(AdmonitionProcessor.RE.pattern.replace(r"(?:^|\n)", "", 1))
_DETAILS = re.compile(DetailsProcessor.START.pattern.replace(r"(?:^|\n)", "", 1))
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>`]*)([^>]*)(>?)")
_PARSED = re.compile(r"""\bmarkdown\b(?:\s*=\s*["']?(?:1|block|span|markdown)\b|(?!\s*=))""")
_AUTOLINK = re.compile(AUTOLINK_RE)
_AUTOMAIL = re.compile(AUTOMAIL_RE)
_REFERENCE = re.compile(r"\s?(?P<of>\[[^\[\]]*\])")
_RULE = re.compile(r"[|:-][-:| \t]+$")
_MARKS = re.compile(r"`{3,}|~{3,}")
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)([^\n]*?[^`\n])\1(?!`)")
_TICKS = re.compile(r"`+")
_SPECIAL = re.compile(r"[\[\]()<>'\"@!{}]")
_ESCAPE_OR_TICKS = re.compile(r"\\(.)|`+|[\[\]]", re.DOTALL)
_AWAY = 0xE000  # within one call, what is escaped or code is moved this far, and back
_BACK = re.compile(r"\\?([\ue000-\ue0ff])")


class _Target(LinkInlineProcessor):
    """Python-Markdown's own reading of what follows a link's words."""

    def unescape(self, text: str) -> str:
        return _BACK.sub(lambda m: chr(ord(m[1]) - _AWAY), text)


_TARGET = _Target(r"\[", _PLAIN)


# Blocks


def _base(state: StateBlock) -> int:
    """Return the indent of what stands in the block around, as Python-Markdown counts it: in steps of four."""
    return -(-max(state.blkIndent, 0) // _TAB) * _TAB


def _at_edge(state: StateBlock, line: int) -> bool:
    return state.sCount[line] in {state.blkIndent, _base(state)}


def _words(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _indented(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read indented code: four spaces beyond what the block around has."""
    if silent or state.sCount[start] - _base(state) < _TAB:
        return False
    last = line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] - _base(state) >= _TAB):
        last = line if not state.isEmpty(line) else last
        line += 1
    state.line = last + 1
    token = state.push("code_block", "code", 0)
    token.map = [start, state.line]
    return True


_fence_by_length = make_fence_rule(exact_match=True)


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read a fence; one that is never closed is none."""
    before = state.line
    marks = _MARKS.match(_words(state, start))
    if marks is None or _last_line_of(state, marks[0]) <= start:
        return False
    if not _fence_by_length(state, start, end, silent):
        return False
    if not silent and (state.line - 1 == start or _words(state, state.line - 1).rstrip() != state.tokens[-1].markup):
        state.tokens.pop()
        state.line = before
        return False
    return True


def _last_line_of(state: StateBlock, marks: str) -> int:
    """Return the last line that could close a fence of these marks; 0 where there is none."""
    if "closing" not in state.env:
        state.env["closing"] = {line.strip(" >\t"): number for number, line in enumerate(state.src.split("\n"))}
    found: int = state.env["closing"].get(marks, 0)
    return found


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read a list, which does not end a paragraph outside a list."""
    if silent and state.parentType == "paragraph" and state.listIndent < 0:
        return False
    return list_block(state, start, end, silent)


def _setext(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read a heading of one line that is underlined."""
    count = len(state.tokens)
    if not lheading(state, start, end, silent):
        return False
    if state.line - start > 2:
        del state.tokens[count:]
        state.line = start
        return False
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read a table, in whose rows a ``|`` in code divides nothing."""
    if start + 1 >= end or not _RULE.match(_words(state, start + 1)):
        return False
    last = next((n for n in range(start, end) if state.isEmpty(n)), end) - 1
    first, after, whole, count = state.bMarks[start], state.eMarks[last], state.src, len(state.tokens)
    rows = _CODE.sub(lambda m: m[0].replace("|", chr(_AWAY + ord("|"))), whole[first:after])
    state.src = whole[:first] + rows + whole[after:]
    found = table(state, start, end, silent)
    state.src = whole
    for token in state.tokens[count:]:
        token.content = token.content.replace(chr(_AWAY + ord("|")), "|")
    return found


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001 - as above
    """Read a heading of ``#`` at the edge, with or without a space after it."""
    if state.src[state.bMarks[start] + state.tShift[start]] != "#" or not _at_edge(state, start):
        return False
    match = _HEADING.fullmatch(_words(state, start))
    if match is None:
        return False
    if silent:
        return True
    state.line = start + 1
    opened = state.push("heading_open", f"h{len(match[1])}", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.children = match[2].strip(), []
    opened.map = inline.map = [start, start + 1]
    state.push("heading_close", opened.tag, -1)
    return True


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read ``!!! kind "title"`` or ``??? kind "title"`` with what is indented below."""
    line = _words(state, start)
    if line[:3] not in {"!!!", "???"} or not _at_edge(state, start):
        return False
    note, details = _ADMONITION.fullmatch(line), _DETAILS.fullmatch(line)
    if note:
        kind, title = note[1], note[2]
    elif details:
        kind, title = details[2] or details[4] or "", details[3]
    else:
        return False
    if silent:
        return True
    base = state.sCount[start] if state.sCount[start] == state.blkIndent else _base(state)
    after = start + 1
    while after < end and (state.isEmpty(after) or state.sCount[after] >= base + _TAB):
        after += 1
    opened = state.push("note_open", "div", 1)
    opened.info, opened.map = kind.lower(), [start, after]
    inline = state.push("inline", "", 0)
    inline.content = kind.split(" ")[0].capitalize() if title is None else title
    inline.map, inline.children, inline.meta = [start, start + 1], [], {"given": title is not None}
    around = state.blkIndent, state.lineMax, state.parentType, state.listIndent
    state.blkIndent, state.lineMax, state.parentType, state.listIndent = base + _TAB, after, "note", -1
    state.md.block.tokenize(state, start + 1, after)
    state.blkIndent, state.lineMax, state.parentType, state.listIndent = around
    state.line = after
    state.push("note_close", "div", -1)
    return True


def _html(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read HTML: a comment, a tag around Markdown on its own line, or raw HTML to its closing tag."""
    line = _words(state, start)
    if not line.startswith("<") or state.sCount[start] - _base(state) >= _TAB:
        return False
    match = _TAG.match(line)
    if line.startswith("<!--"):
        after = _line_of(state, start, end, "-->")
    elif match and _PLAIN.is_block_level(match[2].lower()):
        raw = not match[1] and not _PARSED.search(match[3]) and match[2].lower() != "hr"
        after = _closed(state, start, end, match[2]) if raw else start + 1
    else:
        return False
    if silent or after is None:
        return after is not None
    state.line = after
    token = state.push("html_block", "", 0)
    token.map = [start, after]
    token.content = state.src[state.bMarks[start] : state.eMarks[after - 1]]
    return True


def _line_of(state: StateBlock, start: int, end: int, sign: str) -> int | None:
    place = state.src.find(sign, state.bMarks[start], state.eMarks[end - 1])
    return bisect_right(state.bMarks, place, 0, end) if place >= 0 else None


def _closed(state: StateBlock, start: int, end: int, name: str) -> int:
    """Return the line after the tag that closes one, or the end."""
    depth = 0
    for match in re.compile(rf"<(/?){re.escape(name)}\b", re.IGNORECASE).finditer(
        state.src, state.bMarks[start], state.eMarks[end - 1]
    ):
        depth += -1 if match[1] else 1
        if depth == 0:
            return bisect_right(state.bMarks, match.start(), 0, end)
    return end


# What stands in a line


def _located(rule: RuleFuncInlineType, *types: str) -> RuleFuncInlineType:
    """Return a rule whose tokens of these types say where they stand."""

    def run(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[count:]:
            if token.type in types:
                token.meta["span"] = (start, state.pos)
        return True

    return run


@lru_cache(64)
def _guarded(text: str) -> tuple[str, dict[int, int]]:
    """Return text with what is escaped or code moved away, of the same length, and where each bracket is closed."""
    runs: dict[int, list[int]] = {}
    for ticks in _TICKS.finditer(text):
        runs.setdefault(len(ticks[0]), []).append(ticks.start())
    pieces: list[str] = []
    opened: list[int] = []
    closed: dict[int, int] = {}
    position = 0
    while match := _ESCAPE_OR_TICKS.search(text, position):
        start, sign = match.start(), match[0]
        pieces.append(text[position:start])
        position = match.end()
        if sign == "[":
            opened.append(start)
        elif sign == "]" and opened:
            closed[opened.pop()] = start
        elif sign[0] == "\\" and match[1] in _PLAIN.ESCAPED_CHARS:
            sign = "\\" + chr(_AWAY + ord(match[1]))
        elif sign[0] == "\\":
            position, sign = start + 1, "\\"
        elif sign[0] == "`":
            same = runs.get(len(sign), [])
            number = bisect_right(same, start)
            if number < len(same):
                position = same[number] + len(sign)
                sign = _SPECIAL.sub(lambda m: chr(_AWAY + ord(m[0])), text[start:position])
        pieces.append(sign)
    pieces.append(text[position:])
    return "".join(pieces), closed


def _escape(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read a sign behind a backslash, of those that Python-Markdown knows."""
    if state.src[state.pos] != "\\" or state.pos + 1 >= state.posMax:
        return False
    sign = state.src[state.pos + 1]
    if sign not in _PLAIN.ESCAPED_CHARS:
        return False
    if not silent:
        state.push("text_special", "", 0).content = sign
    state.pos += 2
    return True


def _bracket(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read what begins with a bracket: a citation, a computed number, a link, a picture or a link by reference."""
    start, sign = state.pos, state.src[state.pos]
    picture = sign == "!" and state.src.startswith("![", start)
    if sign != "[" and not picture:
        return False
    text, closed = _guarded(state.src)
    first = start + picture
    if (last := closed.get(first, -1)) < 0 or last >= state.posMax:
        return False
    for kind, pattern in (("citation", _CITATIONS), ("computed", _COMPUTED)) if not picture else ():
        if match := pattern.match(text, start):
            if not silent:
                token = state.push(kind, "", 0)
                token.content = state.src[start + 1 : last]
                token.meta = {"span": (start, match.end()), "inner": (start + 1, last), **match.groupdict()}
            state.pos = match.end()
            return True
    if text.startswith("(", last + 1) and text.find(")", last, last + _LONGEST_TARGET) > 0:
        target, title, length, found = _TARGET.getLink(text[last + 1 : last + 1 + _LONGEST_TARGET], 0)
        if found and (picture or not state.linkLevel):
            _link(state, (start, last + 1 + length), (first + 1, last), target, title, picture, silent)
            return True
    elif (match := _REFERENCE.match(text, last + 1)) and not (
        _CITATIONS.match(text, match.start("of")) or _COMPUTED.match(text, match.start("of"))
    ):
        if not silent:
            token = state.push("reference", "", 0)
            token.content = state.src[first + 1 : last]
            token.meta = {"span": (start, match.end())}
        state.pos = match.end()
        return True
    return False


def _link(
    state: StateInline, span: tuple[int, int], inner: tuple[int, int], target: str, title: str | None, picture: bool, silent: bool  # noqa: FBT001
) -> None:  # fmt: skip
    if not silent:
        meta = {"span": span, "inner": inner, "target": target, "title": title or ""}
        if picture:
            token = state.push("image", "img", 0)
            token.content, token.meta = state.src[slice(*inner)], meta
        else:
            state.push("link_open", "a", 1).meta = meta
            most, state.posMax, state.pos = state.posMax, inner[1], inner[0]
            state.linkLevel += 1
            state.md.inline.tokenize(state)
            state.linkLevel -= 1
            state.posMax = most
            state.push("link_close", "a", -1).meta = {"span": span}
    state.pos = span[1]


def _autolink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read an address between angles."""
    if state.src[state.pos] != "<":
        return False
    match = _AUTOLINK.match(state.src, state.pos) or _AUTOMAIL.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        target = match[1] if "://" in match[1] or match[1].startswith("mailto:") else f"mailto:{match[1]}"
        token = state.push("autolink", "a", 0)
        token.content, token.meta = match[1].removeprefix("mailto:"), {"span": match.span(), "target": target}
    state.pos = match.end()
    return True


_ENDS = frozenset({"link_close", "image", "code_inline", "autolink"})
_LIST = re.compile(AttrListTreeprocessor.INLINE_RE.pattern.removeprefix("^"))


def _attributes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Read an attribute list right behind a link, a picture, code or what is strong."""
    start = state.pos
    if state.src[start] != "{" or silent:
        return False
    behind = not state.pending and state.tokens and (
        state.tokens[-1].type in _ENDS or (start and state.src[start - 1] in "*_")
    )  # fmt: skip
    if not behind or not (match := _LIST.match(state.src, start)):
        return False
    _, rest = get_attrs_and_remainder(match[1])
    token = state.push("attributes", "", 0)
    state.pos = match.end() - len(rest)
    token.content = state.src[start + 1 : state.pos - 1]
    token.meta = {"span": (start, state.pos)}
    return True


def parser() -> MarkdownIt:
    """Return a parser of our Markdown."""
    md = MarkdownIt("commonmark", {"html": True, "tasklists": True}).enable("table")
    md.disable(["code", "entity", "link", "image"])
    md.core.ruler.disable("inline")  # read when asked for: most lines hold words alone
    block: list[tuple[str, RuleFuncBlockType, list[str]]] = [
        ("table", _table, []), ("fence", _fence, ["list"]), ("list", _list, []), ("heading", _heading, []),
        ("html_block", _html, []), ("lheading", _setext, []),
    ]  # fmt: skip
    ends = ["paragraph", "reference", "blockquote"]
    for name, rule, more in block:
        md.block.ruler.at(name, rule, {"alt": [] if name in {"table", "lheading"} else [*ends, *more]})
    md.block.ruler.before("table", "indented", _indented)
    md.block.ruler.after("indented", "note", _note, {"alt": [*ends, "list"]})
    inline = md.inline.ruler
    inline.at("backticks", _located(backtick, "code_inline"))
    inline.at("html_inline", _located(html_inline, "html_inline"))
    inline.at("escape", _escape)
    inline.at("autolink", _autolink)
    inline.before("emphasis", "bracket", _bracket)
    inline.before("bracket", "attributes", _attributes)
    md.inline.terminator_re = re.compile(r"[\n\\`!\[\]<*_{]")
    return md


def tokens_of(text: str) -> list[Token]:
    """Return the blocks of some Markdown as markdown-it's tokens."""
    return _MD.parse(text)


@lru_cache(1 << 15)
def inline(text: str) -> tuple[Token, ...]:
    """Return what stands in the text of one block, as markdown-it's tokens."""
    return tuple(_MD.inline.parse(text, _MD, {}, []))


_MD = parser()
