"""axe for the tests: the same hands as those of ``bench accessibility``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.bench.accessibility import examine_pages, find_chromium
from scripts.bench.axe import DOCUMENT, EVERY_LOOK, EVERY_RULE, RENDERED, SCRIPT, Look, demand, dress, examine, paint

__all__ = [
    "DOCUMENT",
    "EVERY_LOOK",
    "EVERY_RULE",
    "RENDERED",
    "SCRIPT",
    "Look",
    "demand",
    "dress",
    "examine",
    "lines",
    "paint",
]


def lines(site: Path, paths: Sequence[Path], looks: Mapping[Look, Sequence[str]]) -> str:
    """Return what axe finds on pages in looks, one line each; nothing where it finds nothing."""
    return "\n".join(line for one in examine_pages(find_chromium(), site, paths, looks) for line in one.lines())
