"""Statistics: rows of ``docs/statistics/data/*.csv``, each a record of its own."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from scripts.base.amounts import amount
from scripts.base.suggest import nearest
from scripts.content.model import Citation, Finding, Record
from scripts.content.schemas import StatisticMeta
from scripts.content.sources import SourceIndex, main_report

COLUMNS = ("id", "measure", "value", "unit", "period", "area", "base", "locator", "source_fn", "caveat", "class")
OPTIONAL = ("source",)
FOLDER = "statistics/data"


class _UnknownReport(Exception):
    """A row is of a report that has no index; the message says which."""


def load_statistics(root: Path, sources: Mapping[str, SourceIndex]) -> tuple[tuple[Record, ...], list[Finding]]:
    """Read every statistics file below docs/; a row that breaks the schema becomes a finding at its line.

    A row rests on the indexed report that its ``source`` names; without one, on the main report.
    """
    records: list[Record] = []
    problems: list[Finding] = []
    for path in sorted((root / "docs" / FOLDER).glob("*.csv")):
        name = path.relative_to(root).as_posix()
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream, strict=True)
                if tuple(reader.fieldnames or ()) not in {COLUMNS, COLUMNS + OPTIONAL}:
                    message = f"the columns must be {','.join(COLUMNS)}, then source if a row is of another report"
                    problems.append(Finding(name, 1, message, "statistic-form"))
                    continue
                for row in reader:
                    try:
                        records.append(_record(row, name, reader.line_num, sources))
                    except (ValidationError, TypeError, _UnknownReport) as error:
                        message = f"row {row.get('id')!r}: {_told(error)}"
                        problems.append(Finding(name, reader.line_num, message, "statistic-form"))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            problems.append(Finding(name, 1, f"cannot be read as CSV: {error}", "readable"))
    return tuple(records), problems


def _told(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return error.errors()[0]["msg"]
    return str(error) if isinstance(error, _UnknownReport) else "too many or too few fields"


def _record(row: dict[str, str], name: str, line: int, sources: Mapping[str, SourceIndex]) -> Record:
    values = {k: v for k, v in row.items() if k not in {"id", "class"}}
    meta = StatisticMeta.model_validate({**values, "data_class": row["class"], "file": Path(name).name})
    key = meta.source or main_report(sources)
    if key not in sources:
        raise _UnknownReport(f"no report in bib/sources has the key `{key}`{nearest(key, sources)}")
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
