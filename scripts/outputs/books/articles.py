"""The content of built pages without what only a browser needs."""

from __future__ import annotations

from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

_BROWSER_ONLY = (
    "//script | //style | //button | //form | //fieldset"
    " | //*[contains(concat(' ', @class, ' '), ' headerlink ')]"
    " | //*[contains(concat(' ', @class, ' '), ' print-only ')]"
    " | //*[contains(concat(' ', @class, ' '), ' stale ')]"
    " | //*[contains(concat(' ', @class, ' '), ' definition ')]"
    " | //*[contains(concat(' ', @class, ' '), ' timeline-text ')]"
    " | //*[@data-filter]"
)


def article(page: Path) -> HtmlElement:
    """Return a built page's article; controls, print marks and hover definitions are gone."""
    return article_of(html.parse(str(page)).getroot())


def article_of(root: HtmlElement) -> HtmlElement:
    """Return the same of a page that was read already."""
    found = root.xpath("//article")[0]
    content = html.fragment_fromstring("<div></div>")
    content.extend(found)
    drop(content, _BROWSER_ONLY)
    return content


def drop(root: HtmlElement, path: str) -> None:
    """Drop every element below ``root`` that an XPath finds, and keep the text that follows it."""
    for element in root.xpath("." + path.replace(" | /", " | ./")):
        if element.getparent() is not None:
            element.drop_tree()
