"""axe over many pages: one browser for each core, one load for each page."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Page, sync_playwright

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
EVERY_RULE = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RENDERED = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size", "region"],
}
"""The rules whose answer depends on width and colours; the others ask about the document, which is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One way a page is looked at."""

    width: int
    scheme: Literal["light", "dark"]
    forced: Literal["active", "none"] = "none"
    scripts: bool = True


def examine(page: Page, rules: dict[str, Any]) -> list[str]:
    """Return what axe finds on the page as it is, one line each; axe must have been put into it."""
    options = {"resultTypes": ["violations"], "preload": False, "runOnly": rules}
    violations = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [f"{v['id']} ({len(v['nodes'])} times): {v['nodes'][0]['html'][:140]}" for v in violations]


def paint(page: Page, scheme: str) -> None:
    """Put a loaded page into other colours, as the switch in its header does."""
    page.evaluate(
        "name => document.body.setAttribute('data-md-color-scheme', name)",
        {"light": "default", "dark": "slate"}[scheme],
    )


def examine_pages(chromium: str, paths: Sequence[Path], first: Look, second: Look | None = None) -> list[str]:
    """Look at every page with all rules, then, without loading it again, a second way with the rendered rules.

    Args:
        chromium: the browser to start.
        paths: built pages.
        first: how each is loaded.
        second: width and colours of the second look.

    """
    waiting: SimpleQueue[Path] = SimpleQueue()
    for path in paths:
        waiting.put(path)

    def work(_: int) -> list[str]:
        return list(_examine(chromium, waiting, first, second))

    count = min(os.cpu_count() or 1, len(paths))
    with ThreadPoolExecutor(count) as pool:
        return sorted(line for lines in pool.map(work, range(count)) for line in lines)


def _examine(chromium: str, waiting: SimpleQueue[Path], first: Look, second: Look | None) -> Iterator[str]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(
            viewport={"width": first.width, "height": 900},
            color_scheme=first.scheme,
            forced_colors=first.forced,
            reduced_motion="reduce",
        )
        page = context.new_page()
        while True:
            try:
                path = waiting.get_nowait()
            except Empty:
                break
            page.set_viewport_size({"width": first.width, "height": 900})
            page.goto(path.as_uri())
            page.evaluate(SCRIPT)
            name = f"{path.parent.name}/{path.name}"
            yield from (f"{name} {first.width} {first.scheme}: {line}" for line in examine(page, EVERY_RULE))
            if second:
                page.set_viewport_size({"width": second.width, "height": 900})
                paint(page, second.scheme)
                yield from (f"{name} {second.width} {second.scheme}: {line}" for line in examine(page, RENDERED))
        browser.close()
