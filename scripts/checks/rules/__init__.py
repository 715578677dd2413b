"""The registry of rules: each a pure generator of problems, its docstring the rule with a Bad and a Good line."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Generic, Literal, TypeVar

from scripts.checks.built import BuiltSite
from scripts.content.model import Problem, Site

Subject = TypeVar("Subject", Site, BuiltSite)
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Subject]):
    """One rule: its id, what it says, a line that breaks it, one that keeps it, and what it examines.

    A problem of a rule whose severity is ``warning`` is shown but stops nothing. A ``local`` rule judges each page, and the
    records on it, alone, so that a run over changed pages need not look at the others.
    """

    id: str
    sentence: str
    bad: str
    good: str
    examines: str
    severity: Severity
    local: bool
    check: Callable[[Subject], Iterator[Problem]]

    @property
    def entry(self) -> str:
        """Where the site's page of rules tells of this rule, relative to the built site."""
        return f"about/rules.html#rule-{self.id}"


SOURCE_RULES: dict[str, Rule[Site]] = {}
BUILT_RULES: dict[str, Rule[BuiltSite]] = {}


_SourceCheck = Callable[[Site], Iterator[Problem]]
_BuiltCheck = Callable[[BuiltSite], Iterator[Problem]]


def source_rule(
    examines: str, *, severity: Severity = "error", local: bool = False
) -> Callable[[_SourceCheck], _SourceCheck]:
    """Register a rule over the sources. ``examines`` names what it looks at, a key of ``scripts.checks.runner.COUNTS``."""

    def register(check: _SourceCheck) -> _SourceCheck:
        made = _made(check, examines, severity, local=local)
        SOURCE_RULES[made.id] = made
        return check

    return register


def built_rule(examines: str, *, severity: Severity = "error") -> Callable[[_BuiltCheck], _BuiltCheck]:
    """Register a rule over the built site; ``examines`` is a key of ``scripts.checks.runner.BUILT_COUNTS``."""

    def register(check: _BuiltCheck) -> _BuiltCheck:
        made = _made(check, examines, severity, local=False)
        BUILT_RULES[made.id] = made
        return check

    return register


def _made(
    check: Callable[[Subject], Iterator[Problem]], examines: str, severity: Severity, *, local: bool
) -> Rule[Subject]:
    lines = cleandoc(check.__doc__ or "").splitlines()
    bad = next((line.removeprefix("Bad:").strip() for line in lines if line.startswith("Bad:")), "")
    good = next((line.removeprefix("Good:").strip() for line in lines if line.startswith("Good:")), "")
    if not (lines and bad and good):
        raise TypeError(f"rule {check.__name__} needs a docstring of one sentence, a Bad: line and a Good: line")
    return Rule(
        id=check.__name__.replace("_", "-"),
        sentence=lines[0],
        bad=bad,
        good=good,
        examines=examines,
        severity=severity,
        local=local,
        check=check,
    )


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

RULES: Mapping[str, Rule[Site] | Rule[BuiltSite]] = {**SOURCE_RULES, **BUILT_RULES}
