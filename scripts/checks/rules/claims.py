"""Claims rest on something: each paragraph cites or links, each record cites the place it is named after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.checks.rules.records import place
from scripts.content.model import Page, Problem, Record, Site

_FOLDERS = ("findings/", "cases/", "statistics/", "powers/", "recommendations/")
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
            for line, text in _paragraphs(page):
                if "[@" in text or "](" in text or _NOT_A_CLAIM.match(text) or len(text.split()) < _LEAST_WORDS:
                    continue
                message = f"“{text[:60]}…” cites nothing; say what it rests on"
                yield Problem(f"docs/{page.path}", line, message, "claim-cites-or-links")


def _paragraphs(page: Page) -> Iterator[tuple[int, str]]:
    """Yield each paragraph outside blocks that make no claim, with its first line; a list goes with what introduces it."""
    block, first, ended = "", 0, False
    held: list[str] = []
    for number, line in enumerate([*page.masked.split("\n"), "#"], page.body_line):
        text = line.strip()
        head = text.startswith(("#", "|", "<", "!!!", "???", "{"))
        item = text.startswith(("- ", "* "))
        in_list = item and any(each.endswith(":") for each in held)
        if held and (head or (text and (ended or item) and not in_list)):
            yield first, " ".join(held)
            held = []
        ended = not text
        if text and not line.startswith("    "):
            block = ""
        if head:
            block = text.split(" ", 2)[1] if text.startswith(("!!! ", "??? ")) else block
        elif text and block not in _UNCLAIMED_BLOCKS:
            first = first if held else number
            held.append(text.removeprefix("- "))


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
        wanted = _loc(match["place"])
        cited = _cited(record, site)
        known = any(wanted in source.items for source in site.sources.values())
        if known and wanted not in cited and not any(loc.startswith(f"{wanted}.") for loc in cited):
            message = f"`{record.id}` is named after para. {wanted} but does not cite it"
            yield Problem(*place(record), message, "finding-cites-its-place")


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
            yield Problem(*place(record), message, "recommendation-cites-its-place")
        key, first = (record.citations[0].key, record.citations[0].locator) if record.citations else ("", "")
        if first and not (first.startswith("rec. ") and key in site.sources):
            message = f"the first citation is {first}; it must be the recommendation's own place in a report, rec. …"
            yield Problem(*place(record), message, "recommendation-cites-its-place")
        elif first and claimed.setdefault((key, first), record.id) != record.id:
            message = f"{first} is already `{claimed[key, first]}`"
            yield Problem(*place(record), message, "recommendation-cites-its-place")
        elif first and (number := record.id.rsplit("-", 1)[-1]).isdigit() and first.rsplit(".", 1)[-1] != number:
            message = f"`{record.id}` cites {first}; the last numbers must agree"
            yield Problem(*place(record), message, "recommendation-cites-its-place")


def _loc(place_in_id: str) -> str:
    return ".".join(part.upper() if part.isalpha() else str(int(part)) for part in place_in_id.split("-"))


def _cited(record: Record, site: Site) -> set[str]:
    return {
        loc
        for citation in record.citations
        if (source := site.sources.get(citation.key))
        for loc in source.places(citation.locator)
    }
