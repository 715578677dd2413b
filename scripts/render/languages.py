"""Words of another language get their language, so that a screen reader says them right."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

WELSH = re.compile(
    r"\b(?:Cymru|Llywodraeth|Heddlu|Deddf|Gwasanaethau?|Plant|Senedd)\b(?: (?:Cymru|Cymunedol|Ieuenctid))*"
)
_SKIP = frozenset({"code", "pre", "svg", "title", "desc"})


def mark_welsh(root: HtmlElement) -> None:
    """Wrap Welsh words of the content in an element with ``lang="cy"``; the content is changed in place."""
    for text in root.xpath(".//text()"):
        if not WELSH.search(text):
            continue
        element = text.getparent()
        around = element.iterancestors() if text.is_tail else (element, *element.iterancestors())
        if not any(a.tag in _SKIP for a in around):
            _wrap(element, is_tail=text.is_tail)


def _wrap(element: HtmlElement, *, is_tail: bool) -> None:
    text = (element.tail if is_tail else element.text) or ""
    matches = list(WELSH.finditer(text))
    if not matches:
        return
    parent = element.getparent() if is_tail else element
    index = parent.index(element) + 1 if is_tail else 0
    if is_tail:
        element.tail = text[: matches[0].start()]
    else:
        element.text = text[: matches[0].start()]
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        span = etree.Element("span", {"lang": "cy"})
        span.text, span.tail = match.group(), text[match.end() : end]
        parent.insert(index + number, span)
