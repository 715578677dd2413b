"""Data blocks, and what rests on each place of the report."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.coverage import resting_on, works_named
from scripts.content.data_blocks import block_problems
from scripts.content.decision_aids import flow_problems
from scripts.content.model import Problem, Site


@source_rule("statistics")
def data_block(site: Site) -> Iterator[Problem]:
    """A table, chart or decision aid names data and rows that exist, and every step of a decision aid is reached once.

    Bad: ids: [s-9-9-9-01]
    Good: ids: [s-2-9-1-01]
    """
    for page in site.pages:
        yield from block_problems(page, site)
        yield from flow_problems(page)


@source_rule("source places")
def place_is_covered(site: Site) -> Iterator[Problem]:
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
                yield Problem(f"bib/sources/{key}.labels.csv", 1, message, "place-is-covered")


@source_rule("source places")
def place_has_a_label(site: Site) -> Iterator[Problem]:
    """Every citable place has a label of our own in the labels file, and every label names a place or a chapter.

    Bad: 4.2.99,Children not seen,
    Good: 4.2.3,Children not seen after an incident,
    """
    for key, source in site.sources.items():
        path = f"bib/sources/{key}.labels.csv"
        wanted = {item.loc for item in source.citable()}
        for line, loc in enumerate(source.labels, 2):
            if loc not in wanted and not source.is_chapter_heading(loc):
                yield Problem(path, line, f"there is no citable place {loc}", "place-has-a-label")
        for loc in wanted - set(source.labels):
            yield Problem(path, 1, f"{loc} has no label", "place-has-a-label")
