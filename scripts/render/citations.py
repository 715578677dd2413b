"""Citations as the reader sees them: pandoc formats every work in one call, we add page and link to each place."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pypandoc
from lxml import html as lxml_html
from markupsafe import Markup

from scripts.content.loader import chapter_slug
from scripts.content.model import Citation, CitationBlock, Site
from scripts.content.sources import SourceIndex, page_text
from scripts.render.csl import csl_json
from scripts.render.stash import folded, joined

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """What pandoc makes of each work by key: ``labels`` such as a linked ``HMIC 2015``, ``references`` its entry in a list."""

    labels: Mapping[str, Markup]
    references: Mapping[str, Markup]


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """``inline``: HTML for each citation block by its raw text, ``keys`` the works it names; ``references``: HTML by key."""

    inline: Mapping[str, Markup]
    references: Mapping[str, Markup]
    keys: Mapping[str, tuple[str, ...]]


def format_citations(site: Site, works: Works | None = None) -> Formatted:
    """Format every citation of the site, and every work of the bibliography.

    Works that are not in the bibliography are left to the checker and shown by their key.
    Links to places in a source are written ``cite:<map page>#<anchor>``; see :mod:`scripts.render.finish`.

    Args:
        site: the loaded site.
        works: what :func:`format_works` gave for the same bibliography; made here where there is none.

    """
    works = works or format_works(site)
    blocks = {b.raw: b for p in site.pages for b in p.blocks}
    inline = {raw: _inline(block, works.labels, site) for raw, block in blocks.items()}
    keys = {raw: tuple(c.key for c in block.citations) for raw, block in blocks.items()}
    return Formatted(inline=inline, references=works.references, keys=keys)


def format_works(site: Site) -> Works:
    """Format every work that is cited or in the bibliography, in one pandoc call.

    Pandoc gives each work's label, such as ``HMIC 2015``; the brackets are put together here, so that its time grows with
    the works and not with the pages.
    """
    keys = dict.fromkeys([*site.bibliography.entries, *(c.key for p in site.pages for c in p.citations)])
    tree = lxml_html.fromstring(_pandoc("\n".join(f"::: {{#label-{key}}}\n[@{key}]\n:::\n" for key in keys), site))
    shown = {element.get("id"): element for element in tree.iter("div")}
    labels = {key: _label(" ".join(shown[f"label-{key}"].text_content().split()), key, site) for key in keys}
    references = {}
    for element in tree.xpath("//div[@id='refs']/div"):
        key = element.get("id").removeprefix("ref-")
        words = _plain_year(_inner(element)) if key in site.sources else _inner(element)
        references[key] = Markup(words)  # noqa: S704 - pandoc's HTML of a work, serialised from its parsed form
    return Works(labels=labels, references=references)


def works_cited(keys: Iterable[str], references: Mapping[str, Markup]) -> Markup:
    """Return the list of works that ends a page; nothing where the page cites none.

    Args:
        keys: the works in order; one without a reference is left out.
        references: HTML for each work by key.

    """
    known = [key for key in keys if key in references]
    if not known:
        return Markup()
    items = joined(Markup('<li id="source-{}"><p>{}</p></li>').format(key, references[key]) for key in known)
    return folded(f"Works cited on this page ({len(known)})", Markup("<ol>{}</ol>").format(items), "sources")


def _plain_year(words: str) -> str:
    """Drop the letter that tells one HMIC 2015 from another: an indexed report is the one without."""
    return re.sub(r"\b((?:19|20)\d\d)[a-z]\b", r"\1", words)


def _pandoc(source: str, site: Site) -> str:
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "all.json"
        bibliography.write_text(csl_json(site.bibliography), encoding="utf-8")
        arguments = ["--citeproc", f"--csl={site.root / 'bib/style.csl'}", f"--bibliography={bibliography}"]
        text: str = pypandoc.convert_text(source, to="html5", format="markdown", extra_args=[*arguments, "--wrap=none"])
    return f"<div>{text}</div>"


def _inner(element: lxml_html.HtmlElement) -> str:
    text = lxml_html.tostring(element, encoding="unicode", with_tail=False)
    inner = re.sub(r"^<div[^>]*>|</div>$", "", text.strip()).strip()
    return " ".join(inner.split())


def _label(shown: str, key: str, site: Site) -> Markup:
    words = shown.removeprefix("(").removesuffix(")")
    return Markup('<a href="#source-{}">{}</a>').format(key, _plain_year(words) if key in site.sources else words)


def _inline(block: CitationBlock, labels: Mapping[str, Markup], site: Site) -> Markup:
    parts = []
    for key, cited in itertools.groupby(block.citations, key=lambda c: c.key):
        place = places(site, key, list(cited))
        label = labels.get(key) or _label(key, key, site)  # a work that came since, in a preview
        parts.append(joined((label, place), ", ") if place else label)
    return Markup('<span class="cite">({})</span>').format(joined(parts, "; "))


def places(site: Site, key: str, cited: list[Citation]) -> Markup:
    """Return the places of one work as HTML: page and linked locator, or the linked section of an Act."""
    shown: list[str] = []
    page = ""
    for citation in cited:
        if not citation.locator:
            continue
        source = site.sources.get(key)
        entry = site.bibliography.entries.get(key)
        if source:
            before, page = page, page_of(source, citation.locator)
            shown += [page.replace(" ", _NO_BREAK)] if page not in {"", before} else []
            shown.append(_in_source(source, citation.locator))
        elif entry and entry.is_law and (address := entry.address(citation.locator)):
            shown.append(Markup('<a href="{}">{}</a>').format(address, citation.locator))
        else:
            shown.append(citation.locator)
    return joined(shown, ", ")


def page_of(source: SourceIndex, locator: str) -> str:
    """Return the printed page of a locator, as ``p. 47``; ``""`` where the locator names no place."""
    return page_text([source.items[loc] for loc in source.places(locator) if loc in source.items])


def _in_source(source: SourceIndex, locator: str) -> str:
    found = [source.items[loc] for loc in source.places(locator) if loc in source.items]
    if not found:
        return locator
    target = f"cite:{source.file.map}/{chapter_slug(found[0].chapter)}.md#{anchor(found[0].loc)}"
    return Markup('<a href="{}">{}</a>').format(target, locator.replace(" ", _NO_BREAK))


def anchor(loc: str) -> str:
    """Return the anchor of a place in its map page: ``4.2.3`` gives ``p-4-2-3``."""
    return "p-" + re.sub(r"[^a-z0-9]+", "-", loc.lower())
