"""What everyone needs of the built pages: axe, narrow screens, large targets, keyboard, still pictures, languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from axe import DOCUMENT, EVERY_LOOK, EVERY_RULE, RENDERED, SCRIPT, Look, demand, dress, examine, lines
from click.testing import CliRunner, Result
from lxml import html
from playwright.sync_api import Browser, Page, expect

from scripts.commands.cli import cli

pytestmark = pytest.mark.browser
ONE_OF_EACH = (
    "index.html",
    "powers/police-protection.html",
    "powers/index.html",
    "powers/compare.html",
    "situations/child-in-custody.html",
    "findings/police-detention.html",
    "recommendations/domestic-abuse.html",
    "cases/index.html",
    "statistics/sexual-offences.html",
    "since-2015/changes.html",
    "report/map/chapter-4.html",
    "404.html",
)
GLANCE = re.compile(r'<table class="glance".*?</table>', re.DOTALL)
WIDE = Look(width=1280, scheme="light")


@pytest.fixture(scope="module")
def pages(built_site: Path) -> list[Path]:
    found = sorted(built_site.rglob("*.html"))
    assert len(found) > 200
    return found


@pytest.fixture(scope="module")
def some(pages: list[Path], built_site: Path, request: pytest.FixtureRequest) -> list[Path]:
    """Give one page of each kind and every seventy-second of all; under ``--every-page`` all."""
    if request.config.getoption("--every-page"):
        return pages
    return sorted({built_site / name for name in ONE_OF_EACH} | set(pages[::72]))


# The built rules hold the structure of every page; `bench accessibility` asks every page in every look under every rule.


def test_axe_finds_nothing_in_the_document_of_one_page_of_each_kind_and_some_others(
    built_site: Path, some: list[Path]
) -> None:
    assert lines(built_site, some, {WIDE: DOCUMENT}) == ""


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_axe_finds_nothing_in_any_look_on_pages_of_each_kind_in_turn(
    built_site: Path, some: list[Path], look: Look
) -> None:
    # Each page wide and narrow, in one of the four colourings; neighbours, which are of one kind, in another.
    place = EVERY_LOOK.index(look)
    assert lines(built_site, some[place % 4 :: 4], {look: RENDERED}) == ""


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_axe_finds_nothing_with_answers_of_the_search_on_screen(browser: Browser, built_site: Path, look: Look) -> None:
    page = browser.new_page()
    page.goto((built_site / "index.html").as_uri() + "?q=police+protection")
    page.locator("#site-search-list [role=option]").first.wait_for()
    page.evaluate(SCRIPT)
    dress(page, look)
    found = examine(page, EVERY_RULE)
    demand(page, look)
    page.close()
    assert found == []


@pytest.mark.parametrize("look", [look for look in EVERY_LOOK if look.width == 360], ids=str)
def test_axe_finds_nothing_with_the_menu_of_a_phone_open(browser: Browser, built_site: Path, look: Look) -> None:
    page = browser.new_page()
    page.goto((built_site / "powers/police-protection.html").as_uri())
    dress(page, look)
    page.locator("[data-menu]").click()
    expect(page.locator("[data-menu]")).to_have_attribute("aria-expanded", "true")
    page.evaluate(SCRIPT)
    found = examine(page, EVERY_RULE)
    demand(page, look)
    page.close()
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_icons_and_marks_are_seen_in_forced_colours(
    browser: Browser, built_site: Path, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page()
    page.goto((built_site / "training/questions/custody.html").as_uri())
    dress(page, Look(width=1280, scheme=scheme, forced="active"))
    # Their ground is all that is painted of them: in the colour of the page they are gone.
    seen = page.evaluate(
        """() => [[".md-path__item:not(:first-child)", "::before"], [".md-nav__icon", "::after"], ["summary", "::after"]].map(
            ([selector, part]) => getComputedStyle(document.querySelector(selector), part).backgroundColor)"""
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    inverted = page.evaluate("getComputedStyle(document.querySelector('.md-header .md-logo img')).filter")
    page.close()
    assert ground not in seen
    assert (inverted == "invert(1)") == (scheme == "light")


@pytest.mark.parametrize("look", [look for look in EVERY_LOOK if look.width == 1280], ids=str)
def test_words_on_the_bars_of_a_picture_stand_out_7_to_1(browser: Browser, built_site: Path, look: Look) -> None:
    # axe leaves words in pictures to a person.
    page = browser.new_page()
    page.goto((built_site / "statistics/case-grades.html").as_uri())
    dress(page, look)
    pairs = page.evaluate(
        """() => [0, 1, 2].map(n => [`text.on-${n}`, `.series-${n}`].map(
            selector => getComputedStyle(document.querySelector(`figure ${selector}`)).fill.match(/\\d+/g).map(Number)))"""
    )
    page.close()
    assert [contrast(*pair) >= 7 for pair in pairs] == [True] * 3


def contrast(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""

    def light(colour: Sequence[int]) -> float:
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (n / 255 for n in colour)
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


# ---- The command that examines every page in every look

GOOD = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title>
<style>
@media (prefers-color-scheme: dark) { body { color: #fff; background: #111 } }
</style>
</head>
<body><main><h1>A page</h1><p>Words of a page.</p></main></body>
</html>
"""
PLANTED = GOOD.replace("color: #fff;", "color: #333;")


