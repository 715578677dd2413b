"""What a page may bring of its own HTML: a few harmless elements and attributes, never a script, a handler or a style."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.model import Finding, Page, Site

ELEMENTS = frozenset({"br", "div", "form", "input", "kbd", "span", "sub", "sup", "wbr"})
ATTRIBUTES = frozenset({"action", "class", "hidden", "id", "lang", "markdown", "role", "title"})
_PREFIXES = ("aria-", "data-")
_TAG = re.compile(r"(?<!\]\()<(/?)([A-Za-z][\w-]*)(?=[\s/>]|$)([^<>]*)", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LIST = re.compile(r"\{:?\s[^}\n]*\}|\{:[^}\n]*\}")
_IN_LIST = re.compile(r"(?<![\w\"-])(on\w+|style|srcdoc|src|href|formaction|action)\s*=", re.IGNORECASE)
_OF_THE_BUILD = re.compile("[\ue000-\uf8ff]")
_SCHEME = re.compile(r"^[\s\x00-\x1f]*(javascript|data|vbscript|file|blob):", re.IGNORECASE)


@source_rule("pages", local=True)
def markup_is_harmless(site: Site) -> Iterator[Finding]:
    """A page brings no HTML, attribute or address that could run, load or restyle anything; few elements are allowed.

    Bad: <img src=x onerror=alert(1)>, or [here](javascript:alert(1)), or { onclick=… }
    Good: ![Two doors](../assets/images/doors.svg), or <div class="doors" markdown="1">
    """
    for page in site.pages:
        for match in _OF_THE_BUILD.finditer(page.body):
            line = page.body_line + page.body.count("\n", 0, match.start())
            message = f"U+{ord(match[0]):04X} is a character that the build marks its own HTML with; take it out"
            yield Finding(f"docs/{page.path}", line, message, "markup-is-harmless")
        for offset, message in (*_tags(page), *_lists(page)):
            line = page.body_line + page.masked.count("\n", 0, offset)
            yield Finding(f"docs/{page.path}", line, message, "markup-is-harmless")
        for link in page.links:
            if _SCHEME.match(link.target):
                message = f"`{link.target[:40]}` is no address that a page may name; link to a page or to https:"
                yield Finding(f"docs/{page.path}", link.line, message, "markup-is-harmless")


def _tags(page: Page) -> Iterator[tuple[int, str]]:
    for match in _TAG.finditer(page.masked):
        closing, name, rest = match[1], match[2].lower(), match[3]
        if name not in ELEMENTS:
            allowed = ", ".join(sorted(ELEMENTS))
            yield match.start(), f"<{name}> is HTML that a page may not bring; write Markdown (allowed: {allowed})"
            continue
        for attribute in () if closing else _ATTRIBUTE.finditer(rest):
            key, value = attribute[1].lower(), (attribute[2] or "").strip("\"'")
            if key not in ATTRIBUTES and not key.startswith(_PREFIXES):
                yield match.start(), f"`{key}` on <{name}> is not allowed; the style sheet and site.js do such things"
            elif key == "action" and (":" in value or value.startswith(("/", "\\"))):
                yield match.start(), f"`{key}` on <{name}> must name a page of this site (given: {value[:40]!r})"


def _lists(page: Page) -> Iterator[tuple[int, str]]:
    for match in _LIST.finditer(page.masked):
        if found := _IN_LIST.search(match[0]):
            yield match.start(), f"`{found[1]}` in an attribute list is not allowed"
