"""What stands on each slide: one idea each, its footer and its notes; no file format here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.base.amounts import amount
from scripts.content.schemas import LAW_KINDS
from scripts.outputs.lms.asked import Asked, letter
from scripts.outputs.packs.blocks import Block, plain
from scripts.outputs.packs.charts import Chart
from scripts.outputs.packs.content import LEGAL, LICENCE, Entry, Pack, Talk

_WIDTH = 80  # characters of 24 points on one line of the body
_LINES = 11.0  # lines of the body, with a little air between items
_CITED = re.compile(r" \((?:[^()]|\([^()]*\))*(?:19|20)\d\d(?:[^()]|\([^()]*\))*\)(?=[.,;:]|$)")
_BOLD = re.compile(r"^\*\*[^*]+\*\*$")
_ROWS = 10
_LINKED = re.compile(r" \[[a-z0-9-]+\]")
_SHOWN = {
    "at a glance", "the words that decide", "the law now",
    "first, the child", "what you can do", "ask and record", "who to tell", "what goes wrong",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide. ``lines`` are bullets unless ``plain``; ``chart`` or ``table`` takes the place of the body."""

    title: str
    footer: str
    notes: str
    lines: tuple[str, ...] = ()
    plain: bool = False
    chart: Chart | None = None
    table: tuple[tuple[str, ...], ...] = ()
    cover: bool = False


def slides(pack: Pack) -> list[Slide]:
    """Return the slides of a pack, from the cover to the works cited."""
    found = [_cover(pack), *_opening(pack)]
    drawn: set[str] = set()
    talks = list(pack.talks)
    for entry in pack.entries:
        chart = next((c for c in pack.charts if entry.record.id in c.records), None)
        if chart is None:
            found += _entry(entry, pack)
        elif chart.title not in drawn:
            drawn.add(chart.title)
            found.append(_chart(chart, pack))
        for talk in [t for t in talks if t.ids[:1] == (entry.record.id,)]:
            talks.remove(talk)
            found.append(_talk(talk, pack))
    found += [_talk(talk, pack) for talk in talks]
    for number, asked in enumerate(pack.questions, 1):
        found.append(_question(number, asked, pack))
    return [*found, *_works(pack)]


def _cover(pack: Pack) -> Slide:
    plan = pack.selection.session
    aim = [str(getattr(plan.meta, "summary", ""))] if plan else []
    about = f"To make these slides again: python3 -m scripts pack {pack.selection.command} -o FOLDER"
    return Slide(
        title=pack.title,
        footer=_footer(pack, plan.id if plan else pack.selection.name),
        notes="\n".join([*aim, pack.edition, *pack.review, LEGAL, LICENCE, about]),
        lines=(*aim, pack.edition, *pack.review, LEGAL),
        cover=True,
    )


def _opening(pack: Pack) -> Iterator[Slide]:
    plan = pack.selection.session
    where = _footer(pack, plan.id if plan else pack.selection.name)
    if pack.notes:
        notes = "\n".join([*pack.notes, *told_in_full(pack.section("before"))])
        yield from _several("Content note", pack.notes, where, notes)
    aim = pack.section("aim", "outcome", "learning outcome")
    told = [_LINKED.sub("", _CITED.sub("", line)) for line in _lines(aim)]
    yield from _several("Aim", told, where, "\n".join([*told_in_full(aim), *told_in_full(pack.section("run"))]))


def _entry(entry: Entry, pack: Pack) -> Iterator[Slide]:
    record = entry.record
    footer = _footer(pack, record.id, entry.place)
    notes = _notes(entry, pack)
    if record.line != 1:
        told = _lines(entry.bare) or [entry.summary]
        yield from _several(record.title, told, footer, notes)
        for rows in _wide(entry.bare):
            title = f"{record.title} (figures)" if told else record.title  # no two slides with one title
            yield Slide(title=title, footer=footer, notes=notes, table=rows)
        return
    yield Slide(
        title=record.title,
        footer=footer,
        notes=notes,
        lines=tuple(x for x in (entry.summary, entry.status) if x),
        plain=True,
    )
    for heading, inner in _sections(entry.blocks if record.kind in LAW_KINDS else entry.bare):
        if heading.lower() in _SHOWN:
            told = [_LINKED.sub("", line) for line in _lines(inner)]
            yield from _several(f"{record.title}: {heading.lower()}", told, footer, "\n".join(map(plain, told)))


def _several(title: str, told: Sequence[str], footer: str, notes: str) -> Iterator[Slide]:
    pages = list(_pages(told))
    for number, lines in enumerate(pages, 1):
        part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        yield Slide(title=title + part, footer=footer, notes=notes, lines=lines)


def _chart(chart: Chart, pack: Pack) -> Slide:
    ids = ", ".join(chart.chosen[:6]) + (" and more" if len(chart.chosen) > 6 else "")
    values = [
        f"{label}, {name}: {amount(value, '%' if chart.percent else '')}"
        for name, row in zip(chart.series, chart.values, strict=True)
        for label, value in zip(chart.labels, row, strict=True)
        if value is not None
    ]
    notes = "\n".join([chart.summary, f"Source: {chart.place}.", f"Records: {', '.join(chart.chosen)}", *values])
    return Slide(title=chart.title, footer=_footer(pack, ids, chart.place), notes=notes, chart=chart)


