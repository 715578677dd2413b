"""What the dialog makes of an answer, in Chromium from disk; what comes first is tried without it (``test_core.py``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from scripts.bench.engines import Ours
from scripts.bench.queries import is_answered, load_queries
from scripts.content.model import Site

pytestmark = pytest.mark.browser
ENGINE = Ours()


@pytest.fixture(scope="module")
def page(browser: Browser, built_site: Path) -> Iterator[Page]:
    """One page with the search open; each test types anew."""
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto((built_site / "index.html").as_uri())
    ENGINE.open(page)
    yield page
    page.close()
    assert problems == []


def test_the_dialog_shows_what_the_core_finds(page: Page) -> None:
    asked = [query for query in load_queries("tuned") if query.first][:10]
    assert [query.ask for query in asked if not is_answered(query, ENGINE.ask(page, query.ask))] == []


@pytest.mark.parametrize("held", [False, True])
def test_a_slip_is_mended_and_said(page: Page, held: bool) -> None:  # noqa: FBT001
    ENGINE.ask(page, "apropriate adult")
    notice = page.locator("[data-search-notice]")
    assert notice.inner_text() == "Showing results for appropriate adult; search instead for “apropriate adult”"
    if held:
        notice.get_by_role("button").click()
        page.wait_for_function("() => document.querySelector('[data-search-notice]').hidden")
        assert "No page has “apropriate”" in page.locator("[data-search-count]").inner_text()


def test_quotes_mean_those_words_side_by_side(page: Page, real_site: Site) -> None:
    ENGINE.ask(page, '"delay and drift"')
    texts = {r.id: f"{r.title} {r.body}" for r in real_site.all_records}
    hrefs = page.locator(ENGINE.result).evaluate_all("all => all.map(one => one.hash.slice(1))")
    assert hrefs
    for identifier in hrefs:
        if identifier in texts:
            assert re.search(r"delay\W+and\W+drift", texts[identifier], re.IGNORECASE), identifier
    assert ENGINE.ask(page, '"drift and and delay"') == []


def test_the_line_under_the_field_says_something_useful_or_nothing(page: Page) -> None:
    line = page.locator("[data-search-count]")
    ENGINE.ask(page, "appropriate adult night station")
    assert line.inner_text() == ""
    ENGINE.ask(page, "hotel twins hammer bail eczema")
    assert line.inner_text() in {"No page has all your words; the nearest come first.", "No page has “hammer”."}


def test_a_question_shows_the_part_that_answers_it(page: Page) -> None:
    ENGINE.ask(page, "how long can police protection last")
    assert "72 hours" in page.locator(".site-search__text").first.inner_text()


@pytest.mark.parametrize("asked", ["police protection", "s46", "S46"])
def test_who_asks_by_name_gets_the_beginning_of_the_page(page: Page, asked: str) -> None:
    ENGINE.ask(page, asked)
    result = page.locator(ENGINE.result).first
    assert str(result.get_attribute("href")).endswith("#police-protection")
    assert "Part: " not in result.inner_text()


def test_a_result_leads_to_the_part_of_the_page_that_answers(page: Page) -> None:
    ENGINE.ask(page, "how long can police protection last")
    result = page.locator(ENGINE.result).first
    part = str(result.get_attribute("href")).partition("#")[2]
    assert part
    assert part != "police-protection"
    assert result.locator(".site-search__why").inner_text().startswith("Part: ")


def test_a_result_says_which_words_it_lacks_and_what_it_was_found_by(page: Page) -> None:
    reasons = page.locator(f"{ENGINE.result} .site-search__why")
    ENGINE.ask(page, "hotel twins")
    assert "Without “twins”" in " ".join(reasons.all_inner_texts())
    ENGINE.ask(page, "s46")
    assert "Found by what people call it" in reasons.all_inner_texts()
