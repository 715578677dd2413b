"""Aide-memoires: what one side of A5 says of a power, duty, order or situation, taken from its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scripts.base.dates import spoken
from scripts.content.glance import glance
from scripts.content.model import Page, Record, Site, resolve
from scripts.content.schemas import LawMeta, SituationMeta

KINDS = ("power", "duty", "order", "situation")
"""What has a side; an offence or guidance asks nothing of an officer at the door that would fit on one."""
PDF = "aide-memoire/{}.pdf"
_ROWS = (
    ("Who may use it", "Who"),
    ("When", "Test"),
    ("What it allows", "Allows"),
    ("Time limit", "Limit"),
    ("Rank or court", "Rank or court"),
    ("Then you must", "You must"),
    ("What it does not allow", "Not allowed"),
    ("Applies in", "Where"),
)
_NUMBERS = "Supervisor ............  Council, day ............  Council, night ............"
_DUTY = re.compile(r"\bmust\b")
_ROOM = 2200  # letters that a side holds in a type of 10 points


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A named part of a side: its lines, and how many more the page has."""

    name: str
    lines: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: ``path`` of its page in the built site, its parts, and how current the law on it is."""

    id: str
    title: str
    path: str
    parts: tuple[Part, ...]
    checked: str


def every_side(site: Site) -> list[Side]:
    """Return every side: situations in the order of the menu, then the rest by title."""
    records = [r for r in site.of_kind(*KINDS) if r.line == 1]
    last = len(site.nav)
    records.sort(key=lambda r: (0, site.order.get(r.path, last), "") if r.kind == "situation" else (1, 0, r.title.casefold()))  # fmt: skip
    return [side for r in records if (side := side_of(r, site))]


def side_of(record: Record, site: Site) -> Side | None:
    """Return the side of a page's record; None where its kind has none or its page has nothing for it."""
    page, meta = site.by_path[record.path], record.meta
    if record.line != 1 or record.kind not in KINDS or not isinstance(meta, LawMeta | SituationMeta):
        return None
    parts = tuple(_of_situation(page, site) if isinstance(meta, SituationMeta) else _of_law(page))
    if not parts:
        return None
    return Side(
        id=record.id,
        title=record.title,
        path=record.path.removesuffix(".md") + ".html",
        parts=(*parts, Part(name="Call", lines=(f"999 for an ambulance if anyone is hurt. {_NUMBERS}",))),
        checked=f"Law checked on {spoken(meta.checked.isoformat())}, review due {spoken(meta.review_by.isoformat())}.",
    )


def _of_law(page: Page) -> Iterator[Part]:
    rows = glance(page)
    return (Part(name=name, lines=(rows[row],)) for row, name in _ROWS if row in rows)


def _of_situation(page: Page, site: Site) -> Iterator[Part]:
    """Yield first actions, powers, duties and who is told; of lists too long for a side the last lines are left to the page."""
    listed = {name: _lines(page, name) for name in ("First, the child", "Ask and record", "Who to tell")}
    urgent = next((line for line in _sentences(page) if "ambulance" in line), "")
    first = [line for line in listed["First, the child"] if line != urgent]
    must = [line for line in listed["Ask and record"] if "You must" in line]
    tell = listed["Who to tell"]
    powers = "; ".join(_powers(page, site))
    kept, told = _shortened(first, tell, _ROOM - len(urgent) - len(powers) - sum(map(len, must)))
    for name, lines, all_lines in (
        ("Hurt or ill", [urgent] if urgent else [], ()),
        ("First, the child", kept, first),
        ("You may need", [f"{powers}."] if powers else [], ()),
        ("When you record", must, ()),
        ("Who to tell", told, tell),
    ):
        if lines:
            yield Part(name=name, lines=tuple(lines), more=max(len(all_lines) - len(lines), 0))


def _shortened(first: list[str], tell: list[str], room: int) -> tuple[list[str], list[str]]:
    """Return two lists, the longer one cut at its end until both fit; a line that says what must be done is never cut."""
    lists = (list(first), list(tell))
    while sum(len(line) for lines in lists for line in lines) > room:
        longer = max(lists, key=len)
        spare = [line for line in longer[1:] if not _DUTY.search(line)]
        if not spare:
            break
        longer.remove(spare[-1])
    return lists


def _sentences(page: Page) -> Iterator[str]:
    return (line.words for line in page.lines if line.form != "heading")


def _lines(page: Page, name: str) -> list[str]:
    return [line.words for line in page.section(name) if line.form == "item" and line.depth == 1]


def _powers(page: Page, site: Site) -> Iterable[str]:
    """Return the titles of the pages of law that a situation's powers lead to, each once, in their order."""
    section = {line.number for line in page.section("What you can do")}
    links = (link for link in page.links if link.line in section and not link.external)
    found = (site.anchors.get((resolve(page.path, link.path), link.fragment)) for link in links)
    return dict.fromkeys(r.title for r in found if r and isinstance(r.meta, LawMeta))
