"""Every built page in every look under every rule of axe: two widths, each light and dark, plain and in forced colours."""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from playwright.sync_api import Error, Page, sync_playwright
from rich.table import Table

from scripts.bench.axe import EVERY_LOOK, EVERY_RULE, SCRIPT, VERSION, Answer, Look, WrongLook, ask, demand, dress

_SHOWN = 5  # places named for each rule; the JSON names all
_ARGUMENTS = ("--no-sandbox", "--disable-gpu")


class CannotRun(Exception):
    """Something that the run needs is missing or failed; the message says what and how to get it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What axe says of one page in one look."""

    page: str
    look: Look
    answer: Answer

    def lines(self) -> Iterator[str]:
        """Give each problem as one line."""
        return (f"{self.page}, {self.look}: {broken}" for broken in self.answer.broken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A whole run; ``seen`` is in the order of pages, then looks."""

    pages: int
    looks: tuple[Look, ...]
    rules: int
    axe: str
    seconds: float
    seen: tuple[Seen, ...]


def run(site: Path, *, tell: Callable[[int, int], None] = lambda _done, _all: None) -> Run:
    """Examine every page of a built site in every look with every rule.

    Args:
        site: folder of built pages.
        tell: called after each page with the examinations done and how many there are.

    Raises:
        CannotRun: no Chromium, no pages, or the browser failed on the way.

    """
    paths = sorted(site.rglob("*.html"))
    if not paths:
        raise CannotRun(f"{site} holds no pages; give a built site, or leave out --site to have one built")
    chromium = find_chromium()
    start = monotonic()
    seen = examine_pages(chromium, site, paths, dict.fromkeys(EVERY_LOOK, EVERY_RULE), tell=tell)
    seconds = monotonic() - start
    rules = min(one.answer.tried for one in seen)
    return Run(pages=len(paths), looks=EVERY_LOOK, rules=rules, axe=VERSION, seconds=seconds, seen=tuple(seen))


def find_chromium() -> str:
    """Return the browser's path: the shell without a window where it is there, which takes a third of the processor.

    Raises:
        CannotRun: there is none.

    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise CannotRun("Chromium is not installed; on Debian: apt install chromium-headless-shell")


def examine_pages(
    chromium: str,
    site: Path,
    paths: Sequence[Path],
    looks: Mapping[Look, Sequence[str]],
    *,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Seen]:
    """Examine pages with one browser for each core; return what was seen in the order of pages and looks.

    Args:
        chromium: the browser to start.
        site: the folder that pages are named from.
        paths: built pages.
        looks: how each page is looked at, and the rules for it; a page is loaded once for each width.
        tell: called after each page with the examinations done and how many there are.

    Raises:
        CannotRun: the browser failed, or a page did not come to stand in a look.

    """
    waiting: SimpleQueue[Path] = SimpleQueue()
    for path in sorted(paths, key=_size, reverse=True):  # the longest first, so that nobody waits for one at the end
        waiting.put(path)
    seen: list[Seen] = []

    def work(_: int) -> None:
        try:
            for found in _examined(chromium, site, waiting, looks):
                seen.extend(found)
                tell(len(seen), len(paths) * len(looks))
        finally:
            _empty(waiting)  # where one browser fails, the others stop as well

    count = min(os.cpu_count() or 1, len(paths))
    with ThreadPoolExecutor(count) as pool:
        try:
            list(pool.map(work, range(count)))
        except (Error, WrongLook) as problem:
            raise CannotRun(f"the browser failed: {problem}") from problem
        finally:
            _empty(waiting)
    order = list(looks)
    return sorted(seen, key=lambda one: (one.page, order.index(one.look)))


def _size(path: Path) -> int:
    return path.stat().st_size


def _empty(waiting: SimpleQueue[Path]) -> None:
    with suppress(Empty):
        while True:
            waiting.get_nowait()


def _examined(
    chromium: str, site: Path, waiting: SimpleQueue[Path], looks: Mapping[Look, Sequence[str]]
) -> Iterator[list[Seen]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        page = browser.new_page()
        with suppress(Empty):
            while True:
                yield _page(page, site, waiting.get_nowait(), looks)
        browser.close()


def _page(page: Page, site: Path, path: Path, looks: Mapping[Look, Sequence[str]]) -> list[Seen]:
    found = []
    width = 0
    for look, rules in looks.items():
        if look.width != width:
            width = look.width
            dress(page, look)  # before loading, as a phone or a screen has its width and colours before
            page.goto(path.as_uri())
            page.evaluate(SCRIPT)
        dress(page, look)
        answer = ask(page, rules)
        demand(page, look)
        found.append(Seen(page=path.relative_to(site).as_posix(), look=look, answer=answer))
    return found


def table(done: Run) -> Table:
    """Return pages and problems of each look, a row each, and all of them together."""
    made = Table(title=f"{done.pages} pages, {done.rules} rules of axe {done.axe}, {done.seconds:,.0f} s")
    made.add_column("Look", no_wrap=True)
    for head in ("Pages", "Pages with problems", "Rules broken", "Problems"):
        made.add_column(head, justify="right")
    for look in done.looks:
        made.add_row(str(look), *_row([one for one in done.seen if one.look == look]))
    made.add_section()
    made.add_row("All", *_row(done.seen))
    return made


def _row(seen: Sequence[Seen]) -> list[str]:
    broken = [b for one in seen for b in one.answer.broken]
    numbers = (
        len({one.page for one in seen}),
        len({one.page for one in seen if one.answer.broken}),
        len({b.rule for b in broken}),
        sum(b.times for b in broken),
    )
    return [f"{n:,}" for n in numbers]


def problems(done: Run) -> list[str]:
    """Return lines naming page, look and rule, a few for each rule, and how many more there are."""
    rules: dict[str, list[str]] = defaultdict(list)
    for one in done.seen:
        for broken, line in zip(one.answer.broken, one.lines(), strict=True):
            rules[broken.rule].append(f"{line}\n  {broken.why}")
    lines = []
    for rule, places in sorted(rules.items()):
        lines += places[:_SHOWN]
        if len(places) > _SHOWN:
            lines.append(f"{rule}: {len(places) - _SHOWN} more; --json FILE names them all")
    return lines


def as_json(done: Run) -> str:
    """Return the run as JSON: what was examined, every problem, and on how many pages axe left a rule to a person."""
    undecided: dict[str, set[str]] = defaultdict(set)
    for one in done.seen:
        for rule in one.answer.undecided:
            undecided[rule].add(one.page)
    data = {
        "format": "1",
        "axe": done.axe,
        "rules": done.rules,
        "pages": done.pages,
        "seconds": round(done.seconds),
        "looks": [asdict(look) for look in done.looks],
        "problems": [
            {"page": one.page, "look": str(one.look), **asdict(b)} for one in done.seen for b in one.answer.broken
        ],
        "undecided": {rule: len(pages) for rule, pages in sorted(undecided.items())},
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
