"""The deck of a session: in the order of its run, one idea a slide, what to say and the minute in the notes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from scripts.content.kinds import LAW_KINDS
from scripts.content.schemas import SessionMeta
from scripts.content.session_run import Part
from scripts.outputs.lms.asked import Asked, letter
from scripts.outputs.packs.blocks import Block, plain
from scripts.outputs.packs.content import LEGAL, LICENCE, Pack, Talk
from scripts.outputs.packs.slide import Slide, chart_slide, footer, in_pages, told_in_full
from scripts.outputs.packs.taught import Exercise

MOST = 20
_CHECK = re.compile(r"^check\b", re.IGNORECASE)
_BREAK = re.compile(r"^break\b", re.IGNORECASE)
_TALK = re.compile(r"\btalk\b(?! through)", re.IGNORECASE)
_CASES = re.compile(r"\bcases?\b|\bto talk through\b", re.IGNORECASE)
_LITTLE = frozenset(
    "a an the of and in on at to with who was is were not for from by one it no child children girl boy man".split()  # noqa: SIM905 - words to read
)
_ANSWERS, _GLANCE, _CARDS, _DATES, _CELL = 3, 8, 4, 3, 130
_RECOMMENDED = re.compile(r",? as R-[A-Z]+-\d+[^,.]* asks?\b")
_CARE = (
    "Step out whenever you need to, without a reason, and come back.",
    "No names, no cases from the room, and nobody is asked what they have lived through.",
    "A child in danger now comes first: then we stop, and act under force policy.",
    "Someone to talk to today, and support outside the line of command: [name and number].",
)


def lesson(pack: Pack) -> list[Slide]:
    """Return the slides of a session, twenty at most where what can be spared allows it."""
    found = [_cover(pack)]
    waiting = list(pack.talks)
    claims = {id(part): _claimed(part, waiting) for part in pack.taught.run}
    unclaimed = [t for t in waiting if not any(t in c for c in claims.values())]
    talks = [p for p in pack.taught.run if _TALK.search(p.how)]
    at = 0
    for number, part in enumerate(pack.taught.run):
        when = f"Minute {at} to {at + part.minutes} of {_length(pack)}: {part.what}."
        at += part.minutes
        cases = claims[id(part)]
        if number == 0:
            found += _opening(pack, part, when)
        elif _BREAK.match(part.what):
            found.append(_break(pack, part, when))
        elif _CHECK.match(part.what):
            found += [s for t in unclaimed for s in _case(t, pack, part, when)]
            unclaimed = []
            found += _check(pack, part, when)
        elif part in talks:
            found += _talk(pack, part, when, first=part is talks[0], last=part is talks[-1])
        elif unclaimed and _CASES.search(f"{part.what} {part.how}") and not cases:
            found += [s for t in unclaimed for s in _case(t, pack, part, when)]
            unclaimed = []
        else:
            if not cases or not _CASES.search(f"{part.what} {part.how}"):
                found += _exercise(pack, part, when)
            found += [s for t in cases for s in _case(t, pack, part, when)]
    return _within([*found, _close(pack)])


def _claimed(part: Part, talks: Sequence[Talk]) -> list[Talk]:
    """Return the cases whose title a row of the run repeats, in half of its words or more."""
    row = _words(f"{part.what} {part.how}")
    return [t for t in talks if (own := _words(t.title)) and len(own & row) * 2 >= len(own)]


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[a-z0-9]+", text.lower()) if w not in _LITTLE}


def _within(found: list[Slide]) -> list[Slide]:
    """Leave out what can be spared, the most sparable first, until the deck is short enough."""
    while len(found) > MOST and (most := max(s.spare for s in found)):
        found.remove(next(s for s in reversed(found) if s.spare == most))
    return found


def _length(pack: Pack) -> int:
    return sum(p.minutes for p in pack.taught.run)


def _notes(when: str, **parts: Iterable[str]) -> str:
    """Return speaker's notes: the minute, then what to say, ask and listen for, each under its word."""
    lines = [when]
    for name, told in parts.items():
        if inner := [plain(t) for t in told if t]:
            lines += ["", f"{name.replace('_', ' ').capitalize()}:", *(f"- {t}" for t in inner)]
    return "\n".join(lines)


def _cover(pack: Pack) -> Slide:
    plan = pack.selection.session
    meta = plan.meta if plan else None
    about = f"To make these slides again: python3 -m scripts pack {pack.selection.command} -o FOLDER"
    who = f"{meta.audience}. {meta.duration} minutes, {meta.level}." if isinstance(meta, SessionMeta) else ""
    summary = str(getattr(meta, "summary", ""))
    before = told_in_full(pack.section("before"))
    return Slide(
        title=pack.title,
        footer=_foot(pack),
        notes="\n".join([who, pack.edition, *pack.review, LEGAL, LICENCE, about, "", "Before you start:", *before]),
        lines=(summary, who, f"{pack.edition}. {LEGAL}"),
        cover=True,
    )


