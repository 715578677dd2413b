"""The chapters of the EPUB: each built page as XHTML, with links that lead to the same place in the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from scripts.content.model import Site
from scripts.outputs.books.articles import article

SVG = "http://www.w3.org/2000/svg"
_MEDIA = {
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp",
}  # fmt: skip
"""What every reader of EPUB 3 shows."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CAPITALS = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
_ATTRIBUTES = frozenset(
    {"id", "class", "lang", "title", "role", "aria-label", "href", "rel", "src", "alt", "scope", "colspan", "rowspan",
     "start", "datetime"}
)  # fmt: skip
"""What HTML attributes a book may have; attribute lists of our Markdown leave others on headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One page: ``path`` as in the built site, its title, its article, the ids in it and the pictures it shows."""

    path: str
    title: str
    content: HtmlElement
    ids: frozenset[str]
    pictures: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its file in the book."""
        return self.path.removesuffix(".html") + ".xhtml"


def chapters(built: Path, site: Site, pages: Iterable[str]) -> dict[str, Chapter]:
    """Return some pages by path, in the order of the menu, those outside it last; the page for wrong addresses is none."""
    order = {path: site.order.get(path.removesuffix(".html") + ".md", len(site.nav)) for path in pages}
    order.pop("404.html", None)
    found = {}
    for path in sorted(order, key=lambda p: (order[p], p)):
        content = article(built / path)
        _words_for_others(content, path, built)
        heading = content.find(".//h1")
        found[path] = Chapter(
            path=path,
            title=" ".join(heading.text_content().split()) if heading is not None else path,
            content=content,
            ids=frozenset(i for e in content.iter() if isinstance(e.tag, str) and (i := e.get("id"))),
            pictures=tuple(_from(path, image.get("src", "")) for image in content.iter("img")),
        )
    return found


def media_type(name: str) -> str:
    """Return the media type of a picture by its name's ending, in small or capital letters; empty: no reader shows it."""
    return _MEDIA.get(name.rpartition(".")[2].lower(), "")


def _words_for_others(content: HtmlElement, path: str, built: Path) -> None:
    """Put its words in the place of each picture that a book cannot hold."""
    for image in list(content.iter("img")):
        name = _from(path, image.get("src", ""))
        if media_type(name) and (built / name).is_file():
            continue
        image.tag, image.text = "span", image.get("alt", "")
        image.attrib.clear()


def _from(page: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address)))


def xhtml(chapter: Chapter, others: Mapping[str, Chapter]) -> bytes:
    """Return a chapter as an XHTML file; its content is used up."""
    for comment in chapter.content.xpath(".//comment() | .//processing-instruction()"):
        comment.drop_tree()
    for element in chapter.content.xpath(".//*[@*][not(ancestor-or-self::svg)]"):
        _plain(element)
    for link in list(chapter.content.iter("a")):
        _link(link, chapter, others)
    up = "../" * chapter.path.count("/")
    root = html.document_fromstring(
        f'<html lang="en-GB"><head><title>x</title><link rel="stylesheet" href="{up}style.css"></head><body></body></html>'
    )
    root.find(".//title").text = chapter.title
    root.find("body").extend(list(chapter.content))
    for svg in list(root.iter("svg")):
        _picture(svg)
    html.html_to_xhtml(root)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "en-GB")
    etree.cleanup_namespaces(root)
    made: str = etree.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_NOT_XML.sub("", made)}\n'.encode()


def _plain(element: HtmlElement) -> None:
    own = {"type", "checked", "disabled"} if element.tag == "input" else set()
    for name in set(element.attrib) - _ATTRIBUTES - own:
        del element.attrib[name]


def _picture(svg: HtmlElement) -> None:
    """Give a drawing the namespace and the capitals that HTML does without."""
    for part in svg.iter():
        if not isinstance(part.tag, str):
            continue
        part.attrib.pop("xmlns", None)
        for low, right in _CAPITALS.items():
            if low in part.attrib:
                part.set(right, part.attrib.pop(low))
    written = etree.tostring(svg, encoding="unicode", with_tail=False)
    drawing = etree.fromstring(written.replace("<svg", f'<svg xmlns="{SVG}"', 1))
    drawing.tail = svg.tail
    svg.getparent().replace(svg, drawing)


def _link(link: HtmlElement, chapter: Chapter, others: Mapping[str, Chapter]) -> None:
    """Point a link at its chapter; one that leads to a file outside the book keeps only its words."""
    parts = urlsplit(link.get("href", ""))
    if parts.scheme in {"http", "https"}:
        return
    path = _from(chapter.path, parts.path) if parts.path else chapter.path
    target = others.get(path)
    fragment = unquote(parts.fragment)
    address = posixpath.relpath(target.name, posixpath.dirname(chapter.path) or ".") if target and parts.path else ""
    if target and fragment in target.ids:
        address += f"#{fragment}"
    if address:
        link.set("href", address)
    else:
        link.drop_tag()
