"""axe in a page: its script, its rules, the looks a page can have, and what it finds in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Page

# Chromium answers -webkit-text-fill-color with the page's own colour where it paints the forced one; axe asks that first.
_AS_PAINTED = """
;(() => {
  const plain = CSSStyleDeclaration.prototype.getPropertyValue
  const forced = matchMedia("(forced-colors: active)")
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    return plain.call(this, name === "-webkit-text-fill-color" && forced.matches ? "color" : name)
  }
})()
"""
SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8") + _AS_PAINTED
VERSION = SCRIPT[: SCRIPT.index("\n")].split(" axe v")[1].strip()
EVERY_RULE: tuple[str, ...] = ()
"""No names stand for all rules that axe has: levels A to AAA, best practices, experimental and old ones."""
RENDERED = (
    "color-contrast",
    "color-contrast-enhanced",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
    "region",
)
"""The rules whose answer depends on width and colours; the others ask about the document, which is the same."""
DOCUMENT = tuple(f"-{rule}" for rule in RENDERED)
"""All rules but those: a name with a minus leaves a rule out."""
_SCHEMES = {"light": "default", "dark": "slate"}


class WrongLook(Exception):
    """The browser did not show a page in the look it was to be examined in, so that an answer would be worth nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One way a page is looked at.

    >>> str(Look(width=360, scheme="dark", forced="active"))
    '360 px, forced dark'
    """

    width: int
    scheme: Literal["light", "dark"]
    forced: Literal["active", "none"] = "none"

    def __str__(self) -> str:
        return f"{self.width} px, {'forced ' if self.forced == 'active' else ''}{self.scheme}"


EVERY_LOOK = tuple(
    Look(width=width, scheme=scheme, forced=forced)
    for width in (1280, 360)
    for forced in ("none", "active")
    for scheme in ("light", "dark")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that a page breaks in one look."""

    rule: str
    impact: str
    times: int
    element: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.times} times): {self.element[:140]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What axe says of a page in one look: how many rules it tried, those broken, and those left to a person."""

    tried: int
    broken: tuple[Broken, ...]
    undecided: tuple[str, ...]


def paint(page: Page, scheme: str) -> None:
    """Put a loaded page into other colours by its own switch; a page without one goes by the system's wish.

    The theme keeps what was chosen there, and falls back to it whenever the system's wish changes.
    """
    page.evaluate(
        "name => document.querySelector(`input[data-md-color-scheme=${name}]:not(:checked)`)?.click()",
        _SCHEMES[scheme],
    )


def dress(page: Page, look: Look) -> None:
    """Show a loaded page in a look and wait until it is painted so."""
    page.set_viewport_size({"width": look.width, "height": 900})
    paint(page, look.scheme)
    page.emulate_media(color_scheme=look.scheme, forced_colors=look.forced, reduced_motion="reduce")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def ask(page: Page, rules: Sequence[str]) -> Answer:
    """Return what axe says of the page as it is; ``SCRIPT`` must have been put into it.

    Args:
        page: a loaded page.
        rules: names of rules; ``EVERY_RULE`` for all, ``DOCUMENT`` for all that do not depend on the look.

    """
    result: dict[str, Any] = page.evaluate(_ASK, list(rules))
    broken = tuple(Broken(**one) for one in result["broken"])
    return Answer(tried=result["tried"], broken=broken, undecided=tuple(result["undecided"]))


# axe leaves words in the colour of their own ground to a person, since they may be hidden on purpose; here none are.
_ASK = """
async rules => {
  const all = axe.getRules().map(rule => rule.ruleId).filter(rule => !rules.includes(`-${rule}`))
  const values = rules.some(rule => rule[0] !== "-") ? rules : all
  const resultTypes = ["violations", "incomplete"]
  const result = await axe.run(document, { resultTypes, preload: false, runOnly: { type: "rule", values } })
  const vanished = node => node.any.some(check => check.data?.messageKey === "equalRatio")
  const unseen = result.incomplete
    .filter(one => one.id === "color-contrast")
    .map(one => ({ ...one, nodes: one.nodes.filter(vanished) }))
    .filter(one => one.nodes.length)
  return {
    tried: values.length,
    broken: [...result.violations, ...unseen].map(one => ({
      rule: one.id, impact: one.impact ?? "", times: one.nodes.length,
      element: one.nodes[0].html.replace(/\\s+/g, " "), why: one.nodes[0].failureSummary.split("\\n").slice(1).join(" ").trim(),
    })),
    undecided: result.incomplete.map(one => one.id),
  }
}
"""


def examine(page: Page, rules: Sequence[str]) -> list[str]:
    """Return what axe finds on the page as it is, one line each; ``SCRIPT`` must have been put into it."""
    return [str(one) for one in ask(page, rules).broken]


def demand(page: Page, look: Look) -> None:
    """Prove that a page stands in a look.

    Raises:
        WrongLook: width, colours asked for, or the theme's own colours are others.

    """
    seen = page.evaluate(
        """() => ({
            width: innerWidth,
            dark: matchMedia("(prefers-color-scheme: dark)").matches,
            forced: matchMedia("(forced-colors: active)").matches,
            theme: document.body.dataset.mdColorScheme ?? null,
        })"""
    )
    wanted = {"width": look.width, "dark": look.scheme == "dark", "forced": look.forced == "active"}
    if {**seen, **wanted} != seen or seen["theme"] not in {None, _SCHEMES[look.scheme]}:
        raise WrongLook(f"{page.url} was to stand in {look}, and stood in {seen}")
