"""The papers of a pack: handout, the same on one page, facilitator's notes, exercise kit, question sheet and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scripts.base.amounts import amount
from scripts.content.schemas import SessionMeta
from scripts.outputs.lms.asked import Asked
from scripts.outputs.packs.blocks import Block
from scripts.outputs.packs.charts import Chart
from scripts.outputs.packs.content import LEGAL, LICENCE, Entry, Pack
from scripts.outputs.packs.document import (
    PAGE_BREAK,
    Document,
    Node,
    bullets,
    from_blocks,
    header,
    letters,
    numbered,
    para,
    styled,
    table,
)


def papers(pack: Pack) -> dict[str, Document]:
    """Return the documents of a pack by the stem of their file; questions only where there are any."""
    made = {"handout": handout(pack), "facilitator-notes": facilitator(pack)}
    if pack.plan:
        made["one-page"] = one_page(pack)
    if pack.taught.kit:
        made["kit"] = kit(pack)
    if pack.questions:
        made |= {"questions": question_sheet(pack), "answers": answers(pack)}
    return made


def handout(pack: Pack) -> Document:
    """Return what participants take home: every record in words, the figures as tables, the works cited."""
    return _document(pack, pack.title, (*_opening(pack), *_talks(pack), *_records(pack), *_works(pack)))


def one_page(pack: Pack) -> Document:
    """Return a session on one page of A4, to pin up: its seven minutes, the law in a line each, room for a resolution."""
    where = f"training/sessions/{pack.selection.session.id}.html" if pack.selection.session else ""
    law = [item for b in pack.section("the law now", bare=True) if b.kind == "bullets" for item in b.items]
    parts = {"In seven minutes": list(_named(pack.section("in seven minutes", bare=True))), "The law now": law}
    nodes = [node for title, items in parts.items() if items for node in (header(1, title), bullets(items))]
    nodes += [
        table([("At my next call or shift I will",), ("",)], head=True, room=True),
        styled("Facts", para(f"Sources, figures and cases: the handout, and {where} on the site.")),
    ]
    return _document(pack, f"{pack.title}: on one page", tuple(nodes))


def _named(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the words below each heading, in one line after it."""
    title = ""
    for block in blocks:
        if block.kind == "heading":
            title = block.title
        else:
            yield f"**{title}.** {' '.join(block.items)}"


def facilitator(pack: Pack) -> Document:
    """Return the session plan whole, the records in short and the questions with answers."""
    nodes: list[Node] = [] if pack.plan else list(_care(pack))
    if pack.plan:
        nodes += _facts_of_plan(pack)
        nodes += from_blocks(pack.plan, level=1)
        nodes += _exercises(pack)
    else:
        nodes += [header(1, "How to use this pack"), para(_USE)]
    nodes += [
        header(1, "Records in this pack"),
        bullets(f"**{e.record.title}** ({e.record.id}; {e.place})" for e in pack.entries),
    ]
    if pack.questions:
        nodes += [header(1, "Questions with answers"), numbered([list(_answered(a)) for a in pack.questions])]
    return _document(pack, f"Facilitator's notes: {pack.title}", (*nodes, *_works(pack)))


def kit(pack: Pack) -> Document:
    """Return what is handed out in the exercises, each sheet on a page of its own; no answer stands in it."""
    nodes: list[Node] = list(_care(pack))
    for exercise in pack.taught.kit:
        if exercise.handed:
            nodes += [*PAGE_BREAK, header(1, exercise.title)]
        for number, block in enumerate(exercise.handed):
            nodes += PAGE_BREAK if block.kind == "heading" and block.level == 3 and number else []
            nodes += from_blocks([block], level=1, room=True)
    return _document(pack, f"Exercise kit: {pack.title}", tuple(nodes))


def _facts_of_plan(pack: Pack) -> Iterator[Node]:
    meta = pack.selection.session.meta if pack.selection.session else None
    if isinstance(meta, SessionMeta):
        rows = [("For whom", meta.audience), ("Level", meta.level), ("Length", f"{meta.duration} minutes")]
        yield table([*rows, ("Bring", ", ".join(_PAPERS))], head=False)


_PAPERS = (
    "slides",
    "handout for each",
    "question sheet for each",
    "answers for yourself",
    "exercise kit where there is one",
)


