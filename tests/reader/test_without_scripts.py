"""Old and locked-down browsers: no scripts, no storage, no syntax that a browser of 2022 cannot read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from scripts.base.environment import ROOT

# ECMAScript 2021 and 2022 as far as browsers of late 2022 have them; what came later, by how it is written.
NEWER = {
    "array grouping (2024)": r"\bObject\.groupBy\b|\bMap\.groupBy\b",
    "copying array methods (2023)": r"\.(?:toSorted|toReversed|toSpliced)\(",
    "Promise.withResolvers (2024)": r"\bPromise\.(?:withResolvers|try)\b",
    "set methods (2025)": r"\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(",
    "flag v of regular expressions (2024)": r"/[dgimsuy]*v[dgimsuy]*\.(?:test|exec)\(",
    "iterator helpers (2025)": r"\bIterator\.from\b|\.values\(\)\.(?:map|filter|take|drop)\(",
    "import attributes (2025)": r"\bwith\s*\{\s*type:",
    "using declarations": r"^\s*(?:await\s+)?using\s+\w+\s*=",
    "decorators": r"^\s*@\w+",
    "Array.fromAsync (2026)": r"\bArray\.fromAsync\b",
    "modules, which file:// refuses": r"^\s*(?:import|export)\s",
}
BLOCKED = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError") } })
Object.defineProperty(document, "cookie", { get() { throw new DOMException("blocked", "SecurityError") }, set() { throw new DOMException("blocked", "SecurityError") } })
"""


@pytest.mark.parametrize("name", NEWER)
def test_our_scripts_keep_to_what_a_browser_of_2022_reads(name: str) -> None:
    scripts = sorted((ROOT / "docs/assets/javascripts").rglob("*.js"))
    assert len(scripts) > 5
    assert [p.name for p in scripts if re.search(NEWER[name], p.read_text(encoding="utf-8"), re.MULTILINE)] == []


def test_the_list_of_newer_syntax_finds_what_it_names() -> None:
    newer = "const b = a.toSorted()\nimport x from 'y'\nPromise.withResolvers()\nusing file = open()\n"
    assert sum(bool(re.search(pattern, newer, re.MULTILINE)) for pattern in NEWER.values()) == 4


@pytest.mark.browser
def test_every_page_is_reached_by_links_alone_without_scripts(built_site: Path) -> None:
    waiting, seen = ["index.html"], {"index.html"}
    while waiting:
        path = waiting.pop()
        folder = (built_site / path).parent
        for href in html.parse(str(built_site / path)).getroot().xpath("//article//a/@href | //nav//a/@href"):
            target = (folder / href.split("#")[0].split("?")[0]).resolve()
            if target.suffix == ".html" and target.is_file():
                name = target.relative_to(built_site.resolve()).as_posix()
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
    pages = {p.relative_to(built_site).as_posix() for p in built_site.rglob("*.html")} - {"404.html"}
    assert pages - seen == set()


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    ["index.html", "powers/police-protection.html", "situations/child-in-custody.html", "since-2015/changes.html"],
)
def test_without_scripts_the_text_stands_and_nothing_dead_is_offered(
    browser: Browser, built_site: Path, path: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((built_site / path).as_uri())
    assert len(page.locator("article").inner_text()) > 300
    expect(page.locator(".site-search-button")).to_be_hidden()
    expect(page.locator(".site-search-fallback")).to_be_visible()
    expect(page.locator(".menu-button")).to_be_hidden()
    assert page.locator(".md-header__button:visible[for^='__palette']").count() == 0
    context.close()


@pytest.mark.browser
def test_without_scripts_a_definition_opens_on_focus(browser: Browser, built_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_site / "powers/police-protection.html").as_uri())
    term = page.locator("article .term").first
    term.locator("a").focus()
    expect(term.locator(".definition")).to_be_visible()
    context.close()


@pytest.mark.browser
def test_with_storage_blocked_search_menus_and_definitions_work(browser: Browser, built_site: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(BLOCKED)
    page = context.new_page()
    page.goto((built_site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("police protection")
    expect(page.locator(".site-search__option").first).to_contain_text("Police protection")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Police protection")
    page.locator("article .term").first.hover()
    expect(page.locator("article .term .definition").first).to_be_visible()
    context.close()
