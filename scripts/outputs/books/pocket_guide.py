"""The pocket guide: every situation and power on A5, through pandoc and Typst, tagged for screen readers."""

from __future__ import annotations

import datetime as dt
import posixpath
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pypandoc
from lxml import etree, html
from lxml.html import HtmlElement

from scripts.base.edition import edition
from scripts.content.kinds import LAW_KINDS
from scripts.content.model import Record, Site
from scripts.outputs.books.articles import article, drop
from scripts.outputs.books.pdf import TypesetProblem, compile_pdf

NAME = "pocket-guide.pdf"
_TEMPLATE = Path(__file__).with_name("pocket.typ")
_KEPT_OF_LAW = frozenset({"at-a-glance", "the-words-that-decide", "the-law-now"})
_LEFT_OUT_OF_SITUATIONS = frozenset({"recommendations", "questions-this-page-answers", "sources"})
_NOT_ON_PAPER = (
    "//figure | //section | //*[contains(concat(' ', @class, ' '), ' linked-from ')]"
    " | //div[@class='fold' or @class='sources' or @class='text-read' or starts-with(@class, 'aid-powers')]"
)


def write_pocket_guide(built: Path, site: Site, records: Sequence[Record], target: Path) -> None:
    """Write the guide from a built site; the same pages of the same edition give the same bytes.

    Args:
        built: the folder of the built site.
        site: the sources it was made from.
        records: the situations and law pages that go into it.
        target: the PDF to write.

    Raises:
        TypesetProblem: a page has what no font has, or Typst refused the guide for another reason.

    """
    now = edition(site.root)
    body = pypandoc.convert_text(
        book(built, site, records),
        "typst",
        format="html-auto_identifiers",
        extra_args=["--wrap=none", "--columns=10000"],
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "guide.typ"
        source.write_text(_TEMPLATE.read_text(encoding="utf-8") + "\n" + body, encoding="utf-8")
        midnight = dt.datetime.fromisoformat(now["date"]).replace(tzinfo=dt.UTC)
        try:
            made = compile_pdf(source, inputs=now, timestamp=int(midnight.timestamp()))
        except TypesetProblem as problem:
            raise TypesetProblem(problem.said, where=_where(built, records, problem.letters)) from problem
    target.write_bytes(made)


def _where(built: Path, records: Sequence[Record], letters: str) -> str:
    """Return the source pages that have some letters, or the guide's name."""
    texts = {r.path: (built / f"{r.path.removesuffix('.md')}.html").read_text(encoding="utf-8") for r in records}
    return ", ".join(f"docs/{path}" for path, text in texts.items() if letters and letters in text) or NAME


def book(built: Path, site: Site, records: Sequence[Record]) -> str:
    """Return the guide as one HTML document: two parts, each page a chapter with its id."""
    situations = sorted(
        (r for r in records if r.kind == "situation"), key=lambda r: site.order.get(r.path, len(site.nav))
    )
    laws = sorted((r for r in records if r.kind != "situation"), key=lambda r: r.title.casefold())
    inside = {r.path.removesuffix(".md") + ".html": r.id for r in (*situations, *laws)}
    root = html.fragment_fromstring("<div></div>")
    for title, chapters in (("Situations", situations), ("Powers, duties, orders and offences, A to Z", laws)):
        etree.SubElement(root, "h1").text = title
        for record in chapters:
            etree.SubElement(root, "h2", {"id": record.id}).text = record.title
            root.extend(_chapter(built, record, inside))
    made: str = html.tostring(root, encoding="unicode")
    return made


def _chapter(built: Path, record: Record, inside: dict[str, str]) -> Iterator[HtmlElement]:
    path = record.path.removesuffix(".md") + ".html"
    content = article(built / path)
    _set(content, path, inside)
    kept = True
    for element in list(content):
        if element.tag == "h3":
            kept = _is_kept(element.get("id", ""), record)
        if not kept or element.tag == "h1":
            continue
        for named in element.iter():
            if isinstance(named.tag, str):
                named.attrib.pop("id", None)
        yield element


def _is_kept(section: str, record: Record) -> bool:
    return section in _KEPT_OF_LAW if record.kind in LAW_KINDS else section not in _LEFT_OUT_OF_SITUATIONS


def _set(content: HtmlElement, path: str, inside: dict[str, str]) -> None:
    """Set a page's content for a small page: no pictures, tables as lists, notes as quotations, headings one lower."""
    drop(content, _NOT_ON_PAPER)
    for link in list(content.iter("a")):
        _link(link, path, inside)
    for note in content.xpath(".//div[contains(@class, 'admonition')]"):
        note.tag = "blockquote"
        for title in note.xpath("./p[@class='admonition-title']"):
            title.tag = "p"
            _embolden(title)
    for table in content.xpath(".//table[@class='glance']"):
        _listed(table)
    for facts in content.xpath(".//p[@class='record-facts']"):
        _joined(facts)
    for level in (4, 3, 2):
        for heading in list(content.iter(f"h{level}")):
            heading.tag = f"h{level + 1}"


def _link(link: HtmlElement, page: str, inside: dict[str, str]) -> None:
    """Point a link into the guide where its page is in it; keep it where it leaves the site; else keep its words."""
    parts = urlsplit(link.get("href", ""))
    if parts.scheme:
        return
    target = inside.get(posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path)))
    if target and parts.path:
        link.set("href", f"#{target}")
    else:
        link.drop_tag()


def _embolden(paragraph: HtmlElement) -> None:
    strong = etree.Element("strong")
    strong.text, paragraph.text = paragraph.text, None
    strong.extend(list(paragraph))
    paragraph.insert(0, strong)


def _listed(table: HtmlElement) -> None:
    """Turn a table at a glance into a list of names with what they stand for, which a small page can hold."""
    listed = etree.Element("ul")
    for row in table.iter("tr"):
        name, cell = row
        item = etree.SubElement(listed, "li")
        strong = etree.SubElement(item, "strong")
        strong.text = f"{name.text_content().strip()}:"
        strong.tail = f" {cell.text or ''}"
        item.extend(list(cell))
    table.getparent().replace(table, listed)


def _joined(facts: HtmlElement) -> None:
    """Set the facts of a record, each a badge on the screen, as one line with semicolons; its id stands last."""
    words = [" ".join(part.text_content().split()) for part in facts]
    for part in list(facts):
        facts.remove(part)
    facts.text = "; ".join(word for word in words if word)
