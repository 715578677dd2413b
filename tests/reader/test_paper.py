"""Pages as they come out of a printer: what is on them, what is not, and that they are light."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
KINDS = (
    "index.html",
    "powers/police-protection.html",
    "situations/child-in-custody.html",
    "findings/police-detention.html",
    "cases/index.html",
    "statistics/sexual-offences.html",
    "glossary.html",
)


@pytest.fixture
def paper(browser: Browser) -> Iterator[Page]:
    """Open pages as a reader in dark colours prints them."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    yield page
    context.close()


@pytest.mark.parametrize("path", KINDS)
def test_paper_tells_page_edition_and_age_and_has_no_menus(paper: Page, built_site: Path, path: str) -> None:
    paper.goto((built_site / path).as_uri())
    mark = paper.locator(".page-mark")
    expect(mark).to_be_visible()
    expect(mark).to_contain_text("edition 20")
    expect(mark).to_contain_text(path)
    expect(mark).to_contain_text("may be out of date")
    for gone in (".md-header", ".md-tabs", ".md-sidebar", ".md-footer__inner", ".copy-link", ".headerlink", ".md-path"):
        assert all(not element.is_visible() for element in paper.locator(gone).all()), gone
    background = paper.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


def test_each_outside_address_stands_in_full_once_at_the_end(paper: Page, built_site: Path) -> None:
    paper.goto((built_site / "powers/police-protection.html").as_uri())
    addresses = paper.locator(".addresses li").all_inner_texts()
    assert "https://www.legislation.gov.uk/ukpga/1989/41/section/46" in addresses
    assert len(addresses) == len(set(addresses))
    marks = paper.locator(".address-mark").all_inner_texts()
    assert {int(m.strip("[]")) for m in marks} == set(range(1, len(addresses) + 1))


def test_a_definition_is_printed_once_on_a_page(paper: Page, built_site: Path) -> None:
    paper.goto((built_site / "powers/police-protection.html").as_uri())
    shown = [d.inner_text() for d in paper.locator("article .definition").all() if d.is_visible()]
    assert shown
    assert len(shown) == len(set(shown))


def test_what_is_for_paper_alone_is_not_on_the_screen(browser: Browser, built_site: Path) -> None:
    page = browser.new_page()
    page.goto((built_site / "powers/police-protection.html").as_uri())
    assert all(not element.is_visible() for element in page.locator(".print-only").all())
    page.close()


def test_closed_blocks_open_for_paper_and_close_again(browser: Browser, built_site: Path) -> None:
    page = browser.new_page()
    page.goto((built_site / "powers/police-protection.html").as_uri())
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend', '<details><summary>More</summary><p id=inner>Inside</p></details>')"
    )
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#inner")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#inner")).to_be_hidden()
    page.emulate_media(media="print")
    assert page.locator("#inner").evaluate("element => element.getBoundingClientRect().height") > 0
    page.close()


@pytest.mark.parametrize("path", ["powers/police-protection.html", "situations/immediate-risk-at-home.html"])
def test_a_page_prints_its_one_side_of_a5_and_nothing_else(paper: Page, built_site: Path, path: str) -> None:
    paper.goto((built_site / path).as_uri())
    expect(paper.locator(".side")).to_be_hidden()
    paper.evaluate("print = () => {}")
    paper.emulate_media(media="screen")
    paper.get_by_role("button", name="Print it").click()
    paper.emulate_media(media="print")
    expect(paper.locator(".side")).to_be_visible()
    assert [e.get_attribute("class") for e in paper.locator("article > *").all() if e.is_visible()] == ["side no-terms"]
    made = paper.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type ?/Page\b", made)) == 1
    assert re.search(rb"/MediaBox ?\[0 0 (?:419|420)\S* 59[456]", made)
    paper.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper.locator(".side")).to_be_hidden()


@pytest.mark.parametrize("path", KINDS)
def test_pages_become_a_pdf_of_a_sensible_length(paper: Page, built_site: Path, path: str) -> None:
    paper.goto((built_site / path).as_uri())
    made = paper.pdf(prefer_css_page_size=True)
    assert made.startswith(b"%PDF")
    assert 1 <= made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") <= 60
