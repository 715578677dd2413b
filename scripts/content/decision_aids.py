"""Decision aids as they are written: a fenced ``flow`` block, a tree of questions and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, model_validator

from scripts.base.addresses import outside
from scripts.content.frontmatter import load_yaml
from scripts.content.grammar import BLOCKS
from scripts.content.model import Page, Problem


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


def flow_problems(page: Page) -> Iterator[Problem]:
    """Yield what is wrong with a page's decision aids."""
    for match in BLOCKS.finditer(page.body):
        if match["kind"] == "flow":
            try:
                Flow.model_validate(load_yaml(match["body"]))
            except Exception as error:  # noqa: BLE001 - YAML and pydantic raise many; each becomes one problem
                line = page.body_line + page.body.count("\n", 0, match.start())
                words = re.sub(r"\s+", " ", str(error))
                yield Problem(
                    f"docs/{page.path}", line, f"this decision aid cannot be read: {words[:160]}", "data-block"
                )
