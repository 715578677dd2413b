"""The commands as a person runs them."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests_support import MakeSite

from scripts.base.environment import ROOT
from scripts.commands import cli as module
from scripts.commands.cli import cli


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_a_help_worth_reading(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"python3 -m scripts ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {"build", "test", "check"} <= named
    assert named <= set(cli.commands)


def test_an_unknown_rule_names_the_nearest_one() -> None:
    result = CliRunner().invoke(cli, ["check", "--rule", "id-is-uniqe"])
    assert result.exit_code == 2
    assert "id-is-unique" in result.output


def test_check_exits_with_1_and_prints_path_line_and_rule(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(
        {"docs/index.md": "---\ntitle: Home\nsummary: The first page of a small site.\n---\n\n[gone](gone.md)\n"}
    )
    monkeypatch.setattr(module, "ROOT", site.root)
    result = CliRunner().invoke(cli, ["check", "--rule", "link-leads-to-a-file"])
    assert result.exit_code == 1
    assert "docs/index.md:6: `gone.md` leads to no file" in result.output
    assert "[link-leads-to-a-file]" in result.output
    assert re.search(r"checked \d+ links: 1 problem\b", result.output)


def test_publish_ids_adds_what_is_new_and_then_nothing(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site({"bib/ids.txt": "f-1\n"})
    monkeypatch.setattr(module, "ROOT", site.root)
    assert CliRunner().invoke(cli, ["publish-ids", "--check"]).exit_code == 1
    assert CliRunner().invoke(cli, ["publish-ids"]).exit_code == 0
    assert (site.root / "bib/ids.txt").read_text(encoding="utf-8").split() == [
        "f-1", "findings.md", "glossary.md", "index.md", "r-1", "recommendations.md", "t-child",
    ]  # fmt: skip
    assert CliRunner().invoke(cli, ["publish-ids", "--check"]).exit_code == 0


def test_index_source_refuses_a_file_that_is_not_a_report(tmp_path: Path) -> None:
    bad = tmp_path / "paragraphs.jsonl"
    bad.write_text('{"loc": "1.1.1"}\n', encoding="utf-8")
    words = [
        "index-source",
        str(bad),
        "--key",
        "x",
        "--title",
        "X",
        "--short",
        "X",
        "--published",
        "2015",
        "--map",
        "x",
    ]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 2
    assert "paragraphs.jsonl:1" in result.output
    assert isinstance(result.exception, SystemExit | click.ClickException)
