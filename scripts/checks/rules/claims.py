"""Claims rest on something: each paragraph cites or links, each record cites the place it is named after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.checks.rules.records import location
from scripts.content.kinds import KINDS
from scripts.content.model import Line, Page, Problem, Record, Site

_FOLDERS = tuple({f"{kind.home}/": None for kind in KINDS.values() if kind.cites == "each paragraph"})
_UNCLAIMED_BLOCKS = frozenset({"content-note", "open-point", "how-to", "tip"})
_NOT_A_CLAIM = re.compile(
    r"^(?:Checked \d|The report (?:describes no|names no|does not mention) |These are the words )"
)
# Shorter paragraphs are labels and introductions to lists.
_LEAST_WORDS = 8


@source_rule("pages", local=True)
def claim_cites_or_links(site: Site) -> Iterator[Problem]:
    """Each paragraph of a finding, case, statistic, recommendation or law page cites a source or links to what does.

    Bad: Neither police nor another agency checked that the child was safe and well.
    Good: Neither police nor another agency checked that the child was safe and well [@hmic2015, para. 4.2.3].
    """
    for page in site.pages:
        if page.path.startswith(_FOLDERS) and not page.path.endswith("/index.md"):
            rests = {c.line for c in page.citations} | {link.line for link in page.links}
            for lines in _paragraphs(page):
                text = " ".join(line.text for line in lines)
                cites = any(line.number in rests for line in lines)
                if cites or _NOT_A_CLAIM.match(text) or len(text.split()) < _LEAST_WORDS:
                    continue
                message = f"“{text[:60]}…” cites nothing; say what it rests on"
                yield Problem(f"docs/{page.path}", lines[0].number, message, "claim-cites-or-links")


def _paragraphs(page: Page) -> Iterator[list[Line]]:
    """Yield each paragraph outside notes that make no claim, as its lines; a list goes with what introduces it."""
    held: list[Line] = []
    for line in page.lines:
        words = line.form in {"text", "item"}
        in_list = line.form == "item" and any(each.text.endswith(":") for each in held)
        if held and (not words or ((line.form == "item" or line.number > held[-1].number + 1) and not in_list)):
            yield held
            held = []
        if words and line.note not in _UNCLAIMED_BLOCKS:
            held.append(line)
    if held:
        yield held


_ID_PLACE = re.compile(r"^f-(?P<place>(?:[a-z]{2}|\d+)(?:-\d+)+)[a-z]*$")


@source_rule("findings", local=True)
def finding_cites_its_place(site: Site) -> Iterator[Problem]:
    """A finding whose id names a paragraph cites that paragraph.

    Bad: { #f-4-2-03 .finding … } citing only [@hmic2015, para. 4.2.4]
    Good: { #f-4-2-03 .finding … } citing [@hmic2015, para. 4.2.3]
    """
    for record in site.of_kind("finding"):
        match = _ID_PLACE.match(record.id)
        if not match:
            continue
        expected = _loc(match["place"])
        cited = _cited(record, site)
        known = any(expected in source.items for source in site.sources.values())
        if known and expected not in cited and not any(loc.startswith(f"{expected}.") for loc in cited):
            message = f"`{record.id}` is named after para. {expected} but does not cite it"
            yield Problem(*location(record), message, "finding-cites-its-place")


@source_rule("recommendations")
def recommendation_cites_its_place(site: Site) -> Iterator[Problem]:
    """A recommendation has its id at the head of its heading, and its first citation is its own place in its report.

    Bad: ### R-DA-5 … { #r-da-2 .recommendation }
    Good: ### R-DA-5 … { #r-da-5 .recommendation } and [@hmic2015, rec. B.2.5] below
    """
    claimed: dict[tuple[str, str], str] = {}
    for record in site.of_kind("recommendation"):
        label = record.title.split(" ")[0]
        if label != record.id.upper():
            message = f"the heading begins with {label} but the id is `{record.id}`"
            yield Problem(*location(record), message, "recommendation-cites-its-place")
        key, first = (record.citations[0].key, record.citations[0].locator) if record.citations else ("", "")
        if first and not (first.startswith("rec. ") and key in site.sources):
            message = f"the first citation is {first}; it must be the recommendation's own place in a report, rec. …"
            yield Problem(*location(record), message, "recommendation-cites-its-place")
        elif first and claimed.setdefault((key, first), record.id) != record.id:
            message = f"{first} is already `{claimed[key, first]}`"
            yield Problem(*location(record), message, "recommendation-cites-its-place")
        elif first and (number := record.id.rsplit("-", 1)[-1]).isdigit() and first.rsplit(".", 1)[-1] != number:
            message = f"`{record.id}` cites {first}; the last numbers must agree"
            yield Problem(*location(record), message, "recommendation-cites-its-place")


def _loc(place_in_id: str) -> str:
    return ".".join(part.upper() if part.isalpha() else str(int(part)) for part in place_in_id.split("-"))


def _cited(record: Record, site: Site) -> set[str]:
    return {
        loc
        for citation in record.citations
        if (source := site.sources.get(citation.key))
        for loc in source.places(citation.locator)
    }
