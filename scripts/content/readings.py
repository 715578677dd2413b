"""What a second reader found of each claim: ``bib/readings.csv``, one claim a line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from scripts.base.clock import today
from scripts.content.claims import Claim
from scripts.content.model import Problem

PATH = "bib/readings.csv"
RULE = "second-reading"
COLUMNS = ("page", "sentence", "places", "read_on", "verdict", "reader")
Verdict = Literal["true", "stronger", "weaker", "wrong", "miscited", "unclear"]
VERDICTS: Mapping[Verdict, str] = {
    "true": "the source says so, with the same qualifiers",
    "stronger": "the sentence says more than the source, or drops a qualifier",
    "weaker": "the sentence says less than the source",
    "wrong": "the source says otherwise",
    "miscited": "the source says so at another place",
    "unclear": "the sentence can be read in a way that the source does not say",
}

_Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
Identity = tuple[str, str]


class Reading(BaseModel):
    """One claim as it was read: fingerprints of the sentence and of what it cites, the verdict, the reader's role."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: str
    sentence: _Digest
    places: _Digest
    read_on: dt.date
    verdict: Verdict
    reader: Annotated[str, StringConstraints(min_length=2)]

    @property
    def identity(self) -> Identity:
        """The claim it is of."""
        return self.page, self.sentence

    def holds(self, claim: Claim) -> bool:
        """Tell whether a claim, unchanged since, was found true."""
        return self.verdict == "true" and self.places == claim.places


def reading_of(claim: Claim, verdict: Verdict, *, on: dt.date, reader: str) -> Reading:
    """Return the reading of a claim as it stands."""
    return Reading(
        page=claim.path, sentence=claim.sentence, places=claim.places, read_on=on, verdict=verdict, reader=reader
    )


def load_readings(root: Path) -> tuple[Mapping[Identity, tuple[int, Reading]], tuple[Problem, ...]]:
    """Read the table of a clone: each reading with its line, and what is wrong with the table. No table is an empty one."""
    path = root / PATH
    if not path.is_file():
        return {}, ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return {}, (_problem(1, f"cannot be read as UTF-8: {error}"),)
    if text.startswith("\ufeff"):
        return {}, (_problem(1, "begins with a byte order mark; save it as CSV in UTF-8 without BOM"),)
    problems: list[Problem] = []
    found: dict[Identity, tuple[int, Reading]] = {}
    for line, row in _rows(text, problems):
        try:
            reading = Reading.model_validate(row)
        except ValidationError as error:
            detail = error.errors()[0]
            name = ".".join(map(str, detail["loc"]))
            problems.append(_problem(line, f"{name} `{row.get(name, '')}`: {detail['msg']}"))
            continue
        if reading.read_on > today():
            problems.append(_problem(line, f"read_on {reading.read_on} is still to come"))
        if reading.identity in found:
            problems.append(
                _problem(line, f"a second reading of line {found[reading.identity][0]}; keep the later one")
            )
        found[reading.identity] = (line, reading)
    if list(found) != sorted(found):
        problems.append(_problem(1, "the lines are out of order; `python3 -m scripts read --tidy` sorts them"))
    return found, tuple(problems)


def _problem(line: int, message: str) -> Problem:
    return Problem(PATH, line, message, RULE)


def _rows(text: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            problems.append(_problem(number, "a merge conflict was left in; keep the lines of both sides"))
            return
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            problems.append(_problem(1, f"the first line must be {','.join(COLUMNS)}"))
            return
        for row in reader:
            if None in row or None in row.values():
                problems.append(_problem(reader.line_num, f"a line has {len(COLUMNS)} values"))
            else:
                yield reader.line_num, row
    except csv.Error as error:
        problems.append(_problem(reader.line_num, f"is not CSV: {error}"))


def written(readings: Iterable[Reading]) -> str:
    """Return the table as its file has it, sorted by page and sentence."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(r.model_dump(mode="json") for r in sorted(readings, key=lambda r: r.identity))
    return stream.getvalue()
