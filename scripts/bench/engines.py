"""Two searches, driven alike through what a reader sees: ours, and the theme's own."""

from __future__ import annotations

from typing import Any, Protocol

from playwright.sync_api import CDPSession, Page

_SETTLED = 150  # milliseconds without a change, after which the theme's list counts as complete


class Engine(Protocol):
    """One search on a page."""

    name: str
    result: str

    def open(self, page: Page) -> None:
        """Open the search on a loaded page and wait until it answers."""
        ...

    def ask(self, page: Page, text: str) -> list[str]:
        """Type a text whole and return the headings of the results, each with that of its page."""
        ...

    def begin(self, page: Page, text: str) -> None:
        """Type all but the last character of a text, and wait until that is answered."""
        ...

    def press(self, page: Page, text: str) -> float:
        """Press the last key of a text; return milliseconds from the key to the list."""
        ...


class Ours:
    """The search of this site."""

    name = "this site"
    result = "#site-search-list [role=option]"

    def open(self, page: Page) -> None:
        """Open with the key that readers use."""
        page.keyboard.press("/")
        page.locator("#site-search-input").fill("child")
        page.locator(self.result).first.wait_for()

    def ask(self, page: Page, text: str) -> list[str]:
        """Type a text whole."""
        page.locator("#site-search-input").fill(text)
        page.wait_for_function("text => document.querySelector('#site-search-list').dataset.answers === text", arg=text)
        headings: list[str] = page.locator(self.result).evaluate_all(
            "found => found.map(one => [...one.children].slice(0, 2).map(part => part.textContent)"
            ".map((text, i) => i ? (text.split(' \u00b7 in ')[1] || '') : text).join(' | '))"
        )
        return headings

    def begin(self, page: Page, text: str) -> None:
        """Type all but the last character."""
        page.locator("#site-search-input").fill(text[:-1])
        answered = text[:-1] if text[:-1].strip() else ""
        page.wait_for_function(
            "text => document.querySelector('#site-search-list').dataset.answers === text", arg=answered
        )
        page.evaluate(_WATCH, ["#site-search-list", "#site-search-input", "input"])

    def press(self, page: Page, text: str) -> float:
        """Press the last key."""
        page.keyboard.type(text[-1])
        page.wait_for_function("text => document.querySelector('#site-search-list').dataset.answers === text", arg=text)
        return _watched(page)


class Stock:
    """Material's own search with its worker, as its offline plugin sets it up."""

    name = "Material"
    result = ".md-search-result__item"

    def open(self, page: Page) -> None:
        """Open with the key that readers use."""
        page.keyboard.press("/")
        page.wait_for_selector("[data-md-toggle=search]:checked", state="attached")
        page.locator(".md-search__input").fill("child")
        page.keyboard.press("End")
        page.locator(self.result).first.wait_for(timeout=120_000)

    def ask(self, page: Page, text: str) -> list[str]:
        """Type a text whole."""
        page.locator(".md-search__input").fill(text)
        page.keyboard.press("End")
        page.evaluate(_REST, [".md-search-result", _SETTLED])
        headings: list[str] = page.locator(self.result).evaluate_all(
            "found => found.slice(0, 10).map(one => [...one.querySelectorAll(':scope > a h1, :scope > a h2')]"
            ".slice(0, 2).map(part => part.textContent).reverse().join(' | '))"
        )
        return headings

    def begin(self, page: Page, text: str) -> None:
        """Type all but the last character."""
        page.locator(".md-search__input").fill(text[:-1])
        page.keyboard.press("End")
        page.evaluate(_REST, [".md-search-result", _SETTLED])
        page.evaluate(_WATCH, [".md-search-result", ".md-search__input", "input"])

    def press(self, page: Page, text: str) -> float:
        """Press the last key."""
        page.keyboard.type(text[-1])
        page.evaluate(_REST, [".md-search-result", _SETTLED])
        return _watched(page)


# From the key's event to the last change of the list.
_WATCH = """([list, input, kind]) => {
  window.__seen = { from: 0, to: 0 }
  document.querySelector(input).addEventListener(kind, () => { window.__seen.from = performance.now() }, { once: true, capture: true })
  new MutationObserver(() => { window.__seen.to = performance.now() })
    .observe(document.querySelector(list), { childList: true, subtree: true, characterData: true })
}"""

# Resolves when an element has not changed for some time.
_REST = """([list, still]) => new Promise(done => {
  let timer = setTimeout(finish, still)
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(finish, still) })
  function finish() { watch.disconnect(); done() }
  watch.observe(document.querySelector(list), { childList: true, subtree: true, characterData: true })
})"""


def _watched(page: Page) -> float:
    seen: dict[str, float] = page.evaluate("window.__seen")
    return max(seen["to"] - seen["from"], 0.0)


def busy_seconds(session: CDPSession) -> float:
    """Return the processor time a page has taken so far, without layout and styles; other work on the machine is left out.

    The session must have ``Performance.enable`` with ``threadTicks``.
    """
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    seconds = {m["name"]: float(m["value"]) for m in metrics}
    return seconds["TaskDuration"] - seconds["LayoutDuration"] - seconds["RecalcStyleDuration"]
