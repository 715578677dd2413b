"""Run rules over a loaded site and over a built one; no printing here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from scripts.built import BuiltSite
from scripts.model import Finding, Site
from scripts.rules import BUILT_RULES, SOURCE_RULES, Rule, Subject
from scripts.schemas import LAW_KINDS

COUNTS: Mapping[str, Callable[[Site], int]] = {
    "pages": lambda s: len(s.pages),
    "links": lambda s: sum(len(p.links) for p in s.pages),
    "citations": lambda s: sum(len(p.citations) for p in s.pages) + len(s.data_records),
    "records": lambda s: len(s.all_records),
    "bibliography entries": lambda s: len(s.bibliography.entries),
    "published ids": lambda s: len(s.published_ids),
    "recommendations": lambda s: len(s.of_kind("recommendation")),
    "findings": lambda s: len(s.of_kind("finding")),
    "cases": lambda s: len(s.of_kind("case")),
    "terms": lambda s: len(s.of_kind("term")),
    "law pages": lambda s: len(s.of_kind(*LAW_KINDS)),
    "statistics": lambda s: len(s.data_records),
    "source places": lambda s: sum(len(list(x.citable())) for x in s.sources.values()),
}
BUILT_COUNTS: Mapping[str, Callable[[BuiltSite], int]] = {
    "built pages": lambda b: len(b.pages),
    "built links": lambda b: sum(1 for p in b.pages for _ in p.tree.iter("a")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run found and what it looked at; ``idle`` are rules that had nothing to examine."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    idle: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 a rule examined nothing."""
        return 2 if self.idle else 1 if self.findings else 0

    def summary(self) -> str:
        """Return the closing line: what was examined and how much was found."""
        counted = ", ".join(f"{number:,} {name}" for name, number in self.counts.items())
        return f"checked {counted}: {len(self.findings):,} finding{'' if len(self.findings) == 1 else 's'}"


def check_site(site: Site, only: Collection[str] = ()) -> Report:
    """Apply the rules over the sources; ``only`` limits them by id."""
    return _report(SOURCE_RULES, COUNTS, site, only)


def check_built(built: BuiltSite, only: Collection[str] = ()) -> Report:
    """Apply the rules over the built site."""
    return _report(BUILT_RULES, BUILT_COUNTS, built, only)


def _report(
    rules: Mapping[str, Rule[Subject]],
    counts: Mapping[str, Callable[[Subject], int]],
    subject: Subject,
    only: Collection[str],
) -> Report:
    chosen = [rule for rule in rules.values() if not only or rule.id in only]
    examined = {name: counts[name](subject) for name in dict.fromkeys(rule.examines for rule in chosen)}
    findings = {finding for rule in chosen for finding in rule.check(subject)}
    idle = tuple(rule.id for rule in chosen if not examined[rule.examines])
    return Report(findings=tuple(sorted(findings)), counts=examined, idle=idle)
