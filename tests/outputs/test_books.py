"""The pocket guide and the EPUB that the build writes beside the pages."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from fixture_sites import BASE
from lxml import etree

from scripts.content.aide_memoire import every_side
from scripts.content.glance import glance
from scripts.content.grammar import plain
from scripts.content.kinds import CURRENT
from scripts.content.loader import load_site
from scripts.content.model import Record, Site
from scripts.outputs.books import books
from scripts.outputs.books.pocket_guide import book

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"


@pytest.fixture(scope="module")
def guide(built_site: Path) -> bytes:
    return (built_site / "pocket-guide.pdf").read_bytes()


@pytest.fixture(scope="module")
def epub(built_site: Path) -> Path:
    return built_site / "in-harms-way.epub"


def test_the_guide_is_tagged_has_bookmarks_a_language_and_the_editions_date(guide: bytes) -> None:
    assert guide.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/Outlines", b"/Lang", b"/MarkInfo", b"pdfuaid"):
        assert mark in guide, mark
    assert b"/CreationDate (D:2026" in guide or b"CreateDate>2026" in guide


@pytest.fixture(scope="module")
def records(real_site: Site) -> list[Record]:
    return [r for r in real_site.of_kind(*CURRENT) if r.line == 1]


def test_the_guide_has_every_situation_and_power_once(built_site: Path, real_site: Site, records: list[Record]) -> None:
    text = book(built_site, real_site, records)
    assert len(records) > 90
    assert [r.id for r in records if text.count(f'<h2 id="{r.id}">') != 1] == []
    assert text.count("At a glance") >= len([r for r in records if r.kind != "situation"])
    for leftover in ("Works cited on this page", "Linked from", "Copy link", 'role="tooltip"'):
        assert leftover not in text


def pages_of(pdf: bytes) -> int:
    return max(int(count) for count in re.findall(rb"/Type ?/Pages\b.*?/Count (\d+)", pdf, re.DOTALL))


def test_each_power_duty_order_and_situation_has_one_side_tagged_and_by_itself(
    built_site: Path, real_site: Site
) -> None:
    sides = every_side(real_site)
    wanted = {r.id for r in real_site.of_kind("power", "duty", "order", "situation") if r.line == 1}
    assert {s.id for s in sides} == wanted
    whole = (built_site / "aide-memoires.pdf").read_bytes()
    assert pages_of(whole) == len(sides) <= 120
    for side in sides:
        own = (built_site / f"aide-memoire/{side.id}.pdf").read_bytes()
        assert pages_of(own) == 1, side.id
        assert b"/StructTreeRoot" in own, side.id
        assert b"pdfuaid" in own, side.id
        assert f'href="../aide-memoire/{side.id}.pdf"' in (built_site / side.path).read_text("utf-8")


def test_a_side_says_what_its_page_says_at_a_glance_and_a_situations_duties_are_not_cut(real_site: Site) -> None:
    sides = {s.id: {p.name: p for p in s.parts} for s in every_side(real_site)}
    rows = glance(real_site.by_path["powers/police-protection.md"])
    told = sides["police-protection"]
    assert [told[name].lines for name in ("Test", "Limit", "You must", "Not allowed")] == [
        (rows[name],) for name in ("When", "Time limit", "Then you must", "What it does not allow")
    ]
    for record in real_site.of_kind("situation"):
        own = sides[record.id]
        body = real_site.by_path[record.path].masked
        assert own["First, the child"].lines, record.id
        assert ("Hurt or ill" in own) == ("ambulance" in body), record.id
        tell = body.partition("## Who to tell")[2].partition("\n## ")[0]
        duties = [plain(line) for line in tell.split("\n") if "**must" in line]
        assert set(duties) <= set(own["Who to tell"].lines), record.id


def test_a_collection_in_a_folder_of_its_own_has_books_of_its_own(tmp_path: Path) -> None:
    clone, built = tmp_path / "clone", tmp_path / "built"
    shutil.copytree(BASE, clone)
    (clone / "CHANGELOG.md").write_text("# Changelog\n\n## 2026.11 (2026-11-23)\n", encoding="utf-8")
    for folder in ("powers", "cases"):
        shutil.copytree(clone / "docs" / folder, clone / "docs/second" / folder)
    power = clone / "docs/second/powers/police-protection.md"
    power.write_text(
        power.read_text(encoding="utf-8").replace("id: police-protection", "id: second-protection"), encoding="utf-8"
    )
    site = load_site(clone)
    for page in site.pages:
        path = built / page.path.replace(".md", ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<article><h1>{page.title}</h1><p>On {page.path}.</p></article>", encoding="utf-8")
    for write in books(built, site):
        write()
    found = sorted(p.name for p in built.iterdir() if p.suffix in {".pdf", ".epub"})
    assert found == ["aide-memoires-second.pdf", "aide-memoires.pdf", "in-harms-way-second.epub", "in-harms-way.epub",
                     "pocket-guide-second.pdf", "pocket-guide.pdf"]  # fmt: skip
    for name, own in (("in-harms-way.epub", False), ("in-harms-way-second.epub", True)):
        with zipfile.ZipFile(built / name) as archive:
            pages = {n for n in archive.namelist() if n.endswith(".xhtml") and not n.endswith("nav.xhtml")}
        assert pages
        assert {n.startswith("EPUB/second/") for n in pages} == {own}


def test_the_epub_begins_with_its_type_unpacked_and_names_its_package(epub: Path) -> None:
    with zipfile.ZipFile(epub) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == ("mimetype", 0, b"application/epub+zip")
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        assert container.xpath("//@full-path") == ["EPUB/package.opf"]
        assert archive.testzip() is None


def test_the_package_lists_every_file_and_reads_every_page(epub: Path, built_site: Path) -> None:
    with zipfile.ZipFile(epub) as archive:
        package = etree.fromstring(archive.read("EPUB/package.opf"))
        files = {n.removeprefix("EPUB/") for n in archive.namelist() if n.startswith("EPUB/")} - {"package.opf"}
    items = {i.get("id"): i.get("href") for i in package.iter(f"{OPF}item")}
    assert len(set(items.values())) == len(items)
    assert set(items.values()) == files
    read = [items[i.get("idref")] for i in package.iter(f"{OPF}itemref")]
    assert len(set(read)) == len(read)
    assert set(read) == {name for name in files if name.endswith(".xhtml")} - {
        "nav.xhtml"
    }  # readers show it themselves
    pages = {p.relative_to(built_site).as_posix() for p in built_site.rglob("*.html")} - {"404.html"}
    assert {name.removesuffix(".xhtml") for name in read} - {"nav"} == {p.removesuffix(".html") for p in pages}


def test_every_chapter_is_well_formed_and_its_links_lead_somewhere(epub: Path) -> None:
    with zipfile.ZipFile(epub) as archive:
        trees = {n: etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith(".xhtml")}
        names = set(archive.namelist())
    ids = {name: set(tree.xpath("//@id")) for name, tree in trees.items()}
    broken = []
    for name, tree in trees.items():
        assert len(tree.xpath("//@id")) == len(ids[name]), name
        assert tree.find(f"{XHTML}head/{XHTML}title").text, name
        assert not tree.xpath("//*[local-name()='script' or local-name()='details' or local-name()='button']"), name
        assert not tree.xpath("//*[local-name()='svg']//*[local-name()='a']"), name
        for href in tree.xpath("//@href | //@src"):
            parts = urlsplit(href)
            if parts.scheme:
                continue
            target = _from(name, unquote(parts.path)) if parts.path else name
            if target not in names or (parts.fragment and unquote(parts.fragment) not in ids[target]):
                broken.append(f"{name}: {href}")
    assert len(trees) > 200
    assert broken == []


def _from(name: str, path: str) -> str:
    joined = f"{name.rpartition('/')[0]}/{path}"
    while re.search(r"[^/]+/\.\./", joined):
        joined = re.sub(r"(^|/)(?!\.\./)[^/]+/\.\./", r"\1", joined, count=1)
    return joined


def test_published_ids_are_in_the_book_where_they_are_on_the_site(epub: Path) -> None:
    with zipfile.ZipFile(epub) as archive:
        assert b'id="f-4-7-01"' in archive.read("EPUB/findings/police-detention.xhtml")
        assert b"<svg" in archive.read("EPUB/situations/child-in-custody.xhtml") or b":svg" in archive.read(
            "EPUB/situations/child-in-custody.xhtml"
        )
