"""What a page may bring of its own HTML: few elements and attributes, no script, handler or style; early help for editors.

The rule over the finished pages (:mod:`scripts.checks.rules.built_markup`) decides; these patterns name the line before a build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from scripts.base.addresses import outside
from scripts.checks.rules import source_rule
from scripts.content.grammar import mask
from scripts.content.model import Page, Problem, Site

ELEMENTS = frozenset({"br", "div", "form", "input", "kbd", "span", "sub", "sup", "wbr"})
ATTRIBUTES = frozenset({"action", "class", "hidden", "id", "lang", "markdown", "role", "title"})
_LISTED = frozenset({"class", "height", "hidden", "id", "lang", "role", "start", "title", "width"})
_PREFIXES = ("aria-", "data-")
_TAG = re.compile(r"""<(/?)([A-Za-z][^\s/<>]*)(?=[\s/>]|$)((?:"[^"]*"|'[^']*'|[^<>"'])*)""", re.MULTILINE)
_ANGLED_TARGET = re.compile(r"\[[^\[\]\n]*\]\($")
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LIST = re.compile(r"""\{:?((?:"[^"\n]*"|'[^'\n]*'|[^{}"'\n])*)\}""")
_IN_LIST = re.compile(r"""(?<![^\s,])([^\s="'.#]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']*)""")
_OF_THE_BUILD = re.compile("[\ue000-\uf8ff]")
_TARGET = re.compile(r"\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S", re.MULTILINE)
_COMMENT = re.compile(r"^(?!<!-- (?:search|situations|latest|downloads|keep) -->$).*?(<!--)", re.MULTILINE)
_FENCE = re.compile(r"^((?:[ >]|\t)*)(`{3,}|~{3,})([^`\n]*)$")
_LABEL = re.compile(r"^\s*-\s+(?P<label>.*)$")
_HEADING_LIST = re.compile(r"\{[^{}]*\}$")
_LEADS = frozenset({"", "http", "https", "mailto"})


@source_rule("pages", local=True)
def markup_is_harmless(site: Site) -> Iterator[Problem]:
    """A page brings no HTML, attribute or address that could run, load or restyle anything; few elements are allowed.

    Bad: <img src=x onerror=alert(1)>, or [here](javascript:alert(1)), or { onclick=… }, or a title with <b> in it
    Good: ![Two doors](../assets/images/doors.svg), or <div class="doors" markdown="1">
    """
    for page in site.pages:
        for offset, message in _faults(page.body, page.masked):
            line = page.body_line + page.body.count("\n", 0, offset)
            yield Problem(f"docs/{page.path}", line, message, "markup-is-harmless")
        for link in page.links:
            if link.image and outside(link.target):
                message = f"the picture `{link.target[:40]}` is on another site; put the file into docs/assets/images"
                yield Problem(f"docs/{page.path}", link.line, message, "markup-is-harmless")
        yield from _front_matter(page, site)
    changes = site.root / "CHANGELOG.md"
    if changes.is_file():
        text = changes.read_text(encoding="utf-8", errors="replace")
        for offset, message in _faults(text, mask(text)):
            yield Problem("CHANGELOG.md", text.count("\n", 0, offset) + 1, message, "markup-is-harmless")
    yield from _labels(site)


@source_rule("pages", local=True)
def fence_is_closed(site: Site) -> Iterator[Problem]:
    """A fence of code or data is closed by the same signs at the same indent, or it hides the rest of the page.

    Bad: ``` flow … with no line of ``` after it
    Good: ``` flow … ```
    """
    for page in site.pages:
        opened, prefix, fence = 0, "", ""
        for number, line in enumerate(page.body.split("\n"), page.body_line):
            match = _FENCE.match(line)
            if match is None:
                continue
            if not opened:
                opened, prefix, fence = number, match[1], match[2]
            elif line.rstrip() == f"{prefix}{fence}":
                opened = 0
            elif not match[3].strip() and match[2][0] == fence[0] and len(match[2]) >= len(fence):
                message = f"the fence of line {opened} is closed here by other signs or at another indent; close it as it began"
                yield Problem(f"docs/{page.path}", number, message, "fence-is-closed")
                opened = 0
        if opened:
            message = "this fence is never closed; end it with a line of the same signs at the same indent"
            yield Problem(f"docs/{page.path}", opened, message, "fence-is-closed")


@source_rule("pages", local=True)
def heading_is_words(site: Site) -> Iterator[Problem]:
    """A heading holds words and at its end one attribute list, no citation: the menu shows what stands in it.

    Bad: ### Callers waited long [@hmic2015, para. 4.1.8] { #f-4-1-98 }, or ### Is {x} here?
    Good: ### Callers waited long { #f-4-1-98 }
    """
    for page in site.pages:
        lines = page.masked.split("\n")
        for heading in page.headings:
            words = _HEADING_LIST.sub("", lines[heading.line - page.body_line].rstrip())
            if "[@" in words:
                message = "a citation stands in this heading; put it after the first sentence"
                yield Problem(f"docs/{page.path}", heading.line, message, "heading-is-words")
            if "{" in words or "}" in words:
                message = "braces stand in this heading beside the list at its end; take them out"
                yield Problem(f"docs/{page.path}", heading.line, message, "heading-is-words")


def _faults(text: str, masked: str) -> Iterator[tuple[int, str]]:
    """Yield place and message of what is wrong in Markdown, of which ``masked`` has code and comments blanked."""
    for match in _OF_THE_BUILD.finditer(text):
        yield match.start(), f"U+{ord(match[0]):04X} is a character that the build marks its own HTML with; take it out"
    for match in _COMMENT.finditer(text):
        yield match.start(1), "`<!--` opens a comment, which hides what follows from the checks; take it out"
    for match in _DEFINITION.finditer(masked):
        yield match.start(), "a link's address stands apart from its words; write `[text](page.md#id)`"
    yield from _tags(masked)
    yield from _lists(masked)
    for match in _TARGET.finditer(masked):
        if outside(unescape(match[1])) not in _LEADS:
            yield match.start(), f"`{match[1][:40]}` is no address that a page may name; link to a page or to https:"


def _tags(masked: str) -> Iterator[tuple[int, str]]:
    for match in _TAG.finditer(masked):
        closing, name, rest = match[1], match[2].lower(), match[3]
        before = masked[masked.rfind("\n", 0, match.start()) + 1 : match.start()]
        if _ANGLED_TARGET.search(before) or name.startswith(("http:", "https:", "mailto:")):
            continue
        if name not in ELEMENTS:
            allowed = ", ".join(sorted(ELEMENTS))
            yield match.start(), f"<{name}> is HTML that a page may not bring; write Markdown (allowed: {allowed})"
            continue
        for attribute in () if closing else _ATTRIBUTE.finditer(rest):
            key, value = attribute[1].lower(), unescape((attribute[2] or "").strip("\"'"))
            if key not in ATTRIBUTES and not key.startswith(_PREFIXES):
                yield match.start(), f"`{key}` on <{name}> is not allowed; the style sheet and site.js do such things"
            elif key == "action" and (outside(value) or value.startswith(("/", "\\"))):
                yield match.start(), f"`{key}` on <{name}> must name a page of this site (given: {value[:40]!r})"


def _lists(masked: str) -> Iterator[tuple[int, str]]:
    for match in _LIST.finditer(masked):
        start = masked.rfind("\n", 0, match.start()) + 1
        heading = masked.startswith("#", start)  # the build takes a record's data off its heading again
        for found in _IN_LIST.finditer(match[1]):
            name = found[1].lower()
            runs = name.startswith("on") or name in {"style", "src", "srcdoc", "href", "formaction", "action"}
            if runs or not (heading or name in _LISTED or name.startswith(_PREFIXES)):
                yield match.start(), f"`{name}` in an attribute list is not allowed"


def _front_matter(page: Page, site: Site) -> Iterator[Problem]:
    wrong = {
        "title": "<" in page.meta.title or ">" in page.meta.title,
        "summary": bool(re.search(r'[<>"]', page.meta.summary)),
    }
    for key in (key for key, found in wrong.items() if found):
        lines = (site.root / "docs" / page.path).read_text(encoding="utf-8", errors="replace").split("\n")
        line = next((n for n, words in enumerate(lines[: page.body_line], 1) if words.startswith(f"{key}:")), 1)
        what = "`<` or `>`" if key == "title" else '`<`, `>` or a straight `"` (write “ and ”)'
        message = f"`{key}` is shown as text in menus and search; it may hold no {what}"
        yield Problem(f"docs/{page.path}", line, message, "markup-is-harmless")


def _labels(site: Site) -> Iterator[Problem]:
    """Judge the labels of the navigation, which every page shows."""
    path = site.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for number, line in enumerate(text.split("\n"), 1):
        match = _LABEL.match(line)
        if match and ("<" in match["label"] or ">" in match["label"]):
            message = "a label of the navigation is shown as text on every page; it may hold no `<` or `>`"
            yield Problem("mkdocs.yml", number, message, "markup-is-harmless")
