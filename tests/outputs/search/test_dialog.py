"""The search dialog in Chromium from disk: keys, names for assistive technology, filters, bad input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import EVERY_RULE, SCRIPT, examine, paint
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser
OPTION = "#site-search-list [role=option]"


@pytest.fixture
def page(context: BrowserContext, built_site: Path) -> Iterator[Page]:
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto((built_site / "powers/police-protection.html").as_uri())
    yield page
    assert problems == []


def ask(page: Page, text: str) -> None:
    page.locator("#site-search-input").fill(text)
    page.wait_for_function("text => document.querySelector('#site-search-list').dataset.answers === text", arg=text)


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_keys_open_and_escape_closes(page: Page, key: str) -> None:
    page.keyboard.press(key)
    expect(page.locator("#site-search-input")).to_be_focused()
    expect(page.locator("#site-search-input")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator("[data-search-dialog]")).not_to_be_visible()


def test_the_button_opens_and_gets_the_focus_back(page: Page) -> None:
    page.locator("[data-search-button]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#site-search-input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-search-button]")).to_be_focused()


def test_keys_typed_in_the_dialog_stay_there(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("nps/f,.")
    expect(page.locator("#site-search-input")).to_have_value("nps/f,.")


def test_arrows_choose_and_enter_opens_the_record_with_its_sentence_marked(page: Page) -> None:
    page.keyboard.press("/")
    ask(page, "remote control")
    combobox = page.get_by_role("combobox", name="Search")
    assert combobox.get_attribute("aria-expanded") == "true"
    assert combobox.get_attribute("aria-controls") == "site-search-list"
    page.keyboard.press("ArrowDown")
    assert combobox.get_attribute("aria-activedescendant") == "site-search-option-1"
    expect(page.locator("#site-search-option-1")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/children-as-suspects.html*")
    expect(page.locator("mark.search-hit").first).to_be_in_viewport()
    assert "h=" not in page.url
    assert page.url.endswith("#case-13")


def test_enter_opens_the_first_result_where_none_is_chosen(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("cawn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/child-abduction-warning-notice.html*")


def test_the_count_is_said_in_a_live_region(page: Page) -> None:
    page.keyboard.press("/")
    ask(page, "hotel")
    status = page.locator("[role=status][data-search-status]")
    page.wait_for_function("() => /result/.test(document.querySelector('[data-search-status]').textContent)")
    assert "results" in status.inner_text()


def test_filters_narrow_by_kind_theme_and_nation(page: Page) -> None:
    page.keyboard.press("/")
    ask(page, "detention")
    page.get_by_label("Kind").select_option(label="Findings")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.site-search__note')].every(n => n.textContent.startsWith('Finding'))"
    )
    assert page.locator(OPTION).count() > 3
    page.get_by_label("Theme").select_option(label="Police detention")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.site-search__note')].every(n => n.textContent.includes('Police detention'))"
    )
    page.get_by_label("Kind").select_option(label="All")
    page.get_by_label("Theme").select_option(label="All")
    page.get_by_label("Nation").select_option(label="Wales")
    page.wait_for_function("() => document.querySelectorAll('.site-search__note').length > 3")
    assert not [n for n in page.locator(".site-search__note").all_inner_texts() if " · England · " in n]


def test_a_query_in_the_address_opens_with_results(page: Page, built_site: Path) -> None:
    page.goto((built_site / "index.html").as_uri() + "?q=s46")
    expect(page.locator(OPTION).first).to_contain_text("Police protection")
    expect(page.locator("[data-search-link]")).to_have_attribute("href", "?q=s46")


def test_a_form_elsewhere_is_a_door(page: Page) -> None:
    page.evaluate(
        """() => {
          const form = document.createElement("form")
          form.dataset.searchOpen = ""
          form.append(document.createElement("input"))
          document.querySelector("article").prepend(form)
        }"""
    )
    page.locator("form[data-search-open] input").press_sequentially("hotel")
    expect(page.locator("#site-search-input")).to_be_focused()
    expect(page.locator("#site-search-input")).to_have_value("hotel")
    expect(page.locator(OPTION).first).to_contain_text("otel")


def test_nothing_found_offers_near_words_and_ways_on(page: Page) -> None:
    page.keyboard.press("/")
    ask(page, '"exploitaton of weather"')
    assert page.locator("[data-search-count]").inner_text().startswith("Nothing found")
    expect(page.get_by_role("link", name="A to Z").last).to_be_visible()
    expect(page.locator("[data-search-near] button").first).to_be_visible()
    page.locator("[data-search-near] button").first.click()
    page.wait_for_function("() => document.querySelectorAll('#site-search-list [role=option]').length > 0")


def test_what_found_nothing_can_be_copied_and_goes_nowhere(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    copy = page.get_by_role("button", name="Copy what found nothing")
    for text in ('"weather exploitation"', "child zyzzyva", "police protection"):
        ask(page, text)
        page.wait_for_function("() => document.querySelector('[data-search-status]').textContent")
        page.wait_for_timeout(800)
    expect(copy).to_be_visible()
    copy.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == '"weather exploitation"\nchild zyzzyva'
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.parametrize(("text", "word"), [("poaching protection order", "poaching"), ("577 cases", "577")])
def test_a_word_that_no_page_has_is_told_and_not_taken_for_another(page: Page, text: str, word: str) -> None:
    page.keyboard.press("/")
    ask(page, text)
    expect(page.locator("[data-search-count]")).to_contain_text(f"No page has “{word}”")
    expect(page.locator("[data-search-dialog]")).not_to_contain_text("Showing results for")
    expect(page.locator(OPTION).first).to_be_visible()


BAD = {
    "very long": "child protection " * 5000,
    "one long word": "x" * 20000,
    "punctuation": "!!! ??? ... --- ((( )))",
    "markup": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "open quote": '"looked after',
    "quotes alone": '"" " “',
    "right to left": "שלום עולם العربية \u202e child",
    "emoji": "👮‍♀️ 🚓 child 👶",
    "names of objects": "constructor __proto__ toString hasOwnProperty",
    "numbers": "0 00 000 1.2.3.4.5.6 99999999999999999999",
    "percent": "%E0%A4%A &amp; %00",
    "controls": "a\u0000b\u0007c\ufeff",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_gets_an_answer_or_an_honest_nothing(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.locator("#site-search-input").fill(text)
    page.wait_for_function(
        "() => document.querySelector('#site-search-list').dataset.answers === document.querySelector('#site-search-input').value"
    )
    said = page.locator("[data-search-count]").inner_text()
    assert said.startswith("Nothing found") or page.locator(OPTION).count()
    assert page.locator("[data-search-dialog] img, [data-search-dialog] script").count() == 0


def test_ten_thousand_key_presses_leave_one_right_answer(page: Page) -> None:
    page.keyboard.press("/")
    ask(page, "s")
    page.evaluate(
        """() => {
          const input = document.querySelector("#site-search-input")
          for (let i = 0; i < 10000; i++) {
            input.value = "abcdefghij".slice(0, 1 + (i % 10))
            input.dispatchEvent(new InputEvent("input", { bubbles: true }))
          }
          input.value = "hotel"
          input.dispatchEvent(new InputEvent("input", { bubbles: true }))
        }"""
    )
    page.wait_for_function(
        "() => document.querySelector('#site-search-list').dataset.answers === 'hotel'", timeout=5000
    )
    expect(page.locator(OPTION).first).to_contain_text("otel")


def test_it_works_with_storage_blocked(context: BrowserContext, built_site: Path) -> None:
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError') } })"
    )
    page = context.new_page()
    page.goto((built_site / "about/index.html").as_uri())
    page.keyboard.press("/")
    ask(page, "cawn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/child-abduction-warning-notice.html*")


def test_recent_searches_are_offered_and_forgotten(page: Page) -> None:
    page.keyboard.press("/")
    ask(page, "hotel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html*#*")
    page.keyboard.press("/")
    expect(page.locator("[data-search-recent]")).to_contain_text("hotel")
    page.get_by_role("button", name="Forget them").click()
    expect(page.locator("[data-search-recent]")).to_be_hidden()


def test_without_scripts_the_a_to_z_stands_in_its_place(browser: Browser, built_site: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((built_site / "powers/police-protection.html").as_uri())
    expect(page.locator(".site-search-fallback")).to_be_visible()
    expect(page.locator("[data-search-button]")).to_be_hidden()
    page.locator(".site-search-fallback").click()
    page.wait_for_url("**/a-z.html")
    page.close()


@pytest.mark.parametrize(("width", "height"), [(390, 800), (640, 512), (320, 256)])
def test_it_fits_phones_and_200_percent_zoom(browser: Browser, built_site: Path, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, has_touch=True)
    page.goto((built_site / "index.html").as_uri())
    page.locator("[data-search-button]").tap()
    ask(page, "appropriate adult delay")
    assert page.evaluate("() => document.querySelector('[data-search-dialog]').scrollWidth <= innerWidth")
    expect(page.locator("#site-search-input")).to_be_in_viewport()
    page.locator(OPTION).first.tap()
    page.wait_for_url("**/appropriate-adult.html*")
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_with_results_on_screen(browser: Browser, built_site: Path, scheme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((built_site / "index.html").as_uri() + "?q=apropriate+adult")
    page.locator(OPTION).first.wait_for()
    paint(page, scheme)
    page.keyboard.press("ArrowDown")
    page.evaluate(SCRIPT)
    assert examine(page, EVERY_RULE) == []
    page.close()
