"""Addresses outside are asked only with --online (scripts/checks/online.py); their rule stands here so that it is listed and explained."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.model import Problem, Site


@source_rule("links")
def address_answers(_site: Site) -> Iterator[Problem]:
    """With --online: every address outside answers, with a valid certificate, and has not moved.

    Bad: https://www.gov.uk/a-page-that-was-withdrawn
    Good: https://www.gov.uk/government/publications
    """
    return iter(())
