"""Growth: the content once and many times over, ours and stock MkDocs with Material on the same pages in one run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from rich.console import Console
from rich.table import Table

from scripts.base.environment import ROOT
from scripts.bench.growth import grow
from scripts.bench.growth import stock as same_pages
from scripts.bench.way_out import installed

_OURS = ("check", "site", "build", "again", "built", "bundle")


def run(sizes: Sequence[int], *, stock: bool = True, zensical: bool = False, target: Path | None = None) -> None:
    """Measure each size, tell it as soon as it stands, and write all numbers as JSON where wanted.

    Seconds are of the processor unless told; ratios are within the run. The site alone is without books and training packs,
    of which stock MkDocs makes none.

    Args:
        sizes: how many times the content is built.
        stock: whether MkDocs and Material build the same pages.
        zensical: whether Zensical, installed for the run, builds them too.
        target: the JSON file to write.

    Raises:
        NoEngine: Zensical could not be installed.

    """
    console = Console(stderr=True)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="in-harms-way-scale-") as name:
        program = installed(Path(name) / "venv", "zensical") / "zensical" if zensical else None
        for times in sizes:
            work = Path(name) / str(times)
            with console.status(f"{times} times …"):
                rows.append(_measured(times, work, with_stock=stock, zensical=program))
            shutil.rmtree(work)
            console.print(_line(rows[-1]))
            if target:
                target.write_text(json.dumps({"format": "1", "rows": rows}, indent=1) + "\n", encoding="utf-8")
    Console().print(_table(rows))


def _measured(times: int, work: Path, *, with_stock: bool, zensical: Path | None) -> dict[str, Any]:
    grown = grow(ROOT, work / "grown", times)
    row: dict[str, Any] = {"times": times}
    for step in _OURS:
        row[step] = _step(step, grown, work / "ours")
    shutil.rmtree(work / "ours", ignore_errors=True)
    same = same_pages(grown, work / "same") if with_stock or zensical else grown
    if with_stock:
        row["stock"] = _step("stock", same, work / "theirs")
        shutil.rmtree(work / "theirs", ignore_errors=True)
    if zensical:
        row["zensical"] = _zensical(zensical, same)
    return row


def _step(step: str, root: Path, out: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.bench.worker", step, str(root), str(out)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=settings)
    if done.returncode:
        return {"failed": done.returncode, "said": (done.stderr or done.stdout).strip()[-400:]}
    numbers: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def _zensical(program: Path, root: Path) -> dict[str, Any]:
    start = monotonic()
    with (root / "said").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen([program, "build", "-f", "mkdocs.yml"], cwd=root, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        said.seek(0)
        if code := os.waitstatus_to_exitcode(status):
            return {"failed": code, "said": said.read().strip()[-400:]}
    return {
        "seconds": monotonic() - start,
        "processor": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * 1024,
        "html": sum(1 for _ in (root / "site").rglob("*.html")),
    }


def _line(row: dict[str, Any]) -> str:
    return "; ".join(
        f"{name}: " + (f"failed ({part['failed']}) {part['said']}" if "failed" in part else f"{part['processor']:.1f} s, {part['memory'] / 1e6:,.0f} MB")
        for name, part in row.items()
        if isinstance(part, dict)
    )  # fmt: skip


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(title="Growth (s: seconds of the processor; MB: peak memory, or size of the zip)")
    table.add_column("What")
    for row in rows:
        table.add_column(f"{row['times']}×", justify="right")
    for what, tell in _MEASURES.items():
        table.add_row(what, *(tell(row) for row in rows))
    return table


def _number(step: str, key: str, form: str = "{:,.1f}", unit: float = 1) -> Callable[[dict[str, Any]], str]:
    def tell(row: dict[str, Any]) -> str:
        part = row.get(step, {})
        return form.format(part[key] / unit) if key in part else "–"

    return tell


def _to(step: str, other: str, key: str) -> Callable[[dict[str, Any]], str]:
    """Tell how many times a step takes what another does."""

    def tell(row: dict[str, Any]) -> str:
        one, two = row.get(step, {}), row.get(other, {})
        return f"{one[key] / two[key]:.2f}" if key in one and key in two else "–"

    return tell


_MEASURES: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "Pages": _number("build", "html", "{:,.0f}"),
    "Records": _number("check", "records", "{:,.0f}"),
    "Check, s": _number("check", "processor"),
    "Check, MB": _number("check", "memory", "{:,.0f}", 1e6),
    "Build, s": _number("build", "processor"),
    "Site alone, s": _number("site", "processor"),
    "Build, MB": _number("build", "memory", "{:,.0f}", 1e6),
    "Stock, s": _number("stock", "processor"),
    "Stock, MB": _number("stock", "memory", "{:,.0f}", 1e6),
    "Site / stock, processor": _to("site", "stock", "processor"),
    "Site / stock, wall clock": _to("site", "stock", "seconds"),
    "All / stock, wall clock": _to("build", "stock", "seconds"),
    "One page changed / all, wall clock": _to("again", "build", "seconds"),
    "Zensical, s": _number("zensical", "processor"),
    "Zensical, MB": _number("zensical", "memory", "{:,.0f}", 1e6),
    "Check built, s": _number("built", "processor"),
    "Check built, MB": _number("built", "memory", "{:,.0f}", 1e6),
    "Zip, s": _number("bundle", "processor"),
    "Zip, MB": _number("bundle", "zip", unit=1e6),
}
"""What the table tells of each size; a dash where a step failed or was left out."""
