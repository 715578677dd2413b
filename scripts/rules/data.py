"""Data blocks, numbers in prose and what rests on each place of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.coverage import resting_on, works_named
from scripts.figures import numbers
from scripts.model import Finding, Page, Site
from scripts.render.blocks import block_problems
from scripts.render.flow import flow_problems
from scripts.rules import source_rule
from scripts.schemas import LAW_KINDS
from scripts.sources import SourceIndex

# What is a number to the eye but no figure of the report: provisions, ids, dates of law, ages as in "under-18s".
_NOT_FIGURES = re.compile(
    r"\[@[^\]]*\]|\]\([^)]*\)|\{[^{}]*\}|\bR-[A-Z]+-\d+|"
    r"\b(?:section|sections|article|rule|principle|schedule|part|chapter|code|annex|table|figure|footnote|footnotes|fn\.?|paragraph|"
    r"paragraphs|outcome|level|circular|regulation|case|inconsistency|slip)\s+[A-Z]?\d+(?:\.\d+)*[A-Z]*(?:\(\w+\))*"
    r"(?:\s?(?:to|and|or|,|–|-)\s?\d+(?:\.\d+)*[A-Z]*)*|\bss?\.\s*\d+\w*|"
    r"\b[A-Z]{1,2}\.\d+(?:\.\d+)*|\b\d+\.\d+\.\d+\b|\b(?:Act|Order|Rules|Regulations)\s+\d{4}",
    re.IGNORECASE,
)  # fmt: skip


@source_rule("statistics")
def data_block(site: Site) -> Iterator[Finding]:
    """A table, chart or decision aid names data and rows that exist, and every step of a decision aid is reached once.

    Bad: ids: [s-9-9-9-01]
    Good: ids: [s-2-9-1-01]
    """
    for page in site.pages:
        yield from block_problems(page, site)
        yield from flow_problems(page)


@source_rule("citations")
def number_stands_at_its_place(site: Site) -> Iterator[Finding]:
    """Every number in a sentence that cites the report stands at a cited place, or is marked as computed.

    Bad: England's services received 657,900 referrals in 2013–14 [@hmic2015, para. 2.9.1].
    Good: England's services received 657,800 referrals in 2013–14 [@hmic2015, para. 2.9.1].
    """
    for page in site.pages:
        if getattr(page.meta, "kind", "") in LAW_KINDS:
            continue
        for key, source in site.sources.items():
            yield from _numbers(page, key, source)


def _numbers(page: Page, key: str, source: SourceIndex) -> Iterator[Finding]:
    lines = page.masked.split("\n")
    by_line: dict[int, list[tuple[str, str]]] = {}
    for citation in page.citations:
        by_line.setdefault(citation.line, []).append((citation.key, citation.locator))
    for line, cited in by_line.items():
        if any(k != key for k, _ in cited):
            continue  # another work may hold the number
        allowed = {source.file.published[:4]}
        for _, locator in cited:
            for loc in source.places(locator):
                if item := source.items.get(loc):
                    allowed.update(item.figures)
                    for note in item.footnotes:
                        if anchored := source.items.get(f"fn{note}"):
                            allowed.update(anchored.figures)
        text = re.sub(r"\[[^\]]*\]\{[^{}]*\.computed[^{}]*\}", " ", lines[line - page.body_line])
        text = _NOT_FIGURES.sub(" ", text)
        for value, _ in numbers(text):
            if value not in allowed:
                message = f"the number {value} is not among the figures of {', '.join(loc for _, loc in cited)}"
                yield Finding(f"docs/{page.path}", line, message, "number-stands-at-its-place")


@source_rule("source places")
def place_is_covered(site: Site) -> Iterator[Finding]:
    """Every paragraph, bullet, case, footnote, table, recommendation and glossary entry of a report has a record or a reason.

    Bad: a paragraph that no record cites and that has no reason in bib/sources/hmic2015.labels.csv
    Good: 5.1.2,Outline of the section,introduces the list that follows
    """
    for key, source in site.sources.items():
        rests, works = resting_on(site, key), works_named(site, key)
        for item in source.citable():
            label = source.labels.get(item.loc)
            if not (rests.get(item.loc) or works.get(item.loc) or (label and label.reason)):
                message = f"nothing rests on {source.written(item.loc)} (p. {item.page}); cite it in a record or give a reason"
                yield Finding(f"bib/sources/{key}.labels.csv", 1, message, "place-is-covered")


@source_rule("source places")
def place_has_a_label(site: Site) -> Iterator[Finding]:
    """Every citable place has a label of our own in the labels file, and every label names a place.

    Bad: 4.2.99,Children not seen,
    Good: 4.2.3,Children not seen after an incident,
    """
    for key, source in site.sources.items():
        path = f"bib/sources/{key}.labels.csv"
        wanted = {item.loc for item in source.citable()}
        for line, loc in enumerate(source.labels, 2):
            if loc not in wanted:
                yield Finding(path, line, f"there is no citable place {loc}", "place-has-a-label")
        for loc in wanted - set(source.labels):
            yield Finding(path, 1, f"{loc} has no label", "place-has-a-label")
