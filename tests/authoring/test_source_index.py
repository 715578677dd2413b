"""The index of a report: its places, no sentence of it, and the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.authoring.index_source import NotAnIndexableReport, dump, make_index
from scripts.content.figures import all_numbers
from scripts.content.model import Site
from scripts.content.sources import page_text

REPORT = [
    {"loc": "1.1", "kind": "heading", "chapter": "1", "section": "Contact", "page": 3, "plain": "Contact"},
    {"loc": "1.1.1", "kind": "para", "chapter": "1", "section": "Contact", "page": 3, "page_end": 4, "page_basis": "inferred",
     "plain": "Of 1,800 calls, fifty-one came at night; see www.example.org/2014.", "footnotes": [1]},
    {"loc": "fn1", "kind": "footnote", "chapter": "1", "section": "Contact", "page": 4, "plain": "A law."},
]  # fmt: skip

X2020: dict[str, Any] = {
    "key": "x2020", "title": "X", "short": "X 2020", "main": False, "published": "2020", "map_page": "report/x",
}  # fmt: skip


def _write(folder: Path, items: list[dict[str, object]]) -> Path:
    path = folder / "paragraphs.jsonl"
    path.write_text("".join(json.dumps(i) + "\n" for i in items), encoding="utf-8")
    (folder / "footnotes.json").write_text(json.dumps([{"loc": "fn1", "kind": "law"}]), encoding="utf-8")
    return path


def test_the_index_keeps_places_numbers_and_footnotes_and_no_sentence(tmp_path: Path) -> None:
    index = make_index(_write(tmp_path, REPORT), **X2020)
    text = dump(index)
    item = index.items[1]
    assert (item.loc, item.page, item.page_end, item.page_exact) == ("1.1.1", 3, 4, False)
    assert item.figures == ("1800", "51")
    assert index.items[2].footnote_kind == "law"
    assert "calls" not in text
    assert dump(make_index(_write(tmp_path, REPORT), **X2020)) == text


def test_a_locator_given_twice_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(NotAnIndexableReport, match=r"paragraphs\.jsonl:4: locator 1\.1\.1 stands twice"):
        make_index(_write(tmp_path, [*REPORT, REPORT[1]]), **X2020)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("657,800 referrals in 2013–14", ["657800", "2013", "14"]),
        ("1.8 million children", ["1800000"]),
        ("Six hundred and seventy one people", ["671"]),
        ("twenty-two or three", ["22", "3"]),
        ("no one was told one thing", []),
        ("38.5 percent", ["38.5"]),
    ],
)
def test_numbers_are_read_as_digits(text: str, expected: list[str]) -> None:
    assert all_numbers(text) == expected


@pytest.mark.parametrize(
    ("locator", "places"),
    [
        ("para. 4.2.3", ("4.2.3",)),
        ("para. 4.1.12–4.1.14", ("4.1.12", "4.1.13", "4.1.14")),
        ("fn. 17", ("fn17",)),
        ("table 2", ("T2",)),
        ("rec. B.4.6", ("B.4.6",)),
        ("gloss. child", ("C.child",)),
        ("p. 47", ()),
        ("para. 4.1.14–4.1.12", ()),
        ("para. 4.1.12–4.2.14", ()),
    ],
)
def test_every_form_of_locator_names_its_places(real_site: Site, locator: str, places: tuple[str, ...]) -> None:
    assert real_site.sources["hmic2015"].places(locator) == places


def test_every_place_of_the_report_is_written_in_a_form_that_leads_back_to_it(real_site: Site) -> None:
    source = real_site.sources["hmic2015"]
    for item in source.citable():
        if item.kind != "table-caption":
            assert source.places(source.written(item.loc)) == (item.loc,)


def test_pages_are_told_as_one_or_as_a_range(real_site: Site) -> None:
    items = real_site.sources["hmic2015"].items
    assert page_text([items["4.2.3"]]) == "pp. 47–48"
    assert page_text([items["4.1.1"]]) == "p. 45"
