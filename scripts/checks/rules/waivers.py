"""Waivers are checked by the run itself (scripts/checks/waivers.py); their rule stands here so that it is listed and explained."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.model import Problem, Site


@source_rule("pages")
def waiver_is_needed(_site: Site) -> Iterator[Problem]:
    """Every waiver in waivers.toml has a rule, a path, a reason and a date, and lets at least one problem pass.

    Bad: a waiver for a page that was mended
    Good: a waiver whose problem would show without it
    """
    return iter(())
