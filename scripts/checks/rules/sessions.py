"""A session plan can be taught as it is timed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.checks.rules.records import place
from scripts.content.model import Problem, Record, Site
from scripts.content.schemas import SessionMeta
from scripts.content.session_run import run_of

_WITHOUT_BREAK = 90


@source_rule("sessions", local=True)
def minutes_add_up(site: Site) -> Iterator[Problem]:
    """The minutes of a session's run add up to its duration.

    Bad: duration: 90 over a run of 10, 20 and 50 minutes
    Good: duration: 90 over a run of 10, 30 and 50 minutes
    """
    for record, duration in _plans(site):
        total = sum(part.minutes for part in run_of(record))
        if total != duration:
            message = f"`{record.id}` takes {duration} minutes, its run {total}; make them agree"
            yield Problem(*place(record), message, "minutes-add-up")


@source_rule("sessions", local=True)
def long_session_has_a_break(site: Site) -> Iterator[Problem]:
    """A session of more than 90 minutes has a break in its run.

    Bad: duration: 120 and no row Break
    Good: a row Break of ten minutes about the middle
    """
    for record, duration in _plans(site):
        if duration > _WITHOUT_BREAK and not any(re.match("break", p.what, re.IGNORECASE) for p in run_of(record)):
            message = f"`{record.id}` runs {duration} minutes without a break; add a row `Break`"
            yield Problem(*place(record), message, "long-session-has-a-break")


def _plans(site: Site) -> Iterator[tuple[Record, int]]:
    for record in site.of_kind("session"):
        if isinstance(record.meta, SessionMeta):
            yield record, record.meta.duration
