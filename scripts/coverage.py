"""What rests on each place of a report: records that cite it, works whose entry says the report names them there."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.model import Record, Site


def resting_on(site: Site, key: str) -> Mapping[str, list[Record]]:
    """Return for each place of a source the records that cite it, in page order."""
    source = site.sources[key]
    found: dict[str, dict[str, Record]] = {}
    for record in site.all_records:
        for citation in record.citations:
            if citation.key == key:
                for loc in source.places(citation.locator):
                    found.setdefault(loc, {})[record.id] = record
    return {loc: list(records.values()) for loc, records in found.items()}


def works_named(site: Site, key: str) -> Mapping[str, list[str]]:
    """Return for each place of the report the keys of works whose entry says it is cited there."""
    source = site.sources[key]
    found: dict[str, list[str]] = {}
    for entry in site.bibliography.entries.values():
        for place in entry.cited_in:
            for loc in source.places(place):
                found.setdefault(loc, []).append(entry.key)
    return found
