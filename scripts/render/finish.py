"""The last step on a page's content: addresses of citations, marks on outside links, tables, must and may, terms."""

from __future__ import annotations

import itertools
import posixpath
import re

from lxml import etree, html
from lxml.html import HtmlElement

from scripts.render.languages import WELSH, mark_welsh
from scripts.render.paper import prepare
from scripts.render.provisions import NAMED, Provisions, link_provisions
from scripts.render.terms import Terms, mark

_LINES = 200  # letters
_DECIDING = {"must", "must not", "may", "should", "should not", "may not", "cannot"}


def finish(content: str, *, path: str, terms: Terms, provisions: Provisions) -> str:
    """Return a page's HTML content as it goes into the site.

    Args:
        content: what Markdown made of the page.
        path: the page, relative to docs/.
        terms: the glossary's terms.
        provisions: the law pages' provisions.

    """
    root = html.fragment_fromstring(content, create_parent="div")
    _levels(root)
    _headings(root)
    if NAMED.search(content):
        link_provisions(root, provisions, path)
    for link in root.iter("a"):
        _link(link, path)
    for table in root.iter("table"):
        _table(table)
    for strong in root.iter("strong"):
        words = strong.text_content().strip().lower()
        if words in _DECIDING:
            strong.set("class", "decides decides-" + words.replace(" ", "-"))
    glossary = posixpath.relpath("glossary.html", posixpath.dirname(path) or ".")
    if path != "glossary.md":
        mark(root, terms, glossary)
    if WELSH.search(content):
        mark_welsh(root)
    prepare(root)
    text: str = html.tostring(root, encoding="unicode")
    return text.removeprefix("<div>").rstrip().removesuffix("</div>")


def _levels(root: HtmlElement) -> None:
    """Close the gap where a page has headings of the third level and none of the second."""
    if root.find(".//h2") is None:
        for level in (3, 4, 5, 6):
            for heading in list(root.iter(f"h{level}")):
                heading.tag = f"h{level - 1}"


def _headings(root: HtmlElement) -> None:
    for heading in root.xpath("./h2[contains(@class, 'reported')]"):
        _fold_reported(heading)
    for heading in root.xpath("./h2[contains(@class, 'law-now')]"):
        _fold_changes(heading)
    for heading in root.iter("h1", "h2", "h3", "h4"):
        for name in set(heading.attrib) - {"id", "class", "lang"}:
            del heading.attrib[name]  # a record's data, which is no attribute of HTML


def _fold_reported(heading: HtmlElement) -> None:
    """Fold what a law page retells of the report, unless that is a line or two: who needs the law tonight reads on."""
    section = _section(heading)
    if sum(len(e.text_content()) for e in section) > _LINES:
        _fold(section, "What the report said")


def _fold_changes(heading: HtmlElement) -> None:
    """Fold the changes told under a law page's law now, with their count; open points after the last stay open."""
    section = _section(heading)
    is_change = [e.tag == "h3" and "event" in e.get("class", "").split() for e in section]
    if True not in is_change:
        return
    changes = section[is_change.index(True) :]
    while "open-point" in changes[-1].get("class", ""):
        changes.pop()
    count = sum(is_change)
    _fold(changes, f"{count} change{'s' if count > 1 else ''} since 2015")


def _section(heading: HtmlElement) -> list[HtmlElement]:
    return list(itertools.takewhile(lambda e: e.tag != "h2", heading.itersiblings()))


def _fold(elements: list[HtmlElement], words: str) -> None:
    fold = etree.Element("details", {"class": "part"})
    etree.SubElement(fold, "summary").text = words
    elements[0].addprevious(fold)
    fold.extend(elements)


def _link(link: HtmlElement, path: str) -> None:
    target = link.get("href", "")
    if target.startswith("cite:"):
        page, _, fragment = target.removeprefix("cite:").partition("#")
        page = page.removesuffix(".md") + ".html"
        link.set("href", f"{posixpath.relpath(page, posixpath.dirname(path) or '.')}#{fragment}")
    elif target.startswith(("http://", "https://")):
        link.set("class", f"{link.get('class', '')} outside".strip())
        link.set("rel", "external noopener")
        link.set("title", "Leaves this site; needs the internet")


def _table(table: HtmlElement) -> None:
    """Give a table's cells their scope; a first column under an empty head names its row."""
    for cell in table.xpath(".//td[@style] | .//th[@style]"):  # a strict policy lets no style stand in a page
        side = cell.attrib.pop("style").removeprefix("text-align:").strip(" ;")
        cell.set("class", f"{cell.get('class', '')} align-{side}".strip())
    heads = table.xpath("./thead/tr/th")
    for head in heads:
        head.set("scope", "col")
    if heads and not any(h.text_content().strip() for h in heads):
        table.set("class", "glance")
        table.find("thead").drop_tree()
        for row in table.iter("tr"):
            first = row[0]
            first.tag = "th"
            first.set("scope", "row")
    if not table.get("class"):
        table.set(
            "class", "data"
        )  # the theme wraps tables without a class in a box of its own, unreachable by keyboard
    parent = table.getparent()
    if parent is not None and "table-scroll" not in parent.get("class", ""):
        wrapper = etree.Element("div", {"class": "table-scroll"})
        parent.replace(table, wrapper)
        wrapper.tail, table.tail = table.tail, None
        wrapper.append(table)


