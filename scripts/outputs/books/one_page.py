"""The whole site as one HTML file: opens from a disk, loads nothing, runs nothing, and keeps every published id."""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

from scripts.base.edition import edition
from scripts.base.filenames import inside
from scripts.checks.policy import hash_of
from scripts.content.model import Site
from scripts.outputs.books.chapters import Chapter, chapters, media_type
from scripts.outputs.books.epub import SECTIONS, STYLE, section

NAME = "in-harms-way.htm"  # not .html: it is no page of the site, which rules and search would take it for
_STYLE = (
    ":root { color-scheme: light dark; } body { margin: 0 auto; max-width: 46rem; padding: 0 1rem; } "
    "section { border-top: .2em solid #195984; margin-top: 3em; } .table-scroll { overflow-x: auto; } "
    "@media (prefers-color-scheme: dark) { body { background: #1e2329; color: #e8ebef; } a { color: #9ccbf0; } "
    "svg { background: #fff; } } @media print { section { break-before: page; } }\n"
)
_PAGE = Markup("""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src '{hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>In harm's way, edition {number}: the whole work</title>
<style>{style}</style>
</head>
<body>
<header>
<p>In harm's way, edition {number}, {spoken}: the whole work in one file. Not legal advice. It may be out of date.</p>
</header>
<nav aria-label="Contents">
<h1>In harm's way</h1>
{contents}
</nav>
<main>
{chapters}
</main>
</body>
</html>
""")


def write_one_page(built: Path, site: Site, pages: Iterable[str], target: Path) -> None:
    """Write the file from a built site; the same pages of the same edition give the same bytes.

    Published ids stay as they are, so that ``#f-4-2-03`` leads to the record; other ids get their page's address before them.

    Args:
        built: the folder of the built site.
        site: the sources it was made from.
        pages: the built pages that go into it, relative to ``built``.
        target: the file to write.

    """
    book = dict(sorted(chapters(built, site, pages).items(), key=lambda pair: section(pair[1])))
    published = {i: path for path, c in book.items() for i in c.ids if i in site.records and _page_of(i, site) == path}
    parts = [_section(chapter, book, published, built) for chapter in book.values()]
    now = edition(site.root)
    style = STYLE + _STYLE
    text = _PAGE.format(
        hash=hash_of(style),
        style=Markup(style),  # noqa: S704 - our own sheet
        contents=_contents(book),
        chapters=Markup("\n").join(parts),
        number=now["number"],
        spoken=now["spoken"],
    )
    target.write_text(text, encoding="utf-8", newline="\n")


def _page_of(identifier: str, site: Site) -> str:
    return site.records[identifier].path.removesuffix(".md") + ".html"


def _name(path: str, fragment: str, published: Mapping[str, str]) -> str:
    """Return the id of a page, or of a place in it, in the one file."""
    if not fragment:
        return path.removesuffix(".html").replace("/", "--")
    return fragment if published.get(fragment) == path else f"{_name(path, '', published)}--{fragment}"


def _section(chapter: Chapter, book: Mapping[str, Chapter], published: Mapping[str, str], built: Path) -> Markup:
    content = chapter.content
    for element in content.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("id", "aria-labelledby", "aria-describedby", "for"):
            if value := element.get(name):
                element.set(name, " ".join(_name(chapter.path, one, published) for one in value.split()))
    for image in content.iter("img"):
        _draw(image, chapter.path, built)
    for link in list(content.iter("a")):
        _lead(link, chapter.path, book, published)
    for level in (5, 4, 3, 2, 1):
        for heading in content.iter(f"h{level}"):
            heading.tag = f"h{level + 1}"
    inner: str = "".join(html.tostring(part, encoding="unicode") for part in content)
    return Markup('<section id="{}">{}</section>').format(
        _name(chapter.path, "", published),
        Markup(inner),  # noqa: S704 - the site's own pages
    )


def _draw(image: HtmlElement, page: str, built: Path) -> None:
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(image.get("src", ""))))
    data = base64.b64encode(inside(built, name).read_bytes()).decode()
    image.set("src", f"data:{media_type(name)};base64,{data}")


def _lead(link: HtmlElement, page: str, book: Mapping[str, Chapter], published: Mapping[str, str]) -> None:
    """Point a link at its place in the file; one that leads to a file beside the pages keeps only its words."""
    parts = urlsplit(link.get("href", ""))
    if parts.scheme in {"http", "https"}:
        return
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    if path not in book:
        link.drop_tag()
        return
    fragment = unquote(parts.fragment)
    link.set("href", "#" + _name(path, fragment if fragment in book[path].ids else "", published))


def _contents(book: Mapping[str, Chapter]) -> Markup:
    names = [*SECTIONS.values(), "More"]
    groups: dict[int, list[Chapter]] = {}
    for chapter in book.values():
        groups.setdefault(section(chapter), []).append(chapter)
    lists = []
    for number, own in groups.items():
        items = Markup("").join(
            Markup('<li><a href="#{}">{}</a></li>').format(_name(c.path, "", {}), c.title) for c in own
        )
        lists.append(Markup("<li>{}<ul>{}</ul></li>").format(names[number], items))
    return Markup("<ul>{}</ul>").format(Markup("").join(lists))
