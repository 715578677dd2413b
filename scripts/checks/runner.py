"""Run rules over a loaded site and over a built one; no printing here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.checks.built import BuiltSite
from scripts.checks.rules import BUILT_RULES, SOURCE_RULES, Rule, Severity, Subject
from scripts.checks.waivers import RULE as WAIVER_RULE
from scripts.checks.waivers import Waivers, load_waivers
from scripts.content.model import Problem, Site
from scripts.content.schemas import LAW_KINDS

GLOSSARY = "glossary.md"
STRICT_DATES = frozenset({"review-is-not-overdue"})
MAY_BE_NONE = frozenset({"redirects", "sessions"})

COUNTS: Mapping[str, Callable[[Site], int]] = {
    "pages": lambda s: len(s.pages),
    "links": lambda s: sum(len(p.links) for p in s.pages),
    "citations": lambda s: sum(len(p.citations) for p in s.pages) + len(s.data_records),
    "records": lambda s: len(s.all_records),
    "bibliography entries": lambda s: len(s.bibliography.entries),
    "published ids": lambda s: len(s.published_ids),
    "redirects": lambda s: len(s.redirects),
    "recommendations": lambda s: len(s.of_kind("recommendation")),
    "findings": lambda s: len(s.of_kind("finding")),
    "cases": lambda s: len(s.of_kind("case")),
    "terms": lambda s: len(s.of_kind("term")),
    "law pages": lambda s: len(s.of_kind(*LAW_KINDS)),
    "questions": lambda s: len(s.of_kind("question")),
    "sessions": lambda s: len(s.of_kind("session")),
    "statistics": lambda s: len(s.data_records),
    "source places": lambda s: sum(len(list(x.citable())) for x in s.sources.values()),
}
BUILT_COUNTS: Mapping[str, Callable[[BuiltSite], int]] = {
    "built pages": lambda b: len(b.pages),
    "built files": lambda b: len(b.files),
    "built links": lambda b: sum(p.link_count for p in b.pages),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run found and what it looked at.

    While something could not be loaded, ``waiting`` counts the rules over the whole site: they would only repeat it.
    ``waived`` are problems that waivers.toml lets pass, ``idle`` rules that had nothing to examine, ``stops`` the rules
    whose problems stop a run.
    """

    problems: tuple[Problem, ...]
    waived: tuple[Problem, ...]
    counts: Mapping[str, int]
    idle: tuple[str, ...]
    stops: frozenset[str]
    waiting: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a run; the others are warnings."""
        return tuple(f for f in self.problems if f.rule in self.stops)

    @property
    def exit_code(self) -> int:
        """0 clean or warnings alone, 1 problems, 2 a rule examined nothing."""
        return 2 if self.idle else 1 if self.errors else 0

    def severity(self, problem: Problem) -> Severity:
        """Tell whether a problem of this run stops it."""
        return "error" if problem.rule in self.stops else "warning"

    def summary(self) -> str:
        """Return the closing line: what was examined and how much was found."""
        counted = ", ".join(f"{number:,} {name}" for name, number in self.counts.items())
        errors = len(self.errors)
        found = [_counted(errors, "problem")]
        if warnings := len(self.problems) - errors:
            found.append(_counted(warnings, "warning"))
        if self.waived:
            found.append(f"{len(self.waived):,} waived")
        waits = (
            f"; {_counted(self.waiting, 'rule')} over the whole site will run when all can be read"
            if self.waiting
            else ""
        )
        return f"checked {counted}: {', '.join(found)}{waits}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a run is asked for.

    ``only`` limits the rules by id; ``files`` limits the problems to these paths (None: every file); under
    ``strict_dates`` an overdue review stops the run.
    """

    only: frozenset[str] = frozenset()
    files: frozenset[str] | None = None
    strict_dates: bool = False


EVERYTHING = Scope()


def check_site(site: Site, scope: Scope = EVERYTHING) -> Report:
    """Apply the rules over the sources, and the waivers."""
    return _report(SOURCE_RULES, COUNTS, site, scope)


def check_built(built: BuiltSite, scope: Scope = EVERYTHING) -> Report:
    """Apply the rules over the built site, and the waivers."""
    return _report(BUILT_RULES, BUILT_COUNTS, built, scope)


def merged(reports: Sequence[Report]) -> Report:
    """Return several reports as one."""
    return Report(
        problems=_in_order(f for r in reports for f in r.problems),
        waived=tuple(sorted(f for r in reports for f in r.waived)),
        counts={name: number for r in reports for name, number in r.counts.items()},
        idle=tuple(i for r in reports for i in r.idle),
        stops=frozenset(i for r in reports for i in r.stops),
        waiting=sum(r.waiting for r in reports),
    )


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by place, what could not be loaded first."""
    return tuple(sorted(problems, key=lambda f: (not f.lost, f)))


def _report(
    rules: Mapping[str, Rule[Subject]],
    counts: Mapping[str, Callable[[Subject], int]],
    subject: Subject,
    scope: Scope,
) -> Report:
    asked: list[Rule[Subject]] = [rule for rule in rules.values() if not scope.only or rule.id in scope.only]
    lost: tuple[Problem, ...] = subject.lost if isinstance(subject, Site) else ()
    chosen: list[Rule[Subject]] = [rule for rule in asked if rule.local] if lost else asked
    ran: frozenset[str] = frozenset(rule.id for rule in chosen)
    examined = {name: counts[name](subject) for name in dict.fromkeys(rule.examines for rule in chosen)}
    found = {problem for rule in chosen for problem in rule.check(_narrowed(subject, rule, scope.files))}
    if scope.files is not None:
        found = {problem for problem in found if problem.path in scope.files}
    if len(chosen) < len(asked):
        found.update(lost)  # why the others wait, whatever was asked for
    root: Path = subject.root
    waivers: Waivers = load_waivers(root, {*SOURCE_RULES, *BUILT_RULES})
    kept: list[Problem]
    waived: list[Problem]
    kept, waived = waivers.apply(sorted(found), ran, whole=scope.files is None and not lost)
    stops = frozenset({WAIVER_RULE, *(f.rule for f in lost), *(rule.id for rule in chosen if rule.severity == "error")})
    return Report(
        problems=_in_order([*kept, *(waivers.problems if WAIVER_RULE in ran else ())]),
        waived=tuple(waived),
        counts=examined,
        idle=tuple(rule.id for rule in chosen if not (lost or examined[rule.examines] or rule.examines in MAY_BE_NONE)),
        stops=stops | (ran & STRICT_DATES) if scope.strict_dates else stops,
        waiting=len(asked) - len(chosen),
    )


def _narrowed(subject: Subject, rule: Rule[Subject], files: Collection[str] | None) -> Subject:
    """Return what a rule has to look at: for a local rule and a list of files, those pages and the glossary alone."""
    if files is None or not rule.local or not isinstance(subject, Site):
        return subject
    return replace(subject, pages=tuple(p for p in subject.pages if f"docs/{p.path}" in files or p.path == GLOSSARY))
