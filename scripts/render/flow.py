"""Decision aids: a fenced ``flow`` block becomes a picture of the steps and the same as a nested list."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from scripts.content.decision_aids import Flow, Step
from scripts.content.frontmatter import load_yaml
from scripts.render.stash import as_words, finished, joined

_ROW, _INDENT, _WIDTH = 46, 38, 760


def draw_flow(body: str) -> str:
    """Return a decision aid as Markdown: the picture as SVG, then the steps as a nested list with links.

    Raises:
        ValueError: the block is not a decision aid.

    """
    flow = Flow.model_validate(load_yaml(body))
    rows = list(_rows(flow, flow.start, 0, ""))
    shapes: list[Markup] = []
    last: dict[int, int] = {}
    for number, (depth, way, step) in enumerate(rows):
        x, y = 10 + depth * _INDENT, number * _ROW + 8
        if depth:
            top = last[depth - 1] * _ROW + 8 + 34
            shapes.append(Markup('<path class="way" d="M{} {}V{}H{}"/>').format(x - _INDENT + 12, top, y + 17, x))
        style = "question" if step.ask else "answer"
        box = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="34" rx="4"/>')
        shapes.append(box.format(style, x, y, _WIDTH - x - 10))
        if way:
            label = Markup('<text class="way-label" x="{}" y="{}">{}</text>')
            shapes.append(label.format(x - _INDENT + 15, y + 12, way))
        shapes.append(Markup('<text x="{}" y="{}">{}</text>').format(x + 12, y + 22, step.ask or step.do))
        last[depth] = number
    height = len(rows) * _ROW + 6
    picture = Markup(
        '<figure class="flow"><svg role="img" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
        "<title>{title}</title><desc>The same steps stand as a list below.</desc>{shapes}</svg></figure>"
    ).format(width=_WIDTH, height=height, title=flow.title, shapes=joined(shapes))
    return f"{finished(picture)}\n\n**{as_words(flow.title)}**\n\n" + "\n".join(_list(rows)) + "\n"


def _rows(flow: Flow, name: str, depth: int, way: str) -> Iterator[tuple[int, str, Step]]:
    step = flow.steps[name]
    yield depth, way, step
    if step.ask:
        yield from _rows(flow, step.yes, depth + 1, "Yes")
        yield from _rows(flow, step.no, depth + 1, "No")


def _list(rows: list[tuple[int, str, Step]]) -> Iterator[str]:
    for depth, way, step in rows:
        words = as_words(step.ask or step.do)
        words = f"[{words}](<{step.link}>)" if step.link else words
        words += f" Then: {as_words(step.then)}" if step.then else ""
        yield "    " * depth + f"- {way + ': ' if way else ''}{words}"
