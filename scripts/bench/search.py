"""The search against Material's own on the same pages in the same run: answers, readiness, key presses, size."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright
from rich.console import Console
from rich.table import Table

from scripts.base.environment import ROOT
from scripts.bench.accessibility import find_chromium
from scripts.bench.engines import Engine, Ours, Stock, busy_seconds
from scripts.bench.queries import LISTS, Query, count_within, interval, is_answered, load_queries
from scripts.bench.variants import build_ours, build_stock, grow_ours, grow_stock

_RUNS = 7  # page loads for the time to readiness; the median counts
_ONE_IN = 3  # of all searches, so many are typed key by key
_TIMEOUT = 120_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured for one search at one size; times in milliseconds, sizes in bytes."""

    engine: str
    times: int
    entries: int
    size: int
    ready: float
    longest_task: float
    script_p95: float
    seen_p95: float
    answers: dict[str, str] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)


def run(*, output: Path | None = None, times: int = 50, show: Callable[[str], None] | None = None) -> list[Measured]:
    """Measure, print a table, and write the figures as JSON where a path is given.

    Args:
        output: a file for the figures.
        times: how many times the content the grown sites have; 1 leaves them out.
        show: called with each step's words.

    """
    say = show or (lambda _: None)
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        say("Building the site with its own search")
        build_ours(ROOT, folder / "ours")
        say("Building the same pages with Material's search")
        build_stock(ROOT, folder / "stock")
        entries = _entries(folder / "stock"), _documents(folder / "ours")
        for engine, place, count in ((Stock(), "stock", entries[0]), (Ours(), "ours", entries[1])):
            say(f"Measuring {engine.name}")
            found.append(_measure(browser, engine, folder / place, count, 1, quality=True))
        if times > 1:
            say(f"Growing both to {times} times the content")
            grown = grow_stock(folder / "stock", times), grow_ours(ROOT, folder / "ours", times)
            for engine, place, count in ((Ours(), "ours", grown[1]), (Stock(), "stock", grown[0])):
                say(f"Measuring {engine.name} at {times} times the content")
                found.append(_measure(browser, engine, folder / place, count, times, quality=False))
        browser.close()
    if output:
        figures = [{k: None if v == math.inf else v for k, v in asdict(m).items()} for m in found]
        output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    Console().print(table(found))
    return found


def _entries(site: Path) -> int:
    text = (site / "search/search_index.js").read_text("utf-8")
    return len(json.loads(text.removeprefix("var __index = "))["docs"])


def _documents(site: Path) -> int:
    text = (site / "assets/search/index.js").read_text("utf-8")
    return int(json.loads(text[text.index(",") + 1 : text.rindex(")")])["count"])


def _size(engine: Engine, site: Path) -> int:
    if isinstance(engine, Stock):
        return (site / "search/search_index.js").stat().st_size
    return sum(p.stat().st_size for p in (site / "assets/search").glob("*.js"))


def _measure(browser: Browser, engine: Engine, site: Path, entries: int, times: int, *, quality: bool) -> Measured:
    size = _size(engine, site)
    runs = _RUNS if times == 1 else 1
    try:
        loads = [readiness(browser, engine, site) for _ in range(runs)]
    except Error:
        nothing = math.inf
        return Measured(
            engine=engine.name, times=times, entries=entries, size=size, ready=nothing, longest_task=nothing,
            script_p95=nothing, seen_p95=nothing,
        )  # fmt: skip
    ready, longest = sorted(loads)[len(loads) // 2]
    queries = {name: load_queries(name) for name in LISTS}
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    engine.open(page)
    answers: dict[str, str] = {}
    missed: list[str] = []
    if quality:
        for name, own in queries.items():
            headings = [engine.ask(page, q.ask) for q in own]
            for label, within in (("first result", 1), ("in three", 3)):
                right = count_within(own, headings, within)
                low, high = interval(right, len(own))
                share = f"{right / len(own):.3f} ({low:.3f} to {high:.3f})"
                answers[f"{name}, {label}"] = f"{right} of {len(own)}: {share}"
            if name == "tuned":  # nobody reads what the others missed
                missed = [q.ask for q, a in zip(own, headings, strict=True) if not is_answered(q, a)]
    page.close()
    script, seen = _keys(browser, engine, site, [q for own in queries.values() for q in own][::_ONE_IN])
    return Measured(
        engine=engine.name, times=times, entries=entries, size=size, ready=ready, longest_task=longest,
        script_p95=script, seen_p95=seen, answers=answers, missed=missed,
    )  # fmt: skip


def readiness(browser: Browser, engine: Engine, site: Path) -> tuple[float, float]:
    """Return milliseconds from the start of loading to the first results of a query in the address, and the longest task."""
    page = browser.new_page()
    page.add_init_script(_READY.replace("SELECTOR", json.dumps(engine.result)))
    page.goto((site / "index.html").as_uri() + "?q=police+protection", wait_until="commit")
    page.wait_for_function("() => window.__ready > 0", timeout=_TIMEOUT)
    ready: float = page.evaluate("window.__ready")
    longest: float = page.evaluate("Math.max(0, ...window.__tasks)")
    page.close()
    return ready, longest


_READY = """
window.__ready = 0
window.__tasks = []
new PerformanceObserver(list => { for (const task of list.getEntries()) window.__tasks.push(task.duration) })
  .observe({ type: "longtask", buffered: true })
new MutationObserver(() => {
  if (!window.__ready && document.querySelector(SELECTOR)) window.__ready = performance.now()
}).observe(document, { childList: true, subtree: true })
"""


def _keys(browser: Browser, engine: Engine, site: Path, queries: Sequence[Query]) -> tuple[float, float]:
    """Return the 95th percentile of script time and of time seen, for the last key of every search."""
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    engine.open(page)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    script, seen = [], []
    for query in queries:
        engine.begin(page, query.ask)
        before = busy_seconds(session)
        seen.append(engine.press(page, query.ask))
        script.append((busy_seconds(session) - before) * 1000)
    page.close()
    return percentile(script, 95), percentile(seen, 95)


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value that so many percent of the values do not exceed.

    >>> percentile([5, 1, 4, 2, 3], 80)
    4
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def table(found: Sequence[Measured]) -> Table:
    """Return the figures as a table, one column for each search and size."""
    made = Table(title="Search, measured in Chromium over file://")
    made.add_column("Figure")
    for one in found:
        made.add_column(f"{one.engine}, {one.times}\u00d7", justify="right")
    rows: dict[str, Callable[[Measured], str]] = {
        "Things that can be found": lambda m: f"{m.entries:,}",
        "Index, kB": lambda m: f"{m.size / 1000:,.0f}",
        "Page load to first results, ms (median)": lambda m: _ms(m.ready),
        "Longest task while loading, ms": lambda m: _ms(m.longest_task),
        "Key to results, work of the page, ms (95th percentile)": lambda m: _ms(m.script_p95),
        "Key to results, as seen, ms (95th percentile)": lambda m: _ms(m.seen_p95),
    }
    for label in found[0].answers:
        rows[f"Answered: {label}"] = lambda m, label=label: m.answers.get(label, "")  # type: ignore[misc]
    for name, value in rows.items():
        made.add_row(name, *(value(m) for m in found))
    return made


def _ms(value: float) -> str:
    return "not within two minutes" if math.isinf(value) else f"{value:,.1f}"
