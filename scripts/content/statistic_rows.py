"""Statistics: rows of ``docs/statistics/data/*.csv``, each a record of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from scripts.base.amounts import amount
from scripts.base.suggest import nearest
from scripts.base.textfile import UnreadableError, read, rows
from scripts.content.model import Citation, Problem, Record
from scripts.content.schemas import SLUG, StatisticMeta, told
from scripts.content.sources import SourceIndex, main_report

COLUMNS = ("id", "measure", "value", "unit", "period", "area", "base", "locator", "source_fn", "caveat", "class")
OPTIONAL = ("source",)
FOLDER = "statistics/data"


class _RowError(ValueError):
    """A row that is no record; the message says why."""


def load_statistics(root: Path, sources: Mapping[str, SourceIndex]) -> tuple[tuple[Record, ...], list[Problem]]:
    """Read every statistics file below docs/; a row that breaks the schema becomes a problem at its line.

    A row rests on the indexed report that its ``source`` names; without one, on the main report.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    for path in sorted((root / "docs" / FOLDER).glob("*.csv")):
        name = path.relative_to(root).as_posix()
        try:
            file = read(path)
            problems += [Problem(name, line, message, "readable") for line, message in file.faults]
            for line, row in rows(file.text, (COLUMNS, COLUMNS + OPTIONAL)):
                try:
                    records.append(_record(row, name, line, sources))
                except (ValidationError, _RowError) as error:
                    message = f"row {row['id'][:40]!r}: {_told(error)}"
                    problems.append(Problem(name, line, message, "statistic-form", lost=True))
        except UnreadableError as error:
            problems.append(Problem(name, error.line, str(error), "statistic-form", lost=True))
    return tuple(records), problems


def _told(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    detail = error.errors()[0]
    return f"`{detail['loc'][0]}`: {told(detail)} (given: {str(detail['input'])[:60]!r})"


def _record(row: dict[str, str], name: str, line: int, sources: Mapping[str, SourceIndex]) -> Record:
    if not re.fullmatch(SLUG, row["id"]):
        raise _RowError("an id has small letters a to z, digits and single hyphens")
    values = {k: v for k, v in row.items() if k not in {"id", "class"}}
    meta = StatisticMeta.model_validate({**values, "data_class": row["class"], "file": Path(name).name})
    key = meta.source or main_report(sources)
    if key not in sources:
        raise _RowError(f"no report in bib/sources has the key `{key}`{nearest(key, sources)}")
    return Record(
        id=row["id"],
        kind="statistic",
        title=f"{meta.measure}: {amount(meta.value) if meta.value else ''} {meta.unit}",
        path=f"statistics/{Path(name).stem}.md",
        line=line,
        end=line + 1,
        meta=meta,
        body=meta.caveat,
        links=(),
        citations=(Citation(key=key, locator=sources[key].written(meta.locator), line=line),),
    )
