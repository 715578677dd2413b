"""The grammar and the front matter over made-up text: nothing crashes, nothing hangs, lines stay right."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.checks.own_words import words as own_words
from scripts.content import frontmatter
from scripts.content import grammar as markdown
from scripts.content.figures import all_numbers

PIECES = st.sampled_from(
    [
        "# ", "## A { #a .finding x=y }", "### ", "[a](b.md#c)", "![](x)", "[@hmic2015, para. 1.1]", "[@", "]", "[", "](", "(", ")",
        "`", "``", "```", "``` table", "~~~", "<!--", "-->", "<a href>", "{", "}", "{ .x", "|", "| a | b |", "| --- |", "---", "> ",
        "- ", "1. ", "    ", "\t", "!!! note", "*", "**", "_", "\\", "@", ";", ",", "é", "\u2028", "\ue000", "🚓", "\u200f", "word",
        "https://example.org", "%20", "12", "1,200", "six hundred and twelve", '"', "'", ":", "x: y", "&", "&amp;",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.just("\n"), st.text(max_size=6)), max_size=60).map("".join)


def without_returns(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=300, deadline=2000)
@given(TEXTS)
def test_a_mask_keeps_every_line_and_column(text: str) -> None:
    text = without_returns(text)
    masked = markdown.mask(text)
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in text.split("\n")]


@settings(max_examples=300, deadline=2000)
@given(TEXTS, st.integers(min_value=1, max_value=400))
def test_what_is_found_stands_on_the_line_that_is_named(text: str, first: int) -> None:
    text = without_returns(text)
    lines = text.split("\n")
    parsed = markdown.parse(text, first)
    for heading in parsed.headings:
        under = lines[heading.line - first + 1 :][:1]
        assert "#" * heading.level in lines[heading.line - first] or (under and set(under[0].strip(" >")) <= set("=-"))
    if "\\" in text or "`" in text:  # what is escaped stands otherwise
        return
    for link in parsed.links:
        assert "\n" in link.target or link.target.removeprefix("mailto:") in lines[link.line - first]
    for block in parsed.blocks:
        assert f"[{block.raw}]" in lines[block.line - first]
    for line, bad in parsed.malformed:
        assert bad in lines[line - first]


@settings(max_examples=300, deadline=2000)
@given(TEXTS, st.integers(min_value=0, max_value=50))
def test_lines_in_front_move_every_line_by_as_many(text: str, count: int) -> None:
    text = without_returns(text)
    before, after = markdown.parse(text), markdown.parse("\n" * count + text)
    assert [h.line + count for h in before.headings] == [h.line for h in after.headings]
    assert [x.line + count for x in before.links] == [x.line for x in after.links]


@settings(max_examples=600, deadline=2000)
@given(st.one_of(TEXTS, TEXTS.map(lambda t: f"---\n{t}\n---\nbody"), TEXTS.map(lambda t: f"---\ntitle: {t}\n---\n")))
def test_front_matter_is_split_or_refused_with_a_line_of_the_file(text: str) -> None:
    text = without_returns(text)
    split, refused_at = None, 0
    try:
        split = frontmatter.split(text)
    except frontmatter.FrontMatterError as error:
        refused_at = error.line
    if split:
        assert text.split("\n")[split.body_line - 1 :] == split.body.split("\n")
    else:
        assert 1 <= refused_at <= text.count("\n") + 2


@settings(max_examples=300, deadline=2000)
@given(TEXTS)
def test_words_and_numbers_of_any_text_are_found_without_trouble(text: str) -> None:
    for line in markdown.read(without_returns(text)):
        assert "\n" not in line.words + markdown.plain(line.text) + markdown.rewritten(
            line.text, link_open=lambda _, x: x
        )
    all_numbers(text)
    assert [line for _, line in own_words(text)] == sorted(line for _, line in own_words(text))


# Each of these made some pattern look at the rest of the text again from every place, until the patterns were changed.
HARD = [
    "<!--", "[@", "[@@", "[", "](", "[x](", "[x](y) ", "{", "{a", "``a`", "``` table\n", "# ", "#", " ", "\t", "1 ", "1,", "[a@",
    "- ", "> ", "    - ", "*", "_a", "|", "<", "é", "A. ", "one hundred and ", "http://",
]  # fmt: skip


@pytest.mark.parametrize("unit", HARD)
def test_a_long_line_takes_time_in_proportion_to_its_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + "x"
        start = process_time()
        markdown.parse(text)
        own_words(text)
        return process_time() - start

    assert seconds(100_000) < 10 * seconds(25_000) + 0.2