def _foot(pack: Pack, *ids: str) -> str:
    return footer(pack, ", ".join(ids[:3]) or (pack.selection.session.id if pack.selection.session else ""))


def _opening(pack: Pack, part: Part, when: str) -> Iterator[Slide]:
    own = [i for b in pack.section("before", bare=True) if b.kind == "note" for i in b.items]
    yield Slide(
        title="Before we begin",
        footer=_foot(pack),
        notes=_notes(when, say=(*pack.notes, *_CARE), before_you_start=told_in_full(pack.section("before"))),
        lines=(*(f"**{n}**" for n in own), *_CARE),
        minutes=part.minutes,
    )
    rows = [("Minutes", "What we do")]
    rows += [(str(p.minutes), p.what) for p in pack.taught.run]
    yield Slide(
        title=f"What we do in {_length(pack)} minutes",
        footer=_foot(pack),
        notes=_notes(when, how=(f"{p.what} ({p.minutes} minutes): {p.how}" for p in pack.taught.run)),
        table=tuple(rows),
    )
    aim = [i for b in pack.section("aim", "outcome", bare=True) if b.kind == "bullets" for i in b.items]
    yield Slide(
        title="By the end you can",
        footer=_foot(pack),
        notes=_notes(when, say=aim, rests_on=told_in_full(pack.section("aim", "outcome"))),
        lines=tuple(_RECOMMENDED.sub("", line[0].upper() + line[1:]) for line in aim),
    )


def _break(pack: Pack, part: Part, when: str) -> Slide:
    lines = (f"**{part.minutes} minutes**", "Leave the room, and leave the cases in it.")
    return Slide(title="Break", footer=_foot(pack), notes=when, lines=lines, plain=True, minutes=part.minutes)


def _talk(pack: Pack, part: Part, when: str, *, first: bool, last: bool) -> Iterator[Slide]:
    """Yield the slides of a talk: figures in the first of a session, law in the last."""
    if first:
        yield from _figures(pack, part, when)
    if last:
        yield from _law(pack, part, when)


def _figures(pack: Pack, part: Part, when: str) -> Iterator[Slide]:
    figures = pack.taught.figures
    ask = ("Would our own records show the same?", "Where would we look?")
    if figures:
        caveats = [str(getattr(f.record.meta, "caveat", "")) for f in figures if f.record]
        yield Slide(
            title="What the report shows",
            footer=_foot(pack, *(f.record.id for f in figures if f.record)),
            notes=_notes(when, say=(f.full for f in figures), ask=ask, careful=caveats),
            cards=tuple((f.number, f.words) for f in figures[:_CARDS]),
            minutes=part.minutes,
        )
    for spare, chart in enumerate(pack.charts):
        yield chart_slide(chart, pack, when, "", "Ask:", *(f"- {a}" for a in ask), "", spare=5 + spare if spare else 1)


def _law(pack: Pack, part: Part, when: str) -> Iterator[Slide]:
    law = [i for b in pack.section("the law now", bare=True) if b.kind == "bullets" for i in b.items]
    full = [i for b in pack.section("the law now") if b.kind == "bullets" for i in b.items]
    ask = ("Which of these words would you have to write down?", "Which one do we get wrong?")
    yield from _glance(pack, when)
    for number, lines in enumerate(in_pages([_named(i) for i in law])):
        yield Slide(
            title=f"The law now{f', part {number + 1}' if number else ''}",
            footer=_foot(pack),
            notes=_notes(when, say=full, ask=ask, checked=pack.review),
            lines=lines,
            minutes=0 if number else part.minutes,
            spare=3 + number if number else 0,
        )
    if len(pack.taught.events) >= _DATES:
        yield Slide(
            title="What has changed since 2015",
            footer=_foot(pack),
            notes=_notes(
                when,
                say=(f"{date}: {words}." for date, words in pack.taught.events),
                ask=("Which change is new to you?",),
            ),
            events=pack.taught.events,
            spare=2,
        )
    if aid := pack.taught.aid:
        told = [f"{ask} {ends or 'Yes or no'}: {done or 'go on'}" for ask, ends, done in aid.steps]
        yield Slide(
            title=aid.title,
            footer=_foot(pack),
            notes=_notes(when, say=told, whole_aid=(f"It stands whole on the page {aid.page}.",)),
            steps=aid.steps,
            spare=1,
        )


def _named(line: str) -> str:
    """Return a line of law with the name before its colon strong."""
    name, colon, rest = line.partition(":")
    return f"**{name}:**{rest}" if colon and len(name) < 60 else line


