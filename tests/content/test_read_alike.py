"""What Python-Markdown shows and what the checks see are the same, over odd inputs and over every page of the site.

Where the two read a form in different ways all the same, a rule refuses the form: those known stand under ``REFUSED``, and what
is made up at random is read as it is shown or refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from fixture_sites import Fixture, source_site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from scripts.checks.runner import Scope, check_site
from scripts.content.grammar import Parsed, parse
from scripts.content.loader import ConfigLoader, load_page, load_site
from scripts.content.model import Page, Site
from scripts.render.citations import Formatted
from scripts.render.extension import SiteExtension

ROOT = Path(__file__).resolve().parents[2]

ALIKE = {
    # headings
    "heading": '# One\n\n## Two { #two .finding extent="often" }\n',
    "heading with hashes behind it": "## Two ##\n\n## C# ##\n\n### Three ### { #three }\n",
    "heading with a list before its hashes": "## Two { #two } ##\n",
    "heading without a space": "##Two\n",
    "heading behind spaces": "  ## Two\n",
    "heading in a paragraph": "words\n## Two\nmore\n",
    "seven hashes": "####### Seven\n",
    "heading with strong words": "## It is **bold** and *not* `code`\n",
    "heading with a link": "## See [the plan](plan.md#x) now\n",
    "heading with a citation": "## Delay [@hmic2015, para. 4.2.3]\n",
    "heading with escapes": "## Two \\*stars\\* and a \\# sign\n",
    "heading with an entity": "## Crime &amp; policing\n",
    "heading with a sign that is escaped": "## Fish & chips < 3\n",
    "heading with code that looks like a list": "## Write `{ #id }`\n",
    "two headings of one text": "## Same\n\n## Same\n\n## Same\n",
    "heading of no words": "## !?\n",
    "heading of other letters": "## Café – naïve “quotes”\n",
    "heading in a quote": "> ## Quoted\n> words\n",
    "heading as an item": "- ## In a list\n",
    "setext headings": "One\n===\n\nTwo\n---\n",
    # attribute lists
    "list in odd order": '## Two { extent="often" .finding direction=weakness #two .b }\n',
    "list with single quotes": "## Two { #two extent='now and then' }\n",
    "list with a colon": "## Two {: #two .a }\n",
    "list without inner spaces": "## Two {#two .a x=y}\n",
    "list without a space before it": "## Two{ #two }\n",
    "list with spaces behind it": "## Two { #two }   \n",
    "list with a word": "## Two { #two hidden }\n",
    "list that is never closed": "## Two { #two\n",
    "list with a brace too many": "## Two { #two }}\n",
    "two lists": "## Two { #one } { #two }\n",
    "list at a link": '[a](b.md){ .x #y title="t" } and [c](d.md) { .z }\n',
    "list at a picture": '![A door](door.svg){ width="300" .wide }\n',
    "list at code and strong words": "`a`{ .x } **b**{ .y } *c*{ .z }\n",
    "list at a paragraph": "words\nmore\n{ .lead }\n",
    "list that is a paragraph": "{ .lead }\n",
    # links
    "link with brackets": "[a [b] c](d.md) and [[e]](f.md)\n",
    "link with parentheses": "[a](b_(c).md) and [d](e(f(g)).md)\n",
    "link in angles": "[a](<b c.md>) [d](<e(f.md>)\n",
    "link with titles": "[a](b.md \"T\") [c](d.md 'U \"v\" w') [e](f.md  \"X\" )\n",
    "link with an escaped bracket": "[a\\]b](c.md) \\[d](e.md) [f\\](g.md)\n",
    "link with an escaped parenthesis": "[a](b\\)c.md)\n",
    "link in a link": "[a [b](c.md) d](e.md)\n",
    "link with code": "[see `a[0](x)` b](c.md)\n",
    "link with strong words": "[**a** b](c.md) **[d](e.md)** *[f](g.md)*\n",
    "link over two lines": "[police\npage](x.md) then\n",
    "link of no words": "[](a.md)\n",
    "link to nothing": "[a]()\n",
    "link with percents": "[a](b%20c.md#d%C3%A9)\n",
    "link with an entity": "[a](b.md?x=1&amp;y=2)\n",
    "link without an end": "[a](b.md and more\n\n[c](d.md)\n",
    "bracket without an end": "[a [b](c.md)\n",
    "space between words and target": "[a] (b.md)\n",
    "link with an exclamation mark before it": "Stop![a](b.md) and Stop! [c](d.md)\n",
    "pictures": '![A door](a.svg) ![](b.svg "T") [![c](d.svg)](e.md)\n',
    "autolinks": "<https://a.example/x?y=1&z=2> <ftp://a.example> <a@b.example> <mailto:a@b.example>\n",
    "address without angles": "https://a.example and a@b.example\n",
    "script address": "[a](javascript:alert(1)) [b](VBScript:x)\n",
    "links in a row": "[a](b.md)[c](d.md)\n",
    # what stands between backticks
    "code": "`[a](b.md)` and `` `[c](d.md)` `` and ```[e](f.md)```\n",
    "code with an escape": "`\\` [a](b.md) `\n",
    "escaped backtick": "\\`[a](b.md)\\`\n",
    "code without an end": "`[a](b.md)\n\n[c](d.md)`\n",
    "code over two lines": "`a\n[b](c.md)` d\n",
    "indented code": "words\n\n    [a](b.md)\n    # Heading\n\nmore\n",
    "indented code after a heading": "## Two\n    [a](b.md)\n",
    "indented words in a paragraph": "words\n    [a](b.md)\n",
    "fence": "```\n[a](b.md)\n# Heading\n```\n\n~~~ python\n[c](d.md)\n~~~\n",
    "fence with longer signs": "````\n```\n[a](b.md)\n````\n",
    "fence in a list": "- a\n\n    ``` text\n    [b](c.md)\n    ```\n\n    [d](e.md)\n",
    "fence in a quote": "> ```\n> [a](b.md)\n> ```\n>\n> [c](d.md)\n",
    "fence in a paragraph": "words\n```\n[a](b.md)\n```\n[c](d.md)\n",
    "fence in a note": "!!! tip\n    ```\n    [a](b.md)\n    ```\n    [c](d.md)\n",
    # lists, quotes, notes
    "nested list": "- [a](b.md)\n    - [c](d.md)\n        1. [e](f.md)\n- [g](h.md)\n",
    "list of numbers": "1. [a](b.md)\n2. [c](d.md)\n\n    [e](f.md)\n",
    "code in a list": "- a\n\n        [b](c.md)\n\n    [d](e.md)\n",
    "list with two spaces": "- a\n  - [b](c.md)\n  - [d](e.md)\n",
    "list behind words": "words\n- [a](b.md)\n",
    "list of boxes": "- [ ] [a](b.md)\n- [x] [c](d.md)\n",
    "quote": "> [a](b.md)\n> > [c](d.md)\n\nwords\n> [e](f.md)\n",
    "list in a quote": "> - [a](b.md)\n>     - [c](d.md)\n",
    "note": '!!! tip "See [a](b.md)"\n    [c](d.md)\n\n    - [e](f.md)\n\n[g](h.md)\n',
    "note without a title": "!!! law-now\n    [a](b.md)\n",
    "note with an empty title": '!!! tip ""\n    [a](b.md)\n',
    "note that folds": '??? tip "A [b](c.md)"\n    [d](e.md)\n\n???+ tip\n    [f](g.md)\n',
    "note in a note": '!!! tip "A"\n    !!! tip "B"\n        [a](b.md)\n\n            [c](d.md)\n',
    "note in a list": '- a\n\n    !!! tip "B"\n        [c](d.md)\n',
    "note behind words": 'words\n!!! tip "A"\n    [a](b.md)\nmore [c](d.md)\n',
    "note that is none": '!!! tip "A\n    [a](b.md)\n',
    "heading in a note": "!!! tip\n    ### Three { #three }\n    words\n",
    # tables
    "table": "| A | [b](c.md) |\n| --- | --- |\n| d | [e](f.md) |\n",
    "table with code": "| A | B |\n| --- | --- |\n| `a|b` | [c](d.md) |\n| `[e](f.md)` | `` ` `` |\n",
    "table with an escaped bar": "| A | B |\n| --- | --- |\n| a \\| b | [c](d.md) |\n",
    "table of no header": "| | |\n| --- | --- |\n| a | [b](c.md) |\n",
    "table without edges": "A | B\n--- | ---\na | [b](c.md)\n",
    "table with citations": "| A | B |\n| --- | --- |\n| a [@hmic2015, para. 1.1] | [b](c.md) [@x] |\n",
    # citations
    "citation": "A [@hmic2015, para. 4.2.3; @ca1989, s. 46].\n",
    "citation beside a link": "[a](b.md) [@x, p. 1][@y] [c](d.md)[@z]\n",
    "citation in a link": "[a [@x] b](c.md)\n",
    "citation before parentheses": "[@x](b.md)\n",
    "citation in strong words": "**a [@x]** *b [@y]*\n",
    "citation in code": "`[@x]` and [@y]\n",
    "citation with words": "[see @x, p. 1]\n",
    "citation without an end": "[@x, p. 1\nand more]\n",
    "citation with an underscore": "[@a_b, p. 1_2]\n",
    "e-mail address in brackets": "[editor@example.org] and [a@b.example](mailto:a@b.example)\n",
    "citation behind brackets": "[a] [@x, p. 1] and [[b]] [@y] [c][@z] ![d][@w]\n",
    "computed number": '[17]{ .computed title="12 + 5" } and [18]{ title="9 * 2" .computed }\n',
    # HTML
    "comment": "<!-- [a](b.md) -->\n\n[c](d.md)\n",
    "comment over lines": "<!--\n[a](b.md)\n\n# H\n-->\n\n[c](d.md)\n",
    "comment in words": "a <!-- [b](c.md) --> d\n",
    "comment in code": "`<!--` [a](b.md) `-->`\n",
    "comment without an end": "<!-- [a](b.md)\n\n[c](d.md)\n",
    "raw block": "<div>\n[a](b.md)\n\n# H\n\n</div>\n\n[c](d.md)\n",
    "raw block within": "<div>\n<div>\n[a](b.md)\n</div>\n[c](d.md)\n</div>\n\n[e](f.md)\n",
    "block of Markdown": '<div class="x" markdown="1">\n\n## Two\n\n[a](b.md)\n\n</div>\n\n[c](d.md)\n',
    "blocks of Markdown within": '<div markdown="1">\n<div markdown="1">\n\n[a](b.md)\n\n</div>\n</div>\n',
    "element in words": 'a <kbd>[b](c.md)</kbd> <span title="x">d</span><br>e\n',
    "element that begins a line": "<kbd>a</kbd> [b](c.md)\n",
    "sign that opens nothing": "3 < 5 and [a](b.md) > c\n",
    "entities": "&lt;b&gt; &copy; &#91;a](b.md) [c](d.md)\n",
    # other
    "rules": "words\n\n---\n\n[a](b.md)\n\n***\n",
    "breaks": "a  \n[b](c.md)\\\nd\n",
}  # fmt: skip
REFUSED = {
    "code closed by fewer signs": "``a [b](c.md)`\n",
    "words behind a tag": '<div class="x" markdown="1">a</div> [b](c.md)\n',
    "element of HTML": '<a href="b.md">a</a>\n',
    "link by reference": "[a][b] and [b]\n\n[b]: c.md\n",
    "setext heading of two lines": "a\nb\n---\n",
    "fence without an end": "```\n[a](b.md)\n",
    "comment that hides a fence": "<!--\n```\n-->\n\n[a](b.md)\n\n```\n",
}


class _Any(dict[str, Markup]):
    """Shows every citation as an element that holds what it was written as."""

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ARG002 - the signature of a mapping
        return Markup('<cite title="{}"></cite>').format(key)


class _NoKeys(dict[str, tuple[str, ...]]):
    def __missing__(self, key: str) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Seen:
    """What a reader or the checks see of a text."""

    headings: list[tuple[int, str, str, dict[str, str]]]
    links: list[tuple[str, str]]
    pictures: list[tuple[str, str]]
    citations: list[str]


def _converter() -> markdown.Markdown:
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=ConfigLoader)  # noqa: S506 - a SafeLoader
    names = [next(iter(x)) if isinstance(x, dict) else x for x in config["markdown_extensions"]]
    settings = {
        name: values for x in config["markdown_extensions"] if isinstance(x, dict) for name, values in x.items()
    }
    ours = SiteExtension()
    ours.formatted = Formatted(inline=_Any(), references={}, keys=_NoKeys())
    return markdown.Markdown(extensions=[*names, ours], extension_configs=settings)


CONVERTER = _converter()


def _words(text: str) -> str:
    words = " ".join(unescape(text).split())
    for sign in ".,;:":
        words = words.replace(f" {sign}", sign)
    return words.strip(" |")


def shown(text: str) -> Seen:
    root = html.fromstring(f"<div>{CONVERTER.reset().convert(text)}</div>")
    for link in root.xpath("//a[@class='headerlink']"):
        link.drop_tree()
    return Seen(
        headings=[(int(h.tag[1]), h.get("id"), _words(h.text_content()), _attributes(h)) for h in root.iter("h1", "h2", "h3", "h4", "h5", "h6")],
        links=[(unescape(a.get("href")), _words(_said(a))) for a in root.iter("a") if a.get("href") is not None],
        pictures=[(i.get("src"), _words(i.get("alt"))) for i in root.iter("img")],
        citations=[c.get("title") for c in root.iter("cite")],
    )  # fmt: skip


def _said(link: html.HtmlElement) -> str:
    return "".join([link.text_content(), *(i.get("alt") for i in link.iter("img"))])


def _attributes(element: html.HtmlElement) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name != "id"}


def seen(parsed: Parsed | Page) -> Seen:
    return Seen(
        headings=[
            (
                h.level,
                h.anchor,
                _words(h.text),
                {**({"class": " ".join(h.classes)} if h.classes else {}), **h.attributes},
            )
            for h in parsed.headings
        ],
        links=[(unescape(x.target), _words(x.text)) for x in parsed.links if not x.image],
        pictures=[(x.target, _words(x.text)) for x in parsed.links if x.image],
        citations=[b.raw for b in parsed.blocks],
    )


@pytest.mark.parametrize("name", ALIKE)
def test_an_odd_input_is_read_as_it_is_shown(name: str) -> None:
    assert seen(parse(ALIKE[name])) == shown(ALIKE[name])


def test_every_page_is_read_as_it_is_shown(real_site: Site) -> None:
    differ = {page.path: (seen(page), shown(page.body)) for page in real_site.pages}
    assert {path: pair for path, pair in differ.items() if pair[0] != pair[1]} == {}


PIECES = st.sampled_from(
    [
        "# ", "## A { #a .finding x=y }", "### ", "[a](b.md#c)", "![](x)", "[@hmic2015, para. 1.1]", "[@", "]", "[", "](", "(", ")",
        "`", "``", "```", "``` table", "~~~", "<!--", "-->", "<a href>", "{", "}", "{ .x }", "|", "| a | b |", "| --- | --- |", "---",
        "> ", "- ", "1. ", "    ", "!!! note", "*", "**", "_", "\\", "@", ";", ",", "word", "<kbd>", "</kbd>", "<div>", "</div>",
        '<div markdown="1">', "https://example.org", "%20", "12", '"', "'", ":", "&", "&amp;", " ", "\n", "\n", "\n\n", "[b](c.md)",
    ]
)  # fmt: skip
HEAD = "---\ntitle: More\nsummary: A page that holds something odd.\n---\n\n# More\n\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    source_site(folder, Fixture(edits=(), expected=()))
    return folder


def _refused(root: Path, text: str) -> bool:
    """Tell whether a rule over the sources, that is not about what it says, refuses a page."""
    page = root / "docs/more.md"
    page.write_text(HEAD + text, encoding="utf-8")
    loaded = load_page(page, root)
    assert loaded.page
    site = replace(load_site(root), pages=(loaded.page,), problems=loaded.problems)
    return any(p.path == "docs/more.md" for p in check_site(site, Scope(only=FORMS)).problems)


FORMS = frozenset(
    {
        "code-is-closed", "citation-form", "fence-is-closed", "heading-form", "heading-is-words", "link-form", "link-is-closed",
        "link-is-markdown", "markup-is-harmless", "text-can-be-printed",
    }
)  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_form_that_is_read_otherwise_is_refused(name: str, root: Path) -> None:
    assert _refused(root, REFUSED[name])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(PIECES, max_size=14).map("".join))
def test_what_the_rules_let_stand_is_read_as_it_is_shown(root: Path, text: str) -> None:
    whole = f"# More\n\n{text}\n"
    assert seen(parse(whole)) == shown(whole) or _refused(root, f"{text}\n")
