"""Indexes of the law pages: A to Z, by Act, by need, by who decides, and the orders side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import Markup

from scripts.content.kinds import LAW_KINDS
from scripts.content.model import Record, Site
from scripts.content.schemas import LawMeta
from scripts.render.pages.frame import head
from scripts.render.records import link_to, linked
from scripts.render.stash import as_words, bullets

NEEDS = {
    "protect": "Protect a child now",
    "disrupt": "Disrupt an adult",
    "detain": "Stop, arrest or detain",
    "share": "Share, refer or report",
    "charge": "Investigate and charge",
    "support": "Support a child through the process",
}
DECIDERS = {
    "constable": "Any constable",
    "custody-officer": "Custody officer",
    "designated-officer": "Designated officer",
    "inspector": "Inspector or above",
    "superintendent": "Superintendent or above",
    "chief-officer": "Chief officer",
    "prosecutor": "Prosecutor",
    "court": "Court",
    "council": "Council",
    "anyone": "Anyone who works with children",
}


def _laws(site: Site) -> list[tuple[Record, LawMeta]]:
    found = [(r, m) for r in site.of_kind(*LAW_KINDS) if isinstance(m := r.meta, LawMeta)]
    return sorted(found, key=lambda pair: pair[0].title.casefold())


def _line(record: Record, meta: LawMeta, page: str) -> Markup:
    nations = "" if len(meta.nations) > 1 else f" ({meta.nations[0]} only)"
    return Markup("{}{}: {}").format(linked(record, page), nations, meta.summary)


def index(site: Site) -> str:
    """Return the A to Z of powers."""
    page = "powers/index.md"
    laws = _laws(site)
    lines = head(
        "Powers A to Z",
        "Every power, duty, order, offence and piece of guidance on this site, in order of the alphabet.",
    )
    lines += [
        f"{len(laws)} pages, each with the law as last checked beside what the report said in July 2015.",
        "Look also [by what you need to do](by-need.md), [by Act and section](by-act.md) and [by who decides](by-decider.md).",
        "[The orders and notices](compare.md) stand side by side.",
        "",
    ]
    letters: dict[str, list[Markup]] = {}
    for record, meta in laws:
        letters.setdefault(record.title[0].upper(), []).append(_line(record, meta, page))
    for letter, items in sorted(letters.items()):
        lines += [f"## {letter}", "", bullets(items), ""]
    return "\n".join(lines)


def by_need(site: Site) -> str:
    """Return the law pages grouped by what the officer needs to do."""
    lines = head(
        "Powers by what you need to do", "Powers, duties and orders grouped by what an officer needs to do next."
    )
    return "\n".join(lines + _groups(site, NEEDS, lambda m: m.need, "powers/by-need.md"))


def by_decider(site: Site) -> str:
    """Return the law pages grouped by who decides."""
    lines = head(
        "Powers by who decides", "Powers, duties and orders grouped by the person or body that decides on them."
    )
    return "\n".join(lines + _groups(site, DECIDERS, lambda m: m.decider, "powers/by-decider.md"))


def _groups(site: Site, names: dict[str, str], of: Callable[[LawMeta], Iterable[str]], page: str) -> list[str]:
    lines = []
    for key, title in names.items():
        items = [_line(r, m, page) for r, m in _laws(site) if key in of(m)]
        if items:
            lines += [f"## {title}", "", bullets(items), ""]
    return lines


def _provision_order(section: str) -> tuple[int, str]:
    number = re.search(r"\d+", section)
    return (int(number.group()) if number else 0, section)


def by_act(site: Site) -> str:
    """Return the provisions by Act, oldest Act first, each with its page."""
    page = "powers/by-act.md"
    lines = head("Powers by Act and section", "Every provision this site has a page for, by Act and section.")
    acts: dict[str, list[tuple[str, Record]]] = {}
    for record, meta in _laws(site):
        for provision in meta.provisions:
            key, _, section = provision.partition(" ")
            acts.setdefault(key, []).append((section, record))
    entries = site.bibliography.entries
    for key in sorted(acts, key=lambda k: (entries[k].fields.get("year", "") if k in entries else "", k)):
        title = entries[key].title if key in entries else key
        provisions = sorted(acts[key], key=lambda pair: (_provision_order(pair[0]), pair[1].title))
        items = (
            Markup("{}: {}").format(section or "The whole Act", linked(record, page)) for section, record in provisions
        )
        lines += [f"## {as_words(title)}", "", bullets(items), ""]
    return "\n".join(lines)


def compare(site: Site) -> str:
    """Return the civil orders and notices side by side."""
    page = "powers/compare.md"
    lines = head(
        "Orders and notices side by side",
        "Civil orders and notices against adults who pose a risk to children: test, effect, breach and length compared.",
        hide=("toc",),
    )
    lines += [
        "| Order or notice | Against | Test | What it does | Breach | Lasts |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for record, meta in _laws(site):
        if c := meta.compare:
            cells = [as_words(cell) for cell in (c.against, c.test, c.effect, c.breach, c.lasts)]
            lines.append("| " + " | ".join((link_to(record, page), *cells)) + " |")
    lines += ["", "Each row is a summary: open the page for the test, the sources and what was not confirmed.", ""]
    return "\n".join(lines)
