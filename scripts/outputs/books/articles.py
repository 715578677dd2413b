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
    " | //*[starts-with(@class, 'side no-terms') or starts-with(@class, 'side-link ')]"
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
    for link in content.xpath(".//svg//a"):
        link.drop_tag()  # the steps stand as a list below the picture
    for fold in list(content.iter("details")):
        _open(fold)
    return content


def _open(fold: HtmlElement) -> None:
    """Put what is folded on the screen where its page reads it: a book has no folds."""
    fold.tag, fold[0].tag = "div", "p"
    if fold.get("class") == "part":
        fold[0].drop_tree()
        fold.drop_tag()


def drop(root: HtmlElement, path: str) -> None:
    """Drop every element below ``root`` that an XPath finds, and keep the text that follows it."""
    for element in root.xpath("." + path.replace(" | /", " | ./")):
        if element.getparent() is not None:
            element.drop_tree()
