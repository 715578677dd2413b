"""The check takes time in proportion to the pages, also where much is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from time import process_time

import pytest

from scripts.base.environment import ROOT
from scripts.checks.runner import check_site
from scripts.content.loader import load_site

PAGES = ("powers/police-protection.md", "findings/police-detention.md", "cases/delay.md", "recommendations/delay.md")


def copies(root: Path, count: int) -> float:
    """Write ``count`` copies of some real pages, links broken and ids their own; return the seconds a check takes."""
    shutil.copytree(ROOT / "bib", root / "bib")
    names = []
    for number in range(count):
        for page in PAGES:
            text = (ROOT / "docs" / page).read_text(encoding="utf-8")
            text = re.sub(r"#([a-z][\w-]*-[\w-]+)", rf"#\1-c{number}", text)
            text = re.sub(r"^id: (.*)$", rf"id: \1-c{number}", text, flags=re.MULTILINE)
            path = root / "docs" / f"c{number}" / page
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            names.append(f"  - c{number}/{page}\n")
    (root / "mkdocs.yml").write_text("nav:\n" + "".join(names), encoding="utf-8")
    start = process_time()
    report = check_site(load_site(root))
    assert report.counts["pages"] == count * len(PAGES)
    return process_time() - start


def test_ten_and_thirty_times_the_pages_take_no_more_than_their_share(tmp_path: Path) -> None:
    one, ten, thirty = (copies(tmp_path / str(n), n) for n in (1, 10, 30))
    told = f"1x {one:.2f} s, 10x {ten / one:.1f}, 30x {thirty / one:.1f}"
    assert ten < 15 * one, told
    assert thirty < 45 * one, told


def test_five_thousand_files_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    shutil.copytree(ROOT / "tests/checks/rules/base", tmp_path, dirs_exist_ok=True)
    text = "---\ntitle: One of many\nsummary: One of five thousand pages of a large site.\n---\n\n# One of many\n"
    for folder in range(25):
        (tmp_path / f"docs/many{folder}").mkdir()
        for number in range(200):
            (tmp_path / f"docs/many{folder}/p{number}.md").write_text(text, encoding="utf-8")
    start = process_time()
    report = check_site(load_site(tmp_path))
    assert report.counts["pages"] == 5_008
    assert {f.rule for f in report.errors} == {"page-is-in-navigation", "page-is-published"}
    assert process_time() - start < 15
