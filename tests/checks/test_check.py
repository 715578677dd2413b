"""A run: formats, scope, waivers, severities, exit codes, the nearest candidate and what the editor gets."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from fixture_sites import Fixture, source_site

from scripts.authoring.editor import editor_files, stale
from scripts.base.environment import ROOT
from scripts.base.suggest import nearest
from scripts.checks.changed import NoHistory, changed_since
from scripts.checks.formats import FORMATS, Format, rule_list
from scripts.checks.rules import RULES
from scripts.checks.runner import Report, Scope, check_site
from scripts.commands.cli import main
from scripts.content.model import Problem
from scripts.render.pages.rules import page

LONG = (
    "docs/findings/contact.md",
    "Of 12 children, 5 were seen",
    "Of 12 children, 5 were seen" + ", and seen again" * 12,
)
BROKEN = ("docs/cases/contact.md", "#f-1-1-01", "#f-1-1-10")


@pytest.fixture(autouse=True)
def _first_of_march_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")


def run(root: Path, *edits: tuple[str, str, str], scope: Scope | None = None) -> Report:
    return check_site(source_site(root, Fixture(edits=edits, expected=())), scope or Scope())


def test_a_warning_is_shown_and_stops_nothing(tmp_path: Path) -> None:
    report = run(tmp_path, LONG)
    assert (len(report.problems), len(report.errors), report.exit_code) == (1, 0, 0)
    assert "[sentence-is-short] (warning)" in FORMATS["text"](report)


def test_an_overdue_review_stops_a_run_only_under_strict_dates(tmp_path: Path) -> None:
    overdue = ("docs/powers/police-protection.md", "review_by: 2026-07-15", "review_by: 2026-02-15")
    assert run(tmp_path / "a", overdue).exit_code == 0
    assert run(tmp_path / "b", overdue, scope=Scope(strict_dates=True)).exit_code == 1


def test_an_error_stops_a_run_and_a_rule_with_nothing_to_examine_does_so_harder(tmp_path: Path) -> None:
    assert run(tmp_path, BROKEN).exit_code == 1
    (tmp_path / "bib/ids.txt").write_text("", encoding="utf-8")
    report = run(tmp_path, ("bib/ids.txt", "", "# none\n"))
    assert report.exit_code == 2
    assert report.idle == ("published-id-lasts",)


def test_a_waiver_lets_its_finding_pass_and_is_counted(tmp_path: Path) -> None:
    waiver = '[[waiver]]\nrule = "link-leads-to-an-id"\npath = "docs/cases/contact.md"\nreason = "comes next week"\ndate = 2026-02-01\n'
    case = (
        "docs/cases/contact.md",
        "../findings/contact.md#f-1-1-01).",
        "../findings/contact.md#f-1-1-01) and [x](#gone).",
    )
    report = run(tmp_path, case, ("waivers.toml", "", waiver))
    assert (report.problems, len(report.waived), report.exit_code) == ((), 1, 0)
    assert report.summary().endswith("0 problems, 1 waived")


def test_a_run_over_some_files_shows_only_theirs_and_calls_no_waiver_unneeded(tmp_path: Path) -> None:
    waiver = (
        '[[waiver]]\nrule = "sentence-is-short"\npath = "docs/index.md"\nreason = "a long title"\ndate = 2026-02-01\n'
    )
    report = run(
        tmp_path, LONG, BROKEN, ("waivers.toml", "", waiver), scope=Scope(files=frozenset({"docs/cases/contact.md"}))
    )
    assert {f.path for f in report.problems} == {"docs/cases/contact.md"}
    assert {f.rule for f in report.problems} >= {"link-leads-to-an-id"}


@pytest.mark.parametrize("form", ["json", "sarif", "github", "text"])
def test_every_format_holds_every_finding_with_its_place(form: Format, tmp_path: Path) -> None:
    report = run(tmp_path, BROKEN, LONG)
    text = FORMATS[form](report)
    for problem in report.problems:
        assert problem.path in text
        assert problem.rule in text
    if form == "json":
        data = json.loads(text)
        assert {(f["path"], f["line"], f["severity"]) for f in data["problems"]} >= {
            ("docs/cases/contact.md", 12, "error"),
            ("docs/findings/contact.md", 12, "warning"),
        }
        assert data["problems"][0]["help"].startswith("about/rules.html#rule-")
    if form == "sarif":
        [sarif] = json.loads(text)["runs"]
        rules = [r["id"] for r in sarif["tool"]["driver"]["rules"]]
        assert all(rules[r["ruleIndex"]] == r["ruleId"] for r in sarif["results"])
        assert len(sarif["results"]) == len(report.problems)
    if form == "github":
        assert "::error file=docs/cases/contact.md,line=12,title=link-leads-to-an-id::" in text


def test_github_words_cannot_break_out_of_their_line() -> None:
    problem = Problem("docs/a,b:c.md", 3, "50%\n::error::x", "link-form")
    report = Report(problems=(problem,), waived=(), counts={}, idle=(), stops=frozenset({"link-form"}))
    first, _ = FORMATS["github"](report).split("\n")
    assert first == "::error file=docs/a%2Cb%3Ac.md,line=3,title=link-form::50%25%0A::error::x"


def test_the_list_and_the_page_of_rules_tell_of_every_rule(tmp_path: Path) -> None:
    listed, shown = rule_list(), page(source_site(tmp_path, Fixture(edits=(), expected=())))
    for rule in RULES.values():
        assert f"{rule.id}" in listed
        assert f"{{ #{rule.entry.partition('#')[2]} }}" in shown


def test_an_unknown_rule_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--rule", "link-leads-to-a-fle"]) == 2
    assert "did you mean `link-leads-to-a-file`?" in capsys.readouterr().err


def test_the_nearest_candidate_is_near_or_none() -> None:
    assert nearest("jay2104", ["jay2014", "hmic2015"]) == "; did you mean `jay2014`?"
    assert nearest("xyz", ["jay2014", "hmic2015"]) == nearest("", ["a"]) == nearest("a", []) == ""


def test_changed_files_are_those_that_differ_and_those_that_are_new(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

    git("init", "-q")
    for name in ("a.md", "b c.md"):
        (tmp_path / name).write_text("1\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "first")
    (tmp_path / "b c.md").write_text("2\n", encoding="utf-8")
    (tmp_path / "é.md").write_text("new\n", encoding="utf-8")
    assert changed_since(tmp_path, "HEAD") == {"b c.md", "é.md"}
    with pytest.raises(NoHistory):
        changed_since(tmp_path, "no-such-revision")


def test_what_is_made_for_the_editor_is_current() -> None:
    assert stale(ROOT) == [], "run `.venv/bin/python -m scripts.authoring.editor`"


def test_the_schemas_for_the_editor_are_closed_and_valid() -> None:
    for name, text in editor_files().items():
        data = json.loads(text)
        if name.endswith(".schema.json"):
            assert data["additionalProperties"] is False
