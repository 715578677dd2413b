"""The tables of what was read: their form, and what has changed under them."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.claims import claims
from scripts.content.law_read import PATH as LAW_READ
from scripts.content.model import Problem, Site
from scripts.content.qualifiers import missing
from scripts.content.readings import PATH as READINGS


@source_rule("pages")
def law_reading(site: Site) -> Iterator[Problem]:
    """Each line of bib/law-read.csv names one provision of an Act in the bibliography, the version read, when and by whom.

    Bad: ca1989,s. 46,March 2026,2026-11-29,editor,,,legislation.gov.uk
    Good: ca1989,s. 46,2026-03-25,2026-11-29,editor,,,legislation.gov.uk
    """
    yield from (p for p in site.problems if p.rule == "law-reading")


@source_rule("pages")
def second_reading(site: Site) -> Iterator[Problem]:
    """Each line of bib/readings.csv is the one reading of a claim, with a date that has come and a verdict of the list.

    Bad: docs/powers/a.md,0f3a5c7e9b1d,1d9b7e5c3a0f,2026-11-29,fine,editor
    Good: docs/powers/a.md,0f3a5c7e9b1d,1d9b7e5c3a0f,2026-11-29,true,editor
    """
    yield from (p for p in site.problems if p.rule == "second-reading")


@source_rule("pages", severity="warning")
def reading_has_its_claim(site: Site) -> Iterator[Problem]:
    """A reading is of a sentence that stands on its page; the reading of one that was changed goes.

    Bad: a line of bib/readings.csv whose sentence is gone from its page
    Good: `python3 -m scripts read --tidy` after the sentence was changed
    """
    known = {claim.identity for claim in claims(site)} if site.readings else set()
    for identity, (line, reading) in site.readings.items():
        if identity not in known:
            message = f"the sentence is gone from {reading.page}; `python3 -m scripts read --tidy` takes the line out"
            yield Problem(READINGS, line, message, "reading-has-its-claim")


@source_rule("pages", severity="warning")
def reading_finds_the_claim_true(site: Site) -> Iterator[Problem]:
    """What a second reader found wrong, stronger, weaker, miscited or unclear is mended.

    Bad: a claim whose last verdict is `stronger`
    Good: the sentence with the qualifier of its source, read again
    """
    found = {claim.identity: claim for claim in claims(site)} if site.readings else {}
    for identity, (_, reading) in site.readings.items():
        if reading.verdict != "true" and (claim := found.get(identity)):
            message = f"a second reader found “{claim.words[:60]}…” {reading.verdict}; mend it and have it read again"
            yield Problem(claim.path, claim.line, message, "reading-finds-the-claim-true")


@source_rule("pages", severity="warning")
def qualifier_is_kept(site: Site) -> Iterator[Problem]:
    """A sentence keeps the limits of the one place it cites: some, may, often, appeared, except; or a second reader found it true.

    Bad: Children were not seen [@hmic2015, para. 1.1.1], where the paragraph has "often"
    Good: Children were often not seen [@hmic2015, para. 1.1.1]
    """
    for claim in claims(site):
        reading = site.readings.get(claim.identity)
        if len(claim.citations) != 1 or (reading and reading[1].holds(claim)):
            continue
        (citation,) = claim.citations
        source = site.sources.get(citation.key)
        places = source.places(citation.locator) if source else ()
        item = source.items.get(places[0]) if source and len(places) == 1 else None
        if item and (lost := list(missing(claim.words, item.qualifiers))):
            message = f"{citation.locator} limits what it says ({', '.join(lost)}) and this sentence does not"
            yield Problem(claim.path, claim.line, message, "qualifier-is-kept")


@source_rule("pages", severity="warning")
def law_change_is_outstanding(site: Site) -> Iterator[Problem]:
    """A provision to which the publisher still has changes to make is read with them.

    Bad: a line of bib/law-read.csv with 2 changes outstanding
    Good: the same line with 0, after the changes were read or made
    """
    for reading in site.law_read.values():
        if reading.outstanding not in {"", "0"}:
            message = (
                f"{reading.key} {reading.provision}: {reading.outstanding} changes were outstanding when it was read"
            )
            yield Problem(LAW_READ, 1, message, "law-change-is-outstanding")
