"""Finished HTML goes round Markdown and comes back where it stood; citations are shown outside code alone."""

from __future__ import annotations

import markdown
import pytest
from markupsafe import Markup

from scripts.render.citations import Formatted
from scripts.render.extension import SiteExtension
from scripts.render.stash import as_words, bullets, finished

CITED = Formatted(
    inline={
        "@a, p. 1": Markup('<span class="cite">(A, p. 1)</span>'),
        "@b; @a": Markup('<span class="cite">(B; A)</span>'),
    },
    references={"a": Markup("Work A"), "b": Markup("Work B")},
    keys={"@a, p. 1": ("a",), "@b; @a": ("b", "a")},
)


def rendered(text: str) -> str:
    extension = SiteExtension()
    extension.formatted = CITED
    return markdown.markdown(text, extensions=["attr_list", "md_in_html", "pymdownx.superfences", extension])


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
    extension = SiteExtension()
    table = finished(Markup('<table id="t"><tr id="r-1"><td>x</td></tr></table>'))
    markdown.markdown(f"Text\n\n{table}\n", extensions=[extension])
    assert extension.ids == {"t", "r-1"}


@pytest.mark.parametrize("code", ["`[@a, p. 1]`", "``` text\n[@a, p. 1]\n```", "    [@a, p. 1]", "<a@b.example>"])
def test_a_citation_in_code_and_an_address_stay_as_they_are(code: str) -> None:
    made = rendered(code)
    assert "cite" not in made
    assert "Works cited" not in made


def test_the_works_cited_end_the_page_in_the_order_they_stand() -> None:
    made = rendered("- One [@b; @a].\n\nTwo *three [@a, p. 1]*.\n")
    assert '<li>One <span class="cite">(B; A)</span>.</li>' in made
    assert made.index("Two") < made.index("Works cited on this page (2)") < made.index("Work B") < made.index("Work A")
    assert made.endswith("</details>")


def test_a_citation_that_nobody_formatted_stays_as_it_is_written() -> None:
    assert rendered("x [@c, p. 2]") == "<p>x [@c, p. 2]</p>"


def test_text_that_is_not_typed_as_html_is_escaped() -> None:
    assert "&lt;b&gt;" in bullets(["<b>"])
    assert "<li><b></li>" in bullets([Markup("<b>")])


def test_words_are_shown_as_they_are() -> None:
    words = "<b> [x](javascript:alert(1)) **a** `c` {.x onclick=y} & _e_ | # !"
    assert markdown.markdown(as_words(words), extensions=["attr_list"]).count("<") == 2
