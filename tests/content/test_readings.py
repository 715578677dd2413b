"""What a second reader found of each claim: kept, void when the sentence or its source changes, never lost or half-written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fixture_sites import BASE

from scripts.checks.runner import check_site
from scripts.commands import read as command
from scripts.commands.cli import cli
from scripts.content.claims import Claim, claims
from scripts.content.loader import load_site
from scripts.content.readings import COLUMNS, PATH

PAGE = "docs/powers/police-protection.md"
SENTENCE = "Any constable may move the child [@ca1989, s. 46]."


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return tmp_path


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["read", *words], input=typed)


def own(clone: Path, page: str = PAGE) -> list[Claim]:
    return [c for c in claims(load_site(clone)) if c.path == page]


def lines(clone: Path) -> list[str]:
    return (clone / PATH).read_text("utf-8").splitlines()


def edit(clone: Path, old: str, new: str) -> None:
    path = clone / PAGE
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8", newline="\n")


def unread(page: str = PAGE) -> int:
    return len(json.loads(run(page, "--format", "json").stdout))


def test_every_cited_sentence_and_every_heading_of_a_finding_is_a_claim(clone: Path) -> None:
    words = [c.words for c in own(clone)]
    assert "Any constable may move the child." in words
    (page,) = [p for p in load_site(clone).pages if p.path == "findings/contact.md"]
    finding = page.records[0]
    heads = [c.words for c in own(clone, "docs/findings/contact.md") if c.line == finding.line]
    assert heads
    assert heads[0].startswith(finding.title)
    assert "direction: " in heads[0]
    assert "extent: " in heads[0]


def test_a_key_keeps_the_verdict_at_once_and_the_claim_is_asked_no_more(clone: Path) -> None:
    before = unread()
    done = run(PAGE, typed="ts" + "q")
    assert done.exit_code == 1
    assert [line.split(",")[4] for line in sorted(lines(clone)[1:])].count("true") == 1
    assert len(lines(clone)) == 1 + 2
    assert unread() == before - 1


def test_a_changed_sentence_is_unread_again(clone: Path) -> None:
    run(PAGE, typed="t" * 50)
    assert unread() == 0
    edit(clone, SENTENCE, SENTENCE.replace("Any constable", "Every constable"))
    assert unread() == 1
    found = [f for f in check_site(load_site(clone)).problems if f.rule == "reading-has-its-claim"]
    assert [f.path for f in found] == [PATH]
    assert run("--tidy").exit_code == 0
    assert not [f for f in check_site(load_site(clone)).problems if f.rule == "reading-has-its-claim"]


def test_another_place_cited_makes_the_claim_unread(clone: Path) -> None:
    run(PAGE, typed="t" * 50)
    edit(clone, SENTENCE, SENTENCE.replace("s. 46]", "s. 47]"))
    assert unread() == 1


def test_a_source_whose_words_changed_makes_its_claims_unread(clone: Path) -> None:
    page = "docs/findings/contact.md"
    run(page, typed="t" * 50)
    assert unread(page) == 0
    path = clone / "bib/sources/hmic2015.json"
    index = json.loads(path.read_text("utf-8"))
    for item in index["items"]:
        item["digest"] = "0123456789ab"
    path.write_text(json.dumps(index), encoding="utf-8")
    assert unread(page) > 0


def test_what_was_found_stronger_is_told_by_check(clone: Path) -> None:
    run(PAGE, typed="s" + "t" * 50)
    found = [f for f in check_site(load_site(clone)).problems if f.rule == "reading-finds-the-claim-true"]
    assert [f.path for f in found] == [PAGE]
    assert "stronger" in found[0].message


def test_verdicts_of_a_file_are_taken_whole_or_not_at_all(clone: Path, tmp_path: Path) -> None:
    rows = json.loads(run(PAGE, "--format", "json").stdout)
    file = tmp_path / "verdicts.json"
    file.write_text(json.dumps([r | {"verdict": "true"} for r in rows]), encoding="utf-8")
    assert run("--record", str(file)).exit_code == 0
    assert unread() == 0
    kept = lines(clone)
    for wrong in ({"verdict": "fine"}, {"sentence": "0" * 12}, {}):
        file.write_text(
            json.dumps(
                [{"page": PAGE, "sentence": rows[0]["sentence"], "verdict": "true"} | wrong] if wrong else {"a": 1}
            ),
            encoding="utf-8",
        )
        done = run("--record", str(file))
        assert done.exit_code == 2
        assert lines(clone) == kept


def test_the_words_of_the_source_stand_beside_the_claim(clone: Path, tmp_path: Path) -> None:
    place = next(c.locator for p in load_site(clone).pages if p.path == "findings/contact.md" for c in p.citations)
    source = tmp_path / "paragraphs.jsonl"
    item = {"loc": place.removeprefix("para. "), "plain": "The paragraph itself."}
    source.write_text(json.dumps(item) + "\n", encoding="utf-8")
    done = run("docs/findings/contact.md", "--source", str(source), typed="q")
    assert "The paragraph itself." in done.stdout


@pytest.mark.usefixtures("clone")
def test_claims_are_listed_for_a_reviewer() -> None:
    assert f"- [ ] `{PAGE}:" in run(PAGE, "--format", "github").stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{head}\n{page},{s},{p},2999-01-01,true,editor\n", "still to come"),
        ("{head}\n{page},{s},{p},2026-11-20,fine,editor\n", "verdict"),
        ("{head}\n{page},{s},{p},2026-11-20,true,editor\n{page},{s},{p},2026-11-20,true,editor\n", "second reading"),
        ("{head}\n<<<<<<< ours\n", "merge conflict"),
        ("page,verdict\n", "first line must be"),
        ("\ufeff{head}\n", "byte order mark"),
        ("{head}\n{page},{s}\n", "values"),
        ("{head}\nz,{s},{p},2026-11-20,true,editor\na,{s},{p},2026-11-20,true,editor\n", "out of order"),
    ],
)
def test_a_wrong_table_is_a_finding_and_nothing_is_written(clone: Path, text: str, message: str) -> None:
    written = text.format(head=",".join(COLUMNS), page=PAGE, s="0" * 12, p="1" * 12)
    (clone / PATH).write_text(written, encoding="utf-8")
    problems = [p for p in load_site(clone).problems if p.rule == "second-reading"]
    assert message in " ".join(p.message for p in problems)
    assert run(PAGE, typed="t").exit_code == 2
    assert (clone / PATH).read_text("utf-8") == written


@pytest.mark.usefixtures("clone")
def test_an_unknown_page_is_named_with_the_nearest() -> None:
    done = run("docs/powers/police-protecton.md")
    assert done.exit_code == 2
    assert "did you mean" in done.stderr
