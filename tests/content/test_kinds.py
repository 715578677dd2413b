"""A new kind of record is one entry in the registry and one page: nothing else has to know of it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SMALL
from fixture_sites import BASE
from lxml import html
from small_clone import small_clone

from scripts.base.environment import ROOT
from scripts.content.grammar import read
from scripts.outputs.search.passages import passages

ENTRY = """
    Kind(
        name="visit",
        label="Visit again",
        plural="visits",
        schema=WholePageMeta,
        group="situation",
        home="visits",
        outgoing={"finding": "Found again on"},
        in_a_z=True,
        table=Table(file="visits.csv", columns=("id", "title", "summary", "findings")),
    ),"""
PAGE = """---
id: second-visit
kind: visit
title: The second visit
summary: What inspectors saw when they came to the force again.
aliases: [inspectors again]
---

# The second visit { #second-visit }

Again the children were [not seen](../findings/contact.md#f-1-1-01) [@hmic2015, para. 1.1.1].
"""
CHECK_AND_BUILD = """
import json, sys
from pathlib import Path
root = Path.cwd()
sys.path.insert(0, str(root))
from scripts.checks.runner import check_site
from scripts.content.loader import load_site
from scripts.engine.build import build_pages
report = check_site(load_site(root))
build_pages(root, root / "site", papers=False)
print(json.dumps([str(each) for each in report.problems]))
"""


@pytest.fixture(scope="module")
def with_visits(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Return the small site built with one more kind and a page of it, and what ``check`` found in its sources."""
    files = {p.relative_to(BASE).as_posix(): p.read_text(encoding="utf-8") for p in BASE.rglob("*") if p.is_file()}
    files["bib/ids.txt"] += "second-visit\nvisits/second.md\n"
    files |= {"docs/visits/second.md": PAGE, "CHANGELOG.md": SMALL["CHANGELOG.md"]}
    root = small_clone(tmp_path_factory.mktemp("visits"), files)
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    registry = root / "scripts/content/kinds.py"
    text = registry.read_text(encoding="utf-8")
    for before, after in (
        ("\n)\nKINDS", f"{ENTRY}\n)\nKINDS"),
        ("    TermMeta,\n", "    TermMeta,\n    WholePageMeta,\n"),
    ):
        assert text.count(before) == 1
        text = text.replace(before, after)
    registry.write_text(text, encoding="utf-8")
    settings = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "1769904000",
    }  # 1 February 2026, before the review of the site's law page
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", CHECK_AND_BUILD],
        cwd=root, env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return root / "site", json.loads(ran.stdout)


def test_check_finds_nothing_in_it(with_visits: tuple[Path, list[str]]) -> None:
    assert with_visits[1] == []


def test_pages_name_it_and_what_it_links_shows_it_in_its_words(with_visits: tuple[Path, list[str]]) -> None:
    site = with_visits[0]
    words = {name: " ".join(html.parse(site / name).getroot().find(".//article").text_content().split())
             for name in ("a-z.html", "visits/second.html", "findings/contact.html")}  # fmt: skip
    assert "The second visit (visit again)" in words["a-z.html"]
    assert "inspectors again: see The second visit" in words["a-z.html"]
    assert "Again the children were not seen" in words["visits/second.html"]
    assert "Found again on:The second visit “Again the children were not seen.”" in words["findings/contact.html"]


def test_search_has_its_label_its_group_and_a_weight(with_visits: tuple[Path, list[str]]) -> None:
    received = (with_visits[0] / "assets/search/index.js").read_text(encoding="utf-8")
    index = json.loads(received.removeprefix('siteSearch.receive("index",').removesuffix(")\n"))
    assert ["visit", "Visit again", "situation"] in index["kinds"]
    assert ["situation", "Situations"] in index["groups"]
    assert index["weights"]["kind"]["visit"] == 1
    assert "Visit again" in {note.split(" · ")[0] for note in index["notes"]}


def test_exports_and_the_packs_of_the_browser_hold_it(with_visits: tuple[Path, list[str]]) -> None:
    site = with_visits[0]
    held = json.loads((site / "data/catalogue.json").read_text(encoding="utf-8"))
    assert [r["title"] for r in held["records"] if r["kind"] == "visit"] == ["The second visit"]
    with (site / "data/visits.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["findings"]) for row in rows] == [("second-visit", "f-1-1-01")]
    assert '"k":"Visit again","t":"The second visit"' in (site / "assets/pack/records.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "related"),
    [
        ("Powers: [police protection](../powers/police-protection.md).", True),
        ("Answered by [R-CON-1](../recommendations/contact.md#r-con-1).", True),
        ("Powers were used late [@hmic2015, para. 1.1.1].", False),
    ],
)
def test_search_tells_what_only_names_other_records_from_what_is_said(line: str, *, related: bool) -> None:
    assert [s.related for s in passages(read(line), (), ())[0].sentences] == [related]
