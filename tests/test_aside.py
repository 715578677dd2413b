"""Finished HTML goes round Markdown and comes back where it stood."""

from __future__ import annotations

import markdown
from markupsafe import Markup

from scripts.render.stash import as_words, bullets, finished, ids, put_back, set_aside


def rendered(text: str) -> str:
    aside, kept = set_aside(text)
    return put_back(markdown.markdown(aside, extensions=["attr_list", "md_in_html"]), kept)


def test_a_block_comes_back_as_it_was_between_paragraphs() -> None:
    block = Markup('<div class="x" id="a_b_c"><p>1 * 2 * 3, [not](a link), _no_ emphasis</p></div>')
    assert (
        rendered(f"Before *it*.\n\n{finished(block)}\n\nAfter.")
        == f"<p>Before <em>it</em>.</p>\n{block}\n<p>After.</p>"
    )


def test_blocks_come_back_inside_a_division_and_in_their_order() -> None:
    text = '<div class="list" markdown="1">\n\n' + "\n\n".join(bullets([str(n)]) for n in range(12)) + "\n\n</div>"
    made = rendered(text)
    assert made.startswith('<div class="list">')
    assert [int(part.split("<")[0]) for part in made.split("<li>")[1:]] == list(range(12))
    assert "<p>" not in made


def test_ids_in_blocks_are_told() -> None:
    _, kept = set_aside("Text\n\n" + finished(Markup('<table id="t"><tr id="r-1"><td>x</td></tr></table>')) + "\n")
    assert list(ids(kept)) == ["t", "r-1"]


def test_text_that_is_not_typed_as_html_is_escaped() -> None:
    assert "&lt;b&gt;" in bullets(["<b>"])
    assert "<li><b></li>" in bullets([Markup("<b>")])


def test_words_are_shown_as_they_are() -> None:
    words = "<b> [x](javascript:alert(1)) **a** `c` {.x onclick=y} & _e_ | # !"
    assert markdown.markdown(as_words(words), extensions=["attr_list"]).count("<") == 2
