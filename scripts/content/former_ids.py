"""Ids that were given up, and the records that took their place."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.content.model import Record, Site


def successors(site: Site) -> Mapping[str, Record]:
    """Return the record in use for each id that was given up, through any number of steps; circles are left out."""
    found: dict[str, Record] = {}
    for old in site.redirects:
        passed, new = {old}, site.redirects[old]
        while new in site.redirects and new not in passed:
            passed.add(new)
            new = site.redirects[new]
        if new in site.records:
            found[old] = site.records[new]
    return found
