"""Decision aids: a fenced ``flow`` block becomes a picture of the steps and the same as a nested list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, model_validator

from scripts.checks.markup import outside
from scripts.content.frontmatter import load_yaml
from scripts.content.grammar import BLOCKS
from scripts.content.model import Finding, Page
from scripts.render.stash import as_words, finished, joined

_ROW, _INDENT, _WIDTH = 46, 38, 760


class Step(BaseModel):
    """A question with its two ways on, or an answer: what to do, its page, and what comes next (``then``)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ask: str = ""
    yes: str = ""
    no: str = ""
    do: str = ""
    link: str = ""
    then: str = ""

    @model_validator(mode="before")
    @classmethod
    def _yes_and_no(cls, data: object) -> object:
        """Give back the keys that YAML 1.1 reads as true and false."""
        names = {True: "yes", False: "no"}
        return {names.get(k, k): v for k, v in data.items()} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _one_or_other(self) -> Step:
        if bool(self.ask) == bool(self.do) or bool(self.ask) != bool(self.yes and self.no):
            raise ValueError("a step has ask, yes and no, or do")
        if re.search(r"[<>\s]", self.link) or outside(self.link) not in {"", "https"}:
            raise ValueError(f"`link` must lead to a page or to https: (given: {self.link[:40]!r})")
        return self


class Flow(BaseModel):
    """A decision aid: a tree of steps that begins at ``start``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    start: str
    steps: dict[str, Step]

    @model_validator(mode="after")
    def _is_a_tree(self) -> Flow:
        seen: list[str] = []
        waiting = [self.start]
        while waiting:
            name = waiting.pop()
            if name not in self.steps:
                raise ValueError(f"there is no step `{name}`")
            if name in seen:
                raise ValueError(f"step `{name}` is reached twice")
            seen.append(name)
            step = self.steps[name]
            waiting += [step.yes, step.no] if step.ask else []
        if unreached := set(self.steps) - set(seen):
            raise ValueError(f"never reached: {', '.join(sorted(unreached))}")
        return self


def flow_problems(page: Page) -> Iterator[Finding]:
    """Yield what is wrong with a page's decision aids."""
    for match in BLOCKS.finditer(page.body):
        if match["kind"] == "flow":
            try:
                Flow.model_validate(load_yaml(match["body"]))
            except Exception as error:  # noqa: BLE001 - YAML and pydantic raise many; each becomes one finding
                line = page.body_line + page.body.count("\n", 0, match.start())
                words = re.sub(r"\s+", " ", str(error))
                yield Finding(
                    f"docs/{page.path}", line, f"this decision aid cannot be read: {words[:160]}", "data-block"
                )


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
