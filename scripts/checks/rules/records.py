"""Records have ids of their own that last, and the relations their kind must have."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.base.suggest import nearest
from scripts.checks.rules import source_rule
from scripts.checks.rules.citations import data_file
from scripts.content.model import Problem, Record, Site
from scripts.content.schemas import FindingMeta, LawMeta


def place(record: Record) -> tuple[str, int]:
    """Return the file and line a record stands at."""
    return (data_file(record) if record.kind == "statistic" else f"docs/{record.path}", record.line)


def _linked(site: Site, record_id: str, kind: str) -> list[Record]:
    """Return the records of a kind that a record is linked with, either way; quick on a large site."""
    ids = [r.target for r in site.links_from.get(record_id, ())] + [r.source for r in site.links_to.get(record_id, ())]
    return [found for i in dict.fromkeys(ids) if (found := site.records[i]).kind == kind]


@source_rule("records")
def id_is_unique(site: Site) -> Iterator[Problem]:
    """No two records have one id, anywhere on the site.

    Bad: two headings with { #f-4-2-03 .finding … }
    Good: { #f-4-2-03 .finding … } and { #f-4-2-03b .finding … }
    """
    for record in site.all_records:
        first = site.records[record.id]
        if first is not record:
            path, line = place(first)
            yield Problem(*place(record), f"id `{record.id}` stands already at {path}:{line}", "id-is-unique")


@source_rule("published ids")
def published_id_lasts(site: Site) -> Iterator[Problem]:
    """An id once published (bib/ids.txt) still exists, or is given up for another there: old -> new.

    Bad: renaming #f-4-2-03 without a line in bib/ids.txt
    Good: f-4-2-03 -> f-4-2-04
    """
    for identifier, line in site.published_ids.items():
        target = site.redirects.get(identifier)
        if target is None and identifier not in site.records:
            message = f"the published id `{identifier}` is gone; bring it back or write `{identifier} -> new-id`"
            message += nearest(identifier, site.records)
            yield Problem("bib/ids.txt", line, message, "published-id-lasts")
        elif target is not None and target not in site.records and target not in site.redirects:
            message = f"`{identifier} -> {target}`: there is no record `{target}`{nearest(target, site.records)}"
            yield Problem("bib/ids.txt", line, message, "published-id-lasts")


@source_rule("pages")
def published_page_lasts(site: Site) -> Iterator[Problem]:
    """A page once published (bib/ids.txt) still stands at its path, or is given up for another there: old.md -> new.md.

    Bad: renaming findings/delay.md without a line in bib/ids.txt
    Good: findings/delay.md -> findings/drift.md, which leaves a page at the former address
    """
    for path, line in site.published_pages.items():
        target = site.moved.get(path)
        if target is None and path not in site.by_path:
            message = f"the published page `{path}` is gone; bring it back or write `{path} -> its-new-path.md`"
            message += nearest(path, set(site.by_path) - set(site.published_pages))
            yield Problem("bib/ids.txt", line, message, "published-page-lasts")
        elif target is not None and target not in site.by_path:
            message = f"`{path} -> {target}`: there is no page `{target}`{nearest(target, site.by_path)}"
            yield Problem("bib/ids.txt", line, message, "published-page-lasts")
        elif target is not None and path in site.by_path:
            message = f"`{path}` is given up here but still stands; delete one of the two"
            yield Problem("bib/ids.txt", line, message, "published-page-lasts")


@source_rule("pages")
def page_is_published(site: Site) -> Iterator[Problem]:
    """Every page is listed in bib/ids.txt, so that its address is not lost when it is renamed.

    Bad: a new page whose path is not in bib/ids.txt
    Good: python3 -m scripts publish-ids, which adds it
    """
    for path in site.by_path:
        if path not in site.published_pages:
            message = f"`{path}` is not in bib/ids.txt; run `python3 -m scripts publish-ids`"
            yield Problem(f"docs/{path}", 1, message, "page-is-published")


@source_rule("redirects")
def redirect_leads_on(site: Site) -> Iterator[Problem]:
    """An id that was given up is in use no more, and leads straight to the id in use, not to another that was given up.

    Bad: a -> b and b -> c
    Good: a -> c and b -> c
    """
    for identifier, target in site.redirects.items():
        line = site.published_ids[identifier]
        if identifier in site.records:
            message = f"`{identifier}` is given up here but still in use; delete one of the two"
            yield Problem("bib/ids.txt", line, message, "redirect-leads-on")
        elif target in site.redirects:
            message = f"`{identifier} -> {target}` leads to an id that was given up; write `{site.redirects[target]}`"
            yield Problem("bib/ids.txt", line, message, "redirect-leads-on")


@source_rule("records")
def id_is_published(site: Site) -> Iterator[Problem]:
    """Every record's id is listed in bib/ids.txt, so that losing it later is noticed.

    Bad: a new finding whose id is not in bib/ids.txt
    Good: python3 -m scripts publish-ids, which adds it
    """
    for record in site.records.values():
        if record.id not in site.published_ids:
            message = f"id `{record.id}` is not in bib/ids.txt; run `python3 -m scripts publish-ids`"
            yield Problem(*place(record), message, "id-is-published")


@source_rule("records")
def named_record_exists(site: Site) -> Iterator[Problem]:
    """Records that a training session or question names by id exist.

    Bad: tests=police-protecton
    Good: tests=police-protection
    """
    for record in site.all_records:
        for identifier in (*getattr(record.meta, "records", ()), *getattr(record.meta, "tests", ())):
            if identifier not in site.records:
                message = f"there is no record `{identifier}`{nearest(identifier, site.records)}"
                yield Problem(*place(record), message, "named-record-exists")


@source_rule("recommendations")
def recommendation_has_a_finding(site: Site) -> Iterator[Problem]:
    """Every recommendation is linked with at least one finding.

    Bad: a recommendation that no finding links to
    Good: Answered by [R-DA-5](../recommendations/domestic-abuse.md#r-da-5).
    """
    for record in site.of_kind("recommendation"):
        if not _linked(site, record.id, "finding"):
            yield Problem(*place(record), f"`{record.id}` is linked with no finding", "recommendation-has-a-finding")


@source_rule("findings")
def finding_has_an_answer(site: Site) -> Iterator[Problem]:
    """Every finding is linked with a recommendation, or says why none answers it; never both.

    Bad: a finding without a link to a recommendation and without unanswered="…"
    Good: unanswered="reports good practice"
    """
    for record in site.of_kind("finding"):
        answers = _linked(site, record.id, "recommendation")
        reason = record.meta.unanswered if isinstance(record.meta, FindingMeta) else None
        if not answers and not reason:
            message = f'`{record.id}` is linked with no recommendation; link one or give unanswered="reason"'
            yield Problem(*place(record), message, "finding-has-an-answer")
        elif answers and reason:
            message = f'`{record.id}` says unanswered="{reason}" but is linked with {answers[0].id}'
            yield Problem(*place(record), message, "finding-has-an-answer")


@source_rule("cases")
def case_shows_a_finding(site: Site) -> Iterator[Problem]:
    """Every case is linked with at least one finding.

    Bad: a case that links to no finding
    Good: Shows [enquiries stopping](../findings/investigation.md#f-4-3-23).
    """
    for record in site.of_kind("case"):
        if not _linked(site, record.id, "finding"):
            yield Problem(*place(record), f"`{record.id}` is linked with no finding", "case-shows-a-finding")


@source_rule("records")
def record_is_cited_to_its_source(site: Site) -> Iterator[Problem]:
    """Every finding, case, recommendation, term, event and law page cites what it rests on.

    Bad: a finding without a citation
    Good: … so nobody could judge the effect on them [@hmic2015, para. 4.2.3].
    """
    for record in site.records.values():
        if record.kind not in {"session", "body"} and not record.citations:
            message = f"`{record.id}` cites nothing; say what it rests on"
            yield Problem(*place(record), message, "record-is-cited-to-its-source")


@source_rule("law pages")
def law_page_cites_the_report(site: Site) -> Iterator[Problem]:
    """A law page that says a report on this site mentions it cites where.

    Bad: in_report: true on a page without [@hmic2015, …]
    Good: in_report: true and [@hmic2015, para. 1.1.9]
    """
    for record in site.records.values():
        if isinstance(record.meta, LawMeta):
            cites = any(c.key in site.sources for c in record.citations)
            if record.meta.in_report and not cites:
                message = "in_report is true but no place of a report is cited"
                yield Problem(*place(record), message, "law-page-cites-the-report")
