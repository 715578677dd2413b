"""Figures look the same wherever they stand: one way to show an amount, on pages, in search, on slides and papers."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from scripts.base.amounts import amount
from scripts.content.model import Site
from scripts.content.schemas import StatisticMeta
from scripts.content.selection import choose
from scripts.outputs.packs.content import make_pack, wording_for
from scripts.outputs.packs.deck import chosen_deck
from scripts.outputs.packs.papers import papers
from scripts.outputs.packs.slide import lines_needed
from scripts.outputs.search.documents import documents

EXPONENT = re.compile(r"\d[eE][+]?\d{2}")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("11970367", "11,970,367"),
        ("2000000", "2,000,000"),
        ("1300000000", "1,300,000,000"),
        ("5.0", "5.0"),
        ("-0.25", "-0.25"),
    ],
)
def test_an_amount_has_all_its_digits_and_no_exponent(written: str, shown: str) -> None:
    assert amount(written) == shown == amount(Decimal(written))


def test_every_figure_is_found_in_search_as_it_stands_on_its_page(real_site: Site) -> None:
    found = {d.id: d.title for d in documents(real_site, {}) if d.kind == "statistic"}
    for record in real_site.data_records:
        assert isinstance(record.meta, StatisticMeta)
        if record.meta.value:
            assert amount(record.meta.value) in found[record.id]
            assert amount(record.meta.value) in record.title
    assert not [t for t in found.values() if EXPONENT.search(t)]


def test_slides_and_papers_of_millions_have_no_exponent(real_site: Site) -> None:
    large = [r.id for r in real_site.data_records if r.meta.value and abs(float(r.meta.value)) >= 1_000_000]  # type: ignore[union-attr]
    chosen = choose(real_site, tuple(large), theme=None, session=None, every=False)
    wording = wording_for(real_site, list(chosen.values()))
    pack = make_pack(next(iter(chosen.values())), wording)
    said = "\n".join([*(s.notes for s in chosen_deck(pack)), *(str(p.data()) for p in papers(pack).values())])
    assert "11,970,367" in said
    assert not EXPONENT.findall(re.sub(r"[0-9a-f]{12,}", "", said))


def test_lines_are_summed_alike_on_every_python() -> None:
    """Python 3.12 changed the sum of floats: ten items of 0.4 beside whole lines were 11.0 on one and less on another."""
    assert lines_needed(["x"] * 5) == 7.0
    assert lines_needed(["x"] * 3) == 4.2
    assert lines_needed([f"{'x' * 100}"] * 3) == 7.2


@pytest.mark.browser
def test_typing_a_figure_in_full_finds_its_row(context: BrowserContext, built_site: Path) -> None:
    page = context.new_page()
    page.goto((built_site / "index.html").as_uri() + "?q=11%2C970%2C367")
    first = page.locator("#site-search-list [role=option]").first
    first.wait_for()
    assert "11,970,367" in first.inner_text()
