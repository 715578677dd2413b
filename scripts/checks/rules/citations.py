"""Citations name a work and a place that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.base.suggest import nearest
from scripts.checks.rules import source_rule
from scripts.content.bibliography import Entry
from scripts.content.coverage import cited_in
from scripts.content.model import Citation, Problem, Record, Site
from scripts.content.sources import SourceIndex

_PAGE = re.compile(r"\bpp?\.\s?\d+|\bpages?\s\d+", re.IGNORECASE)
_TITLE_WORD = re.compile(r"\w+")
_BRACKETS = re.compile(r"\[[^\[\]\n]*\]")


def cited(site: Site) -> Iterator[tuple[str, Citation]]:
    """Yield every citation with the file it stands in; a data row's file is its CSV."""
    for page in site.pages:
        for citation in page.citations:
            yield f"docs/{page.path}", citation
    for record in site.data_records:
        for citation in record.citations:
            yield data_file(record), citation


def data_file(record: Record) -> str:
    """Return the CSV a data row stands in."""
    return f"docs/statistics/data/{getattr(record.meta, 'file', '')}"


@source_rule("citations")
def citation_has_entry(site: Site) -> Iterator[Problem]:
    """A citation's key is in the bibliography.

    Bad: [@hmic2051, para. 4.2.3]
    Good: [@hmic2015, para. 4.2.3]
    """
    keys = site.bibliography.entries
    for path, citation in cited(site):
        if citation.key not in keys:
            message = f"`@{citation.key}` is not in the bibliography{nearest(citation.key, keys)}"
            yield Problem(path, citation.line, message, "citation-has-entry")


@source_rule("citations")
def locator_is_in_the_source(site: Site) -> Iterator[Problem]:
    """A locator into an indexed report names a place that the report has: a paragraph, not a heading or a page.

    Bad: [@hmic2015, para. 4.2.99]
    Good: [@hmic2015, para. 4.2.3]
    """
    for path, citation in cited(site):
        source = site.sources.get(citation.key)
        if source and citation.locator and (message := _trouble(source, citation.locator)):
            yield Problem(path, citation.line, message, "locator-is-in-the-source")


@source_rule("citations", local=True)
def page_is_not_typed(site: Site) -> Iterator[Problem]:
    """Nobody types the page of an indexed report: the build adds it from the locator, and it stays right.

    Bad: [@hmic2015, p. 47], or (p. 47) in a sentence that cites the report
    Good: [@hmic2015, para. 4.2.3]
    """
    for page in site.pages:
        lines = page.masked.split("\n")
        for block in page.blocks:
            text = lines[block.line - page.body_line]
            if all(c.key in site.sources for c in block.citations) and (
                match := _PAGE.search(block.raw) or _PAGE.search(_BRACKETS.sub(" ", text))
            ):
                message = f"`{match.group()}` is typed by hand; cite the paragraph and the build adds the page"
                yield Problem(f"docs/{page.path}", block.line, message, "page-is-not-typed")


def _trouble(source: SourceIndex, locator: str) -> str:
    if _PAGE.match(locator):
        return ""  # page-is-not-typed tells of it
    places = source.places(locator)
    if not places:
        return f"`{locator}` is not a locator; write `para. 4.2.3`, `fn. 17`, `table 2`, `rec. B.4.6` or `gloss. child`"
    for loc in places:
        item = source.items.get(loc)
        if item is None:
            near = nearest(locator.rsplit(" ", maxsplit=1)[-1], (i.loc for i in source.file.items))
            return f"`{locator}`: the source has no place {loc}{near}"
        if item.kind == "heading" and not item.figures:
            return f"`{locator}` is a heading; cite the paragraph the claim rests on"
    return ""


@source_rule("citations")
def locator_is_given(site: Site) -> Iterator[Problem]:
    """A citation of an indexed report names the place, not the report alone.

    Bad: [@hmic2015]
    Good: [@hmic2015, para. 4.2.3]
    """
    for path, citation in cited(site):
        if citation.key in site.sources and not citation.locator:
            message = f"`@{citation.key}` is cited without a place; add `, para. …`"
            yield Problem(path, citation.line, message, "locator-is-given")


@source_rule("bibliography entries")
def entry_is_cited(site: Site) -> Iterator[Problem]:
    """Every entry of the bibliography is cited on a page or named in a report (cited_in).

    Bad: an entry that no page cites and that has no cited_in field
    Good: cited_in = {fn. 17}
    """
    used = {c.key for _, c in cited(site)} | {
        p.split(" ")[0] for r in site.all_records for p in getattr(r.meta, "provisions", ())
    }
    for entry in site.bibliography.entries.values():
        if entry.key not in used and not entry.cited_in:
            message = f"`{entry.key}` is cited nowhere; cite it, add cited_in, or delete it"
            yield Problem(entry.path, entry.line, message, "entry-is-cited")


@source_rule("bibliography entries")
def cited_in_names_a_place(site: Site) -> Iterator[Problem]:
    """The places that an entry says a report cites it in are places of that report.

    Bad: cited_in = {fn. 170}
    Good: cited_in = {fn. 17}
    """
    for entry in site.bibliography.entries.values():
        for key, place in cited_in(site, entry):
            if (source := site.sources.get(key)) and (message := _trouble(source, place)):
                yield Problem(entry.path, entry.line, f"{entry.key}: {message}", "cited-in-names-a-place")


@source_rule("bibliography entries")
def work_has_one_entry(site: Site) -> Iterator[Problem]:
    """No two entries are one work: the same title and the same year or address, or the same type and address.

    Bad: two entries titled Time to listen, both of 2016
    Good: one entry, cited by one key everywhere
    """
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in site.bibliography.entries.values():
        others = [seen.setdefault(mark, entry) for mark in _marks(entry)]
        if other := next((o for o in others if o is not entry), None):
            message = f"`{entry.key}` is the same work as `{other.key}`; keep one and cite it everywhere"
            yield Problem(entry.path, entry.line, message, "work-has-one-entry")


def _marks(entry: Entry) -> Iterator[tuple[str, ...]]:
    """Yield what two entries of one work share; a page about an Act and the Act itself are two works."""
    title = (str(entry.is_law), " ".join(_TITLE_WORD.findall(entry.title.casefold())))
    yield *title, entry.fields.get("year", "")
    if address := entry.fields.get("url", "").partition("#")[0].rstrip("/"):
        yield *title, address
        yield entry.type, address


@source_rule("source places")
def one_report_is_main(site: Site) -> Iterator[Problem]:
    """Exactly one source index says that its report is the main one, whose places are meant where none is named.

    Bad: "main": true in two files of bib/sources
    Good: "main": true in one, "main": false or nothing in the others
    """
    marked = [key for key, source in site.sources.items() if source.file.main]
    for key in marked[1:] if marked else site.sources:
        message = f"`{marked[0]}` is main already; only one report may be" if marked else "no index says “main”: true"
        yield Problem(f"bib/sources/{key}.json", 1, message, "one-report-is-main")