def _talk(talk: Talk, pack: Pack) -> Slide:
    """Return a slide of questions about a case; what the facilitator knows stands in the notes."""
    plan = pack.selection.session
    notes = [*talk.told, "Facilitator's note:", *talk.notes] if talk.notes else talk.told
    return Slide(
        title=f"To discuss: {talk.title}",
        footer=_footer(pack, ", ".join(talk.ids[:3]) or (plan.id if plan else "")),
        notes="\n".join(plain(n) for n in notes),
        lines=tuple(_LINKED.sub("", a) for a in talk.asked) or talk.told,
    )


def _question(number: int, asked: Asked, pack: Pack) -> Slide:
    intro = _lines(asked.intro)
    notes = [f"Answer: {asked.answer_words()}" if not asked.points else "Points to draw out:"]
    notes += [f"- {plain(p)}" for p in asked.points]
    notes += [asked.explained(), f"Tests: {', '.join(asked.question.meta.tests)}.", f"Source: {asked.place}."]
    options = tuple(f"{letter(n)}.  {o.text}" for n, o in enumerate(asked.options, 1))
    several = ("Choose all that are right.",) if asked.question.meta.type == "several" else ()
    return Slide(
        title=f"Question {number}",
        footer=_footer(pack, asked.id, asked.place),
        notes="\n".join(n for n in notes if n),
        lines=(f"**{asked.stem}**", *intro, *options, *several),
        plain=True,
    )


def _works(pack: Pack) -> Iterator[Slide]:
    pages = list(_pages(pack.works))
    for number, lines in enumerate(pages, 1):
        part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        notes = f"{LICENCE}\n{pack.edition}"
        yield Slide(title=f"Works cited{part}", footer=_footer(pack, "references"), notes=notes, lines=lines)


def _footer(pack: Pack, identifier: str, place: str = "") -> str:
    where = place if len(place) < 90 else place[:88].rsplit(" ", 1)[0] + " …"
    return "  |  ".join(x for x in (identifier, where, f"In harm's way, edition {pack.number}") if x)


def _notes(entry: Entry, pack: Pack) -> str:
    lines = [f"{entry.kind} {entry.record.id}. Source: {entry.place}. {pack.edition}."]
    lines += [f"Content note: {entry.note}"] if entry.note else []
    return "\n".join([*lines, *told_in_full(entry.blocks)])


def told_in_full(blocks: Sequence[Block]) -> list[str]:
    """Return every word of some blocks as plain lines."""
    lines: list[str] = []
    for block in blocks:
        lines += [block.title] if block.kind in {"heading", "note"} and block.title else []
        lines += [": ".join(c for c in row if c) for row in block.rows]
        lines += [plain(i) for i in block.items] if block.kind != "heading" else []
    return [plain(line) for line in lines]


def _lines(blocks: Sequence[Block]) -> list[str]:
    """Return what of some blocks goes on a slide: no notes, no list of related records."""
    lines: list[str] = []
    for block in blocks:
        if block.kind in {"paragraph", "bullets"}:
            lines += block.items
        elif block.kind == "table" and not _is_wide(block):
            lines += [f"**{row[0]}** {'; '.join(row[1:])}" for row in block.rows[1 if block.title == "head" else 0 :]]
    return lines


def _is_wide(block: Block) -> bool:
    return block.kind == "table" and max(len(row) for row in block.rows) > 2


def _wide(blocks: Sequence[Block]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the tables that are no list of names and facts, in parts that fit a slide, each under its head."""
    for block in blocks:
        if not _is_wide(block):
            continue
        head, rows = block.rows[:1], block.rows[1:]
        for first in range(0, len(rows), _ROWS):
            yield (*head, *rows[first : first + _ROWS])


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    heading, inner = "", list[Block]()
    for block in blocks:
        if block.kind == "heading" and "event" not in block.items:
            yield heading, inner
            heading, inner = block.title, []
        elif block.kind == "heading":
            inner.append(Block(kind="bullets", items=(f"**{block.title}**",)))
        else:
            inner.append(block)
    yield heading, inner


def lines_needed(lines: Sequence[str]) -> float:
    """Return how many lines of the body some items take in its common type; the same on every Python."""
    return sum(10 * math.ceil(len(plain(line)) / _WIDTH) + 4 for line in lines) / 10


def _pages(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Divide lines evenly into as few slides as hold them without making the type smaller."""
    least = max(math.ceil(lines_needed(lines) / _LINES), 1)
    for count in range(least, len(lines) + 1):
        share = lines_needed(lines) / count
        while share <= _LINES:
            pages = list(_divided(lines, share))
            if len(pages) <= count:
                yield from pages
                return
            share += 0.5
    yield from ((line,) for line in lines)


def _divided(lines: Sequence[str], share: float) -> Iterator[tuple[str, ...]]:
    page: list[str] = []
    for line in lines:
        if page and lines_needed([*page, line]) > share:
            heading = [page.pop()] if len(page) > 1 and _BOLD.match(page[-1]) else []
            yield tuple(page)
            page = heading
        page.append(line)
    if page:
        yield tuple(page)
