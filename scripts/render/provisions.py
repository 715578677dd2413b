"""Provisions named in running text lead to their page here, or to legislation.gov.uk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from scripts.content.bibliography import Entry
from scripts.content.model import Site
from scripts.content.schemas import LawMeta
from scripts.render.records import relative
from scripts.render.terms import insert, texts

NAMED = re.compile(
    r"\b[Ss]ections? (?P<section>\d+[A-Z]*)(?:\(\w+\))* of (?:the )?"
    r"(?P<act>[A-Z][A-Za-z',() -]{3,90}? (?:Act|Measure) \d{4})\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisions:
    """``pages``: path and id of the law page for (Act's key, section); ``acts``: entries by title in lower case."""

    pages: Mapping[tuple[str, str], tuple[str, str]]
    acts: Mapping[str, Entry]

    def target(self, act: str, section: str, page: str) -> str:
        """Return where a named provision leads to from a page; ``""`` where its Act is not in the bibliography."""
        entry = self.acts.get(act.lower())
        if entry is None:
            return ""
        found = self.pages.get((entry.key, section))
        if found and found[0] != page:
            return f"{relative(page, found[0]).removesuffix('.md')}.html#{found[1]}"
        return entry.address(f"s. {section}")


def collect_provisions(site: Site) -> Provisions:
    """Gather the provisions that have a page of their own and the Acts of the bibliography."""
    pages: dict[tuple[str, str], tuple[str, str]] = {}
    for page in site.pages:
        if isinstance(page.meta, LawMeta):
            for provision in page.meta.provisions:
                key, _, section = provision.partition(" ")
                pages.setdefault((key, section.lstrip("s")), (page.path, page.meta.id))
    acts = {e.title.lower(): e for e in site.bibliography.entries.values() if e.is_law}
    return Provisions(pages=pages, acts=acts)


def link_provisions(root: HtmlElement, provisions: Provisions, page: str) -> None:
    """Link every provision named with its Act in a page's running text; the content is changed in place.

    Args:
        root: the page's content.
        provisions: what :func:`collect_provisions` gathered.
        page: the page, relative to docs/.

    """
    for element, is_tail in list(texts(root)):
        if element is None:
            continue
        text = (element.tail if is_tail else element.text) or ""
        pieces = []
        for match in NAMED.finditer(text):
            if target := provisions.target(match["act"], match["section"], page):
                link = etree.Element("a", {"href": target})
                link.text = match.group()
                pieces.append((match, link))
        if pieces:
            insert(element, text, pieces, is_tail=is_tail)
