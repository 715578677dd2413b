"""Waivers: problems that are let pass, as data with a reason and a date (``waivers.toml``)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scripts.base.textfile import UnreadableError, read
from scripts.content.model import Problem

FILE = "waivers.toml"
RULE = "waiver-is-needed"


class Waiver(BaseModel):
    """Problems that may stand: one, or several of one kind.

    ``path`` may be a pattern, such as ``assets/javascripts/bundle.*.min.js``; ``contains`` is part of the message.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    path: str
    contains: str = ""
    reason: str = Field(min_length=10)
    date: dt.date

    def covers(self, problem: Problem) -> bool:
        """Tell whether a problem is the one that is let pass."""
        return self.rule == problem.rule and fnmatchcase(problem.path, self.path) and self.contains in problem.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Waivers:
    """The waivers with their lines, and what is wrong with the file."""

    entries: tuple[tuple[int, Waiver], ...] = ()
    problems: tuple[Problem, ...] = ()

    def apply(
        self, problems: Iterable[Problem], ran: Collection[str], *, whole: bool = True
    ) -> tuple[list[Problem], list[Problem]]:
        """Part problems into those that stand and those let pass.

        Args:
            problems: what the rules found.
            ran: ids of the rules that ran; a waiver of one of these that covers nothing becomes a problem itself.
            whole: whether every page was looked at; if not, no waiver is called unneeded.

        """
        kept: list[Problem] = []
        waived: list[Problem] = []
        used: set[int] = set()
        for problem in problems:
            line = next((number for number, waiver in self.entries if waiver.covers(problem)), None)
            if line is None:
                kept.append(problem)
            else:
                used.add(line)
                waived.append(problem)
        for line, waiver in self.entries if whole else ():
            if waiver.rule in ran and line not in used:
                message = f"this waiver of {waiver.rule} for {waiver.path} covers nothing; delete it"
                kept.append(Problem(FILE, line, message, RULE))
        return kept, waived


def load_waivers(root: Path, rules: Collection[str]) -> Waivers:
    """Read ``waivers.toml``; none is no waiver, a malformed one or one for an unknown rule is a problem."""
    path = root / FILE
    if not path.exists():
        return Waivers()
    try:
        file = read(path)
        text, data = file.text, tomllib.loads(file.text)
    except (UnreadableError, tomllib.TOMLDecodeError) as error:
        return Waivers(problems=(Problem(FILE, getattr(error, "line", 1), f"cannot be read: {error}", RULE),))
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[waiver]]"]
    problems = [Problem(FILE, line, message, RULE) for line, message in file.faults]
    problems += [
        Problem(FILE, 1, f"unknown table `{name}`; write [[waiver]]", RULE) for name in data if name != "waiver"
    ]
    entries: list[tuple[int, Waiver]] = []
    given = data.get("waiver", [])
    for line, entry in zip(lines, given if isinstance(given, list) else [], strict=False):
        try:
            waiver = Waiver.model_validate(entry)
        except ValidationError as error:
            detail = error.errors()[0]
            where = ".".join(str(part) for part in detail["loc"])
            problems.append(Problem(FILE, line, f"`{where}`: {detail['msg']}", RULE))
            continue
        if waiver.rule not in rules:
            problems.append(Problem(FILE, line, f"there is no rule `{waiver.rule}`", RULE))
        entries.append((line, waiver))
    return Waivers(entries=tuple(entries), problems=tuple(problems))