def accessibility(*words: str) -> Result:
    with ThreadPoolExecutor(1) as apart:  # the tests' own browser holds this thread
        return apart.submit(CliRunner().invoke, cli, ["bench", "accessibility", *words]).result()


def test_the_command_names_page_look_and_rule_of_a_fault_that_shows_in_dark_only(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "deep").mkdir(parents=True)
    (site / "good.html").write_text(GOOD, encoding="utf-8")
    (site / "deep/bad.html").write_text(PLANTED, encoding="utf-8")
    result = accessibility("--site", str(site), "--json", str(tmp_path / "found.json"))
    assert result.exit_code == 1, result.output
    assert "deep/bad.html, 360 px, dark: color-contrast (2 times): <h1>A page</h1>" in result.output
    assert "good.html," not in result.output
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert [(f["page"], f["look"], f["rule"]) for f in found["problems"]] == [
        ("deep/bad.html", "1280 px, dark", "color-contrast"),
        ("deep/bad.html", "360 px, dark", "color-contrast"),
    ]  # and not in forced colours, which paint over it
    assert (found["pages"], len(found["looks"]), found["rules"] > 100) == (2, 8, True)


def test_words_in_the_colour_of_their_ground_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(GOOD.replace("color: #fff;", "color: #111;"), encoding="utf-8")
    result = accessibility("--site", str(tmp_path))
    assert result.exit_code == 1, result.output
    assert "bad.html, 1280 px, dark: color-contrast (2 times): <h1>A page</h1>" in result.output