def _exercises(pack: Pack) -> Iterator[Node]:
    """Yield what the trainer needs of each exercise beside the kit: what to say, and a model answer."""
    if pack.taught.kit:
        yield header(1, "Exercises")
    for exercise in pack.taught.kit:
        yield header(2, exercise.title)
        for title, lines in (
            ("On screen", exercise.screen),
            ("Say and ask", exercise.say),
            ("Model answer", exercise.answer),
        ):
            if lines:
                yield from (header(3, title), bullets(lines))


_USE = (
    "Choose the slides and questions that suit the time you have, and read the records before you teach them. "
    "Every slide, paragraph and question carries the id of its record and the place it rests on, "
    "so that anyone can look it up. Check the law on the day: the pages have review dates."
)


def question_sheet(pack: Pack) -> Document:
    """Return the questions without anything that tells the answer."""
    groups = []
    for asked in pack.questions:
        group = [para(f"**{asked.stem}**"), *from_blocks(asked.intro, level=2)]
        if asked.options:
            several = asked.question.meta.type == "several"
            group += [para("Choose all that are right.")] if several else []
            group.append(letters(o.text for o in asked.options))
        group.append(styled("Facts", para(asked.id)))
        groups.append(group)
    return _document(pack, f"Questions: {pack.title}", (numbered(groups),))


def answers(pack: Pack) -> Document:
    """Return the answers with explanation and source, numbered as on the sheet."""
    nodes = (numbered([list(_answered(a)) for a in pack.questions]), *_works(pack))
    return _document(pack, f"Answers: {pack.title}", nodes)


def _answered(asked: Asked) -> Iterator[Node]:
    yield para(f"**{asked.stem}**")
    if asked.points:
        yield para("Points to draw out:")
        yield bullets(asked.points)
    else:
        yield para(f"Answer: {asked.answer_words()}")
    yield from from_blocks(asked.explanation, level=2)
    checked = asked.question.meta.checked
    yield styled(
        "Facts", para(f"{asked.id}, {asked.place}" + (f"; law checked {checked.isoformat()}" if checked else ""))
    )


def _document(pack: Pack, title: str, nodes: tuple[Node, ...]) -> Document:
    state = [styled("Facts", para(line)) for line in (*pack.review, f"{LEGAL} {LICENCE}")]
    return Document(title=title, subtitle=f"In harm's way. {pack.edition}", blocks=(*state, *nodes))


def _care(pack: Pack) -> Iterator[Node]:
    if pack.notes:
        yield {"t": "BlockQuote", "c": [para("**Content note**"), *(para(n) for n in pack.notes)]}


def _opening(pack: Pack) -> Iterator[Node]:
    yield from _care(pack)
    if inner := pack.section("aim", "outcome", "learning outcome"):
        yield header(1, "Aim")
        yield from from_blocks(inner, level=2)


def _talks(pack: Pack) -> Iterator[Node]:
    """Yield the plan's cases with their questions, without what only the facilitator has."""
    if pack.talks:
        yield header(1, "To discuss")
    for talk in pack.talks:
        yield header(2, talk.title)
        yield from from_blocks((b for b in talk.full if b.kind != "note"), level=3)


def _records(pack: Pack) -> Iterator[Node]:
    drawn: set[str] = set()
    for entry in pack.entries:
        chart = next((c for c in pack.charts if entry.record.id in c.records), None)
        if chart is None:
            yield from _record(entry)
        elif chart.title not in drawn:
            drawn.add(chart.title)
            yield from _figures(chart)


def _record(entry: Entry) -> Iterator[Node]:
    yield header(1, entry.record.title)
    facts = [f"{entry.kind} {entry.record.id}", entry.place, entry.status]
    yield styled("Facts", para(". ".join(f for f in facts if f) + "."))
    yield from from_blocks(entry.blocks, level=2)


def _figures(chart: Chart) -> Iterator[Node]:
    yield header(1, chart.title)
    yield styled("Facts", para(f"Statistics {', '.join(chart.chosen)}. {chart.place}."))
    yield para(chart.summary)
    unit = "%" if chart.percent else ""
    head = ("Which", *(chart.series if len(chart.series) > 1 else ("Figure",)))
    rows = [
        (label, *("" if (value := row[i]) is None else amount(value, unit) for row in chart.values))
        for i, label in enumerate(chart.labels)
    ]
    yield table([head, *rows], head=True)


def _works(pack: Pack) -> Iterator[Node]:
    if pack.works:
        yield header(1, "Works cited")
        yield bullets(pack.works)
