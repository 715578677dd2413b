"""What rests on each place of a report: records that cite it, works whose entry says the report names them there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from scripts.content.bibliography import Entry
from scripts.content.claims import claims
from scripts.content.model import Record, Site
from scripts.content.provisions import provisions


def resting_on(site: Site, key: str) -> Mapping[str, list[Record]]:
    """Return for each place of a source the records that cite it, in page order."""
    source = site.sources[key]
    found: dict[str, dict[str, Record]] = {}
    for record, locator in site.citing.get(key, ()):
        for loc in source.places(locator):
            found.setdefault(loc, {})[record.id] = record
    return {loc: list(records.values()) for loc, records in found.items()}


def cited_in(site: Site, entry: Entry) -> list[tuple[str, str]]:
    """Return the report's key and the locator of each place where a work's entry says that a report names it.

    ``fn. 3`` is a place of the main report, ``key fn. 3`` one of the report with that key.
    """
    found = []
    for place in entry.cited_in:
        key, _, locator = place.partition(" ")
        found.append((key, locator) if key in site.sources else (site.report, place))
    return found


def works_named(site: Site, key: str) -> Mapping[str, list[str]]:
    """Return for each place of a report the keys of works whose entry says it is cited there."""
    source = site.sources[key]
    found: dict[str, list[str]] = {}
    for entry in site.bibliography.entries.values():
        for report, place in cited_in(site, entry):
            for loc in source.places(place) if report == key else ():
                found.setdefault(loc, []).append(entry.key)
    return found


def _is_law(site: Site, key: str) -> bool:
    entry = site.bibliography.entries.get(key)
    return entry is not None and entry.is_law


def report_lines(site: Site) -> list[str]:
    """Return, for people, how much of each source is covered by kind of place, and the records by kind."""
    lines = []
    for key, source in site.sources.items():
        rests, works = resting_on(site, key), works_named(site, key)
        kinds: dict[str, list[bool]] = {}
        excused = 0
        for item in source.citable():
            held = bool(rests.get(item.loc) or works.get(item.loc))
            label = source.labels.get(item.loc)
            excused += not held and bool(label and label.reason)
            kinds.setdefault(item.kind, []).append(held or bool(label and label.reason))
        places = [held for some in kinds.values() for held in some]
        by_kind = ", ".join(f"{kind} {sum(some)}/{len(some)}" for kind, some in kinds.items())
        share = 100 * sum(places) / len(places)
        lines.append(f"{key}: {share:.1f} % of {len(places)} places covered, {excused} by a reason ({by_kind})")
    every = claims(site)
    read = sum((found := site.readings.get(c.identity)) is not None and found[1].holds(c) for c in every)
    lines.append(f"claims: {len(every):,}, read by a second reader {read:,}")
    rested = {
        (c.key, p) for page in site.pages for c in page.citations if _is_law(site, c.key) for p in provisions(c.locator)
    }
    lines.append(f"law: {len(rested):,} provisions cited, read {len(rested & site.law_read.keys()):,}")
    counts = Counter(record.kind for record in site.records.values())
    return [*lines, "records: " + ", ".join(f"{counts[kind]:,} {kind}" for kind in sorted(counts))]
