"""Which version of which provision was read, when and by whom: ``bib/law-read.csv``, one provision a line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from scripts.base.clock import today
from scripts.base.suggest import nearest
from scripts.content.model import Problem
from scripts.content.provisions import order, provisions

PATH = "bib/law-read.csv"
RULE = "law-reading"
COLUMNS = ("key", "provision", "version", "read_on", "reader", "fingerprint", "outstanding", "seen_in")


class LawReading(BaseModel):
    """One provision as it was read.

    ``version`` is the date from which the text read is valid, as far as it is known, or ``enacted`` or ``made``; ``fingerprint`` that of the
    publisher's text (empty where another copy of the official text was read); ``outstanding`` the number of changes that
    the publisher had not yet made to its text; ``reader`` a role, no name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    provision: str
    version: Annotated[str, StringConstraints(pattern=r"^(?:\d{4}(?:-\d{2}(?:-\d{2})?)?|enacted|made)$")]
    read_on: dt.date
    reader: Annotated[str, StringConstraints(min_length=2)]
    fingerprint: Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{16})?$")]
    outstanding: Annotated[str, StringConstraints(pattern=r"^\d*$")]
    seen_in: Annotated[str, StringConstraints(min_length=2)]

    @property
    def place(self) -> tuple[str, str]:
        """What is read: the Act's key and the provision."""
        return self.key, self.provision


def sort_key(reading: LawReading) -> tuple[str, tuple[str, int, str]]:
    """Return what the lines of the table are sorted by."""
    return reading.key, order(reading.provision)


def load_law_read(
    root: Path, law: Mapping[str, object]
) -> tuple[Mapping[tuple[str, str], LawReading], tuple[Problem, ...]]:
    """Read the table of a clone; what is wrong with it becomes problems. No table is an empty one.

    Args:
        root: the folder of mkdocs.yml.
        law: the bibliography's Acts and instruments by key.

    """
    path = root / PATH
    if not path.is_file():
        return {}, ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return {}, (_problem(1, f"cannot be read as UTF-8: {error}"),)
    if text.startswith("\ufeff"):
        return {}, (_problem(1, "begins with a byte order mark; save it as CSV in UTF-8 without BOM"),)
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            return {}, (_problem(number, "a merge conflict was left in; keep one of the two sides"),)
    found: dict[tuple[str, str], LawReading] = {}
    problems: list[Problem] = []
    for number, row in _rows(text, problems):
        reading = _reading(row, number, problems)
        if reading is None:
            continue
        problems.extend(_wrong(reading, number, law, found))
        found.setdefault(reading.place, reading)
    if list(found.values()) != sorted(found.values(), key=sort_key):
        problems.append(
            _problem(1, "the lines are out of order; `python3 -m scripts law --write` sorts them by Act and provision")
        )
    return found, tuple(problems)


def _problem(line: int, message: str) -> Problem:
    return Problem(PATH, line, message, RULE)


def _rows(text: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            problems.append(_problem(1, f"the first line must be {','.join(COLUMNS)}"))
            return
        for row in reader:
            if None in row or None in row.values():
                problems.append(_problem(reader.line_num, f"a line has {len(COLUMNS)} values, empty ones included"))
            else:
                yield reader.line_num, row
    except csv.Error as error:
        problems.append(_problem(reader.line_num, f"is not CSV: {error}"))


def _reading(row: Mapping[str, str], line: int, problems: list[Problem]) -> LawReading | None:
    try:
        return LawReading.model_validate(row)
    except ValidationError as error:
        detail = error.errors()[0]
        name = ".".join(map(str, detail["loc"]))
        problems.append(_problem(line, f"{name} `{row.get(name, '')}`: {_MUST.get(name, detail['msg'])}"))
        return None


_MUST = {
    "version": "must be the date of the version read (2026-03-25, or as much of it as is known), enacted or made",
    "read_on": "must be a date such as 2026-11-29",
    "fingerprint": "must be 16 hexadecimal digits, or empty",
    "outstanding": "must be a number, or empty",
    "reader": "must name a role",
    "seen_in": "must name the copy that was read",
}


def _wrong(
    reading: LawReading,
    line: int,
    law: Mapping[str, object],
    found: Mapping[tuple[str, str], LawReading],
) -> Iterator[Problem]:
    if reading.key not in law:
        yield _problem(line, f"there is no Act or instrument `{reading.key}`{nearest(reading.key, law)}")
    if provisions(reading.provision) != (reading.provision,):
        yield _problem(line, f"`{reading.provision}` is not one provision, as `s. 46` or `sch. 2` are")
    if reading.place in found:
        yield _problem(line, f"{reading.key} {reading.provision} stands here twice; keep the later reading")
    if reading.read_on > today():
        yield _problem(line, f"read_on {reading.read_on} is still to come")


def written(readings: Mapping[tuple[str, str], LawReading]) -> str:
    """Return the table as its file has it, sorted."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(r.model_dump(mode="json") for r in sorted(readings.values(), key=sort_key))
    return stream.getvalue()
