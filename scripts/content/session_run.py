"""The run of a session plan: the rows of the table under its heading ``Run of the session``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scripts.content.grammar import plain
from scripts.content.model import Record

_RUN = re.compile(r"^## Run\b.*\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE)
_ROW = re.compile(r"^\| *(?P<minutes>\d+) *\|(?P<cells>.*)\|\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One row of a run: how many minutes, what, and how."""

    minutes: int
    what: str
    how: str


def run_of(record: Record) -> tuple[Part, ...]:
    """Return the rows of a plan's run in order; none where it has no such table."""
    section = _RUN.search(record.body)
    found = []
    for row in _ROW.finditer(section["body"]) if section else ():
        what, *how = (plain(cell) for cell in row["cells"].split("|"))
        found.append(Part(minutes=int(row["minutes"]), what=what, how=" ".join(how)))
    return tuple(found)