class ThemeChanged(Exception):
    """The theme's HTML no longer holds what we change in it."""


def replaced_once(page: str, before: str, after: str) -> str:
    """Return the theme's HTML with the first place of some text replaced.

    Raises:
        ThemeChanged: the text does not stand in it.

    """
    if before not in page:
        raise ThemeChanged(f"the theme's HTML no longer holds `{before}`; see scripts/render/finish.py and overrides/")
    return str(page).replace(before, after, 1)


_UNNAMED = (
    ('type="checkbox" id="__drawer"', 'type="checkbox" aria-label="Open the menu" id="__drawer"'),
    ('type="checkbox" id="__search"', 'type="checkbox" aria-label="Open search" id="__search"'),
    (
        '<div class="md-dialog" data-md-component="dialog">',
        '<div class="md-dialog" data-md-component="dialog" role="status">',
    ),
)
_PATH = ('<nav class="md-path" aria-label="Navigation"', '<nav class="md-path" aria-label="Breadcrumbs"')

# A link with the arrow of its branch beside it: the arrow is a stop for the keyboard that says nothing.
_BRANCH = re.compile(
    r'(?P<link><a\b[^>]* class="md-nav__link[^>]*)(?P<words>>(?:(?!</a>).)*</a>\s*)'
    r'(?P<label><label class="md-nav__link[^"]*" for="[^"]*") (?P<id>id="[^"]*_label") tabindex="[^"]*"'
    r'(?P<arrow>>\s*<span class="md-nav__icon md-icon"></span>\s*</label>)',
    re.DOTALL,
)
_AHEAD = re.compile(r'\s*<link rel="(?:next|prev)"[^>]*>')
_STOP = re.compile(r'(<label class="md-nav__link[^>]*?) tabindex="0"')
"""The name of an open branch: by keyboard its links are reached without it, and a label has no role to tell."""
_KEEPS_OPEN = re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"')
_ICON = re.compile(r"<svg(?=[^>]*>)(?![^>]*(?:role|aria-))")
_SPACE = re.compile(r"(<(script|style|pre|textarea)\b.*?</\2>)|[ \t]*\n\s*", re.DOTALL)
_EXPANDED = re.compile(r' aria-expanded="[^"]*"')
_NAV = re.compile(r"<nav\b[^>]*>|</nav>")
_MENU = re.compile(
    r'<label class="md-header__button md-icon" for="__drawer"( aria-label="[^"]*")?>(?P<icon>.*?)</label>', re.DOTALL
)
_MENU_BUTTON = (
    '<label class="md-header__button md-icon menu-without-scripts" for="__drawer">{icon}</label>'
    '<button type="button" class="md-header__button md-icon menu-button" data-menu aria-label="Menu" aria-expanded="false">'
    "{icon}</button>"
)


def name_controls(page: str) -> str:
    """Return a whole page with names, roles and keys for what Material 9.8.1 leaves without.

    Check boxes get names, branches of the menu become groups inside one landmark, named by their link, and the menu
    of narrow screens a button that can be reached by keyboard (site.js moves it). What no browser may use goes: labels
    of boxes that are not there, and links to fetch ahead, which a strict policy refuses and Firefox reports.

    Raises:
        ThemeChanged: one of these does not stand in the page as we know it.

    """
    for before, after in (*_UNNAMED, *((_PATH,) if "md-path" in page else ())):
        page = replaced_once(page, before, after)
    menu = _MENU.search(page)
    page = replaced_once(
        page,
        menu[0] if menu else '<label class="md-header__button md-icon" for="__drawer"',
        _MENU_BUTTON.format(icon=menu["icon"] if menu else ""),
    )
    if 'data-md-level="0"' not in page:
        raise ThemeChanged('the theme\'s menu no longer has `data-md-level="0"`; see scripts/render/finish.py')
    page = _BRANCH.sub(r"\g<link> \g<id>\g<words>\g<label>\g<arrow>", page)
    page = _AHEAD.sub("", page).replace(' tabindex=""', "")
    if 'id="__toc"' not in page:
        page = page.replace(' for="__toc"', "")
    page = _STOP.sub(r"\1", page)
    page = _KEEPS_OPEN.sub(r"\1", page)
    return _lean(_grouped_branches(page))


def _lean(page: str) -> str:
    """Take from what stands around the article the space that the theme's templates leave, and the icons from screen readers."""
    before, mark, rest = page.partition("<article")
    article, end, after = rest.rpartition("</article>")
    # the mark's own size, so that nothing moves when it comes
    before = before.replace(' alt="logo">', ' alt="logo" width="24" height="24">')
    around = (_SPACE.sub(_closed, _ICON.sub('<svg aria-hidden="true"', part)) for part in (before, after))
    return f"{next(around)}{mark}{article}{end}{next(around)}"


def _closed(match: re.Match[str]) -> str:
    return match[1] or "\n "  # axe takes one sign of space between two words for none where it is a line's end


def _grouped_branches(page: str) -> str:
    inside: list[str] = []

    def rename(match: re.Match[str]) -> str:
        tag = match.group()
        if tag == "</nav>":
            return f"</{inside.pop()}>" if inside else tag
        branch = 'data-md-level="' in tag and 'data-md-level="0"' not in tag
        inside.append("div" if branch else "nav")
        return _EXPANDED.sub("", tag).replace("<nav", '<div role="group"', 1) if branch else tag

    return _NAV.sub(rename, page)
