"""The index of a report's words finds shared runs as a comparison with the report itself would, and holds no sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.checks.own_words import (
    NotAWordIndex,
    WordIndex,
    _hashes,
    allowed,
    allowed_phrases,
    load_words,
    make_words,
    words,
    words_read,
)
from scripts.content.grammar import read

REPORT = "The quick brown fox jumped over the lazy dog while the old owl looked on from the barn."


@pytest.fixture
def index(tmp_path: Path) -> WordIndex:
    source = tmp_path / "p.jsonl"
    items = [
        {"kind": "para", "plain": REPORT},
        {"kind": "toc", "text": "one two three four five six seven eight nine ten"},
    ]
    source.write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    target = tmp_path / "r.words"
    target.write_text(make_words(source, "r"), encoding="ascii")
    return load_words(target)


def runs(index: WordIndex, text: str) -> list[tuple[int, str]]:
    return [(line, " ".join(run)) for line, run in index.shared(words_read(read(text)))]


def test_nine_words_in_a_row_are_found_with_their_line_and_eight_are_not(index: WordIndex) -> None:
    assert runs(index, "A\nquick **brown** fox jumped over\nthe lazy [dog](x.md) while") == [
        (2, "quick brown fox jumped over the lazy dog while")
    ]
    assert runs(index, "quick brown fox jumped over the lazy dog") == []


def test_a_longer_run_is_told_once_and_whole(index: WordIndex) -> None:
    assert runs(index, f"So {REPORT} So.") == [(1, " ".join(w for w, _ in words(REPORT)))]


def test_the_contents_list_is_not_indexed(index: WordIndex) -> None:
    assert runs(index, "one two three four five six seven eight nine ten") == []


def test_the_index_holds_no_word_of_the_report(tmp_path: Path, index: WordIndex) -> None:
    assert index.hashes
    text = (tmp_path / "r.words").read_text(encoding="ascii").lower()
    assert not [word for word in ("quick", "brown", "jumped", "barn", "looked") if word in text]


def test_making_it_twice_gives_the_same_bytes(tmp_path: Path, index: WordIndex) -> None:
    assert make_words(tmp_path / "p.jsonl", index.key) == (tmp_path / "r.words").read_text(encoding="ascii")


@pytest.mark.parametrize("harm", ["", "{}\nAAAA", "\x00", "cut"])
def test_a_file_that_is_no_index_is_refused(tmp_path: Path, index: WordIndex, harm: str) -> None:
    whole = (tmp_path / "r.words").read_text(encoding="ascii")
    (tmp_path / f"{index.key}.words").write_text(whole[:-20] if harm == "cut" else harm, encoding="ascii")
    with pytest.raises(NotAWordIndex):
        load_words(tmp_path / "r.words")


def test_a_report_without_runs_or_form_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "p.jsonl"
    for text in ('{"kind": "para", "text": "too short"}', '{"kind": "para"}', "no json"):
        source.write_text(text, encoding="utf-8")
        with pytest.raises(NotAWordIndex):
            make_words(source, "r")


def test_an_allowed_phrase_excuses_itself_and_little_more() -> None:
    phrases = allowed_phrases(["# a note", "", "The quick brown fox jumped over the lazy dog # a title"])
    tokens = [word for word, _ in words(REPORT)]
    assert allowed(tokens[:9], phrases, 9)
    assert not allowed(tokens, [" quick brown "], 9)


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.integers(min_value=3, max_value=9))
def test_the_rolling_hash_of_a_run_is_that_of_the_run_alone(tokens: list[str], run: int) -> None:
    salt = "0" * 32
    expected = [_hashes(tokens[i : i + run], run, salt)[0] for i in range(len(tokens) - run + 1)]
    assert _hashes(tokens, run, salt) == expected
