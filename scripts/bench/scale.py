"""Growth: the content once and many times over, ours and stock MkDocs with Material on the same pages in one run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from scripts.bench.growth import grow, stock
from scripts.environment import ROOT

_OURS = ("check", "build", "built", "bundle")


def run(sizes: Sequence[int], *, stock: bool = True, target: Path | None = None) -> None:
    """Measure each size, print a row as soon as it stands, and write all numbers as JSON where wanted.

    Seconds are of the processor; ratios are within the run. Of the build, books and training packs are told apart from the
    site itself, since stock MkDocs makes none.
    """
    console = Console(stderr=True)
    rows: list[dict[str, Any]] = []
    for times in sizes:
        with tempfile.TemporaryDirectory(prefix="in-harms-way-scale-") as name, console.status(f"{times} times …"):
            rows.append(_measured(times, Path(name), with_stock=stock))
        console.print(_line(rows[-1]))
        if target:
            target.write_text(json.dumps({"format": "1", "rows": rows}, indent=1) + "\n", encoding="utf-8")
    Console().print(_table(rows))


def _measured(times: int, work: Path, *, with_stock: bool) -> dict[str, Any]:
    grown = grow(ROOT, work / "grown", times)
    row: dict[str, Any] = {"times": times}
    for step in _OURS:
        row[step] = _step(step, grown, work / "ours")
    shutil.rmtree(work / "ours", ignore_errors=True)
    if with_stock:
        row["stock"] = _step("stock", stock(grown, work / "stock"), work / "theirs")
    return row


def _step(step: str, root: Path, out: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.bench.worker", step, str(root), str(out)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=settings)
    if done.returncode:
        return {"failed": done.returncode, "said": (done.stderr or done.stdout).strip()[-400:]}
    numbers: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def _line(row: dict[str, Any]) -> str:
    return "; ".join(
        f"{name}: " + (f"failed ({part['failed']}) {part['said']}" if "failed" in part else f"{part['processor']:.1f} s, {part['memory'] / 1e6:,.0f} MB")
        for name, part in row.items()
        if isinstance(part, dict)
    )  # fmt: skip


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(title="Growth (seconds of the processor, peak memory)")
    heads = (
        "Size",
        "Pages",
        "Records",
        "Check",
        "Build",
        "of it books, packs",
        "Stock",
        "Site / stock",
        "Build / stock",
        "Check built",
        "Zip",
        "MB zip",
        "MB peak",
        "MB stock",
    )
    for head in heads:
        table.add_column(head, justify="right")
    for row in rows:
        table.add_row(*cells(row))
    return table


def cells(row: dict[str, Any]) -> list[str]:
    """Return one size's numbers as they stand in the table; a dash where a step failed or was left out."""

    def number(step: str, key: str, form: str = "{:,.1f}", unit: float = 1) -> str:
        part = row.get(step, {})
        return form.format(part[key] / unit) if key in part else "–"

    def ratio(ours: float | None) -> str:
        theirs = row.get("stock", {}).get("processor")
        return f"{ours / theirs:.2f}" if ours is not None and theirs else "–"

    whole, papers = (row["build"].get(key) for key in ("processor", "papers"))
    peaks = [row[s]["memory"] for s in _OURS if "memory" in row[s]]
    return [
        f"{row['times']}×",
        number("build", "html", "{:,.0f}"),
        number("check", "records", "{:,.0f}"),
        number("check", "processor"),
        number("build", "processor"),
        number("build", "papers"),
        number("stock", "processor"),
        ratio(whole - papers if whole and papers else None),
        ratio(whole),
        number("built", "processor"),
        number("bundle", "processor"),
        number("bundle", "zip", unit=1e6),
        f"{max(peaks) / 1e6:,.0f}" if peaks else "–",
        number("stock", "memory", "{:,.0f}", 1e6),
    ]
