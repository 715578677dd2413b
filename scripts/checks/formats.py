"""A report of a check as text, JSON, SARIF or GitHub's commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

from scripts.base.filenames import visible
from scripts.checks.rules import RULES
from scripts.checks.runner import Report
from scripts.content.model import Problem

Format = Literal["text", "json", "sarif", "github"]


def text(report: Report) -> str:
    """Return the problems, then each rule they broke with how to keep it, then what was examined."""
    lines = [visible(str(f) if report.severity(f) == "error" else f"{f} (warning)") for f in report.problems]
    broken = [RULES[i] for i in dict.fromkeys(f.rule for f in report.problems) if i in RULES]
    if broken:
        lines.append("")
        for rule in sorted(broken, key=lambda r: r.id):
            lines += [f"{rule.id}: {rule.sentence}", f"  good: {rule.good}", f"  more: {rule.entry}"]
        lines.append("")
    return "\n".join([*lines, report.summary()])


def as_json(report: Report) -> str:
    """Return the report as one JSON object."""
    return _dump(
        {
            "format": 2,
            "problems": [_problem(f, report) for f in report.problems],
            "waived": [_problem(f, report) for f in report.waived],
            "examined": dict(report.counts),
            "idle": list(report.idle),
            "exit": report.exit_code,
        }
    )


def _problem(problem: Problem, report: Report) -> Mapping[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "rule": problem.rule,
        "severity": report.severity(problem),
        "message": problem.message,
        "help": RULES[problem.rule].entry,
    }


def sarif(report: Report) -> str:
    """Return the report as SARIF 2.1.0, for code hosts and editors that show problems beside the lines."""
    used = sorted({f.rule for f in (*report.problems, *report.waived)})
    return _dump(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": {"name": "in-harms-way check", "rules": [_sarif_rule(i) for i in used]}},
                    "results": [
                        *(_sarif_result(f, report, used) for f in report.problems),
                        *(
                            _sarif_result(f, report, used) | {"suppressions": [{"kind": "external"}]}
                            for f in report.waived
                        ),
                    ],
                }
            ],
        }
    )


def _sarif_rule(identifier: str) -> Mapping[str, Any]:
    rule = RULES[identifier]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.sentence},
        "help": {"text": f"Bad: {rule.bad}\nGood: {rule.good}\nMore: {rule.entry}"},
        "defaultConfiguration": {"level": rule.severity},
    }


def _sarif_result(problem: Problem, report: Report, rules: list[str]) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": problem.path}, "region": {"startLine": problem.line}}
    return {
        "ruleId": problem.rule,
        "ruleIndex": rules.index(problem.rule),
        "level": report.severity(problem),
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
    }


def github(report: Report) -> str:
    """Return workflow commands that GitHub shows beside the lines of a change."""
    lines = []
    for f in report.problems:
        place = f"file={_escaped(f.path, place=True)},line={f.line},title={_escaped(f.rule, place=True)}"
        lines.append(f"::{report.severity(f)} {place}::{_escaped(f.message)}")
    return "\n".join([*lines, report.summary()])


def _escaped(words: str, *, place: bool = False) -> str:
    words = words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return words.replace(":", "%3A").replace(",", "%2C") if place else words


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


FORMATS: Mapping[Format, Callable[[Report], str]] = {"text": text, "json": as_json, "sarif": sarif, "github": github}


def rule_list() -> str:
    """Return every rule with what it says, a bad and a good line."""
    lines = []
    for rule in RULES.values():
        note = " (warning)" if rule.severity == "warning" else ""
        lines += [f"{rule.id}{note}: {rule.sentence}", f"  bad:  {rule.bad}", f"  good: {rule.good}"]
    return "\n".join([*lines, f"{len(RULES)} rules; they stand on the site at about/rules.html"])
