"""Statistics: rows of ``docs/statistics/data/*.csv``, each a record of its own."""

from __future__ import annotations

import csv
from pathlib import Path

from pydantic import ValidationError

from scripts.model import Citation, Finding, Record
from scripts.schemas import StatisticMeta

COLUMNS = ("id", "measure", "value", "unit", "period", "area", "base", "locator", "source_fn", "caveat", "class")
FOLDER = "statistics/data"


def load_statistics(root: Path) -> tuple[tuple[Record, ...], list[Finding]]:
    """Read every statistics file below docs/; a row that breaks the schema becomes a finding at its line."""
    records: list[Record] = []
    problems: list[Finding] = []
    for path in sorted((root / "docs" / FOLDER).glob("*.csv")):
        name = path.relative_to(root).as_posix()
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream, strict=True)
                if tuple(reader.fieldnames or ()) != COLUMNS:
                    problems.append(Finding(name, 1, f"the columns must be {','.join(COLUMNS)}", "statistic-form"))
                    continue
                for row in reader:
                    try:
                        records.append(_record(row, name, reader.line_num))
                    except (ValidationError, TypeError) as error:
                        detail = (
                            error.errors()[0]["msg"]
                            if isinstance(error, ValidationError)
                            else "too many or too few fields"
                        )
                        message = f"row {row.get('id')!r}: {detail}"
                        problems.append(Finding(name, reader.line_num, message, "statistic-form"))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            problems.append(Finding(name, 1, f"cannot be read as CSV: {error}", "readable"))
    return tuple(records), problems


def _record(row: dict[str, str], name: str, line: int) -> Record:
    values = {k: v for k, v in row.items() if k not in {"id", "class"}}
    meta = StatisticMeta.model_validate({**values, "data_class": row["class"], "file": Path(name).name})
    return Record(
        id=row["id"],
        kind="statistic",
        title=f"{meta.measure}: {meta.value} {meta.unit}",
        path=f"statistics/{Path(name).stem}.md",
        line=line,
        end=line + 1,
        meta=meta,
        body=meta.caveat,
        links=(),
        citations=(Citation(key="hmic2015", locator=written(meta.locator), line=line),),
    )


def written(locator: str) -> str:
    """Return a data file's locator as authors cite it: ``fn57`` is ``fn. 57``, ``T2`` is ``table 2``."""
    if locator.startswith("fn"):
        return f"fn. {locator[2:]}"
    if locator[0] in "TF" and locator[1:].isdigit():
        return f"{'table' if locator[0] == 'T' else 'figure'} {locator[1:]}"
    if locator.startswith("C."):
        return f"gloss. {locator[2:]}"
    return f"para. {locator}"
