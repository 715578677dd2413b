"""Decision aids one question at a time, from disk, by keyboard; the whole tree on paper and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
AID = "situations/immediate-risk-at-home.html"


@pytest.fixture
def page(browser: Browser, built_site: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((built_site / AID).as_uri())
    yield page
    page.close()
    assert problems == []


def test_one_question_is_shown_with_two_buttons_and_the_tree_is_folded(page: Page) -> None:
    aid = page.locator(".aid")
    expect(aid.locator(".aid__question")).to_be_visible()
    expect(aid.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    expect(page.locator("figure.flow").first).to_be_hidden()
    box = aid.get_by_role("button", name="No", exact=True).bounding_box()
    assert box
    assert box["height"] >= 44


def test_a_way_by_keyboard_leads_to_an_answer_with_its_link_and_next_step(page: Page) -> None:
    first = page.locator(".aid__question").inner_text()
    for _ in range(12):
        if page.locator(".aid__answer").count():
            break
        page.get_by_role("button", name="No", exact=True).focus()
        page.keyboard.press("Enter")
    answer = page.locator(".aid__answer")
    expect(answer).to_be_focused()
    assert "Then:" in answer.inner_text()
    expect(answer.get_by_role("link").first).to_be_visible()
    assert first.strip() in page.locator(".aid__path").inner_text()


def test_each_state_has_an_address_and_back_leads_a_step_back(page: Page) -> None:
    first = page.locator(".aid__question").inner_text()
    page.get_by_role("button", name="No", exact=True).click()
    second = page.locator(".aid").locator(".aid__question, .aid__answer").inner_text()
    assert page.url.endswith("#aid-1-n")
    page.reload()
    expect(page.locator(".aid").locator(".aid__question, .aid__answer")).to_have_text(second)
    page.locator(".aid").get_by_role("button", name="Back").click()
    expect(page.locator(".aid__question")).to_have_text(first)
    page.go_back()
    expect(page.locator(".aid").locator(".aid__question, .aid__answer")).to_have_text(second)


def test_an_address_that_leads_nowhere_shows_the_first_question(page: Page, built_site: Path) -> None:
    page.goto((built_site / AID).as_uri() + "#aid-1-yyyyyyyyyyyyyyyyyyyyyyyyyyyyy")
    page.reload()
    expect(page.locator(".aid__question")).to_be_visible()


def test_on_paper_the_whole_tree_stands_and_no_button(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".aid")).to_be_hidden()
    expect(page.locator("figure.flow").first).to_be_visible()


def test_without_scripts_the_whole_tree_stands(browser: Browser, built_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_site / AID).as_uri())
    expect(page.locator("figure.flow").first).to_be_visible()
    expect(page.locator(".aid")).to_have_count(0)
    context.close()


def test_every_box_can_be_reached_and_every_end_says_what_comes_next(browser: Browser, built_site: Path) -> None:
    page = browser.new_page()
    for path in sorted((built_site / "situations").glob("*.html")):
        if 'class="flow"' not in path.read_text("utf-8"):
            continue
        page.goto(path.as_uri())
        ways, ends = [""], 0
        while ways:
            way = ways.pop()
            page.evaluate("way => { location.hash = '#aid-1-' + way }", way)
            page.wait_for_function("way => location.hash === '#aid-1-' + way", arg=way)
            if page.locator(".aid__question").count():
                ways += [way + "y", way + "n"]
            else:
                ends += 1
                assert "Then:" in page.locator(".aid__answer").inner_text(), (path.name, way)
        assert ends > 3, path.name
    page.close()
