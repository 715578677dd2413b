"""Dates: law pages that are due for another look, and dates that contradict each other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from scripts.base.clock import today
from scripts.base.dates import spoken
from scripts.checks.rules import source_rule
from scripts.content.model import Page, Problem, Site

_CHECKED = re.compile(r"^Checked (?P<date>\d{1,2} [A-Z][a-z]+ \d{4})\.$")


def _dated(site: Site) -> Iterator[tuple[Page, dt.date, dt.date]]:
    for page in site.pages:
        checked, review_by = getattr(page.meta, "checked", None), getattr(page.meta, "review_by", None)
        if checked and review_by:
            yield page, checked, review_by


@source_rule("law pages", severity="warning", local=True)
def review_is_not_overdue(site: Site) -> Iterator[Problem]:
    """A page's review_by date has not passed; with --strict-dates one that has stops the run.

    Bad: review_by: 2026-05-23, read in June 2026
    Good: review_by: 2027-05-23, after the law was checked again
    """
    for page, checked, review_by in _dated(site):
        if review_by < today():
            message = f"review was due by {spoken(str(review_by))}; last checked {spoken(str(checked))}"
            yield Problem(f"docs/{page.path}", 1, message, "review-is-not-overdue")


@source_rule("law pages", local=True)
def checked_is_not_to_come(site: Site) -> Iterator[Problem]:
    """Nobody has checked the law on a day that is still to come, and a review follows within two years.

    Bad: checked: 2062-11-23
    Good: checked: 2026-11-23
    """
    for page, checked, review_by in _dated(site):
        if checked > today():
            message = f"checked: {checked} is still to come"
            yield Problem(f"docs/{page.path}", 1, message, "checked-is-not-to-come")
        elif (review_by - checked).days > 731:
            message = f"review_by: {review_by} is more than two years after checked: {checked}"
            yield Problem(f"docs/{page.path}", 1, message, "checked-is-not-to-come")


@source_rule("law pages", local=True)
def checked_dates_agree(site: Site) -> Iterator[Problem]:
    """The date under The law now is the date in front matter.

    Bad: Checked 23 May 2026. on a page with checked: 2026-11-23
    Good: Checked 23 November 2026.
    """
    for page, checked, _ in _dated(site):
        wanted = spoken(str(checked))
        for number, line in enumerate(page.masked.split("\n"), page.body_line):
            if line.startswith("Checked ") and (match := _CHECKED.match(line)) and match["date"] != wanted:
                message = f"the page says checked {match['date']}, its front matter {wanted}"
                yield Problem(f"docs/{page.path}", number, message, "checked-dates-agree")