def test_the_command_is_silent_on_a_good_page(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(GOOD, encoding="utf-8")
    result = accessibility("--site", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert "good.html" not in result.output


def test_the_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = accessibility("--site", str(tmp_path))
    assert (result.exit_code, "holds no pages" in result.output) == (2, True)
    monkeypatch.setenv("PATH", str(tmp_path))
    result = accessibility("--site", str(tmp_path))
    assert (result.exit_code, "apt install chromium" in result.output) == (2, True)


# ---- What axe does not ask


def test_no_page_scrolls_sideways_at_320_px_nor_at_400_percent(browser: Browser, some: list[Path]) -> None:
    # 1280 px at 400 % is 320 px of layout, so one width proves both; how many device pixels paint it moves nothing.
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = []
    for path in some:
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append(f"{path.name}: {width} px")
    context.close()
    assert wide == []


def test_every_table_at_a_glance_fits_one_phone_screen_with_its_heading(browser: Browser, pages: list[Path]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    high = []
    tables = {path: len(found[0]) for path in pages if (found := GLANCE.findall(path.read_text(encoding="utf-8")))}
    assert len(tables) > 60
    for path in sorted(tables, key=lambda p: -tables[p])[:12]:  # those with the most in them
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        room = 844 - page.evaluate("document.querySelector('.md-header').getBoundingClientRect().height")
        used = page.evaluate(
            "document.querySelector('table.glance').getBoundingClientRect().bottom"
            " - document.querySelector('#at-a-glance').getBoundingClientRect().top"
        )
        if used > room:
            high.append(f"{path.name}: {used:.0f} of {room:.0f} px")
    context.close()
    assert high == []


@pytest.mark.parametrize(
    ("path", "targets"),
    [
        ("index.html", ".likely li > a, .door li > a, .home-search input, .home-search button"),
        ("a-z.html", ".letters a"),
        ("since-2015/changes.html", "fieldset label"),
        ("powers/police-protection.html", ".menu-button, .md-header__button, .site-search-button"),
    ],
)
def test_what_fingers_press_is_at_least_44_px(browser: Browser, built_site: Path, path: str, targets: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto((built_site / path).as_uri())
    found = [b for element in page.locator(targets).all() if element.is_visible() and (b := element.bounding_box())]
    context.close()
    assert found
    assert [b for b in found if b["height"] < 43.5] == []


def test_nothing_moves_for_those_who_asked_for_stillness(browser: Browser, built_site: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto((built_site / "index.html").as_uri())
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(e => {
            const style = getComputedStyle(e)
            return style.transitionDuration.split(', ').some(d => parseFloat(d) > 0) || style.animationName !== 'none'
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    context.close()
    assert moving == []


def test_headings_go_down_one_level_at_a_time_and_there_is_one_of_the_first(pages: list[Path]) -> None:
    wrong = []
    for path in pages:
        levels = [
            int(h.tag[1])
            for h in html.parse(str(path)).getroot().xpath("//article//*[self::h1|self::h2|self::h3|self::h4]")
        ]
        steps = pairwise(levels)
        if levels.count(1) != 1 or levels[0] != 1 or any(b - a > 1 for a, b in steps):
            wrong.append(f"{path.name}: {levels}")
    assert wrong == []


def test_pages_name_their_language_and_welsh_words_name_theirs(pages: list[Path]) -> None:
    welsh = 0
    for path in pages:
        root = html.parse(str(path)).getroot()
        assert root.get("lang", "").startswith("en"), path.name
        for element in root.xpath("//article//*[contains(text(), 'Cymru')]"):
            welsh += 1
            assert element.get("lang") == "cy", path.name
    assert welsh > 0


# ---- By keyboard alone


@pytest.fixture
def page(browser: Browser, built_site: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=f"{built_site.as_uri()}/")
    yield context.new_page()
    context.close()


def open_page(page: Page, built_site: Path, path: str) -> None:
    page.goto((built_site / path).as_uri())


def tab_to(page: Page, selector: str, most: int) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached with {most} presses of Tab")


def test_the_first_tab_leads_past_the_menu_to_the_content(page: Page, built_site: Path) -> None:
    open_page(page, built_site, "powers/police-protection.html")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{(built_site / 'powers/police-protection.html').as_uri()}#police-protection")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_tabs_of_the_header_lead_on_by_keyboard(page: Page, built_site: Path) -> None:
    open_page(page, built_site, "index.html")
    tab_to(page, ".md-tabs__link[href*='situations/']", 12)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Situations#")


def test_the_menu_opens_on_a_phone_by_keyboard_and_leads_on(page: Page, built_site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, built_site, "powers/police-protection.html")
    tab_to(page, "[data-menu]", 6)
    page.keyboard.press("Enter")
    expect(page.locator("[data-menu]")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("[data-menu]")).to_be_focused()
    page.keyboard.press("Enter")
    link = page.locator(".md-nav--primary a[href$='child-in-need.html']")
    expect(link).to_be_in_viewport()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Child in need")


def test_search_opens_answers_filters_and_closes_by_keyboard(page: Page, built_site: Path) -> None:
    open_page(page, built_site, "index.html")
    tab_to(page, "[data-search-button]", 6)
    page.keyboard.press("Enter")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    page.keyboard.type("custody")
    expect(page.locator(".site-search__option").first).to_be_visible()
    tab_to(page, "[data-search-filter=kind]", 4)
    page.locator("[data-search-filter=kind]").select_option("case")
    expect(page.locator(".site-search__note").first).to_contain_text("ase")
    page.keyboard.press("Escape")
    expect(page.locator("[data-search-dialog]")).to_be_hidden()
    expect(page.locator("[data-search-button]")).to_be_focused()


def test_lists_are_narrowed_by_keyboard(page: Page, built_site: Path) -> None:
    open_page(page, built_site, "since-2015/changes.html")
    box = page.locator("fieldset input").first
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-filter] [role=status]")).to_contain_text(" shown")


def test_the_focused_place_is_seen(page: Page, built_site: Path) -> None:
    open_page(page, built_site, "powers/police-protection.html")
    for selector in ("article .term > a", "article .cite a", ".md-tabs__link", ".md-nav__link[href]:visible"):
        page.locator(selector).first.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.outlineWidth })()"
        )
        assert style not in {"none0px", "none3px"}, selector


def test_a_wide_table_is_reached_and_moved_by_keyboard(page: Page, built_site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    open_page(page, built_site, "powers/compare.html")
    box = page.get_by_role("region", name="scrolls sideways").first
    box.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert box.evaluate("element => element.scrollLeft") > 0
