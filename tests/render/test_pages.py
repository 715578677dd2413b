"""From Markdown to what a reader sees: citations, relations at both ends, terms, tables, law pages."""

from __future__ import annotations

from lxml import html
from tests_support import MakeSite

from scripts.content.model import Site
from scripts.render.citations import format_citations
from scripts.render.finish import finish
from scripts.render.page import expand
from scripts.render.provisions import collect_provisions, link_provisions
from scripts.render.terms import collect, mark


def test_a_citation_shows_work_page_and_linked_place(make_site: MakeSite) -> None:
    inline = format_citations(make_site()).inline["@hmic2015, para. 1.1.1"]
    assert html.fromstring(inline).text_content().replace("\xa0", " ") == "(HMIC 2015, pp. 4–5, para. 1.1.1)"
    assert 'href="cite:report/map/chapter-1.md#p-1-1-1"' in inline


def test_the_same_page_is_named_once(make_site: MakeSite) -> None:
    text = "[@hmic2015, para. 1.1.1; @hmic2015, fn. 1; @hmic2015, gloss. child]"
    site = make_site(
        {"docs/index.md": f"---\ntitle: Home\nsummary: The first page of a small site.\n---\n\n# Home\n\n{text}\n"}
    )
    shown = html.fromstring(format_citations(site).inline[text[1:-1]]).text_content().replace("\xa0", " ")
    assert shown == "(HMIC 2015, pp. 4–5, para. 1.1.1, p. 5, fn. 1, p. 9, gloss. child)"


def test_a_label_with_an_ampersand_is_a_link_as_a_whole(make_site: MakeSite) -> None:
    site = make_site(
        {
            "bib/b.bib": "@misc{firm2020,\n  title = {Notes},\n  author = {{Mills & Reeve}},\n  year = {2020},\n}\n",
            "docs/index.md": "---\ntitle: Home\nsummary: The first page of a small site.\n---\n\n# Home\n\n[@firm2020; @hmic2015]\n",
        }
    )
    shown = html.fromstring(format_citations(site).inline["@firm2020; @hmic2015"])
    assert [a.text for a in shown.iter("a")] == ["Mills & Reeve 2020", "HMIC 2015"]
    assert shown.text_content() == "(Mills & Reeve 2020; HMIC 2015)"


def test_a_link_shows_at_its_other_end_with_the_sentence_that_made_it(make_site: MakeSite) -> None:
    site = make_site()
    text = expand(site.by_path["recommendations.md"], site)
    assert "Answers the finding" in text
    assert '<a href="findings.html#f-1">Children were not seen</a>' in text
    assert "“Answered by R-1.”" in text


def test_facts_stand_under_a_records_heading(make_site: MakeSite) -> None:
    site = make_site()
    text = expand(site.by_path["findings.md"], site)
    assert text.index("### Children were not seen") < text.index("Weakness") < text.index("Of 12 children")
    assert 'href="#f-1"' in text


def test_a_term_is_marked_once_in_a_section_and_not_in_links_or_headings(make_site: MakeSite) -> None:
    terms = collect(make_site())
    root = html.fragment_fromstring(
        "<div><h2>A child</h2><p>A child and a Minor. <a href='#'>child</a></p><h2>Next</h2><p>Children or a child.</p></div>"
    )
    mark(root, terms, "glossary.html")
    marked = [a.text for a in root.xpath("//span[@class='term']/a")]
    assert marked == ["child", "child"]
    assert root.xpath("//span[@class='definition']")[0].text == "Anyone under 18."


def test_outside_links_say_that_they_leave_and_deciding_words_are_told_apart(make_site: MakeSite) -> None:
    content = '<p>You <strong>must not</strong> wait; see <a href="https://www.gov.uk/">GOV.UK</a>.</p>'
    site = make_site()
    done = finish(content, path="powers/x.md", terms=collect(site), provisions=collect_provisions(site))
    tree = html.fromstring(done)
    assert tree.xpath("//strong/@class") == ["decides decides-must-not"]
    assert tree.xpath("//a/@class") == ["outside"]
    assert "Leaves this site" in tree.xpath("//a/@title")[0]


def test_a_table_without_column_heads_gets_row_heads(make_site: MakeSite) -> None:
    content = (
        "<table><thead><tr><th></th><th></th></tr></thead><tbody><tr><td>When</td><td>Now</td></tr></tbody></table>"
    )
    site = make_site()
    done = finish(content, path="powers/x.md", terms=collect(site), provisions=collect_provisions(site))
    tree = html.fromstring(done)
    assert tree.xpath("//th[@scope='row']/text()") == ["When"]
    assert not tree.xpath("//thead")


def test_every_law_page_ends_with_its_generated_parts(real_site: Site) -> None:
    page = real_site.by_path["powers/police-protection.md"]
    text = expand(page, real_site)
    for heading in (
        "## Recommendations that bear on it",
        "## Situations",
        "## Sources",
        "## Questions this page answers",
    ):
        assert heading in text
    assert "https://www.legislation.gov.uk/ukpga/1989/41/section/46" in text


def test_a_provision_named_in_text_leads_to_its_page_or_to_the_act(real_site: Site) -> None:
    words = "See section 46 of the Children Act 1989 and section 6(1) of the Bail Act 1976, not section 9 of the Cat Act 1999."
    root = html.fragment_fromstring(f"<div><p>{words}</p></div>")
    link_provisions(root, collect_provisions(real_site), "findings/x.md")
    assert [(a.get("href"), a.text) for a in root.iter("a")] == [
        ("../powers/police-protection.html#police-protection", "section 46 of the Children Act 1989"),
        ("https://www.legislation.gov.uk/ukpga/1976/63/section/6", "section 6(1) of the Bail Act 1976"),
    ]
    assert root.text_content() == words
