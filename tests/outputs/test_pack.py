"""Packs before they are files: what is chosen, how questions are read, what the command says."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests_support import MakeSite

from scripts.commands import cli as module
from scripts.commands.cli import cli
from scripts.content.fingerprint import fingerprint
from scripts.content.model import Record, Site
from scripts.content.questions import parse_question
from scripts.content.schemas import QuestionMeta
from scripts.content.selection import SelectionProblem, choose, from_ids, from_session, from_theme
from scripts.outputs.packs.blocks import Wording
from scripts.outputs.packs.content import make_pack, wording_for
from scripts.outputs.packs.ready import MANIFEST, write_ready_packs
from scripts.outputs.packs.write import WriteProblem, put
from scripts.render.citations import format_citations

HEAD = "---\ntitle: Questions\nsummary: The questions of the small site.\ntheme: seeing\n---\n\n# Questions\n\n"
BANK = (
    HEAD
    + '### When is a child seen? { #q-1 .question level=core type=single tests="f-1" }\n- [ ] Never\n- [x] Alone: {always} ~ = #\n- [ ] Later\n\n'
    "The finding says so; see [the finding](findings.md#f-1) [@hmic2015, para. 1.1.1].\n\n"
    '### How old is a child? { #q-2 .question level=core type=short tests="t-child" }\nAnswer: Under 18.\n\n'
    "See [the term](glossary.md#t-child) [@hmic2015, gloss. child].\n\n"
    '### What would you ask? { #q-3 .question level=advanced type=discussion tests="f-1" }\nShe is 12.\n\nPoints to draw out:\n\n- Her wishes\n- Her safety\n\n'
    "It rests on [the finding](findings.md#f-1) [@hmic2015, para. 1.1.1].\n"
)
PLAN = (
    "---\nid: first\nkind: session\ntitle: First session\nsummary: A session of the small site to try packs.\nlevel: core\nduration: 60\n"
    "audience: All\nrecords: [f-1, r-1, t-child]\nchecked: 2026-11-01\nreview_by: 2027-05-01\n---\n\n# First session { #first }\n\n"
    "## Aim\n\n- See the child\n\n## Run of the session\n\n| Minutes | What |\n| --- | --- |\n| 60 | All |\n\n"
    "## Cases and questions\n\n### A girl\n\nShe waited: [the finding](findings.md#f-1).\n\n1. Who saw her?\n\n"
    '!!! tip "Facilitator\'s note"\n    Nobody did.\n'
)


def question(body: str, kind: str = "single") -> Record:
    meta = QuestionMeta.model_validate({"level": "core", "type": kind, "tests": "x"})
    return Record(
        id="q", kind="question", title="Stem", path="q.md", line=2, end=9, meta=meta, body=body, links=(), citations=()
    )


def test_a_choice_is_read_as_options_with_the_right_ones_and_an_explanation() -> None:
    read = parse_question(question("- [ ] One\n- [x] Two\n- [X] Three\n\nBecause.\nAnd so.", "several"))
    assert [(o.text, o.right) for o in read.options] == [("One", False), ("Two", True), ("Three", True)]
    assert read.right == (2, 3)
    assert (read.intro, read.answer, read.points) == ("", "", ())
    assert read.explanation == "Because.\nAnd so."


def test_a_short_answer_and_a_discussion_are_read_with_what_introduces_them() -> None:
    short = parse_question(question("Think first.\n\nAnswer: The council,\nand no other.\n\nBecause.", "short"))
    assert (short.intro, short.answer, short.explanation) == ("Think first.", "The council, and no other.", "Because.")
    talk = parse_question(question("Points to draw out:\n\n- One\n- Two\n\nSee there.", "discussion"))
    assert (talk.points, talk.explanation) == (("One", "Two"), "See there.")


def test_unknown_ids_are_all_named_with_their_nearest(real_site: Site) -> None:
    with pytest.raises(SelectionProblem) as problem:
        from_ids(real_site, ["police-protecton", "case-16", "missing-chid"])
    assert str(problem.value).splitlines() == [
        "there is no record `police-protecton`; did you mean `police-protection`?",
        "there is no record `missing-chid`; did you mean `missing-child`?",
    ]


def test_records_keep_their_order_and_bring_the_questions_that_test_them(make_site: MakeSite) -> None:
    chosen = from_ids(make_site({"docs/bank.md": BANK}), ["r-1", "f-1", "r-1"])
    assert [r.id for r in chosen.records] == ["r-1", "f-1"]
    assert [r.id for r in chosen.questions] == ["q-1", "q-3"]


def test_questions_named_are_the_only_ones_taken(make_site: MakeSite) -> None:
    chosen = from_ids(make_site({"docs/bank.md": BANK}), ["f-1", "q-2"])
    assert [r.id for r in chosen.questions] == ["q-2"]


def test_a_theme_of_the_bank_brings_what_its_questions_test(make_site: MakeSite) -> None:
    chosen = from_theme(make_site({"docs/bank.md": BANK}), "seeing")
    assert [r.id for r in chosen.records] == ["f-1", "t-child"]
    assert [r.id for r in chosen.questions] == ["q-1", "q-2", "q-3"]


def test_an_unknown_theme_or_session_says_what_there_is(make_site: MakeSite) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/plan.md": PLAN})
    with pytest.raises(SelectionProblem, match="did you mean `seeing`"):
        from_theme(site, "seing")
    with pytest.raises(SelectionProblem, match="did you mean `first`"):
        from_session(site, "frist")


def test_one_way_of_asking_is_demanded(make_site: MakeSite) -> None:
    with pytest.raises(SelectionProblem, match="say what to take"):
        choose(make_site(), ["f-1"], theme="x", session=None, every=False)
    with pytest.raises(SelectionProblem, match="no session plan"):
        choose(make_site(), [], theme=None, session=None, every=True)


def test_a_given_up_id_leads_to_the_one_in_use(make_site: MakeSite) -> None:
    site = make_site({"bib/ids.txt": "f-0 -> f-1\nf-1\nr-1\nt-child\n"})
    assert [r.id for r in from_ids(site, ["f-0"]).records] == ["f-1"]


def test_citations_stand_in_words_and_links_name_the_id(make_site: MakeSite) -> None:
    site = make_site()
    words = Wording(site, format_citations(site))
    told = words.record(site.records["f-1"])
    assert told[0].items == ("Of 12 children, 5 were seen (HMIC 2015, pp. 4–5, para. 1.1.1).",)
    assert (told[1].kind, told[1].items) == ("relations", ("Answered by R-1.",))
    assert words.place(site.records["f-1"]) == "HMIC 2015, pp. 4–5, para. 1.1.1"


def test_a_plan_gives_aim_talks_and_review_state(make_site: MakeSite) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/plan.md": PLAN})
    chosen = from_session(site, "first")
    pack = make_pack(chosen, wording_for(site, [chosen]))
    assert pack.review[0] == "Session plan checked 1 November 2026, review due 1 May 2027."
    assert pack.section("aim")[0].items == ("See the child",)
    (talk,) = pack.talks
    assert (talk.asked, talk.notes, talk.ids) == (("Who saw her?",), ("Nobody did.",), ("f-1",))


def test_the_command_writes_a_pack_and_prints_its_files(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROOT", make_site({"docs/bank.md": BANK}).root)
    target = tmp_path / "out" / "pack"
    result = CliRunner().invoke(cli, ["pack", "f-1", "-o", str(target)])
    assert result.exit_code == 0, result.output
    printed = {line for line in result.output.splitlines() if line.startswith(target.as_posix())}
    assert printed == {p.as_posix() for p in target.iterdir()}
    assert [p.name for p in target.parent.iterdir()] == ["pack"]


def test_an_unknown_id_exits_2_and_writes_nothing(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROOT", make_site().root)
    result = CliRunner().invoke(cli, ["pack", "f-1", "f-11", "-o", str(tmp_path / "out" / "pack")])
    assert result.exit_code == 2
    assert "there is no record `f-11`; did you mean `f-1`?" in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_with_somebodys_file_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteProblem, match=r"notes\.txt, which no pack wrote"):
        put({"": {"a.txt": b"a"}}, target)
    assert [p.name for p in target.iterdir()] == ["notes.txt"]


def test_an_earlier_pack_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "pack"
    put({"": {"old.txt": b"", MANIFEST: b'{"files": {"old.txt": ""}}'}}, target)
    put({"": {"new.txt": b"", MANIFEST: b'{"files": {"new.txt": ""}}'}}, target)
    assert {p.name for p in target.iterdir()} == {"new.txt", MANIFEST}
    assert [p.name for p in tmp_path.iterdir()] == ["pack"]


def test_a_failure_while_writing_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "pack"
    put({"": {"old.txt": b"old", MANIFEST: b'{"files": {"old.txt": ""}}'}}, target)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        put({"": {"new.txt": b""}}, target)
    assert (target / "old.txt").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["pack"]


def test_ready_packs_come_from_the_cache_with_the_same_bytes(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/plan.md": PLAN})
    formatted = format_citations(site)
    first = {p.name: p.read_bytes() for p in write_ready_packs(site, formatted, tmp_path / "one")}
    again = {p.name: p.read_bytes() for p in write_ready_packs(site, formatted, tmp_path / "two")}
    for kept in (site.root / ".cache/packs").iterdir():
        kept.unlink()
    anew = {p.name: p.read_bytes() for p in write_ready_packs(site, formatted, tmp_path / "three")}
    assert first == again == anew
    assert "slides.pptx" in first


def test_a_fingerprint_changes_with_the_words_and_not_with_the_place(make_site: MakeSite) -> None:
    before = fingerprint(make_site({"docs/bank.md": BANK}).records["q-1"])
    moved = fingerprint(
        make_site({"docs/bank.md": BANK.replace("# Questions\n\n", "# Questions\n\nRead.\n\n")}).records["q-1"]
    )
    other = fingerprint(make_site({"docs/bank.md": BANK.replace("- [ ] Never", "- [ ] Seldom")}).records["q-1"])
    assert before == moved != other


def test_a_title_of_ones_own_goes_on_the_pack_and_into_its_command(make_site: MakeSite) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/plan.md": PLAN})
    chosen = choose(site, ["f-1"], theme=None, session=None, every=False, title="Night  shift")[""]
    assert (chosen.title, chosen.command) == ("Night shift", "f-1 --title 'Night shift'")
    with pytest.raises(SelectionProblem, match="leave --title out"):
        choose(site, [], theme=None, session=None, every=True, title="Night shift")
