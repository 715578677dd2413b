"""What a session plan teaches with, out of the data: its run, figures, changes of the law, a decision aid and its exercises."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from scripts.base.amounts import amount, is_percent
from scripts.base.dates import spoken
from scripts.content.decision_aids import Flow
from scripts.content.frontmatter import load_yaml
from scripts.content.kinds import LAW_KINDS
from scripts.content.model import Record, Site, resolve, section
from scripts.content.pack_files import kit_of
from scripts.content.schemas import EventMeta, StatisticMeta
from scripts.content.selection import Selection
from scripts.content.session_run import Part, run_of
from scripts.outputs.packs.blocks import Block, Wording

_ROW_LINK = re.compile(r":? (?:the|these) (?:row|rows|finding|findings)\.$|: [a-z][^:.]*\.$")
_LEAD = r"(?:(?:an estimated|almost|about|nearly|over|more than|less than|at least|up to) )?"
_TAIL = r"(?:,\d{3})*(?: (?:of|to) (?:the )?\d[\d,]*| percent| months)?"
_EVENTS, _OF_A_PAGE, _STEPS, _SHARED = 5, 2, 4, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that a plan shows: the number as it stands in its words, the words without and with citations, its row."""

    number: str
    words: str
    full: str
    record: Record | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise of a plan's kit: what stands on screen, what the trainer says, a model answer, and what is handed out.

    ``shown`` is the model answer without citations, for the screen.
    """

    title: str
    screen: tuple[str, ...]
    say: tuple[str, ...]
    answer: tuple[str, ...]
    shown: tuple[str, ...]
    handed: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """The first steps of a decision aid: a question, the answer that ends it, and what is then done."""

    title: str
    page: str
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """All of it; empty where there is no plan. ``events`` are dates in words and what changed, the oldest first."""

    run: tuple[Part, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[tuple[str, str], ...] = ()
    aid: Aid | None = None
    kit: tuple[Exercise, ...] = ()


def taught_of(selection: Selection, wording: Wording) -> Taught:
    """Return what a selection's plan teaches with."""
    plan, site = selection.session, wording.site
    if plan is None:
        return Taught()
    return Taught(
        run=run_of(plan),
        figures=tuple(_figures(plan, wording)),
        events=tuple(_events(selection.records, site)),
        aid=_aid(selection, site),
        kit=tuple(_kit(plan, wording)),
    )


def _figures(plan: Record, wording: Wording) -> Iterator[Figure]:
    bare = dataclasses.replace(wording, bare=True)
    for line in section(plan.lines, "Figures"):
        if line.form != "item" or line.depth > 1:
            continue
        links = [(resolve(plan.path, x.path), x.fragment) for x in plan.links if x.line == line.number and x.fragment]
        record = next((wording.site.anchors[x] for x in links if x in wording.site.anchors), None)
        words = _ROW_LINK.sub(".", bare.inline(line.text, plan))
        yield Figure(number=_number(words, record), words=words, full=wording.inline(line.text, plan), record=record)


def _number(words: str, record: Record | None) -> str:
    """Return a row's number as the words have it, with what limits it; ``""`` where they say it otherwise."""
    meta = record.meta if record else None
    if not isinstance(meta, StatisticMeta) or not meta.value:
        return ""
    value = Decimal(meta.value)
    for form in (amount(meta.value), f"{(value / 1_000_000).normalize():f} million"):
        if match := re.search(rf"\b{_LEAD}(?<![\d,.]){re.escape(form)}(?![\d.]){_TAIL}", words, re.IGNORECASE):
            found = re.sub(r" percent$", "%", match[0])
            found += "%" if is_percent(meta.unit) and not found.endswith("%") else ""
            return found[0].upper() + found[1:]
    return ""


def _events(records: Iterable[Record], site: Site) -> Iterator[tuple[str, str]]:
    """Yield the latest changes of the law that a session's pages tell of, two at most of one page; the sure ones alone."""
    law = {r.path for r in records if r.kind in LAW_KINDS}
    dated = [
        (m.date, r) for r in site.of_kind("event") if r.path in law and isinstance(m := r.meta, EventMeta)
        and m.confidence == "seen" and m.date != "not-confirmed"
    ]  # fmt: skip
    taken: list[tuple[str, Record]] = []
    for date, record in sorted(dated, key=lambda pair: pair[0], reverse=True):
        known = any(other.title == record.title for _, other in taken)
        if len(taken) < _EVENTS and not known and sum(other.path == record.path for _, other in taken) < _OF_A_PAGE:
            taken.append((date, record))
    for date, record in reversed(taken):
        yield spoken(date), record.title


def _aid(selection: Selection, site: Site) -> Aid | None:
    """Return the decision aid of the situation that leads to most of what a session teaches and links; none below four."""
    plan = selection.session.id if selection.session else ""
    ids = {r.id for r in selection.records} | {r.target for r in site.links_from.get(plan, ())}
    best: tuple[int, Aid] | None = None
    for situation in site.of_kind("situation"):
        page = site.by_path[situation.path]
        block = next((fence for fence in page.fences if fence.info == "flow"), None)
        shared = len({r.target for r in site.links_from.get(situation.id, ())} & ids)
        if (
            block
            and shared >= _SHARED
            and (best is None or shared > best[0])
            and (aid := _read_aid(block.body, page.title))
        ):
            best = (shared, aid)
    return best[1] if best else None


def _read_aid(written: str, page: str) -> Aid | None:
    try:
        flow = Flow.model_validate(load_yaml(written))
    except ValidationError:  # the rule data-block tells of it
        return None
    steps: list[tuple[str, str, str]] = []
    name = flow.start
    while (step := flow.steps[name]).ask and len(steps) < _STEPS:
        yes, no = flow.steps[step.yes], flow.steps[step.no]
        ends, on = ("Yes", step.no) if yes.do else ("No", step.yes)
        done = yes if yes.do else no
        steps.append((step.ask, ends if done.do else "", done.do))
        name = on
    return Aid(title=flow.title, page=page, steps=tuple(steps))


def _kit(plan: Record, wording: Wording) -> Iterator[Exercise]:
    page = kit_of(plan, wording.site)
    if page is None:
        return
    record = dataclasses.replace(plan, path=page.path)
    cited, bare = (
        _by_exercise(dataclasses.replace(wording, ids=False, bare=bare).of(page.lines, record))
        for bare in (False, True)
    )
    for (title, blocks), (_, others) in zip(cited, bare, strict=True):
        whole, short = _exercise(title, blocks), _exercise(title, others)
        yield dataclasses.replace(whole, screen=short.screen, shown=short.answer)


def _by_exercise(blocks: Iterable[Block]) -> list[tuple[str, list[Block]]]:
    parts: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if block.kind == "heading" and block.level == 2:
            parts.append((block.title, []))
        elif parts:
            parts[-1][1].append(block)
    return parts


def _exercise(title: str, blocks: list[Block]) -> Exercise:
    apart: dict[str, list[str]] = {"on screen": [], "say and ask": [], "model answer": []}
    handed: list[Block] = []
    at = ""
    for block in blocks:
        if block.kind == "heading" and block.level == 3:
            at = block.title.lower()
            if at not in apart:
                handed.append(block)
        elif at in apart:
            apart[at] += [*block.items, *(": ".join(c for c in row if c) for row in block.rows)]
        else:
            handed.append(block)
    screen, say, answer = (tuple(lines) for lines in apart.values())
    return Exercise(title=title, screen=screen, say=say, answer=answer, shown=answer, handed=tuple(handed))
