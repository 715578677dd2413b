"""Numbers in prose and in data stand at the places that are cited for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scripts.checks.rules import source_rule
from scripts.checks.rules.records import place
from scripts.content.figures import numbers
from scripts.content.grammar import COMPUTED
from scripts.content.model import Citation, Page, Problem, Site
from scripts.content.schemas import StatisticMeta
from scripts.content.sources import SourceIndex

# What is a number to the eye but no figure of the report: provisions, ids, dates of law, ages as in "under-18s".
_NOT_FIGURES = re.compile(
    r"\[@[^\[\]]*\]|\]\([^()]*\)|\{[^{}]*\}|\bR-[A-Z]+-\d+|"
    r"\b(?:section|sections|article|rule|principle|schedule|part|chapter|code|annex|table|figure|footnote|footnotes|fn\.?|paragraph|"
    r"paragraphs|outcome|level|circular|regulation|case|inconsistency|slip)\s+[A-Z]?\d+(?:\.\d+)*[A-Z]*(?:\(\w+\))*"
    r"(?:\s?(?:to|and|or|,|–|-)\s?\d+(?:\.\d+)*[A-Z]*)*|\bss?\.\s*\d+\w*|"
    r"\b[A-Z]{1,2}\.\d+(?:\.\d+)*|\b\d+\.\d+\.\d+\b|\b(?:Act|Order|Rules|Regulations)\s+\d{4}",
    re.IGNORECASE,
)  # fmt: skip


@source_rule("citations", local=True)
def number_stands_at_its_place(site: Site) -> Iterator[Problem]:
    """Every number in a sentence that cites the report stands at a cited place, or is marked as computed.

    Bad: England's services received 657,900 referrals in 2013–14 [@hmic2015, para. 2.9.1].
    Good: England's services received 657,800 referrals in 2013–14 [@hmic2015, para. 2.9.1].
    """
    for page in site.pages:
        for key, source in site.sources.items():
            yield from _numbers(page, key, source)


def _numbers(page: Page, key: str, source: SourceIndex) -> Iterator[Problem]:
    lines = page.masked.split("\n")
    by_line: dict[int, list[Citation]] = {}
    for citation in page.citations:
        by_line.setdefault(citation.line, []).append(citation)
    for line, cited in by_line.items():
        if any(c.key != key or not c.locator for c in cited):
            continue  # another work may hold the number; locator-is-given tells of a place left out
        if any(not source.places(c.locator) or not set(source.places(c.locator)) & set(source.items) for c in cited):
            continue  # locator-is-in-the-source tells of it
        if any(i.kind == "section" for c in cited for loc in source.places(c.locator) if (i := source.items.get(loc))):
            continue  # the index of a report held by its sections knows no figures
        text = _NOT_FIGURES.sub(" ", COMPUTED.sub(" ", lines[line - page.body_line]))
        found = list(numbers(text))
        if not found:
            continue
        allowed = {source.file.published[:4]} | figures_at(source, cited)
        for value, _ in found:
            if value not in allowed:
                places = ", ".join(dict.fromkeys(c.locator for c in cited))
                message = f"the number {value} is not among the figures of {places}"
                yield Problem(f"docs/{page.path}", line, message, "number-stands-at-its-place")


def figures_at(source: SourceIndex, citations: Iterable[Citation]) -> set[str]:
    """Return the figures of the places that citations name, and of the footnotes anchored there."""
    found: set[str] = set()
    for citation in citations:
        for loc in source.places(citation.locator):
            if item := source.items.get(loc):
                found.update(item.figures)
                for note in item.footnotes:
                    if anchored := source.items.get(f"fn{note}"):
                        found.update(anchored.figures)
    return found


@source_rule("statistics")
def value_stands_at_its_place(site: Site) -> Iterator[Problem]:
    """A row of data is named after its place, and its value stands there, unless the caveat tells how it is printed.

    Bad: s-2-9-1-01,…,657900,…,2.9.1,…
    Good: s-2-9-1-01,…,657800,…,2.9.1,…
    """
    for record in site.data_records:
        meta = record.meta
        if not isinstance(meta, StatisticMeta):
            continue
        path, line = place(record)
        stem = record.id.removeprefix("s-").rpartition("-")[0]
        if stem != meta.locator.lower().replace(".", "-"):
            message = f"`{record.id}` is named after another place than its locator {meta.locator}"
            yield Problem(path, line, message, "value-stands-at-its-place")
        value = _digits(meta.value)
        if value in {"", "1"} or "rinted" in meta.caveat:
            continue  # the index passes over the word one
        cited = [c for c in record.citations if c.key in site.sources]
        if cited and value not in figures_at(site.sources[cited[0].key], cited):
            message = (
                f"`{record.id}`: {value} is not among the figures of {meta.locator}; mend it or add “Printed as …”"
            )
            yield Problem(path, line, message, "value-stands-at-its-place")


def _digits(value: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value else value
