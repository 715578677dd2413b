"""The bibliography: every work, where this site cites it and where the report does."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from scripts.base.addresses import archived_at
from scripts.content.bibliography import Entry
from scripts.content.coverage import cited_in
from scripts.content.loader import chapter_slug
from scripts.content.model import Site
from scripts.render.citations import anchor
from scripts.render.pages.frame import head
from scripts.render.records import linked_page
from scripts.render.stash import bulleted, bullets, joined

_PAGE = "references.md"
_NAMED = 12  # a work cited on more pages only tells on how many


def page(site: Site, works: Mapping[str, Markup]) -> str:
    """Return the works in two lists, law and publications, each with the pages that cite it."""
    cited: dict[str, dict[str, None]] = {}
    for other in site.pages:
        for citation in other.citations:
            cited.setdefault(citation.key, {})[other.path] = None
    entries = sorted(
        site.bibliography.entries.values(), key=lambda e: (e.authors or (e.title,), e.fields.get("year", ""), e.title)
    )
    lines = head(
        "References",
        "Every law and publication this site rests on, with where it is cited here and in the report.",
        aliases=("bibliography", "sources"),
    )
    lines += [
        "Outside addresses need the internet; this site itself never asks for any.",
        "“Archived copies” is the UK Government Web Archive's list for an address of a site that it collects.",
        "We have not checked that it holds that one.",
        "",
        "## Law",
        "",
        bullets(_entry(e, cited, works, site) for e in sorted(entries, key=lambda e: e.title) if e.is_law),
        "",
        "## Publications",
        "",
        bullets(_entry(e, cited, works, site) for e in entries if not e.is_law),
        "",
    ]
    return "\n".join(lines)


def _entry(entry: Entry, cited: dict[str, dict[str, None]], works: Mapping[str, Markup], site: Site) -> Markup:
    parts: list[Markup] = []
    shown = Markup('<span class="reference" id="ref-{key}">{text}</span> <code class="record-id">{key}</code>').format(
        key=entry.key, text=works.get(entry.key, entry.title)
    )
    named: dict[str, list[Markup]] = {}
    for key, place in cited_in(site, entry):
        source = site.sources[key]
        found = [loc for loc in source.places(place) if loc in source.items]
        if found:
            chapter = f"{source.file.map}/{chapter_slug(source.items[found[0]].chapter)}.md"
            named.setdefault(key, []).append(linked_page(chapter, place, _PAGE, fragment=anchor(found[0])))
    for key, places in named.items():
        report = "the report" if key == site.report else site.sources[key].file.short
        parts.append(Markup("In {}: {}.").format(report, joined(places, ", ")))
    pages = cited.get(entry.key, {})
    if pages:
        links = joined((linked_page(p, site.by_path[p].title, _PAGE) for p in pages), ", ")
        few = Markup("Cited here: {}.").format(links)
        parts.append(few if len(pages) <= _NAMED else Markup("Cited on {} pages of this site.").format(len(pages)))
    if archive := archived_at(entry.address()):
        parts.append(Markup('<a href="{}">Archived copies</a> (not checked).').format(archive))
    return shown + (bulleted(parts) if parts else Markup())
