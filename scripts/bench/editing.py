"""How long an editor waits for a changed sentence: our preview, MkDocs' and Zensical's over the same Markdown in one run."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, sleep
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

from scripts.base.environment import ROOT
from scripts.bench.growth import grow
from scripts.bench.growth import stock as same_pages
from scripts.bench.way_out import installed

_OURS = (
    "import sys; from pathlib import Path; from scripts.engine.preview import serve;"
    "serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), print)"
)
_STARTS, _SHOWS = 300, 60  # seconds after which a server is given up: until its first page, until a change is seen
_PAUSE = 0.3
_EDITED = "powers/police-protection.md"
_LINKED = "situations/missing-child.md"


class NoServer(Exception):
    """A server did not start or did not show a change; the message says which."""


def run(times: int, *, zensical: bool = False, target: Path | None = None) -> None:
    """Change a sentence so many times under each server, and tell the seconds from the saved file to the page that shows it.

    Args:
        times: how many changes are measured; the first, which warms the server up, is not counted.
        zensical: whether Zensical, installed for the run, is measured too.
        target: a JSON file for every measured second.

    Raises:
        NoEngine: Zensical could not be installed.
        NoServer: a server did not start, or a change did not show within a minute.

    """
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="in-harms-way-editing-") as name:
        work = Path(name)
        ours = grow(ROOT, work / "ours", 1)
        same = same_pages(ours, work / "same")
        with _served("this site", ours, lambda port: [sys.executable, "-c", _OURS, ours, work / "shown", port]) as base:
            seconds["this site, a sentence"] = _sentences(ours, base, times)
            seconds["this site, a relation on the other page"] = _relations(ours, base, times)
        mkdocs = Path(sysconfig.get_path("scripts")) / "mkdocs"
        with _served(
            "mkdocs serve", same, lambda port: [mkdocs, "serve", "--livereload", "-a", f"localhost:{port}"]
        ) as base:
            seconds["stock MkDocs and Material, a sentence"] = _sentences(same, base, times)
        if zensical:
            program = installed(work / "venv", "zensical") / "zensical"
            with _served("zensical serve", same, lambda port: [program, "serve", "-a", f"localhost:{port}"]) as base:
                seconds["Zensical, a sentence"] = _sentences(same, base, times)
    Console().print(_table(seconds))
    if target:
        target.write_text(json.dumps({"format": "1", "seconds": seconds}, indent=1) + "\n", encoding="utf-8")


@contextmanager
def _served(what: str, root: Path, command: Callable[[str], Sequence[str | Path]]) -> Iterator[str]:
    """Run a server over a folder, and give its address once it shows the page that will be edited."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "NO_MKDOCS_2_WARNING": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command(port), cwd=root, env=settings, **quiet) as server:  # type: ignore[call-overload]
        try:
            base = f"http://localhost:{port}"
            _wait(f"{base}/{_address(_EDITED)}", lambda text: "</html>" in text, _STARTS, "a page")
            Console(stderr=True).print(f"  {what} shows the site; changing it", style="dim")
            yield base
        finally:
            server.terminate()


def _sentences(root: Path, base: str, times: int) -> list[float]:
    return [
        _shown(root / "docs" / _EDITED, f"\n\nThis is change {number} of this measurement.\n", base, _EDITED, f"change {number} of")
        for number in range(times + 1)
    ][1:]  # fmt: skip


def _relations(root: Path, base: str, times: int) -> list[float]:
    """Measure how soon a link that a sentence makes shows on the page it leads to."""
    return [
        _shown(
            root / "docs" / _EDITED, f"\n\nLink {number} leads to [a child who is missing](../{_LINKED}).\n", base, _LINKED, f"Link {number} leads to",
        )
        for number in range(times + 1)
    ][1:]  # fmt: skip


def _shown(file: Path, added: str, base: str, page: str, expected: str) -> float:
    """Add words to a file, and return the seconds until a page shows what is expected; then take them away again."""
    before, address = file.read_text(encoding="utf-8"), f"{base}/{_address(page)}"
    start = monotonic()
    file.write_text(before.rstrip("\n") + added, encoding="utf-8", newline="\n")
    _wait(address, lambda text: expected in text, _SHOWS, f"a page with `{expected}`")
    took = monotonic() - start
    file.write_text(before, encoding="utf-8", newline="\n")
    _wait(address, lambda text: "</html>" in text and expected not in text, _SHOWS, f"a page without `{expected}`")
    sleep(_PAUSE)
    return took


def _wait(address: str, shows: Callable[[str], bool], most: float, what: str) -> None:
    end = monotonic() + most
    while monotonic() < end:
        try:
            with urlopen(address, timeout=most) as answer:  # noqa: S310 - an address of this machine
                if shows(answer.read().decode("utf-8")):
                    return
        except (OSError, HTTPException):  # it does not listen yet, or the page is just being written
            sleep(0.1)
        sleep(0.01)
    raise NoServer(f"{address} did not become {what} within {most} s")


def _address(page: str) -> str:
    return page.removesuffix(".md") + ".html"


def _table(seconds: dict[str, list[float]]) -> Table:
    table = Table(title="From the saved file to the page that shows it")
    for heading in ("What", "Changes", "Median, s", "95th percentile, s", "Slowest, s"):
        table.add_column(heading, justify="left" if heading == "What" else "right")
    for what, taken in seconds.items():
        high = quantiles(taken, n=20, method="inclusive")[-1]
        table.add_row(what, str(len(taken)), f"{median(taken):.2f}", f"{high:.2f}", f"{max(taken):.2f}")
    return table
