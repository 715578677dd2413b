"""A new page or record has the next free id, stands in the right place, and passes the schema at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_sites import Fixture, source_site

from scripts.authoring.scaffold import CannotWrite, scaffold
from scripts.checks.rules import SOURCE_RULES
from scripts.content.loader import load_site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    source_site(tmp_path, Fixture(edits=(), expected=()))
    return tmp_path


@pytest.mark.parametrize(
    ("kind", "place", "where", "identifier"),
    [
        ("power", "1.1.1", "docs/powers/a-new-one.md", "a-new-one"),
        ("offence", None, "docs/powers/a-new-one.md", "a-new-one"),
        ("situation", None, "docs/situations/a-new-one.md", "a-new-one"),
        ("session", None, "docs/training/sessions/a-new-one.md", "a-new-one"),
        ("finding", "1.1.1", "docs/findings/contact.md:20", "f-1-1-01b"),
        ("finding", "1.1.3", "docs/findings/contact.md:20", "f-1-1-03"),
        ("case", "1.1.3", "docs/cases/contact.md:14", "case-02"),
        ("event", None, "docs/powers/police-protection.md:59", "e-a-new-one"),
        ("question", None, "docs/training/questions.md:16", "q-002"),
        ("term", None, "docs/glossary.md:8", "t-a-new-one"),
    ],
)
def test_a_new_one_is_loaded_without_a_problem(
    root: Path, kind: str, place: str | None, where: str, identifier: str
) -> None:
    page = None if kind == "term" else where.partition(":")[0]
    assert scaffold(load_site(root), kind, "A new one", page=page, place=place) == where
    site = load_site(root)
    assert [str(p) for p in site.problems] == []
    assert site.records[identifier].kind == kind
    assert list(SOURCE_RULES["law-page-has-every-part"].check(site)) == []
    assert b"\r" not in (root / where.partition(":")[0]).read_bytes()


@pytest.mark.parametrize(
    ("kind", "page", "fewest"),
    [
        ("power", None, 18),
        ("situation", None, 6),
        ("session", None, 13),
        ("finding", "docs/findings/contact.md", 3),
        ("case", "docs/cases/contact.md", 4),
        ("event", "docs/powers/police-protection.md", 2),
        ("question", "docs/training/questions.md", 3),
        ("term", None, 1),
    ],
)
def test_check_names_every_place_that_a_new_one_leaves_to_be_filled(
    root: Path, kind: str, page: str | None, fewest: int
) -> None:
    where = scaffold(load_site(root), kind, "A new one", page=page, place="1.1.3").partition(":")[0]
    text = (root / where).read_text(encoding="utf-8")
    named = list(SOURCE_RULES["place-is-filled"].check(load_site(root)))
    assert len(named) == text.count("[[fill: ") >= fewest
    assert all("[[fill: " in text.split("\n")[f.line - 1] for f in named)
    assert "…" not in text


def test_a_new_record_is_written_with_lf_where_the_system_writes_crlf(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def as_windows(self: Path, data: str, encoding: str | None = None, newline: str | None = None) -> int:
        return write(self, data, encoding=encoding, newline="\r\n" if newline is None else newline)

    monkeypatch.setattr(Path, "write_text", as_windows)
    scaffold(load_site(root), "finding", "A new one", page="docs/findings/contact.md", place="1.1.3")
    assert b"\r" not in (root / "docs/findings/contact.md").read_bytes()


def test_a_term_goes_where_the_alphabet_has_it(root: Path) -> None:
    assert scaffold(load_site(root), "term", "kinship care") == "docs/glossary.md:12"
    titles = [r.title for r in load_site(root).of_kind("term")]
    assert titles == sorted(titles)


@pytest.mark.parametrize(
    ("kind", "title", "page", "message"),
    [
        ("powr", "A", None, "did you mean `power`"),
        ("power", "!!", None, "no letters"),
        ("power", "Police protection", None, "is there already"),
        ("finding", "A", "docs/findings/contact.md", "--place 4.2.3"),
        ("case", "A", None, "say which page"),
        ("case", "A", "docs/cases/contacts.md", "did you mean `docs/cases/contact.md`"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_changed(
    root: Path, kind: str, title: str, page: str | None, message: str
) -> None:
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    with pytest.raises(CannotWrite, match=message.replace("(", r"\(")):
        scaffold(load_site(root), kind, title, page=page)
    assert before == {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
