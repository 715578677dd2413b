"""What an officer needs first stands first: on the second screen of a phone at the latest, before long lists on a desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
BOTTOMS = """() => {
  const bottom = element => element.getBoundingClientRect().bottom + scrollY
  const seen = [...document.querySelectorAll("article p, article li")].filter(e => e.checkVisibility() && !e.querySelector("li"))
  const first = document.querySelector("#first-the-child + ul")
  return {
    actions: first ? [...first.children].map(bottom) : [],
    ambulance: seen.filter(e => e.textContent.includes("ambulance")).map(bottom),
  }
}"""
ACTIONS = 3
LISTS = 'id="recommendations-that-bear-on-it"'


def test_first_actions_and_the_ambulance_stand_on_the_first_two_screens_of_a_phone(
    browser: Browser, built_site: Path
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    low = []
    pages = sorted(
        p for p in (built_site / "situations").glob("*.html") if 'id="first-the-child"' in p.read_text("utf-8")
    )
    for path in pages:
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        found = page.evaluate(BOTTOMS)
        assert len(found["actions"]) >= ACTIONS, path.name
        first = [*found["actions"][:ACTIONS], *found["ambulance"][:1]]
        if max(first) > 2 * 844:
            low.append(f"{path.name}: {max(first):.0f} px")
    page.close()
    assert len(pages) >= 24
    assert low == []


SCREENS = {"stalking-and-harassment.html": 5}  # four offences and two orders stand on one page


def test_a_law_page_comes_to_its_lists_within_four_screens_of_1280_by_1024(browser: Browser, built_site: Path) -> None:
    texts = {p: p.read_text("utf-8") for p in (built_site / "powers").glob("*.html")}
    length = {p: t.index(LISTS) - t.index('id="at-a-glance"') for p, t in texts.items() if LISTS in t}
    page = browser.new_page(viewport={"width": 1280, "height": 1024})
    late = []
    for path in sorted(length, key=lambda p: -length[p])[:6]:
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        top = page.evaluate(f"document.querySelector('[{LISTS}]').getBoundingClientRect().top")
        if top > SCREENS.get(path.name, 4) * 1024:
            late.append(f"{path.name}: {top:.0f} px")
    page.close()
    assert late == []


def test_long_lists_are_folded_with_their_count_and_an_address_opens_what_it_leads_to(
    browser: Browser, built_site: Path
) -> None:
    page = browser.new_page()
    address = (built_site / "powers/police-protection.html").as_uri()
    page.goto(address)
    folds = page.locator("article > details")
    assert folds.evaluate_all("all => all.filter(fold => fold.open).length") == 0
    for words in ("Findings and cases that touch on it (", "Linked from (", "Works cited on this page (", "situations"):
        fold = folds.filter(has=page.locator("summary", has_text=words))
        assert fold.count() == 1, words
        told = "".join(c for c in fold.locator("summary").inner_text() if c.isdigit())
        assert fold.locator("li:not(:has(li))").count() == int(told), words
    for fragment in ("e-police-protection-wales", "source-ca1989"):
        page.goto(f"{address}#{fragment}")
        page.locator(f"[id='{fragment}']").wait_for(state="visible")
    page.close()


def test_what_changed_lately_is_read_without_its_page_and_shows_no_tags(browser: Browser, built_site: Path) -> None:
    page = browser.new_page()
    page.goto((built_site / "index.html").as_uri())
    lately = page.locator(".latest li").all_inner_texts()
    assert len(lately) == 5
    assert all(text[0].isdigit() and len(text) > 40 for text in lately)
    assert any(text.endswith(")") for text in lately)
    assert "<" not in page.locator("article").inner_text()
    page.close()
