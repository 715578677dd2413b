"""Decision aids: a fenced ``flow`` block becomes a picture of the steps, the same as a nested list, and what its powers ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from scripts.content.decision_aids import Flow, Step
from scripts.content.frontmatter import load_yaml
from scripts.content.glance import glance
from scripts.content.model import Page, Site, resolve
from scripts.render.stash import finished, folded, joined

_ROW, _INDENT, _WIDTH = 46, 38, 760
_ASKED = ("When", "Time limit", "Then you must", "What it does not allow")
"""The rows at a glance that stand with an answer: the test, the limit, and what must and must not follow."""
_SOURCE = re.compile(r"\.md(?=#|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """A step with the answer that leads to it, at its depth in the tree; ``state`` is its address on the page."""

    state: str
    depth: int
    way: str
    step: Step


def draw_flow(body: str, *, number: int, page: Page, site: Site) -> str:
    """Return a decision aid as a finished block: the picture, whose boxes lead to the steps of the list below it.

    The answers' powers follow, each once, with the rows of its page at a glance.

    Args:
        body: the block as it is written.
        number: which aid of the page it is, from 1; part of each step's address.
        page: the page it stands on.
        site: where the powers' pages are.

    Raises:
        ValueError: the block is not a decision aid.

    """
    flow = Flow.model_validate(load_yaml(body))
    boxes = list(_boxes(flow, flow.start, f"aid-{number}-", 0, ""))
    tree = Markup("<p><strong>{}</strong></p><ul>{}</ul>").format(flow.title, _item(flow, flow.start, f"aid-{number}-"))
    return finished(joined((_picture(flow.title, boxes), tree, _powers(flow, page, site))))


def _boxes(flow: Flow, name: str, state: str, depth: int, way: str) -> Iterator[_Box]:
    step = flow.steps[name]
    yield _Box(state=state, depth=depth, way=way, step=step)
    if step.ask:
        yield from _boxes(flow, step.yes, state + "y", depth + 1, "Yes")
        yield from _boxes(flow, step.no, state + "n", depth + 1, "No")


def _picture(title: str, boxes: list[_Box]) -> Markup:
    shapes: list[Markup] = []
    last: dict[int, int] = {}
    for number, box in enumerate(boxes):
        x, y = 10 + box.depth * _INDENT, number * _ROW + 8
        if box.depth:
            top = last[box.depth - 1] * _ROW + 8 + 34
            shapes.append(Markup('<path class="way" d="M{} {}V{}H{}"/>').format(x - _INDENT + 12, top, y + 17, x))
        if box.way:
            label = Markup('<text class="way-label" x="{}" y="{}">{}</text>')
            shapes.append(label.format(x - _INDENT + 15, y + 12, box.way))
        link = Markup(
            '<a href="#{}"><rect class="{}" x="{}" y="{}" width="{}" height="34" rx="4"/><text x="{}" y="{}">{}</text></a>'
        )
        style = "question" if box.step.ask else "answer"
        words = box.step.ask or box.step.do
        shapes.append(link.format(box.state, style, x, y, _WIDTH - x - 10, x + 12, y + 22, words))
        last[box.depth] = number
    return Markup(
        '<figure class="flow"><svg role="group" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
        "<title>{title}</title><desc>The same steps stand as a list below.</desc>{shapes}</svg></figure>"
    ).format(width=_WIDTH, height=len(boxes) * _ROW + 6, title=title, shapes=joined(shapes))


def _item(flow: Flow, name: str, state: str, way: str = "") -> Markup:
    step = flow.steps[name]
    words = Markup('<a href="{}">{}</a>').format(_SOURCE.sub(".html", step.link), step.do) if step.link else step.do
    parts = [f"{way}: " if way else "", step.ask or words, f" Then: {step.then}" if step.then else ""]
    if step.ask:
        ways = (_item(flow, step.yes, state + "y", "Yes"), _item(flow, step.no, state + "n", "No"))
        parts.append(Markup("<ul>{}</ul>").format(joined(ways)))
    return Markup('<li id="{}">{}</li>').format(state, joined(parts))


def _powers(flow: Flow, page: Page, site: Site) -> Markup:
    """Return what the pages that answers lead to say at a glance, each page once; nothing where none has such a table."""
    links = dict.fromkeys(step.link.partition("#")[0] for step in flow.steps.values() if step.link)
    shown = []
    for link in links:
        power = site.by_path.get(resolve(page.path, link))
        rows = glance(power) if power else {}
        asked = [Markup("<dt>{}</dt><dd>{}</dd>").format(name, rows[name]) for name in _ASKED if name in rows]
        if power and asked:
            head = Markup('<p><a href="{}">{}</a></p>').format(_SOURCE.sub(".html", link), power.title)
            shown.append(Markup('<div class="aid-power">{}<dl>{}</dl></div>').format(head, joined(asked)))
    if not shown:
        return Markup()
    return folded(f"What these answers ask of you ({len(shown)})", joined(shown), "aid-powers no-terms")
