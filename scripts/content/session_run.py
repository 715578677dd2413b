"""The run of a session plan: the rows of the table under its heading ``Run of the session``."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.content.model import Record, section


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One row of a run: how many minutes, what, and how."""

    minutes: int
    what: str
    how: str


def run_of(record: Record) -> tuple[Part, ...]:
    """Return the rows of a plan's run in order; none where it has no such table."""
    rows = [line.shown for line in section(record.lines, "Run") if line.form == "row"]
    return tuple(
        Part(minutes=int(minutes), what=what, how=" ".join(how)) for minutes, what, *how in rows if minutes.isdecimal()
    )
