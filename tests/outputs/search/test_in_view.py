"""What is found can be seen: answers in view at every width, on arrival, and again after Back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser
OPTION = "#site-search-list [role=option]"
IN_VIEW = """option => {
  const { left, top, width, height } = option.getBoundingClientRect()
  const at = document.elementFromPoint(left + width / 2, top + height / 2)
  return Boolean(at) && option.contains(at)
}"""


@pytest.fixture
def page(context: BrowserContext, built_site: Path) -> Iterator[Page]:
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((built_site / "index.html").as_uri())
    yield page
    assert problems == []


def ask(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.locator("#site-search-input").fill(text)
    page.wait_for_function("text => document.querySelector('#site-search-list').dataset.answers === text", arg=text)


@pytest.mark.parametrize("width", [390, 720, 768, 1024, 1280])
def test_the_first_answer_is_in_view(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, "police protection")
    assert page.locator(OPTION).first.evaluate(IN_VIEW)


def test_the_results_have_a_height_of_their_own(page: Page) -> None:
    """WebKit takes a basis of 0 % for zero in a dialog of no fixed height; tests/reader/engines sees it where WebKit is."""
    ask(page, "police protection")
    basis = page.locator("[data-search-output]").evaluate("box => getComputedStyle(box).flexBasis")
    assert basis == "auto"


def test_back_from_a_result_brings_the_results_again(page: Page) -> None:
    ask(page, "strip search child")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html#*")
    page.go_back()
    expect(page.locator("#site-search-input")).to_have_value("strip search child")
    expect(page.locator(OPTION).first).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("[data-search-dialog]")).not_to_be_visible()


def test_a_hit_in_a_folded_answer_is_opened_and_in_view(page: Page) -> None:
    ask(page, "Nine hours is the gap between later reviews")
    page.keyboard.press("Enter")
    mark = page.locator("mark.search-hit").first
    expect(mark).to_be_visible()
    expect(mark).to_be_in_viewport()


@pytest.mark.parametrize("asked", ["police protection", "s46", "s.47", "s. 44"])
def test_arriving_marks_words_that_are_seen(page: Page, asked: str) -> None:
    ask(page, asked)
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html#*")
    page.wait_for_load_state()
    expect(page.locator("mark.search-hit").first).to_be_visible()


def test_a_soft_hyphen_in_what_is_pasted_is_no_end_of_a_word(page: Page) -> None:
    ask(page, "pro\u00adtec\u200btion")
    broken = page.locator(OPTION).all_inner_texts()
    page.locator("#site-search-input").fill("protection")
    expect(page.locator("#site-search-list")).to_have_attribute("data-answers", "protection")
    assert page.locator(OPTION).all_inner_texts() == broken


def test_a_query_cut_between_the_halves_of_a_sign_and_half_an_escape_are_read(page: Page, built_site: Path) -> None:
    home = (built_site / "index.html").as_uri()
    page.goto(f"{home}?q={'a' * 399}%F0%9F%98%80")
    expect(page.locator("[data-search-count]")).to_contain_text("Nothing found")
    page.goto(f"{home}?h=police#%")
    page.wait_for_load_state()


def test_without_a_dialog_the_a_to_z_stands_in_its_place(context: BrowserContext, built_site: Path) -> None:
    page = context.new_page()
    page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page.goto((built_site / "index.html").as_uri())
    expect(page.locator(".site-search-fallback")).to_be_visible()
    expect(page.locator("[data-search-button]")).not_to_be_visible()


def test_the_dark_look_prints_on_white_to_the_margins(browser: Browser, built_site: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((built_site / "powers/police-protection.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    context.close()


def test_an_open_definition_closes_by_a_tap_elsewhere(browser: Browser, built_site: Path) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((built_site / "powers/police-protection.html").as_uri())
    page.locator(".term > a").first.tap()
    expect(page.locator(".term.open")).to_have_count(1)
    page.locator("h1").first.tap()
    expect(page.locator(".term.open")).to_have_count(0)
    context.close()


def test_examples_in_fields_are_dark_enough_to_read(page: Page) -> None:
    colour = page.evaluate("getComputedStyle(document.querySelector('#home-query'), '::placeholder').color")
    assert colour == page.evaluate(
        "getComputedStyle(document.querySelector('#site-search-input'), '::placeholder').color"
    )
