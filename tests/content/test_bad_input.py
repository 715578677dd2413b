"""Bad input gets a clear message with path and line, never a traceback, and the other pages are checked all the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from fixture_sites import Fixture, source_site
from pydantic import TypeAdapter, ValidationError

from scripts.checks.rules.law import _ACT
from scripts.checks.rules.style import _NAME
from scripts.checks.runner import check_site
from scripts.content.glossary import alike
from scripts.content.grammar import inline
from scripts.content.loader import load_site
from scripts.content.schemas import EventMeta, Period
from scripts.engine.redirects import redirect_pages

HEAD = "---\ntitle: More\nsummary: A page that holds something bad.\n---\n\n# More\n\n"
NOTHING = Fixture(edits=(), expected=())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    source_site(tmp_path, NOTHING)
    nav = tmp_path / "mkdocs.yml"
    nav.write_text(nav.read_text(encoding="utf-8") + "  - more.md\n", encoding="utf-8")
    with (tmp_path / "bib/ids.txt").open("a", encoding="utf-8") as ids:
        ids.write("more.md\n")
    return tmp_path


def problems(root: Path) -> list[str]:
    return [str(f) for f in check_site(load_site(root)).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: [\n---\n", "docs/more.md:2: front matter is not valid YAML"),
        ("---\ntitle: More\n", "docs/more.md:1: front matter begins with --- but never ends"),
        ("---\n- a\n---\n", "docs/more.md:2: front matter must be a list of `key: value` lines"),
        ("---\na: " + "[" * 4000 + "\n---\n", "docs/more.md:"),
        ("", "docs/more.md:1: is empty"),
        (HEAD + "[a](b c.md)\n", "docs/more.md:8: `](b c.md)` is no link target"),
        (HEAD + "[a](b[c].md)\n", "docs/more.md:8: `b[c].md` leads to no file"),
        (HEAD + "[a](%E2%9C%93.md)\n", "docs/more.md:8: `%E2%9C%93.md` leads to no file"),
        (HEAD + "[🚓](🚓.md)\n", "docs/more.md:8: `🚓.md` leads to no file"),
        (HEAD + "[a](%zz.md)\n", "docs/more.md:8: `%zz.md` leads to no file"),
        (HEAD + "[a](" + "../" * 300 + "x.md)\n", "docs/more.md:8: "),
        (HEAD + "[a](http://[::1)\n", "docs/more.md:8: `http://[::1` is not a web address"),
        (HEAD + "## !?\n", "docs/more.md:8: the heading “!?” has no words"),
        (HEAD + "## A\n\n## A\n", "docs/more.md:10: “A” stands already at line 8"),
        (HEAD + "[@nobody]\n", "docs/more.md:8: `@nobody` is not in the bibliography"),
    ],
)
def test_a_bad_page_gets_a_finding_at_its_line(root: Path, text: str, expected: str) -> None:
    (root / "docs/more.md").write_text(text, encoding="utf-8")
    assert any(f.startswith(expected) for f in problems(root)), problems(root)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "`[@nobody]` and\n\n```\n[@nobody] [a](b.md)\n```\n\n    ``[@nobody]``\n",
        HEAD + "[see](<findings/contact.md>) [it](findings/cont%61ct.md)\n",
        HEAD + "- a\n" + "".join("    " * n + "- a\n" for n in range(1, 300)),
    ],
)
def test_odd_but_sound_pages_get_none(root: Path, text: str) -> None:
    (root / "docs/more.md").write_text(text, encoding="utf-8")
    assert problems(root) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xfea\x00", "holds a NUL byte"),
        (HEAD.encode() + b"caf\xe9\n", "docs/more.md:8: is not UTF-8: byte 0xe9"),
        (b"\xef\xbb\xbf" + HEAD.encode(), "docs/more.md:1: begins with a byte order mark"),
        (HEAD.replace("\n", "\r\n").encode(), "docs/more.md:1: has Windows line ends"),
        (HEAD.encode() + b"a\x00b\n", "docs/more.md:8: holds a NUL byte"),
        (HEAD.encode() + b"x" * 10_000_000, "docs/more.md:1: is larger than"),
    ],
)
def test_bytes_that_are_no_page_get_a_finding(root: Path, data: bytes, expected: str) -> None:
    (root / "docs/more.md").write_bytes(data)
    assert any(expected in f for f in problems(root)), problems(root)


def _unbalanced(root: Path) -> None:
    (root / "bib/more.bib").write_text("@book{a,\n  title = {A {B}\n}\n", encoding="utf-8")


def _twice(root: Path) -> None:
    (root / "bib/more.bib").write_text("@book{ca1989,\n  title = {A},\n}\n", encoding="utf-8")


def _no_bib(root: Path) -> None:
    (root / "bib/references.bib").unlink()


def _outside(root: Path) -> None:
    (root / "docs/more.md").symlink_to("/etc/hostname")


def _linked_folder(root: Path) -> None:
    (root.parent / "secrets").mkdir()
    (root.parent / "secrets/secret.txt").touch()
    (root / "docs/extra").symlink_to(root.parent / "secrets")


def _loop(root: Path) -> None:
    (root / "docs/more.md").symlink_to("more.md")


def _pipe(root: Path) -> None:
    os.mkfifo(root / "docs/more.md")


def _capitals(root: Path) -> None:
    (root / "docs/INDEX.md").write_text(HEAD, encoding="utf-8")


def _config(root: Path) -> None:
    (root / "mkdocs.yml").write_text("nav: [", encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (_unbalanced, "bib/more.bib:4: not valid BibTeX"),
        (_twice, "key `ca1989` is given twice"),
        (_no_bib, "bib:1: no .bib file here"),
        (_outside, "docs/more.md:1: is a link, which would bring"),
        (_linked_folder, "docs/extra:1: is a link, which would bring"),
        (_loop, "docs/more.md:1: is a link, which would bring"),
        (_pipe, "docs/more.md:1: is no ordinary file"),
        (_capitals, "differs from docs/INDEX.md only in capitals"),
        (_config, "mkdocs.yml:1: cannot be read"),
    ],
)
def test_a_harmed_tree_gets_a_finding(root: Path, harm: Callable[[Path], None], expected: str) -> None:
    harm(root)
    assert any(expected in f for f in problems(root)), problems(root)


def test_an_unreadable_file_gets_a_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = root / "docs/more.md"
    page.write_text(HEAD, encoding="utf-8")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == page:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root, who runs CI, may read anything
    assert any("cannot be read" in f for f in problems(root))


@pytest.mark.parametrize(
    "body",
    [
        "".join("  " * n + "- a\n" for n in range(1200)),
        "a word of many " * 66_000 + "\n",
        "[a](findings/contact.md) " * 40_000 + "\n",
        "> " * 5_000 + "deep\n",
        "- " * 5_000 + "deep\n",
    ],
    ids=["nested-list", "one-long-line", "forty-thousand-links", "five-thousand-quotes", "five-thousand-levels"],
)
def test_a_huge_page_is_checked_in_seconds(root: Path, body: str) -> None:
    (root / "docs/more.md").write_text(HEAD + body, encoding="utf-8")
    start = process_time()
    problems(root)
    assert process_time() - start < 15


LAW = "docs/powers/police-protection.md"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("review_by: 2026-05-23", "review_by: 23/05/2027", "`review_by`: write the date as 2027-05-23"),
        ("review_by: 2026-05-23", "review_by: 2026-11-3", "`review_by`: write the date as 2027-05-23"),
        ("review_by: 2026-05-23", "review_by: 2027-02-31", "`2027-02-31` is no day of the calendar"),
        ("title: ", "title: Powers: ", "put the whole value in quotes"),
        ("title: ", "title: Case #2 ", "everything after ` #` is a comment; put the value in quotes"),
        ("title: ", "Title: ", "unknown key `Title`; did you mean `title`?"),
        ("title: ", "\ttitle: ", "a tab stands here; use spaces"),
        ("title: ", "title: *i #", "`*i` is a YAML alias"),
        ("title: ", "title: " + "[" * 100_000, "brackets stand more than 20 deep"),
        ("aliases: [", "aliases: [no, ", "`no` without quotes is read as something else; put it in quotes"),
        ("aliases: [", "aliases: [1.10, ", "`1.10` without quotes"),
        ("aliases: [", "aliases: [12:30, ", "`12:30` without quotes"),
        ("aliases: [", "aliases: [010, ", "`010` without quotes"),
        ("aliases: [", "aliases: [~, ", "`~` without quotes"),
    ],
)
def test_a_slip_in_front_matter_is_named_alone_in_an_editors_words(
    root: Path, old: str, new: str, expected: str
) -> None:
    (root / "docs/more.md").write_text(HEAD, encoding="utf-8")
    page = root / LAW
    text = page.read_text(encoding="utf-8")
    key = old.partition(":")[0]
    old = next(line for line in text.split("\n") if line.startswith(f"{key}:")) if key == "review_by" else old
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = problems(root)
    assert len(found) == 1, found
    assert found[0].startswith(LAW)
    assert expected in found[0]


def _edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def harm(root: Path) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return harm


def _bytes(name: str, data: bytes) -> Callable[[Path], None]:
    return lambda root: _written(root / name, data)


def _written(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _bom(name: str) -> Callable[[Path], None]:
    return lambda root: _written(root / name, b"\xef\xbb\xbf" + (root / name).read_bytes())


CSV = "docs/statistics/data/referrals.csv"
LABELS = "bib/sources/hmic2015.labels.csv"
FINDINGS = "docs/findings/contact.md"


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        *((_bom(name), f"{name}:1: begins with a byte order mark")
          for name in (CSV, LABELS, "bib/ids.txt", "mkdocs.yml", "bib/references.bib", "bib/own-words-allow.txt", FINDINGS)),
        (_bytes("mkdocs.yml", b""), "mkdocs.yml:1: must be lines of `key: value`"),
        (_bytes("mkdocs.yml", b"- a\n"), "mkdocs.yml:1: must be lines of `key: value`, one of them"),
        (_bytes("mkdocs.yml", b"nav: &a [*a]\n"), "mkdocs.yml:1: cannot be read: `*a` is a YAML alias"),
        (_bytes("mkdocs.yml", b"nav: caf\xe9\n"), "mkdocs.yml:1: is not UTF-8"),
        (_bytes("mkdocs.yml", b"nav:\n  - ../x.md\n"), "mkdocs.yml:2: nav names `../x.md`, which is no path of a page"),
        (_bytes("bib/ids.txt", b"caf\xe9\n"), "bib/ids.txt:1: is not UTF-8"),
        (_edit("bib/ids.txt", "case-01", "../../x -> case-01"), "bib/ids.txt:1: `../../x -> case-01` is neither an id"),
        (_bytes("bib/own-words-allow.txt", b"caf\xe9\n"), "bib/own-words-allow.txt:1: is not UTF-8"),
        (_bytes(LABELS, b'loc,label,reason\n1.1.1,"Seen,\n1.1.2,x,\n'), f"{LABELS}:2: cannot be read as CSV from here"),
        (_bytes(LABELS, b"loc;label;reason\n"), f"{LABELS}:1: the columns must be loc,label,reason; save it with commas"),
        (_bytes("bib/sources/hmic2015.json", b"[" * 100_000), "bib/sources/hmic2015.json:1: is not a source index"),
        (_edit("bib/sources/hmic2015.json", '"report/map"', '"../../evil"'), "bib/sources/hmic2015.json:1: is not a source index: `map`"),
        (_edit("bib/references.bib", "{ca1989,", '{ca"1989,'), 'the key `ca"1989` is no key'),
        (_edit(CSV, "s-2-9-1-01", 's-2-9-1-01""><b>'), f"{CSV}:2: "),
        (_edit(FINDINGS, "#f-1-1-01 ", "#f-1-1-0\u0430 "), "the id `f-1-1-0\u0430` is no id"),
        (_edit(FINDINGS, "extent=often", "extent=“often”"), "has no straight quotation mark"),
        (_edit(FINDINGS, "Of 12", "Of\x0b12"), "holds U+000B, the soft line break that Word pastes"),
        (_edit(FINDINGS, "Of 12", "Of \u202e12"), "holds U+202E"),
        (_edit(FINDINGS, "Of 12", "Of \u200b12"), "holds U+200B"),
        (_edit(FINDINGS, "Of 12", "Of \U000e004112"), "holds U+E0041"),
        (_edit(FINDINGS, "seen [@hmic2015, para. 1.1.1]", "seen [@hmic2015, para. 1.1.1"), "the bracket of `[@hmic2015, para. 1.1.1.` is never closed"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_finding(root: Path, harm: Callable[[Path], None], expected: str) -> None:
    (root / "docs/more.md").write_text(HEAD, encoding="utf-8")
    harm(root)
    found = problems(root)
    assert expected in found[0], found
    assert len({f.partition(":")[0] for f in found}) == 1, found


@pytest.mark.parametrize("date", ["2016-13-01", "2016-00-10", "2016-02-31", "16-02-01"])
def test_a_date_is_a_day_of_the_calendar(date: str) -> None:
    attributes = {"confidence": "seen", "instrument": "An Act", "nations": "England"}
    EventMeta.model_validate({**attributes, "date": "2016-02-29"})
    with pytest.raises(ValidationError, match="2016-12-31"):
        EventMeta.model_validate({**attributes, "date": date})


@pytest.mark.parametrize("period", ["2010-11", "Nov-10", "31-Mar-14", "01/11/2010", "40483", "3/4"])
def test_a_period_is_none_that_a_spreadsheet_makes(period: str) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(Period)
    for good in ("2010 to 2011", "2013/14", "31 Mar 2014", "Apr 2010-Mar 2011", "not stated", "2012-13"):
        assert adapter.validate_python(good) == good
    with pytest.raises(ValidationError):
        adapter.validate_python(period)


def test_a_range_of_places_is_bounded(root: Path) -> None:
    (source,) = load_site(root).sources.values()
    assert source.places("para. 1.1.1–1.1.3") == ("1.1.1", "1.1.2", "1.1.3")
    assert source.places("para. 1.1.1–1.1.99999999") == ()
    assert source.places(f"para. 1.1.1–1.1.{'9' * 5000}") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "It was seen by Sgt. Jones and Det. Insp. Smith.",
        "They met at 9 a.m. Monday.",
        "The World Health Organization and the National Center for Missing & Exploited Children agree.",
        "A PC, a DC and a GP looked it up on the PNC.",
        "See [the contact](findings/contact.md 'First contact').",
        "Write to [editor@example.org].",
    ],
)
def test_a_harmless_edit_is_let_stand(root: Path, sentence: str) -> None:
    (root / "docs/more.md").write_text(f"{HEAD}{sentence}\n", encoding="utf-8")
    assert problems(root) == []


def test_typographic_marks_are_the_same_letters_to_the_glossary() -> None:
    assert alike("officer’s note‑book") == "officer's note-book"


def test_a_page_that_was_renamed_leads_on_to_the_same_record(root: Path) -> None:
    _edit("bib/ids.txt", "findings/contact.md", "findings/contact.md\nold/page.md -> findings/contact.md")(root)
    page = redirect_pages(load_site(root))["old/page.html"]
    assert '<link rel="canonical" href="../findings/contact.html">' in page
    assert '<script src="../assets/javascripts/moved.js">' in page


def test_a_computed_number_is_read_in_either_order() -> None:
    for written in ('[17]{ .computed title="12 + 5" }', '[17]{ title="12 + 5" .computed }'):
        assert [(t.type, t.meta["shown"], t.meta["how"]) for t in inline(written)] == [("computed", "17", "12 + 5")]


@pytest.mark.parametrize("text", ["A-{} Act \n", "A'{} Act \n"])
def test_no_pattern_takes_more_than_its_share(text: str) -> None:
    def seconds(size: int) -> float:
        written = text.format(text[:2] * (size // 2))
        start = process_time()
        list(_ACT.finditer(written))
        _NAME.sub("", written)
        return process_time() - start

    assert seconds(200_000) < 10 * seconds(50_000) + 0.2
