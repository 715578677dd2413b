"""What a page needs on paper and nowhere else: outside addresses written out, each definition once."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

TITLE = "Addresses outside this site"


def prepare(root: HtmlElement) -> None:
    """Add the parts that only a printed page shows; the content is changed in place.

    Each outside link whose words are not its address gets a number, and the numbers are resolved at the end.
    A term's definition is printed at one of its places: the first in running text, else the first in a table.
    """
    _addresses(root)
    _definitions(root)


def _addresses(root: HtmlElement) -> None:
    numbers: dict[str, int] = {}
    for link in root.xpath(".//a[contains(concat(' ', @class, ' '), ' outside ')]"):
        address = link.get("href", "")
        if link.text_content().strip() == address:
            continue
        number = numbers.setdefault(address, len(numbers) + 1)
        mark = etree.Element("sup", {"class": "print-only address-mark"})
        mark.text = f"[{number}]"
        mark.tail, link.tail = link.tail, None
        link.addnext(mark)
    if not numbers:
        return
    section = etree.SubElement(root, "section", {"class": "print-only addresses no-terms", "aria-label": TITLE})
    etree.SubElement(section, "p").text = TITLE
    listed = etree.SubElement(section, "ol")
    for address in numbers:
        etree.SubElement(listed, "li").text = address


def _definitions(root: HtmlElement) -> None:
    places: dict[str, list[HtmlElement]] = {}
    for term in root.xpath(".//span[@class='term']"):
        places.setdefault(term[0].get("href"), []).append(term)
    for terms in places.values():
        running = [t for t in terms if not t.xpath("ancestor::td | ancestor::th")]
        printed = (running or terms)[0]
        for term in terms:
            if term is not printed:
                term.set("class", "term again")
