"""What tests share: a small site to break, the real site built once, and a headless Chromium that may ask nobody."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests_support import MakeSite, stands_built

from scripts.base.environment import ROOT
from scripts.bench.accessibility import find_chromium
from scripts.content.loader import load_site
from scripts.content.model import Site
from scripts.engine.build import build_pages

SMALL: Mapping[str, str] = {
    "mkdocs.yml": "site_name: Small\nnav:\n  - index.md\n  - findings.md\n  - recommendations.md\n  - glossary.md\n",
    "CHANGELOG.md": "# Changelog\n\n## 2026.11 (2026-11-23)\n",
    "LICENSE": "MIT\n",
    "bib/ids.txt": "f-1\nfindings.md\nglossary.md\nindex.md\nr-1\nrecommendations.md\nt-child\n",
    "bib/references.bib": "@report{hmic2015,\n  title = {In harm's way},\n  author = {{HMIC}},\n  year = {2015},\n  cited_in = {fn. 1},\n}\n",
    "docs/index.md": "---\ntitle: Home\nsummary: The first page of a small site.\n---\n\n# Home\n\nA child is [seen](findings.md#f-1).\n",
    "docs/findings.md": (
        "---\ntitle: Findings\nsummary: The findings of a small site.\n---\n\n# Findings\n\n"
        '### Children were not seen { #f-1 .finding direction=weakness extent="often" }\n\n'
        "Of 12 children, 5 were seen [@hmic2015, para. 1.1.1].\n\nAnswered by [R-1](recommendations.md#r-1).\n"
    ),
    "docs/recommendations.md": (
        "---\ntitle: Recommendations\nsummary: The recommendations of a small site.\n---\n\n# Recommendations\n\n"
        "### R-1 See the child { #r-1 .recommendation }\n\nOfficers are to see the child [@hmic2015, rec. B.1.1].\n"
    ),
    "docs/glossary.md": (
        "---\ntitle: Glossary\nsummary: The glossary of a small site.\n---\n\n# Glossary\n\n"
        '### child { #t-child .term aliases="minor" }\n\nAnyone under 18 [@hmic2015, gloss. child].\n'
    ),
    "bib/sources/hmic2015.json": json.dumps(
        {
            "key": "hmic2015",
            "title": "In harm's way",
            "short": "HMIC 2015",
            "main": True,
            "published": "2015-07",
            "map": "report/map",
            "input_sha256": "0" * 64,
            "items": [
                {"loc": "1.1", "kind": "heading", "chapter": "1", "section": "Contact", "page": 4, "page_exact": True},
                {"loc": "1.1.1", "kind": "para", "chapter": "1", "section": "Contact", "page": 4, "page_end": 5,
                 "page_exact": True, "figures": ["12", "5"], "footnotes": [1]},
                {"loc": "fn1", "kind": "footnote", "chapter": "1", "section": "Contact", "page": 5, "page_exact": True,
                 "footnote_kind": "source"},
                {"loc": "B.1.1", "kind": "recommendation", "chapter": "B", "section": "Contact", "page": 8, "page_exact": False},
                {"loc": "C.child", "kind": "glossary-term", "chapter": "C", "section": "Glossary", "page": 9,
                 "page_exact": True, "figures": ["18"]},
            ],
        }
    ),
    "bib/sources/hmic2015.labels.csv": (
        "loc,label,reason\n1.1.1,Children seen and not seen,\nfn1,The report named,\nB.1.1,See the child,\nC.child,Child,\n"
    ),
}  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-page", action="store_true", help="open every page where a run else opens some of them")
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/outputs/golden anew from what the exports give"
    )


def write_tree(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Return a function that writes the small site with some files changed, and loads it."""

    def make(changes: Mapping[str, str] | None = None) -> Site:
        write_tree(tmp_path, {**SMALL, **(changes or {})})
        shutil.copy(ROOT / "bib/style.csl", tmp_path / "bib/style.csl")
        return load_site(tmp_path)

    return make


@pytest.fixture(scope="session")
def real_site() -> Site:
    return load_site(ROOT)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the real site, built once for the whole run, or copied where ``build`` has just made it of this commit.

    The worker that asks first does it, the others wait. The folder's name has a space and an accent, as shares do.
    """
    base = tmp_path_factory.getbasetemp()
    share = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "share"
    site, done = share / "Kindeswohl é site", share / "done"
    try:
        share.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.2)
    else:
        try:
            if stands_built():
                shutil.copytree(ROOT / "site", site)
            else:
                build_pages(ROOT, site)
        finally:
            done.touch()
    assert site.is_dir(), "the build of the site failed in another worker"
    return site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*arguments, "--no-first-run"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()
