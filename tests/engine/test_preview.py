"""The preview shows what changes, where it shows, and what the check finds in it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SMALL
from small_clone import small_clone

from scripts.commands.cli import main
from scripts.engine import plugin
from scripts.engine.preview import Preview


class Shown:
    """A preview of the small clone, with what it said."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.said: list[str] = []
        self.preview = Preview(root, folder, self.said.append)
        self.preview.close()

    def edit(self, page: str, old: str, new: str) -> None:
        path = self.root / "docs" / page
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
        before = path.stat().st_mtime_ns
        os.utime(path, ns=(before + 1_000_000, before + 1_000_000))  # whatever the clock's steps
        self.preview.rebuild()
        self.preview.close()

    def page(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    """A preview that is closed again."""
    yield Shown(small_clone(tmp_path / "clone", SMALL), tmp_path / "site")
    plugin.build.preview, plugin.build.kept, plugin.build.notes = False, None, {}


def test_a_changed_sentence_is_shown_and_only_its_page_is_made_anew(shown: Shown) -> None:
    before = (shown.folder / "index.html").stat().st_mtime_ns
    shown.edit("findings.md", "5 were seen [", "5 were seen in time [")
    assert "5 were seen in time" in shown.page("findings.html")
    assert (shown.folder / "index.html").stat().st_mtime_ns == before
    assert shown.said[-1].startswith("findings.md, ")
    assert shown.said[-1].endswith("0 problems")


def test_a_new_relation_is_shown_at_its_other_end(shown: Shown) -> None:
    words = "It is meant here."
    assert words not in shown.page("findings.html")
    shown.edit("glossary.md", "child].\n", "child].\nIt is [meant](findings.md#f-1) here.\n")
    assert words in shown.page("findings.html")
    shown.edit("glossary.md", "It is [meant](findings.md#f-1) here.\n", "")
    assert words not in shown.page("findings.html")


def test_a_changed_heading_is_shown_where_it_is_linked_from(shown: Shown) -> None:
    shown.edit("recommendations.md", "R-1 See the child {", "R-1 See every child {")
    assert "See every child" in shown.page("recommendations.html")


def test_what_the_check_finds_stands_in_the_page_and_on_the_terminal_and_goes_again(shown: Shown) -> None:
    shown.edit("findings.md", "5 were seen [", "9 were seen [")
    assert "The check finds 1 problem on this page" in shown.page("findings.html")
    assert any("number-stands-at-its-place" in line for line in shown.said)
    shown.edit("findings.md", "9 were seen [", "5 were seen [")
    assert "The check finds" not in shown.page("findings.html")


def test_a_new_title_changes_the_menu_of_every_page(shown: Shown) -> None:
    shown.edit("glossary.md", "title: Glossary", "title: Words")
    assert "Words" in shown.page("findings.html")
    assert shown.said[-1].startswith("every page")


def test_a_page_that_cannot_be_read_leaves_the_preview_standing(shown: Shown) -> None:
    shown.edit("findings.md", "summary:", "sumary:")
    shown.edit("findings.md", "sumary:", "summary:")
    shown.edit("findings.md", "5 were seen [", "5 were seen by then [")
    assert "5 were seen by then" in shown.page("findings.html")


def test_a_port_in_use_is_named_before_anything_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    told = capsys.readouterr()
    assert f"port {port} cannot be used" in told.err
    assert "shows the site" not in told.out
