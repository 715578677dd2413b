"""The checker is itself checked: one fault after another is seeded into a copy of the real docs, and each must be caught."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scripts.base.environment import ROOT
from scripts.checks.runner import Scope, check_site
from scripts.content.kept import Kept
from scripts.content.loader import load_site
from scripts.content.model import Problem

FAULTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))[
    "fault"
]
BESIDE = {"mkdocs.yml", "waivers.toml", "CHANGELOG.md"}
Check = Callable[[str], set[Problem]]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the real docs, and what a rule finds in it."""

    root: Path
    check: Check


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """Give a copy whose unchanged files are read once for all faults."""
    root, kept = tmp_path_factory.mktemp("copy"), Kept()
    for name in ("docs", "bib"):
        shutil.copytree(ROOT / name, root / name)
    for name in BESIDE:
        shutil.copy(ROOT / name, root / name)

    def check(rule: str) -> set[Problem]:
        only = frozenset() if rule == "waiver-is-needed" else frozenset({rule})
        return set(check_site(load_site(root, kept), Scope(only=only)).problems)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795910400")  # 29 November 2026
        yield Copy(root, check)


@cache
def _before(copy: Copy, rule: str) -> set[Problem]:
    return copy.check(rule)


def test_there_are_at_least_sixty_faults_and_no_two_have_one_name() -> None:
    assert len({f["name"] for f in FAULTS}) == len(FAULTS) >= 60


def test_the_untouched_docs_give_nothing(copy: Copy) -> None:
    report = check_site(load_site(copy.root))
    assert [str(f) for f in report.errors] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f["name"].replace(" ", "-"))
def test_a_seeded_fault_is_caught_by_its_rule_at_its_line(fault: dict[str, Any], copy: Copy) -> None:
    before = _before(copy, fault["rule"])
    path = copy.root / fault["file"]
    original = path.read_bytes()
    text = original.decode("utf-8")
    match = re.search(fault["find"], text, re.MULTILINE)
    assert match, f"{fault['file']} no longer holds {fault['find']}; give the fault another place"
    changed = text[: match.start()] + match.expand(fault["put"].replace("\\n", "\n")) + text[match.end() :]
    path.write_bytes(changed.encode("utf-8"))
    try:
        found = copy.check(fault["rule"]) - before
    finally:
        path.write_bytes(original)
    where = fault.get("path", fault["file"])
    line = fault.get("line", text.count("\n", 0, match.start()) + 1 + fault.get("after", 0))
    caught = {(f.path, f.line) for f in found if f.rule == fault["rule"]}
    if fault.get("anywhere"):
        assert where in {path for path, _ in caught}
    else:
        assert (where, line) in caught
