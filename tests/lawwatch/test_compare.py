"""Which pages rest on law that has moved: the command over a small site and the publisher's files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clml_files import CURRENT, act, effect, section
from fixture_sites import BASE

from scripts.commands import law as command
from scripts.commands.cli import cli
from scripts.content.law_read import COLUMNS, PATH
from scripts.content.loader import load_site


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site whose page on police protection cites s. 46 of the Act of 1989, and a folder for files."""
    shutil.copytree(BASE, tmp_path / "site")
    (tmp_path / "xml").mkdir()
    monkeypatch.setattr(command, "ROOT", tmp_path / "site")
    return tmp_path


def run(clone: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["law", "--from", str(clone / "xml"), *words])


def publish(clone: Path, words: str, **more: str) -> None:
    (clone / "xml/act.xml").write_bytes(act(section("46", words, start=more.pop("start", "2026-03-25")), **more))


def read_as(clone: Path, line: str) -> None:
    (clone / "site" / PATH).write_text(",".join(COLUMNS) + "\n" + line, encoding="utf-8")


def test_what_was_never_read_is_named_with_its_pages(clone: Path) -> None:
    publish(clone, "Where a constable")
    done = run(clone)
    assert done.exit_code == 1
    assert "ca1989 s. 46: never read" in done.stdout
    assert "docs/powers/police-protection.md" in done.stdout


def test_after_a_reading_was_written_nothing_is_said_until_the_text_moves(clone: Path) -> None:
    publish(clone, "Where a constable has cause")
    assert run(clone, "--write", "--reader", "editor").exit_code == 0
    assert not load_site(clone / "site").problems
    assert run(clone).exit_code == 0
    publish(clone, "Where an officer has cause", start="2026-11-01")
    done = run(clone)
    assert done.exit_code == 1
    assert "ca1989 s. 46: moved" in done.stdout
    assert "[a constable]" in done.stdout
    assert "[an officer]" in done.stdout
    assert run(clone, "--write").exit_code == 0
    assert run(clone).exit_code == 0


def test_no_word_of_the_law_reaches_the_repository(clone: Path) -> None:
    publish(clone, "Where a constable has cause")
    run(clone, "--write")
    assert "constable" not in (clone / "site" / PATH).read_text("utf-8")


def test_a_reading_from_another_copy_is_compared_by_date(clone: Path) -> None:
    read_as(clone, "ca1989,s. 46,2026-03-25,2026-11-20,editor,,,another copy\n")
    publish(clone, "x", start="2026-03-25")
    assert run(clone).exit_code == 0
    publish(clone, "x", start="2026-06-01")
    assert "read in the version of 2026-03-25, published now that of 2026-06-01" in run(clone).stdout


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ('Status="Repealed" RestrictEndDate="2016-10-01"', "repealed from 2016-10-01"),
        ('Status="Repealed" Match="false" RestrictStartDate="2018-05-25"', "repealed from 2018-05-25"),
        ('Match="false" RestrictStartDate="2010-01-01" RestrictEndDate="2020-12-31"', "repealed from 2020-12-31"),
        ('Status="Dead"', "repealed before it came into force"),
    ],
)
@pytest.mark.parametrize("line", ["", "ca1989,s. 46,2026-03-25,2026-11-20,editor,,,another copy\n"])
def test_a_repealed_provision_is_gone_read_or_not(clone: Path, line: str, state: str, why: str) -> None:
    read_as(clone, line)
    (clone / "xml/act.xml").write_bytes(act(section("46", ". . . .", more=state)))
    done = run(clone, "--write")
    assert f"gone: {why}" in done.stdout
    assert (clone / "site" / PATH).read_text("utf-8").endswith(line)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ('Status="Prospective"', "published: not yet in force"),
        ('RestrictStartDate="2999-01-01" Match="false"', "published: in force from 2999-01-01"),
        ("", "published: text as enacted"),
    ],
)
def test_what_is_not_yet_law_says_so(clone: Path, state: str, why: str) -> None:
    (clone / "xml/act.xml").write_bytes(act(section("46", "x", more=state), start=""))
    assert why in run(clone).stdout


def test_text_without_a_date_is_read_as_first_made(clone: Path) -> None:
    (clone / "xml/act.xml").write_bytes(act(section("46", "x"), start="", kind="Secondary"))
    run(clone, "--write")
    assert load_site(clone / "site").law_read["ca1989", "s. 46"].version == "made"


