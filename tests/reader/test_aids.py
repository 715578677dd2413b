"""Decision aids one question at a time, from disk, by keyboard; the whole tree on paper and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.content.glance import glance
from scripts.content.model import Site

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
    expect(aid.locator(".aid__title")).to_have_text("May I remove this child?")
    expect(aid.get_by_role("button", name="Yes", exact=True)).to_be_visible()
    for part in ("figure.flow", "figure.flow ~ ul", ".aid-powers"):
        expect(page.locator(part).first).to_be_hidden()
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


def test_an_answer_tells_test_limit_and_duties_in_the_words_of_its_page_and_they_are_copied(
    page: Page, real_site: Site
) -> None:
    page.evaluate("location.hash = '#aid-1-nyynnnn'")
    rows = glance(real_site.by_path["powers/police-protection.md"])
    power = page.locator(".aid .aid-power")
    expect(power.get_by_role("link")).to_have_text("Police protection")
    told = dict(zip(power.locator("dt").all_inner_texts(), power.locator("dd").all_inner_texts(), strict=True))
    assert told == {name: rows[name] for name in ("When", "Time limit", "Then you must", "What it does not allow")}
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.copied = text } } })"
    )
    page.get_by_role("button", name="Copy for the log").click()
    copied = page.evaluate("copied")
    for line in ("Police protection", f"Time limit: {rows['Time limit']}", f"Then you must: {rows['Then you must']}"):
        assert line in copied.splitlines()
    assert re.search(r"Looked at: \d\d/\d\d/\d{4}, \d\d:\d\d:\d\d\n.*edition 20\d\d\.\d\d", copied)


def test_the_boxes_of_the_picture_lead_to_their_states(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Show the whole tree").click()
    boxes = page.locator("figure.flow a")
    addresses = boxes.evaluate_all("links => links.map(link => link.getAttribute('href').slice(1))")
    items = page.locator("figure.flow + p + ul li").evaluate_all("items => items.map(item => item.id)")
    assert addresses == items
    boxes.nth(3).click()
    assert page.url.endswith(f"#{addresses[3]}")
    words = (boxes.nth(3).text_content() or "").strip()
    assert words in page.locator(".aid").locator(".aid__question, .aid__answer").inner_text()


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
    expect(page.locator("figure.flow ~ ul").first).to_be_visible()


def test_without_scripts_the_whole_tree_stands(browser: Browser, built_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_site / AID).as_uri())
    expect(page.locator("figure.flow").first).to_be_visible()
    expect(page.locator("figure.flow ~ ul").first).to_be_visible()
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