def _glance(pack: Pack, when: str) -> Iterator[Slide]:
    """Yield the first law page of the plan at a glance, as a table."""
    for entry in pack.entries:
        if entry.record.kind in LAW_KINDS:
            rows = [(r[0], _short(r[1])) for r in _first_table(entry.bare) if len(r) > 1][:_GLANCE]
            if rows:
                notes = _notes(when, say=told_in_full(entry.blocks[:2]), source=(entry.place, entry.status))
                where = footer(pack, entry.record.id, entry.place)
                title = f"{entry.record.title} at a glance"
                yield Slide(title=title, footer=where, notes=notes, table=tuple(rows), headed=False, spare=4)
            return


def _short(words: str) -> str:
    """Return the first sentence of a cell, and the next where both fit two lines; nothing is cut inside a sentence."""
    first, *more = re.split(r"(?<=[.?!]) (?=[A-Z])", words)
    return f"{first} {more[0]}" if more and len(first) + len(more[0]) < _CELL else first


def _first_table(blocks: Sequence[Block]) -> tuple[tuple[str, ...], ...]:
    return next((b.rows[1 if b.title == "head" else 0 :] for b in blocks if b.kind == "table"), ())


def _case(talk: Talk, pack: Pack, part: Part, when: str) -> Iterator[Slide]:
    told = tuple(talk.told)
    full = told_in_full([b for b in talk.full if b.kind in {"paragraph", "relations"}])
    lines = (*told, *(f"{n}.  {plain(a)}" for n, a in enumerate(talk.asked, 1)))
    notes = _notes(when, say=full, ask=talk.asked, listen_for=talk.notes, model_answer=talk.answer)
    yield Slide(
        title=talk.title, footer=_foot(pack, *talk.ids), notes=notes, lines=lines, plain=True, minutes=part.minutes
    )
    if talk.answer:
        title = f"{talk.title}: one answer"
        yield Slide(title=title, footer=_foot(pack, *talk.ids), notes=notes, lines=talk.answer[:5], spare=3)


def _exercise(pack: Pack, part: Part, when: str) -> Iterator[Slide]:
    kit = next((e for e in pack.taught.kit if _words(e.title) == _words(part.what)), None)
    kit = kit or Exercise(title=part.what, screen=(), say=(), answer=(), shown=(), handed=())
    how = part.how[0].upper() + part.how[1:] if part.how else part.what
    notes = _notes(when, say=(f"{how}.", *kit.screen), ask=kit.say, model_answer=kit.answer)
    lines = kit.screen or tuple(f"{x[0].upper()}{x[1:]}." for x in how.split("; ") if x)
    yield Slide(title=part.what, footer=_foot(pack), notes=notes, lines=lines, minutes=part.minutes)
    if kit.shown:
        yield Slide(title=f"{part.what}: one answer", footer=_foot(pack), notes=notes, lines=kit.shown[:5], spare=3)


def _check(pack: Pack, part: Part, when: str) -> Iterator[Slide]:
    questions = pack.questions
    lines = (
        f"{len(questions)} questions, alone, on the sheet.",
        "Then compare with your neighbour: where do you differ, and which words decide?",
        "We go through the answers together.",
    )
    notes = _notes(when, say=(part.how,), ask=(q.stem for q in questions))
    yield Slide(title=part.what, footer=_foot(pack), notes=notes, lines=lines, minutes=part.minutes)
    shown = [(n, q) for n, q in enumerate(questions, 1)]
    share = math.ceil(len(shown) / max(math.ceil(len(shown) / _ANSWERS), 1))
    pages = [shown[i : i + share] for i in range(0, len(shown), share)]
    for page in pages:
        yield Slide(
            title=f"Answers {page[0][0]} to {page[-1][0]}" if len(page) > 1 else f"Answer {page[0][0]}",
            footer=_foot(pack, *(q.id for _, q in page)),
            notes=_notes(when, say=(f"{n}. {q.answer_words()} {q.explained()} ({q.place})" for n, q in page)),
            lines=tuple(line for n, q in page for line in (f"**{n}.  {plain(q.stem)}**", _answer(q))),
            plain=True,
        )


def _answer(asked: Asked) -> str:
    if asked.options:
        return "; ".join(f"{letter(n)}.  {plain(asked.options[n - 1].text)}" for n in asked.right)
    return asked.answer or "; ".join(plain(p) for p in asked.points[:3])


def _close(pack: Pack) -> Slide:
    lines = (
        "One thing I will do at my next call or shift, and one I will stop doing.",
        "The handout has the law, the figures and where each stands; check the date on the day.",
        "Talk to someone if today touched you; nobody needs to say why.",
    )
    notes = "\n".join(
        ["Close with something ordinary, not with the hardest case.", *pack.review, "Works cited:", *pack.works]
    )
    return Slide(title="Before you go", footer=_foot(pack), notes=notes, lines=lines)
