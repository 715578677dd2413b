"""Outputs held to what others' programs ask of them: CSL, spreadsheets, EPUB, LaTeX, Word, GIFT, CycloneDX."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from scripts.base.environment import ROOT
from scripts.base.third_party import load_third_party, pinned, pinned_hashes
from scripts.content.kinds import LAW_KINDS
from scripts.content.model import Site
from scripts.outputs.books.chapters import media_type
from scripts.outputs.books.pdf import TypesetProblem
from scripts.outputs.data.exports import cell, write_exports
from scripts.outputs.lms.moodle import _mask
from scripts.outputs.packs.archive import read_zip
from scripts.outputs.packs.reference import reference
from scripts.render.law_page import additions

# The list of types in CSL's csl-data.json (citation-style-language/schema, 1.0.2).
CSL_TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
DATE_LIKE = re.compile(r"\d{1,4}[-/]\d{1,2}|\d{1,2}[-/][A-Za-z]{3}|[A-Za-z]{3}-\d\d")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WIDEST = 0.635 * 13  # of a letter of DejaVu Sans, the widest of common fonts, in dates and titles, at 13 px


@pytest.fixture(scope="module")
def exported(real_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_exports(real_site, folder)
    return folder


def test_every_reference_has_a_type_of_csl_and_no_author_is_named_others(exported: Path) -> None:
    entries = json.loads((exported / "references.json").read_text(encoding="utf-8"))
    assert {e["type"] for e in entries} <= CSL_TYPES
    assert not [
        e["id"] for e in entries for names in e.values() if isinstance(names, list) and {"literal": "others"} in names
    ]


def test_the_bibliography_has_no_underscore_that_stops_latex() -> None:
    text = (ROOT / "bib/references.bib").read_text(encoding="utf-8")
    notes = re.findall(r"^\s*(?:note|title|author|institution) = .*$", text, re.MULTILINE)
    assert not [n for n in notes if re.search(r"(?<!\\)_", n)]


def test_tables_open_in_a_spreadsheet_as_they_are_written(exported: Path) -> None:
    shipped = [*sorted(exported.glob("*.csv")), *sorted((ROOT / "docs/statistics/data").glob("*.csv"))]
    assert len(shipped) > 15
    for path in shipped:
        data = path.read_bytes()
        assert data.isascii() or data.startswith(b"\xef\xbb\xbf"), path.name
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            assert not [c for c in row if re.match(r"[=+@\t\r]|-(?!\d)", c) or DATE_LIKE.fullmatch(c)], path.name


def test_a_cell_becomes_no_formula_and_no_date() -> None:
    assert cell("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0"
    assert cell("5-10") == "5 to 10"
    assert cell("2026-11-23") == "2026-11-23"


def test_no_text_of_a_timeline_leaves_its_picture_in_a_wide_font(real_site: Site) -> None:
    seen = 0
    for record in real_site.of_kind(*LAW_KINDS):
        for drawn in re.findall(r"<figure class=\"timeline\">.*?</figure>", additions(record, real_site), re.DOTALL):
            svg = html.fragment_fromstring(drawn)[0]
            width, height = map(float, (svg.get("viewbox") or svg.get("viewBox")).split()[2:])
            for text in svg.iter("text"):
                x, long = float(text.get("x")), len(text.text) * WIDEST
                assert (x >= long) if text.get("text-anchor") == "end" else (x + long <= width), text.text
                assert float(text.get("y")) <= height
                seen += 1
    assert seen > 100


def test_the_epub_names_drawings_without_a_prefix_and_has_no_chapter_that_nothing_leads_to(built_site: Path) -> None:
    with zipfile.ZipFile(built_site / "in-harms-way.epub") as book:
        package = book.read("EPUB/package.opf")
        texts = [book.read(n) for n in book.namelist() if n.endswith(".xhtml")]
        style = book.read("EPUB/style.css").decode()
    assert b'linear="no"' not in package
    assert not [t for t in texts if re.search(rb"<\w+:svg", t)]
    assert any(b'<svg xmlns="http://www.w3.org/2000/svg"' in t for t in texts)
    assert "svg { width: 100%; height: auto; font-size: 13px; }" in style


@pytest.mark.parametrize("name", ["photo.jpeg", "PHOTO.PNG", "a.b.JPG", "x.webp"])
def test_the_common_names_of_pictures_go_into_a_book(name: str) -> None:
    assert media_type(name)


def test_a_letter_that_no_font_has_is_told_with_its_place() -> None:
    problem = TypesetProblem(
        'PDF/UA-1 error: the text "\U0001f6a8" could not be displayed with any font', where="docs/x.md"
    )
    assert str(problem) == "docs/x.md: no font of the PDF has \U0001f6a8; write it in words"


def test_word_styles_and_sections_keep_the_order_of_the_schema() -> None:
    files = read_zip(reference("Foot"))
    subtitle = etree.fromstring(files["word/styles.xml"]).find(f".//{W}style[@{W}styleId='Subtitle']/{W}rPr")
    names = [etree.QName(e).localname for e in subtitle]
    assert names.index("b") < names.index("color") < names.index("sz")
    assert "spacing" not in names or names.index("color") < names.index("spacing") < names.index("sz")
    section = [etree.QName(e).localname for e in etree.fromstring(files["word/document.xml"]).find(f".//{W}sectPr")]
    assert section.index("footerReference") < section.index("pgSz")
    assert "footnotePr" not in section or section.index("footnotePr") < section.index("pgSz")


def test_every_style_of_a_word_document_builds_upon_one_that_is_there() -> None:
    styles = etree.fromstring(read_zip(reference("Foot"))["word/styles.xml"])
    there = {s.get(f"{W}styleId") for s in styles.iter(f"{W}style")}
    assert {b.get(f"{W}val") for b in styles.iter(f"{W}basedOn")} <= there


def test_the_axes_of_charts_are_numbered_as_the_schema_wants(built_site: Path) -> None:
    seen = 0
    for path in sorted((built_site / "training/packs").rglob("*.pptx")):
        with zipfile.ZipFile(path) as deck:
            for name in deck.namelist():
                if name.startswith("ppt/charts/chart"):
                    axes = re.findall(rb'<c:(?:axId|crossAx) val="([^"]*)"', deck.read(name))
                    assert all(a.isdigit() for a in axes), f"{path}: {name}"
                    seen += len(axes)
    assert seen > 10


def test_each_session_has_a_handout_that_keeps_to_one_page(built_site: Path) -> None:
    pages = {
        path.parent.name: max(
            int(n) for n in re.findall(rb"/Type ?/Pages\b.*?/Count (\d+)", path.read_bytes(), re.DOTALL)
        )
        for path in (built_site / "training/packs").rglob("one-page.pdf")
    }
    assert len(pages) > 10
    assert set(pages.values()) == {1}, pages


def test_gift_carries_no_markup() -> None:
    assert _mask("<under 10s> & older") == "&lt;under 10s&gt; &amp; older"


def test_the_bill_knows_the_digests_of_the_lock_and_the_words_have_one_licence() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert set(pinned_hashes(lock)) == set(pinned(lock))
    assert all(pinned_hashes(lock).values())
    assert [s.name for s in load_third_party().shipped if not s.files] == ["Material Design Icons"]
    assert re.search(r"^license: CC-BY-4\.0$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)


def test_menus_have_names_and_no_stop_without_one(built_site: Path) -> None:
    for path in (built_site / "cases/delay.html", built_site / "powers/index.html"):
        page = html.parse(str(path)).getroot()
        named = {e.get("id"): " ".join(e.text_content().split()) for e in page.xpath("//*[@id]")}
        assert not [e for e in page.xpath("//label[@tabindex]") if not e.text_content().strip()]
        assert not page.xpath("//label[@tabindex='']")
        for group in page.xpath("//div[@role='group'][@aria-labelledby]"):
            assert named[group.get("aria-labelledby")]
            assert group.get("aria-expanded") is None
        assert not [e for e in page.xpath("//label[@for]") if e.get("for") not in named]
        assert not page.xpath("//link[@rel='next' or @rel='prev']")
