"""What the loader could not read, under the rule each belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.model import Problem, Site


def _of(site: Site, rule: str) -> Iterator[Problem]:
    return (p for p in site.problems if p.rule == rule)


@source_rule("pages", local=True)
def readable(site: Site) -> Iterator[Problem]:
    """Every file is UTF-8 text with LF line ends, without signs that nobody sees, not empty, not too large, inside docs/.

    Bad: a page saved as UTF-16 or with CRLF line ends
    Good: a page saved as UTF-8 without BOM, with LF line ends
    """
    return _of(site, "readable")


@source_rule("pages", local=True)
def front_matter(site: Site) -> Iterator[Problem]:
    """Front matter is YAML that fits the closed schema of its kind: no unknown key, none missing, none twice, no value that YAML reads as something else.

    Bad: titel: Police protection
    Good: title: Police protection
    """
    return _of(site, "front-matter")


@source_rule("pages", local=True)
def text_can_be_printed(site: Site) -> Iterator[Problem]:
    """Every sign of a page is one that the fonts of the PDF files have, or their making would stop.

    Bad: Call 999 at once 🚨
    Good: Call 999 at once
    """
    return _of(site, "text-can-be-printed")


@source_rule("records", local=True)
def record_form(site: Site) -> Iterator[Problem]:
    """A record's heading has an id, its kind and the attributes of that kind.

    Bad: ### Children not seen { .finding direction=bad }
    Good: ### Children not seen { #f-4-2-03 .finding direction=weakness extent="often" }
    """
    return _of(site, "record-form")


@source_rule("citations", local=True)
def citation_form(site: Site) -> Iterator[Problem]:
    """What looks like a citation is one: a key, a comma, a locator; a semicolon between citations.

    Bad: [see @hmic2015 4.2.3]
    Good: [@hmic2015, para. 4.2.3]
    """
    return _of(site, "citation-form")


@source_rule("links", local=True)
def link_form(site: Site) -> Iterator[Problem]:
    """Links are inline links, not reference-style ones.

    Bad: [police protection][pp]
    Good: [police protection](police-protection.md)
    """
    return _of(site, "link-form")


@source_rule("bibliography entries", local=True)
def bib_entry(site: Site) -> Iterator[Problem]:
    """Every entry of the bibliography is valid BibTeX with a key of its own.

    Bad: @book{jay2014, title = {Independent Inquiry}
    Good: @report{jay2014, title = {Independent Inquiry}}
    """
    return _of(site, "bib-entry")


@source_rule("statistics", local=True)
def statistic_form(site: Site) -> Iterator[Problem]:
    """Every row of a statistics file fits its columns: an id, a plain number, a unit, a locator.

    Bad: s-2-9-1-01,Referrals,"657,800",...
    Good: s-2-9-1-01,Referrals,657800,...
    """
    return _of(site, "statistic-form")