@pytest.mark.parametrize(("start", "named"), [("2018-05-23", "of 2018-05-23"), ("", "as first made")])
def test_old_text_is_named_and_compared_with_nothing(clone: Path, start: str, named: str) -> None:
    publish(clone, "Where a constable")
    (clone / "xml/old.xml").write_bytes(act(section("46", "x", start="2999-01-01"), start=start, links=CURRENT))
    done = run(clone, "--write")
    assert named in done.stderr
    assert load_site(clone / "site").law_read["ca1989", "s. 46"].version == "2026-03-25"
    (clone / "xml/act.xml").unlink()
    assert run(clone).exit_code == 2


def test_a_table_of_contents_is_named_and_moves_nothing(clone: Path) -> None:
    publish(clone, "Where a constable")
    run(clone, "--write")
    item = '<ContentsItem ContentRef="section-46"><ContentsNumber>46</ContentsNumber></ContentsItem>'
    (clone / "xml/act.xml").write_bytes(act(item))
    done = run(clone)
    assert done.exit_code == 0
    assert "holds no provision" in done.stderr


def test_outstanding_changes_are_told_and_counted(clone: Path) -> None:
    publish(clone, "x", effects=effect("section-46-3", on="2026-12-01"))
    done = run(clone, "--write")
    assert "outstanding: words substituted by ukpga/2026/21 s. 3, from 2026-12-01" in done.stdout
    assert load_site(clone / "site").law_read["ca1989", "s. 46"].outstanding == "1"


def test_that_the_whole_act_is_to_be_repealed_is_told(clone: Path) -> None:
    publish(clone, "x", effects=effect("Act", kind="repealed") + effect("Act", kind="power to amend conferred"))
    told = run(clone).stdout
    assert "outstanding: repealed by ukpga/2026/21 s. 3, no date set" in told
    assert "power to amend" not in told


def test_welsh_texts_and_other_acts_are_passed_over(clone: Path) -> None:
    publish(clone, "Where a constable")
    (clone / "xml/cy.xml").write_bytes(act(section("46", "Pan fo", start="2026-10-01"), language="cy"))
    (clone / "xml/other.xml").write_bytes(act(section("46", "x"), work="ukpga/1999/1"))
    (clone / "xml/broken.xml").write_bytes(b"<html>Sorry</html>")
    done = run(clone, "--write")
    assert load_site(clone / "site").law_read["ca1989", "s. 46"].version == "2026-03-25"
    assert "which no page cites" in done.stderr
    assert "web page" in done.stderr


def test_json_names_each_provision(clone: Path) -> None:
    publish(clone, "x")
    rows = json.loads(run(clone, "--json").stdout)
    assert {"key", "provision", "state", "pages", "outstanding"} <= rows[0].keys()


@pytest.mark.parametrize("words", [["--from", "nowhere"], ["--key", "ca1998"], ["--write"]])
def test_bad_words_end_with_two_and_write_nothing(clone: Path, words: list[str]) -> None:
    done = CliRunner().invoke(cli, ["law", *words])
    assert done.exit_code == 2
    assert "error:" in done.stderr
    assert not (clone / "site" / PATH).exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ca1989,s. 46,March,2026-11-20,editor,,,copy\n", "must be the date of the version"),
        ("ca1989,s. 46,2026-03-25,2999-01-01,editor,,,copy\n", "still to come"),
        ("ca1998,s. 46,2026-03-25,2026-11-20,editor,,,copy\n", "did you mean"),
        ("ca1989,section 46,2026-03-25,2026-11-20,editor,,,copy\n", "is not one provision"),
        ("ca1989,s. 46,2026-03-25,2026-11-20,editor,,,copy\n" * 2, "stands here twice"),
        ("ca1989,s. 46,2026-03-25\n", "values"),
        ("<<<<<<< ours\n", "merge conflict"),
        ('ca1989,"s. 46,2026\n', "CSV"),
    ],
)
def test_a_wrong_line_of_the_table_is_a_finding_and_stops_the_command(clone: Path, line: str, message: str) -> None:
    read_as(clone, line)
    problems = [p for p in load_site(clone / "site").problems if p.rule == "law-reading"]
    assert message in " ".join(p.message for p in problems)
    publish(clone, "x")
    assert run(clone, "--write").exit_code == 2
    assert (clone / "site" / PATH).read_text("utf-8").endswith(line)


def test_a_byte_order_mark_is_one_finding(clone: Path) -> None:
    (clone / "site" / PATH).write_bytes(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode())
    (problem,) = load_site(clone / "site").problems
    assert "byte order mark" in problem.message
