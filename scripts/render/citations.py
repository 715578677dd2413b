"""Citations as the reader sees them: pandoc formats every work in one call, we add page and link to each place."""

from __future__ import annotations

import html
import itertools
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pypandoc
from lxml import html as lxml_html

from scripts.loader import chapter_slug
from scripts.model import Citation, Site
from scripts.sources import SourceIndex, page_text

_LABEL = re.compile(r"QL(\d+)Q (.*?)(?=, QP|;\s|\)$)")
_PLACE = re.compile(r"QP(\d+)Q")
_STAND_IN = re.compile("\ue010(\\d+)\ue011")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """``inline``: HTML for each citation block by its raw text; ``references``: HTML for each work by key."""

    inline: Mapping[str, str]
    references: Mapping[str, str]


def format_citations(site: Site) -> Formatted:
    """Format every citation of the site, and every work of the bibliography, in one pandoc call.

    Works that are not in the bibliography are left to the checker and shown by their key.
    Links to places in a source are written ``cite:<map page>#<anchor>``; see :mod:`scripts.render.html`.
    """
    blocks = {b.raw: b for p in site.pages for b in p.blocks}
    document: list[str] = []
    groups: list[tuple[str, list[Citation]]] = []
    for number, raw in enumerate(blocks):
        parts = []
        for key, cited in itertools.groupby(blocks[raw].citations, key=lambda c: c.key):
            some = list(cited)
            place = f"{{}}, QP{len(groups)}Q" if any(c.locator for c in some) else ""
            parts.append(f"QL{len(groups)}Q @{key}{place}")
            groups.append((key, some))
        document.append(f"::: {{#block-{number}}}\n[{'; '.join(parts)}]\n:::\n")
    nocite = ", ".join(f"@{key}" for key in site.bibliography.entries)
    source = f"---\nnocite: |\n  {nocite}\nsuppress-bibliography: false\n---\n\n" + "\n".join(document)
    tree = lxml_html.fromstring(_pandoc(source, site))
    shown = {element.get("id"): element for element in tree.iter("div")}
    inline = {}
    for number, raw in enumerate(blocks):
        inline[raw] = _inline(" ".join(shown[f"block-{number}"].text_content().split()), groups, site)
    references = {}
    for element in tree.xpath("//div[@id='refs']/div"):
        key = element.get("id").removeprefix("ref-")
        references[key] = _plain_year(_inner(element)) if key in site.sources else _inner(element)
    return Formatted(inline=inline, references=references)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIns:
    """Short marks that go through Markdown in place of citations' HTML, which it would parse again and again."""

    marks: Mapping[str, str]
    shown: tuple[str, ...]

    def replaced(self, content: str) -> str:
        """Return HTML with each mark replaced by its citation."""
        return _STAND_IN.sub(lambda m: self.shown[int(m[1])], content)


def stand_ins(inline: Mapping[str, str]) -> StandIns:
    """Return a mark for each citation block by its raw text, and what it stands for."""
    return StandIns(
        marks={raw: f"\ue010{number}\ue011" for number, raw in enumerate(inline)}, shown=tuple(inline.values())
    )


def _plain_year(words: str) -> str:
    """Drop the letter that tells one HMIC 2015 from another: an indexed report is the one without."""
    return re.sub(r"\b((?:19|20)\d\d)[a-z]\b", r"\1", words)


def _pandoc(source: str, site: Site) -> str:
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "all.bib"
        bibliography.write_text(site.bibliography.bibtex(), encoding="utf-8")
        arguments = ["--citeproc", f"--csl={site.root / 'bib/style.csl'}", f"--bibliography={bibliography}"]
        text: str = pypandoc.convert_text(source, to="html5", format="markdown", extra_args=[*arguments, "--wrap=none"])
    return f"<div>{text}</div>"


def _inner(element: lxml_html.HtmlElement) -> str:
    text = lxml_html.tostring(element, encoding="unicode", with_tail=False)
    inner = re.sub(r"^<div[^>]*>|</div>$", "", text.strip()).strip()
    return " ".join(inner.split())


def _inline(text: str, groups: list[tuple[str, list[Citation]]], site: Site) -> str:
    def label(match: re.Match[str]) -> str:
        key, words = groups[int(match[1])][0], match[2]
        if key in site.sources:
            words = _plain_year(words)
        return f'<a href="#source-{key}">{words}</a>'

    escaped = html.escape(text, quote=False)
    labelled = _LABEL.sub(label, escaped)
    placed = _PLACE.sub(lambda m: places(site, *groups[int(m[1])]), labelled)
    return f'<span class="cite">{placed}</span>'


def places(site: Site, key: str, cited: list[Citation]) -> str:
    """Return the places of one work as HTML: page and linked locator, or the linked section of an Act."""
    shown = []
    page = ""
    for citation in cited:
        if not citation.locator:
            continue
        source = site.sources.get(key)
        entry = site.bibliography.entries.get(key)
        words = html.escape(citation.locator)
        if source:
            before, page = page, page_of(source, citation.locator)
            shown += [page.replace(" ", "&nbsp;")] if page not in {"", before} else []
            shown.append(_in_source(source, citation.locator, words))
        elif entry and entry.is_law and (address := entry.address(citation.locator)):
            shown.append(f'<a href="{html.escape(address)}">{words}</a>')
        else:
            shown.append(words)
    return ", ".join(shown)


def page_of(source: SourceIndex, locator: str) -> str:
    """Return the printed page of a locator, as ``p. 47``; ``""`` where the locator names no place."""
    return page_text([source.items[loc] for loc in source.places(locator) if loc in source.items])


def _in_source(source: SourceIndex, locator: str, words: str) -> str:
    found = [source.items[loc] for loc in source.places(locator) if loc in source.items]
    if not found:
        return words
    target = f"cite:{source.file.map}/{chapter_slug(found[0].chapter)}.md#{anchor(found[0].loc)}"
    return f'<a href="{target}">{words.replace(" ", "&nbsp;")}</a>'


def anchor(loc: str) -> str:
    """Return the anchor of a place in its map page: ``4.2.3`` gives ``p-4-2-3``."""
    return "p-" + re.sub(r"[^a-z0-9]+", "-", loc.lower())
