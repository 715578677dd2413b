"""Each rule finds what breaks it, exactly that, and lets stand what keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_sites import HERE, Fixture, built_site, read_fixture, source_site

from scripts.checks.rules import BUILT_RULES, RULES, SOURCE_RULES
from scripts.checks.runner import check_built, check_site

ONLINE = {"address-answers"}  # tests/checks/test_online.py proves it against a server of its own
_NOTHING = Fixture(edits=(), expected=())


@pytest.fixture(autouse=True)
def _first_of_march_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")


def problems(rule: str, fixture: Fixture, root: Path) -> list[str]:
    if rule == "waiver-is-needed":
        return [str(f) for f in check_site(source_site(root, fixture)).problems if f.rule == rule]
    if rule in BUILT_RULES:
        return [str(f) for f in sorted(set(BUILT_RULES[rule].check(built_site(root, fixture))))]
    return [str(f) for f in sorted(set(SOURCE_RULES[rule].check(source_site(root, fixture))))]


def test_the_clean_site_breaks_no_rule_and_leaves_none_idle(tmp_path: Path) -> None:
    built = built_site(tmp_path, _NOTHING)
    sources, pages = check_site(built.site), check_built(built)
    assert [*sources.problems, *pages.problems, *sources.idle, *pages.idle] == []


@pytest.mark.parametrize("kind", ["good", "bad"])
def test_every_rule_has_a_fixture_of_each_kind_and_every_fixture_a_rule(kind: str) -> None:
    assert {p.stem for p in (HERE / kind).glob("*.txt")} == set(RULES) - ONLINE


@pytest.mark.parametrize("rule", sorted(set(RULES) - ONLINE))
def test_a_bad_fixture_gives_exactly_the_findings_it_expects(rule: str, tmp_path: Path) -> None:
    fixture = read_fixture(HERE / "bad" / f"{rule}.txt")
    assert fixture.expected
    assert problems(rule, fixture, tmp_path) == list(fixture.expected)


@pytest.mark.parametrize("rule", sorted(set(RULES) - ONLINE))
def test_a_good_fixture_gives_no_finding(rule: str, tmp_path: Path) -> None:
    fixture = read_fixture(HERE / "good" / f"{rule}.txt")
    assert fixture.edits
    assert not fixture.expected
    assert problems(rule, fixture, tmp_path) == []


def test_a_rule_says_what_it_is_with_a_bad_and_a_good_line() -> None:
    assert all(r.sentence.endswith((".", ")")) and r.bad and r.good for r in RULES.values())
