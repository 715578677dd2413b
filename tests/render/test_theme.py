"""The theme escapes what it is given, and a theme that has changed under us stops the build with words."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path

import pytest
from conftest import SMALL
from small_clone import run_build, small_clone

from scripts.checks.waivers import Waiver
from scripts.content.model import Problem
from scripts.render.finish import ThemeChanged, name_controls, replaced_once


def test_a_replacement_that_finds_nothing_says_what_it_looked_for() -> None:
    assert replaced_once("<nav></nav><nav></nav>", "</nav>", "x</nav>") == "<nav>x</nav><nav></nav>"
    with pytest.raises(ThemeChanged, match="no longer holds `</nav>`"):
        replaced_once("<menu></menu>", "</nav>", "x</nav>")
    with pytest.raises(ThemeChanged, match="__drawer"):
        name_controls("<html></html>")


@pytest.mark.parametrize(
    ("partial", "was", "now", "missed"),
    [
        ("header.html", "</nav>", "</menu>", "</nav>"),
        ("header.html", 'for="__drawer"', 'for="__menu"', "md-header__button md-icon"),
    ],
)
def test_a_theme_that_no_longer_holds_what_we_change_stops_the_build(
    tmp_path: Path, partial: str, was: str, now: str, missed: str
) -> None:
    original = Path(str(files("material") / "templates/partials" / partial))
    root = small_clone(tmp_path, SMALL)
    text = original.read_text(encoding="utf-8")
    assert was in text
    (root / "overrides/partials" / partial).write_text(text.replace(was, now), encoding="utf-8")
    made = run_build(root)
    assert made.returncode == 2
    assert missed in made.stdout + made.stderr
    assert "the theme's HTML no longer holds" in made.stdout + made.stderr
    assert "Traceback" not in made.stderr


def test_a_waiver_names_files_by_a_pattern() -> None:
    waiver = Waiver(rule="x", path="assets/bundle.*.js", reason="the theme's own", date=dt.date(2026, 1, 1))
    assert waiver.covers(Problem("assets/bundle.0123abcd.js", 14, "asks", "x"))
    assert not waiver.covers(Problem("assets/other.js", 14, "asks", "x"))
    assert not waiver.covers(Problem("assets/bundle.0123abcd.js", 14, "asks", "y"))
