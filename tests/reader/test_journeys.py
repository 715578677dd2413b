"""Ten questions that officers ask: from home to the answer in at most two clicks, or by one search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.base.environment import ROOT

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A question, what is clicked (the words of each link) or searched for, and what stands where it ends."""

    question: str
    clicks: tuple[str, ...]
    search: str
    page: str
    answer: str


JOURNEYS = (
    Journey(
        question="May I take this child from home now?",
        clicks=("A child at immediate risk at home", "Police protection"),
        search="take the kid", page="powers/police-protection.html", answer="72 hours at most",
    ),
    Journey(
        question="May I go in?",
        clicks=("A child at immediate risk at home", "Entry to save life or limb"),
        search="enter house life or limb", page="powers/entry-life-or-limb.html", answer="serious",
    ),
    Journey(
        question="Where does a child refused bail sleep tonight?",
        clicks=("A child in custody, and overnight", "Transfer to council accommodation"),
        search="pace bed", page="powers/transfer-to-local-authority-accommodation.html", answer="authority",
    ),
    Journey(
        question="May I take a child in crisis to the station?",
        clicks=("A child in mental health crisis", "Section 136"),
        search="s136", page="powers/section-136.html", answer="police station",
    ),
    Journey(
        question="What do I do first when a child is missing?",
        clicks=("A missing child, and the return",),
        search="missing child", page="situations/missing-child.html", answer="First, the child",
    ),
    Journey(
        question="What can I give the adult who keeps a child?",
        clicks=("Powers A to Z", "Child abduction warning notice"),
        search="CAWN", page="powers/child-abduction-warning-notice.html", answer="notice",
    ),
    Journey(
        question="Need I arrest this child?",
        clicks=("Deciding whether to arrest a child", "Arrest"),
        search="arrest necessity", page="powers/arrest-and-necessity.html", answer="necessary",
    ),
    Journey(
        question="Who must sit with the child?",
        clicks=("A child in custody, and overnight", "appropriate adult"),
        search="appropriate adult", page="powers/appropriate-adult.html", answer="adult",
    ),
    Journey(
        question="What of children at a call to domestic abuse?",
        clicks=("A call to domestic abuse with children present",),
        search="domestic abuse children present", page="situations/domestic-abuse.html", answer="alone",
    ),
    Journey(
        question="Which orders are there against this adult?",
        clicks=("Orders and notices side by side",),
        search="compare orders", page="powers/compare.html", answer="Sexual risk order",
    ),
)  # fmt: skip
MOST = 2


@pytest.fixture
def page(browser: Browser, built_site: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((built_site / "index.html").as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda j: j.page)
def test_the_answer_is_at_most_two_clicks_from_home(page: Page, journey: Journey) -> None:
    assert len(journey.clicks) <= MOST
    for words in journey.clicks:
        page.locator("article :not(.term) > a", has_text=words).locator("visible=true").first.click()
    assert page.url.split("#")[0].endswith(journey.page)
    expect(page.locator("article")).to_contain_text(journey.answer)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda j: j.page)
def test_one_search_has_the_answer_among_the_first_three(page: Page, journey: Journey) -> None:
    page.locator("#home-query").fill(journey.search)
    options = page.locator(".site-search__option")
    expect(options.first).to_be_visible()
    addresses = [option.get_attribute("href") or "" for option in options.all()[:3]]
    assert any(journey.page in address for address in addresses), addresses


def test_the_page_on_journeys_tells_each_of_them() -> None:
    text = (ROOT / "docs/about/journeys.md").read_text(encoding="utf-8")
    for journey in JOURNEYS:
        assert journey.question in text
        assert f"../{journey.page.removesuffix('.html')}.md" in text
        assert f"`{journey.search}`" in text
        assert ", then ".join(journey.clicks) in text
