"""Two editions beside each other: what changed, and a citation of an edition and an id that opens the record it names."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from lxml import html
from playwright.sync_api import Browser

from scripts.base.addresses import archived_at
from scripts.commands.cli import cli
from scripts.content.model import Site
from scripts.outputs.books.one_page import NAME
from scripts.release.compare import Copy, compare
from scripts.release.verify import SUMS, NotACopy

PAGE = (
    "<html><body><article><h1 id=power-1>Power</h1><table><tr><th>Time limit</th><td>{hours} hours, <b>no</b> more</td></tr>"
    "</table><p>First stays. {second}</p><p class='linked-from'>Linked from {second}</p>"
    "<h2 id=f-1>Finding</h2><p>{finding}</p></article></body></html>"
)


def edition(path: Path, number: str, *, hours: int = 72, second: str = "Second.", finding: str = "Of 12, 5.", cites: str = "s. 46",
            extra: str = "") -> Path:  # fmt: skip
    def record(identifier: str, kind: str, data: object) -> dict[str, object]:
        return {"id": identifier, "kind": kind, "title": identifier.title(), "address": f"p.html#{identifier}", "data": data,
                "citations": [{"key": "ca1989", "locator": cites}]}  # fmt: skip

    records = [record("power-1", "power", {"provisions": ["s46"]}), record("f-1", "finding", {})]
    records += [record(extra, "case", {})] if extra else []
    files = {
        "index.html": "<p>start</p>",
        "p.html": PAGE.format(hours=hours, second=second, finding=finding),
        "manifest.json": json.dumps({"edition": {"number": number}}),
        "data/catalogue.json": json.dumps(
            {"records": records, "relations": [{"from": "f-1", "to": "power-1", "sentence": ""}]}
        ),
    }
    sums = "".join(f"{hashlib.sha256(t.encode()).hexdigest()}  {n}\n" for n, t in sorted(files.items()))
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, SUMS: sums}.items():
            archive.writestr(name, text)
    return path


def test_a_change_is_told_in_words_and_figures_of_its_own_record(tmp_path: Path) -> None:
    old = Copy(edition(tmp_path / "1.zip", "2026.11"))
    new = Copy(edition(tmp_path / "2.zip", "2026.12", hours=96, second="Now another."))
    (change,) = compare(old, new)
    assert (change.id, change.what) == ("power-1", "changed")
    assert change.words == (
        ("Time limit: 72 hours, no more", "Time limit: 96 hours, no more"),
        ("Second.", "Now another."),
    )
    assert change.figures == (("72",), ("96",))


def test_what_came_and_went_and_a_citation_that_changed_are_told_law_first(tmp_path: Path) -> None:
    old = Copy(edition(tmp_path / "1.zip", "2026.11", extra="case-1"))
    new = Copy(edition(tmp_path / "2.zip", "2026.12", cites="s. 47", extra="case-2"))
    found = compare(old, new)
    assert [(c.id, c.what) for c in found] == [
        ("power-1", "changed"), ("case-1", "gone"), ("case-2", "new"), ("f-1", "changed"),
    ]  # fmt: skip
    assert found[0].data == (("citations", "ca1989 s. 46", "ca1989 s. 47"),)


def test_the_command_compares_zip_and_folder_and_writes_json(tmp_path: Path) -> None:
    one = edition(tmp_path / "1.zip", "2026.11")
    with zipfile.ZipFile(edition(tmp_path / "2.zip", "2026.12", finding="Of 12, 7.")) as archive:
        archive.extractall(tmp_path / "two")
    told = CliRunner().invoke(cli, ["compare", str(one), str(tmp_path / "two"), "--json", str(tmp_path / "c.json")])
    assert told.exit_code == 0
    assert "  - Of 12, 5.\n  + Of 12, 7.\n  figures: 5 -> 7\n" in told.output
    assert "edition 2026.11 -> 2026.12: 1 changed, 0 new, 0 gone, of 2 records" in told.output
    assert json.loads((tmp_path / "c.json").read_text())["records"][0]["figures"] == {"before": ["5"], "after": ["7"]}
    unknown = CliRunner().invoke(cli, ["compare", str(one), str(one), "--id", "power-2"])
    assert unknown.exit_code == 2
    assert "did you mean `power-1`" in unknown.output


@pytest.mark.parametrize("bad", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_copy_gets_words(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(bad)
    told = CliRunner().invoke(cli, ["compare", str(tmp_path / "x.zip"), str(tmp_path / "x.zip")])
    assert told.exit_code == 2
    assert "cannot be read" in told.output


@pytest.mark.browser
def test_a_citation_of_an_edition_and_an_id_opens_that_record_from_disk(tmp_path: Path, browser: Browser) -> None:
    zips = [str(edition(tmp_path / f"{n}.zip", n, extra=f"case-{n[-1]}")) for n in ("2026.11", "2026.11.2")]
    shelf = tmp_path / "shelf é 1"
    told = CliRunner().invoke(cli, ["editions", str(shelf), *zips])
    assert told.exit_code == 0, told.output
    assert "editions 2026.11.2, 2026.11" in told.output
    page = browser.new_page()
    front = (shelf / "index.html").as_uri()
    page.goto(front)
    page.fill("input[name=edition]", "2026.11")
    page.fill("input[name=id]", "f-1")
    page.click("button")
    page.wait_for_url(f"{quote(str(shelf)).join(['file://', ''])}/2026.11/p.html#f-1")
    page.goto(f"{front}?edition=2026.11&id=case-2")
    assert page.locator("[data-told]").inner_text() == "Edition 2026.11 has no record case-2. It stands in 2026.11.2."
    page.goto(f"{front}?edition=constructor&id=toString")
    assert "is not here" in page.locator("[data-told]").inner_text()
    page.close()


def test_an_altered_edition_one_given_twice_and_a_folder_that_is_there_are_refused(tmp_path: Path) -> None:
    one = edition(tmp_path / "1.zip", "2026.11")
    altered = edition(tmp_path / "2.zip", "2026.12")
    with zipfile.ZipFile(altered, "a") as archive:
        archive.writestr("more.html", "x")
    outside = edition(tmp_path / "3.zip", "../x")
    for zips, words in (
        ([one, altered], "is altered"),
        ([one, one], "given twice"),
        ([outside], "no name for a folder"),
    ):
        told = CliRunner().invoke(cli, ["editions", str(tmp_path / "shelf"), *map(str, zips)])
        assert told.exit_code == 2
        assert words in told.output
        assert not (tmp_path / "shelf").exists()
    (tmp_path / "there").mkdir()
    assert CliRunner().invoke(cli, ["editions", str(tmp_path / "there"), str(one)]).exit_code == 2
    with pytest.raises(NotACopy):
        Copy(tmp_path / "there")


def test_the_whole_work_is_one_file_that_loads_and_runs_nothing(built_site: Path, real_site: Site) -> None:
    text = (built_site / NAME).read_text(encoding="utf-8")
    root = html.fromstring(text)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(real_site.records) <= set(ids)
    assert not root.xpath("//script | //link | //iframe | //object | //@onclick | //@style")
    assert not [s for s in root.xpath("//img/@src") if not s.startswith("data:image/")]
    inside = [a for a in root.xpath("//a/@href") if not a.startswith(("http://", "https://"))]
    assert len(inside) > 20_000
    assert set(inside) <= {f"#{identifier}" for identifier in ids}
    style = root.xpath("//style")[0].text
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in root.xpath("//meta[@http-equiv]/@content")[0]
    assert re.match(
        r"(?s)<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=", text
    )


@pytest.mark.browser
def test_the_one_file_shows_a_record_by_its_id_from_disk(built_site: Path, browser: Browser) -> None:
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto((built_site / NAME).as_uri() + "#police-protection")
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
    assert page.evaluate("getComputedStyle(document.querySelector('section')).borderTopStyle") == "solid"
    page.close()
    assert heard == []


def test_only_addresses_of_sites_that_the_archive_collects_get_a_second_one(built_site: Path) -> None:
    assert archived_at("https://www.legislation.gov.uk/ukpga/1989/41") == ""
    assert archived_at("https://www.gov.uk.example.org/x") == ""
    page = html.parse(str(built_site / "references.html")).getroot()
    links = [a for a in page.iter("a") if a.text == "Archived copies"]
    assert len(links) > 50
    for link in links:
        assert re.match(r"https://webarchive\.nationalarchives\.gov\.uk/ukgwa/\*/https?://", link.get("href"))
        assert "(not checked)" in link.getparent().text_content()
