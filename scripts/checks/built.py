"""The built site as the checks over it see it: what they ask of every HTML page, read in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from sys import intern

from lxml import etree

from scripts.checks.markup import Fault, faults
from scripts.content.model import Site

_LEAK = re.compile(
    r"\[@[a-z][^\]\n]{0,60}|\]\[[^\]\n]{0,40}\]|\{ ?[#.][\w-]+[^}\n]{0,40}\}|\[\^[\w-]+\]|^!!! ", re.MULTILINE
)
_LOADS = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "object": "data",
    "use": "href",
}
_NOT_LOADED = frozenset({"canonical", "license"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltPage:
    """What one HTML page says of itself; the page itself is not kept, so that memory does not grow with its size.

    ``path`` is relative to the built site's folder. ``links`` are the addresses its links lead to, each once, and
    ``link_count`` how many links there are. ``loads`` are (tag, address) pairs of what a browser fetches for it,
    ``inline`` (tag, text) pairs of the scripts and styles written into it, ``leaks`` the source syntax left in its
    article, ``faults`` what the list of allowed markup does not know, ``policy`` the policy that stands before any script,
    ``unnamed`` the lines of its navigation landmarks without a name, ``landmarks`` the number of each other kind.
    """

    path: str
    file: Path
    ids: tuple[str, ...]
    links: tuple[str, ...]
    link_count: int
    loads: tuple[tuple[str, str], ...]
    inline: tuple[tuple[str, str], ...]
    leaks: tuple[str, ...]
    faults: tuple[Fault, ...]
    policy: str
    title: str
    description: str
    headings: tuple[str, ...]
    language: str
    landmarks: Mapping[str, int]
    unnamed: tuple[int, ...]

    def line_of(self, text: str) -> int:
        """Return the line on which some text first stands; 1 where it does not."""
        page = self.file.read_text(encoding="utf-8")
        return page.count("\n", 0, max(page.find(text), 0)) + 1


@dataclass(frozen=True, kw_only=True)
class BuiltSite:
    """The folder that people get, with the sources it was made from."""

    folder: Path
    site: Site
    pages: tuple[BuiltPage, ...]
    files: frozenset[str]

    @property
    def root(self) -> Path:
        """The folder of mkdocs.yml."""
        return self.site.root

    @cached_property
    def by_path(self) -> Mapping[str, BuiltPage]:
        """Pages by path."""
        return {p.path: p for p in self.pages}

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The ids each page holds."""
        return {p.path: frozenset(p.ids) for p in self.pages}


def load_built(folder: Path, site: Site) -> BuiltSite:
    """Read every page below a built site's folder."""
    files = frozenset(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    pages = tuple(_page(folder, name) for name in sorted(f for f in files if f.endswith(".html")))
    return BuiltSite(folder=folder, site=site, pages=pages, files=files)


def _page(folder: Path, name: str) -> BuiltPage:
    root = etree.fromstring((folder / name).read_bytes(), etree.HTMLParser(encoding="utf-8"))
    links = root.xpath("//a/@href | //area/@href")
    return BuiltPage(
        path=name,
        file=folder / name,
        ids=tuple(map(str, root.xpath("//@id"))),
        links=tuple(intern(str(link)) for link in dict.fromkeys(links)),
        link_count=int(root.xpath("count(//a)")),
        loads=tuple((intern(e.tag), intern(e.get(_LOADS[e.tag], ""))) for e in root.iter(*_LOADS)
                    if e.tag != "link" or e.get("rel") not in _NOT_LOADED),
        inline=tuple((intern(e.tag), intern(e.text)) for e in root.iter("script", "style") if e.text),
        leaks=tuple(_leaks(root)),
        faults=tuple(faults(root)),
        policy=_policy(root),
        title=next(iter(_texts(root, "title")), ""),
        description=" ".join(root.xpath("string(//meta[@name='description']/@content)").split()),
        headings=tuple(_texts(root, "h1")),
        language=root.get("lang", ""),
        landmarks={tag: int(root.xpath(f"count(//{tag})")) for tag in ("main", "header", "footer")},
        unnamed=tuple(e.sourceline or 1 for e in root.iter("nav") if not (e.get("aria-label") or e.get("aria-labelledby"))),
    )  # fmt: skip


def _policy(root: etree._Element) -> str:
    for element in root.iter("meta", "script", "link", "style"):
        if element.tag != "meta":
            break
        if element.get("http-equiv") == "Content-Security-Policy":
            return str(element.get("content", ""))
    return ""


def _texts(root: etree._Element, tag: str) -> Iterator[str]:
    return (" ".join(e.xpath("string()").split()) for e in root.xpath(f"//{tag}[not(ancestor::svg)]"))


def _leaks(root: etree._Element) -> Iterator[str]:
    shown = "not(ancestor-or-self::*[self::script or self::style or self::code or self::pre])"
    for text in root.xpath(f"//article//*[{shown}]/text()"):
        if match := _LEAK.search(text):
            yield match.group()
