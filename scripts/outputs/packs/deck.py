"""The deck of records that somebody chose: each record, then each question and its answer, then the works cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scripts.outputs.lms.asked import Asked, letter
from scripts.outputs.packs.blocks import Block, plain
from scripts.outputs.packs.content import LEGAL, LICENCE, Entry, Pack
from scripts.outputs.packs.slide import Slide, chart_slide, footer, in_pages, told_in_full

_ROWS, _NOTES = 10, 4
_SHOWN = {
    "at a glance", "the words that decide",
    "first, the child", "what you can do", "ask and record", "who to tell", "what goes wrong",
}  # fmt: skip


def chosen_deck(pack: Pack) -> list[Slide]:
    """Return the slides of chosen records, in their order."""
    found = [_cover(pack), *_care(pack)]
    drawn: set[str] = set()
    for entry in pack.entries:
        chart = next((c for c in pack.charts if entry.record.id in c.records), None)
        if chart is None:
            found += entry_slides(entry, pack)
        elif chart.title not in drawn:
            drawn.add(chart.title)
            found.append(chart_slide(chart, pack))
    for number, asked in enumerate(pack.questions, 1):
        found += question_slides(str(number), asked, pack)
    return [*found, _works(pack)]


def _cover(pack: Pack) -> Slide:
    about = f"To make these slides again: python3 -m scripts pack {pack.selection.command} -o FOLDER"
    return Slide(
        title=pack.title,
        footer=footer(pack, pack.selection.name),
        notes="\n".join([pack.edition, *pack.review, LEGAL, LICENCE, about]),
        lines=(pack.edition, *pack.review, LEGAL),
        cover=True,
    )


def _care(pack: Pack) -> Iterator[Slide]:
    for first in range(0, len(pack.notes), _NOTES):
        told, where = "\n".join(pack.notes), footer(pack, pack.selection.name)
        title = f"Content note{f', part {first // _NOTES + 1}' if first else ''}"
        yield Slide(title=title, footer=where, notes=told, lines=pack.notes[first : first + _NOTES])


def entry_slides(entry: Entry, pack: Pack) -> Iterator[Slide]:
    """Yield the slides of a record; they are the same in every pack."""
    record = entry.record
    where = footer(pack, record.id, entry.place)
    notes = _notes(entry, pack)
    if record.line != 1:
        told = _lines(entry.bare) or [entry.summary]
        yield from _several(record.title, told, where, notes)
        for rows in _wide(entry.bare):
            title = f"{record.title} (figures)" if told else record.title  # no two slides with one title
            yield Slide(title=title, footer=where, notes=notes, table=rows)
        return
    yield Slide(
        title=record.title,
        footer=where,
        notes=notes,
        lines=tuple(x for x in (entry.summary, entry.status) if x),
        plain=True,
    )
    for heading, inner in _sections(entry.bare):
        if heading.lower() in _SHOWN:
            told = _lines(inner)
            yield from _several(f"{record.title}: {heading.lower()}", told, where)


def _several(title: str, told: Sequence[str], where: str, notes: str = "") -> Iterator[Slide]:
    """Yield as many slides as some lines need; without notes, each has its own lines for notes."""
    pages = list(in_pages(told))
    for number, lines in enumerate(pages, 1):
        part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        yield Slide(title=title + part, footer=where, notes=notes or "\n".join(map(plain, lines)), lines=lines)


def question_slides(number: str, asked: Asked, pack: Pack) -> Iterator[Slide]:
    """Yield a question, and the same with its answer; the footers hold no place that would tell it."""
    options = tuple(f"{letter(n)}.  {o.text}" for n, o in enumerate(asked.options, 1))
    several = ("Choose all that are right.",) if asked.several else ()
    scene = tuple(_lines(asked.intro))
    notes = [f"Answer: {asked.answer_words()}" if not asked.points else "Points to draw out:"]
    notes += [f"- {plain(p)}" for p in asked.points]
    notes += [f"{letter(n)}: {plain(o.feedback)}" for n, o in enumerate(asked.options, 1) if o.feedback]
    notes += [asked.explained(), f"Tests: {', '.join(asked.question.meta.tests)}.", f"Source: {asked.place}."]
    told = "\n".join(n for n in notes if n)
    answer = tuple(f"{letter(n)}.  {asked.options[n - 1].text}" for n in asked.right) or (
        (asked.answer,) if asked.answer else asked.points
    )
    where = footer(pack, asked.id)
    lines = (*scene, f"**{asked.stem}**", *options, *several)
    yield Slide(title=f"Question {number}", footer=where, notes=told, lines=lines, plain=True)
    yield Slide(
        title=f"Question {number}: answer", footer=where, notes=told, lines=(f"**{asked.stem}**", *answer), plain=True
    )


def _works(pack: Pack) -> Slide:
    words = f"{len(pack.works)} works: they stand in the notes of this slide and in the handout."
    notes = "\n".join([*pack.works, LICENCE, pack.edition])
    return Slide(title="Works cited", footer=footer(pack, "references"), notes=notes, lines=(words,), plain=True)


def _notes(entry: Entry, pack: Pack) -> str:
    lines = [f"{entry.kind} {entry.record.id}. Source: {entry.place}. {pack.edition}."]
    lines += [f"Content note: {entry.note}"] if entry.note else []
    return "\n".join([*lines, *told_in_full(entry.blocks)])


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
