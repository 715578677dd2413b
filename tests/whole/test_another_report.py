"""A further report is registered by data alone, as docs/about/source-index.md tells; another_report.txt holds all of it."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import SMALL
from fixture_sites import Fixture, read_fixture, source_site
from lxml import html
from playwright.sync_api import Browser
from small_clone import run_build, small_clone

from scripts.authoring.index_source import dump, make_index
from scripts.authoring.scaffold import CannotWrite, scaffold
from scripts.bench.engines import Ours
from scripts.checks.own_words import make_words
from scripts.checks.rules import SOURCE_RULES
from scripts.checks.runner import check_site
from scripts.content.loader import load_site
from scripts.content.model import Site
from scripts.content.selection import from_ids
from scripts.outputs.packs.content import wording_for
from scripts.outputs.search.documents import documents
from scripts.render.pages import generate

DATA = read_fixture(Path(__file__).parent / "another_report.txt")


def registered(root: Path, *more: tuple[str, str, str], main: bool = False) -> Site:
    """Register the report in the rules' clean small site and load it; ``more`` are edits after those of the fixture."""
    source_site(root, Fixture(edits=(*DATA.edits, *more), expected=()))
    held = root / "held/paragraphs.jsonl"
    index = make_index(
        held, key="tiny2024", title="Asked and answered", short="Tiny 2024", main=main, published="2024-03",
        map_page="reports/tiny-map",
    )  # fmt: skip
    (root / "bib/sources/tiny2024.json").write_text(dump(index), encoding="utf-8")
    (root / "bib/sources/tiny2024.words").write_text(make_words(held, "tiny2024"), encoding="ascii")
    shutil.rmtree(root / "held")
    return load_site(root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clone:
    """A clone with the further report, loaded and built."""

    site: Site
    built: Path

    def page(self, name: str) -> html.HtmlElement:
        return html.document_fromstring((self.built / name).read_text(encoding="utf-8-sig"))

    def rows(self, name: str) -> dict[str, dict[str, str]]:
        with (self.built / "data" / name).open(encoding="utf-8-sig", newline="") as stream:
            return {row["id"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """Build the small site with the further report."""
    folder = tmp_path_factory.mktemp("another")
    registered(folder / "sources")
    files = {
        path.relative_to(folder / "sources").as_posix(): path.read_text(encoding="utf-8-sig")
        for path in sorted((folder / "sources").rglob("*"))
        if path.is_file()
    }
    root = small_clone(folder / "clone", {**{n: SMALL[n] for n in ("CHANGELOG.md", "LICENSE")}, **files})
    done = run_build(root)
    assert done.returncode == 0, done.stderr
    return Clone(site=load_site(root), built=root / "site")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\xa0", " ").split())


def test_the_check_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    pages = (
        "reports/tiny.md",
        "statistics/calls.md",
        *(f"reports/tiny-map/{n}.md" for n in ("index", "chapter-1", "b")),
    )
    last = "  - training/questions.md"
    report = check_site(registered(tmp_path, ("mkdocs.yml", last, "\n  - ".join([last, *pages]))))
    assert [str(f) for f in report.problems if f.rule != "page-is-published"] == []
    assert report.idle == ()


def test_its_map_is_built_with_its_own_names_of_chapters(clone: Clone) -> None:
    index = clone.page("reports/tiny-map/index.html")
    assert [words(e) for e in index.xpath("//article//td/a")] == ["Chapter 1", "Back pages"]
    place = words(clone.page("reports/tiny-map/chapter-1.html").xpath("//article")[0])
    assert "Calls about children. Paragraph, p. 2." in place
    assert "Callers waited for days to be rung back" in place
    assert "s-1-1-1-01" in place


def test_its_citation_has_its_page_and_leads_to_its_own_map(clone: Clone) -> None:
    cite = clone.page("reports/tiny.html").xpath("//span[@class='cite']")[0]
    assert words(cite) == "(Tiny 2024, p. 2, para. 1.1.1)"
    assert "tiny-map/chapter-1.html#p-1-1-1" in cite.xpath("a/@href")


def test_its_recommendation_and_finding_are_exported_with_the_report_they_are_of(clone: Clone) -> None:
    rows = clone.rows("recommendations.csv")
    own = {k: v for k, v in rows["r-tiny-1"].items() if k in {"locator", "page", "findings"}}
    assert own == {"locator": "tiny2024 B.1.1", "page": "6", "findings": "tiny-1"}
    assert rows["r-con-1"]["locator"] == "B.1.1"
    found = clone.rows("findings.csv")["tiny-1"]
    assert (found["places"], found["recommendations"]) == ("tiny2024 para. 1.1.1", "r-tiny-1")


def test_its_figure_is_of_it_in_the_table_the_catalogue_and_a_pack(clone: Clone) -> None:
    row = clone.page("statistics/calls.html").xpath("//tr[@id='s-1-1-1-01']")[0]
    assert words(row.xpath("td[last()]")[0]) == "p. 2, para. 1.1.1"
    assert row.xpath("td[last()]//a/@href") == ["../reports/tiny-map/chapter-1.html#p-1-1-1"]
    records = json.loads((clone.built / "data/catalogue.json").read_text(encoding="utf-8-sig"))["records"]
    cited = {r["id"]: r["citations"] for r in records}
    assert cited["s-1-1-1-01"] == [{"key": "tiny2024", "locator": "para. 1.1.1"}]
    assert cited["s-2-9-1-01"] == [{"key": "hmic2015", "locator": "para. 2.9.1"}]
    wording = wording_for(clone.site, [from_ids(clone.site, ["s-1-1-1-01"])])
    assert wording.place(clone.site.records["s-1-1-1-01"]) == "Tiny 2024, p. 2, para. 1.1.1"


def test_a_work_it_names_is_listed_with_its_place(clone: Clone) -> None:
    listed = clone.page("references.html").xpath("//li[.//*[@id='ref-survey2023']]")[0]
    assert "In Tiny 2024: fn. 1." in words(listed)
    assert "reports/tiny-map/chapter-1.html#p-fn1" in listed.xpath(".//a/@href")
    assert "survey2023" not in words(clone.page("report/map/chapter-1.html").xpath("//article")[0])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("callers waited", "Callers waited for days to be rung back"),
        ("ring back the same day", "R-TINY-1 Ring the caller back the same day"),
        ("1.1.1", "Callers waited for days to be rung back"),
        ("calls about a child", "Calls about a child: 40 calls"),
    ],
)
def test_search_finds_it(clone: Clone, browser: Browser, asked: str, title: str) -> None:
    page, engine = browser.new_page(), Ours()
    page.goto((clone.built / "index.html").as_uri())
    engine.open(page)
    answers = engine.ask(page, asked)
    page.close()
    assert any(answer.startswith(title) for answer in answers[:3]), answers


def test_search_dates_what_it_reported_by_it(clone: Clone) -> None:
    dated = {d.id or d.anchor: d.currency for d in documents(clone.site, generate(clone.site, {}))}
    own = [r.id for r in clone.site.of_kind("finding", "recommendation") if r.citations[0].key == "tiny2024"]
    assert len(own) > 1
    assert {dated[i] for i in own} == {"March 2024"}


def test_a_new_record_cites_the_report_it_is_written_for(tmp_path: Path) -> None:
    site = registered(tmp_path)
    scaffold(site, "finding", "More", page="docs/reports/tiny.md", place="1.1.1", report="tiny2024")
    scaffold(site, "finding", "More", page="docs/findings/contact.md", place="1.1.1")
    assert "[@tiny2024, para. 1.1.1]" in (tmp_path / "docs/reports/tiny.md").read_text().rpartition("### More")[2]
    assert "[@hmic2015, para. 1.1.1]" in (tmp_path / "docs/findings/contact.md").read_text().rpartition("### More")[2]
    with pytest.raises(CannotWrite, match="did you mean `tiny2024`"):
        scaffold(site, "finding", "More", page="docs/reports/tiny.md", place="1.1.1", report="tiny2042")


def test_a_row_of_an_unknown_report_is_told_and_not_counted(tmp_path: Path) -> None:
    site = registered(tmp_path, ("docs/statistics/data/calls.csv", "statistic,tiny2024", "statistic,tiny2042"))
    assert "s-1-1-1-01" not in site.records
    assert [p.message for p in site.problems] == [
        "row 's-1-1-1-01': no report in bib/sources has the key `tiny2042`; did you mean `tiny2024`?"
    ]


def test_two_main_reports_are_one_too_many(tmp_path: Path) -> None:
    site = registered(tmp_path, main=True)
    assert [str(f) for f in SOURCE_RULES["one-report-is-main"].check(site)] == [
        "bib/sources/tiny2024.json:1: `hmic2015` is main already; only one report may be [one-report-is-main]"
    ]
