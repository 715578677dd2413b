"""The words, codings and files that the index is made of, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bench.queries import load_queries
from scripts.content.model import Site
from scripts.outputs.search import write_search
from scripts.outputs.search.coding import number, numbers, sorted_words
from scripts.outputs.search.documents import KINDS, Document, documents
from scripts.outputs.search.index import Index, _parts, build_index
from scripts.outputs.search.opensearch import write_opensearch
from scripts.outputs.search.synonyms import expansions, load_synonyms
from scripts.outputs.search.tokens import forms, key, words
from scripts.outputs.search.weights import EXACT_CLASSES, load_weights
from scripts.render.pages import generate


@pytest.mark.parametrize("written", ["s46", "s.46", "s 46", "S. 46", "section 46", "Section 46(1)", "sect. 46", "§ 46"])
def test_every_section_form_is_one_word(written: str) -> None:
    assert words(written) == ["s46"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the child's wishes", ["the", "child", "wishes"]),
        ("657,800 referrals", ["657800", "referrals"]),
        ("39 per cent and 39%", ["39%", "and", "39%"]),
        ("para. 4.2.3, B.4.6 and fn. 17", ["para", "4.2.3", "b.4.6", "and", "fn", "17"]),
        ("a café in Crêuddyn", ["a", "cafe", "in", "creuddyn"]),
        ("2013/14", ["2013", "14"]),
        ("!!! ??? …", []),
        ("عربي עברית 🙂", []),
    ],
)
def test_words_are_those_that_people_type(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_other_ways_to_ask_follow_the_word() -> None:
    assert forms("inter-agency s46 45%") == ["inter", "agency", "interagency", "s46", "46", "45%", "45"]


def test_an_id_a_title_and_a_locator_are_looked_up_without_spaces() -> None:
    assert key("R-DET-1") == key("r det 1") == "rdet1"
    assert key("B.4.6") == "b.4.6"


def read_numbers(text: str) -> list[int]:
    signs = [chr(c) for c in range(35, 127) if c != ord("\\")]
    found, value, times = [], 0, 1
    for sign in text:
        digit = signs.index(sign)
        value, times = value + digit * times, times * 31
        if digit < 60:
            found.append(value)
            value, times = 0, 1
    return found


def test_numbers_come_back_as_they_went() -> None:
    values = [*range(200), 999, 3719, 3720, 123456, 98765432]
    assert read_numbers(numbers(values)) == values
    assert not set('"\\') & set(numbers(values)), "a script's strings would have to escape these"
    assert number(0) == "#"


def test_sorted_words_share_their_beginnings() -> None:
    assert sorted_words(["abuse", "abused", "act"]) == "#abuse (d $ct"


def doc(title: str, kind: str = "page", **more: object) -> Document:
    base = Document(title=title, page=f"{key(title)}.html", page_title=title, anchor="", kind=kind)
    return Document(**{**{f: getattr(base, f) for f in base.__slots__}, **more})


def impact(index: Index, word: str, document: int) -> int:
    postings = index.postings[index.words.index(word)]
    return postings.impacts[postings.documents.index(document)]


def test_a_word_in_a_title_says_more_than_one_in_a_summary() -> None:
    index = build_index([doc("Strip search"), doc("Other", summary="A strip of land.")])
    assert impact(index, "strip", 0) > impact(index, "strip", 1)


def test_a_thing_is_known_by_id_title_name_question_and_place() -> None:
    one = doc(
        "Police protection",
        "power",
        id="police-protection",
        names=("PPO",),
        questions=("Can I?",),
        provisions=("s46 ca 1989",),
    )
    found = {looked_up: EXACT_CLASSES[entries[0][1]] for looked_up, entries in build_index([one]).exact}
    assert found == {"policeprotection": "id", "ppo": "name", "cani": "question", "s46": "locator"}


def known(index: Index, text: str) -> dict[int, str]:
    return {d: EXACT_CLASSES[how] for looked_up, entries in index.exact if looked_up == text for d, how in entries}


@pytest.mark.parametrize("asked", ["s17ca", "cas17", "s17ca1989", "s17childrenact", "childrenact1989s17"])
def test_a_section_with_its_act_is_the_page_about_it_before_one_that_names_it(asked: str) -> None:
    about = doc("Child in need", "duty", provisions=("s17 ca 1989 Children Act 1989",))
    names_it = doc("Bail", "duty", provisions=("s30 pace 1984 PACE Act 1984",), also=("s17 ca 1989 Children Act 1989",))
    other = doc("Entry", "power", provisions=("s17 pace 1984 Police and Criminal Evidence Act 1984",))
    index = build_index([about, names_it, other])
    assert known(index, asked) == {0: "provision", 1: "provision too"}
    assert known(index, "s17policecriminalevidenceact") == {2: "provision"}


def test_a_code_without_sections_is_no_section() -> None:
    index = build_index([doc("Arrest", "duty", provisions=("", "Code G", "code-g 2012 Code of practice 2012"))])
    assert not {"provision", "provision too"} & {EXACT_CLASSES[how] for _, found in index.exact for _, how in found}


def test_a_provision_that_only_text_cites_is_found_where_it_is_explained(real_site: Site) -> None:
    found = documents(real_site, {})
    (order,) = [d for d in found if d.id == "sexual-harm-prevention-order"]
    assert any(p.startswith("s103I soa 2003") for p in (*order.provisions, *order.explained))
    about = {p for d in found for p in (*d.provisions, *d.also)}
    explained = [p for d in found for p in d.explained]
    assert len(explained) == len(set(explained))
    assert {p for d in found for p in d.cited} <= about | set(explained)


def test_every_page_that_answers_has_twenty_phrases_and_none_is_held_back(real_site: Site) -> None:
    folders = ("powers/", "situations/", "findings/", "statistics/", "since-2015/", "training/sessions/")
    wanted = {p.path for p in real_site.pages if p.path.startswith(folders)} - {"situations/index.md"}
    few = {path for path in wanted if path not in real_site.phrases or len(real_site.phrases[path].phrases) < 20}
    assert few == set()
    said = {key(text) for own in real_site.phrases.values() for text in own.texts}
    assert said.isdisjoint(key(q.ask) for q in load_queries("held back"))


def test_every_term_has_phrases(real_site: Site) -> None:
    assert [
        r.id for r in (*real_site.of_kind("term"), *real_site.of_kind("body")) if r.id not in real_site.phrases
    ] == []


def said_with(monkeypatch: pytest.MonkeyPatch, table: str, name: str, value: float, part: str, long: str) -> int:
    """Return what zebra says in a document whose one part is long, beside one whose part is short."""
    weights = {t: dict(own) for t, own in load_weights().items()}
    weights[table][name] = value
    monkeypatch.setattr("scripts.outputs.search.index.load_weights", lambda: weights)
    monkeypatch.setattr(
        "scripts.outputs.search.index._parts", lambda d: iter([(part, [long if d.title == "Long" else "zebra"])])
    )
    return impact(build_index([doc("Long"), doc("Short")]), "zebra", 0)


@pytest.mark.parametrize(
    ("table", "name", "more"),
    [
        *(("field", name, True) for name in load_weights()["field"]),
        *(("dilution", name, False) for name in load_weights()["dilution"]),
        *(("said", name, True) for name in load_weights()["said"]),
        ("word", "enough", False),
        ("word", "short", True),
        ("word", "fade", False),
    ],
)
def test_each_weight_of_the_build_changes_what_a_word_says(
    monkeypatch: pytest.MonkeyPatch,
    table: str,
    name: str,
    more: bool,  # noqa: FBT001
) -> None:
    part = "title" if table == "word" else name
    low, high = (said_with(monkeypatch, table, name, value, part, "a zebra by the road side") for value in (0.1, 1.0))
    assert low < high if more else low > high


def test_every_weight_says_why_and_names_what_there_is() -> None:
    weights = load_weights()
    assert set(weights["kind"]) <= set(KINDS)
    assert all(set(weights[table]) == set(EXACT_CLASSES) for table in ("exact", "begins", "inside"))
    parts = {name for name, _ in _parts(doc("A", phrases=("b",)))}
    assert parts | {"topics", "names"} == set(weights["field"])


def test_a_case_is_known_by_its_number_without_the_nought() -> None:
    index = build_index([doc("A boy", "case", id="case-07")])
    assert known(index, "case7") == known(index, "case07") == {0: "id"}


def test_a_short_form_with_its_long_form_is_known_by_both() -> None:
    index = build_index([doc("MASH: multi-agency safeguarding hub", "term")])
    assert {"mash", "multiagencysafeguardinghub"} <= {looked_up for looked_up, _ in index.exact}


def test_the_glossary_expands_both_ways(real_site: Site) -> None:
    found = expansions(load_synonyms(), real_site)
    assert "child sexual exploitation" in found["cse"]
    assert "cse" in found["child sexual exploitation"]
    assert "child" in found["kid"]
    assert "kid" not in found.get("child", []), "street words go one way only"


def test_every_record_and_page_can_be_found(real_site: Site) -> None:
    found = documents(real_site, generate(real_site, {}))
    assert set(real_site.records) <= {d.id for d in found}
    pages = {p.path.removesuffix(".md") + ".html" for p in real_site.pages if p.meta.search != "exclude"}
    assert pages <= {d.page for d in found}


def test_the_same_site_gives_the_same_bytes(real_site: Site, tmp_path: Path) -> None:
    made = [write_search(real_site, {}, tmp_path / name) for name in ("a", "b")]
    assert [p.name for p in made[0]] == [p.name for p in made[1]]
    assert [p.read_bytes() for p in made[0]] == [p.read_bytes() for p in made[1]]


def test_an_opensearch_description_needs_an_address(tmp_path: Path) -> None:
    assert write_opensearch("In harm's way", "", tmp_path) is None
    path = write_opensearch("In harm's way", "https://intranet.example/children & co/", tmp_path)
    assert path is not None
    assert "https://intranet.example/children &amp; co/index.html?q={searchTerms}" in path.read_text("utf-8")
