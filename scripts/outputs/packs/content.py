"""A pack before it is written: every item with its id, its place and its words, the same for slides and documents."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scripts.base.dates import spoken
from scripts.base.edition import edition
from scripts.content.kinds import KINDS
from scripts.content.model import Record, Site
from scripts.content.pack_files import kit_of
from scripts.content.schemas import CaseMeta, LawMeta, SessionMeta, SituationMeta
from scripts.content.selection import Selection
from scripts.outputs.lms.asked import Asked, Quiz, ask
from scripts.outputs.packs.blocks import Block, Wording
from scripts.outputs.packs.charts import Chart, charts_of
from scripts.outputs.packs.taught import Taught, taught_of
from scripts.render.citations import format_citations

_ID = re.compile(r"\[([a-z0-9-]+)\]")
MODEL = "model answer"
LEGAL = "Not legal advice. Force policy and College of Policing APP come first."
LICENCE = "Own words CC BY 4.0. Source: HMIC, In harm's way, July 2015, retold."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record of a pack in words; ``summary`` is a page's own, ``note`` a case's content note.

    ``blocks`` are its words with citations, ``bare`` those for a slide, whose footer and notes have the citations.
    """

    record: Record
    kind: str
    place: str
    summary: str
    note: str
    status: str
    blocks: tuple[Block, ...]
    bare: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything a pack holds, ready to be written in any form; ``bare_plan`` is the plan without citations and ids."""

    selection: Selection
    number: str
    date: str
    review: tuple[str, ...]
    plan: tuple[Block, ...]
    bare_plan: tuple[Block, ...]
    entries: tuple[Entry, ...]
    taught: Taught
    charts: tuple[Chart, ...]
    questions: tuple[Asked, ...]
    works: tuple[str, ...]

    @property
    def title(self) -> str:
        """The pack's title."""
        return self.selection.title

    @property
    def edition(self) -> str:
        """The edition in words."""
        return f"Edition {self.number}, {spoken(self.date)}"

    @property
    def quiz(self) -> Quiz:
        """The pack's questions, as a learning system gets them."""
        return Quiz(
            name=self.selection.name,
            title=self.title,
            edition=self.edition,
            date=self.date,
            about=self.review,
            questions=self.questions,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """The content notes of the plan and of the cases, once each."""
        told = [i for b in self.plan if b.kind == "note" and b.title.lower() == "content note" for i in b.items]
        return tuple(dict.fromkeys([*told, *(e.note for e in self.entries if e.note)]))

    def section(self, *names: str, bare: bool = False) -> tuple[Block, ...]:
        """Return the blocks of the plan's first ``##`` section whose heading begins with one of these words."""
        found: list[Block] = []
        inside = False
        for block in self.bare_plan if bare else self.plan:
            if block.kind == "heading" and block.level == 2:
                if inside:
                    break
                inside = block.title.lower().startswith(names)
            elif inside:
                found.append(block)
        return tuple(found)

    @property
    def talks(self) -> tuple[Talk, ...]:
        """The plan's cases with questions to discuss."""
        full, bare = (_by_heading(self.section("case", bare=b)) for b in (False, True))
        return tuple(_talk(one, other) for one, other in zip(full, bare, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A case of a session plan, without citations: what is told, what to ask, what the facilitator knows, the model answer,
    and the ids it links. ``full`` is all of it with citations.
    """

    title: str
    told: tuple[str, ...]
    asked: tuple[str, ...]
    notes: tuple[str, ...]
    answer: tuple[str, ...]
    full: tuple[Block, ...]
    ids: tuple[str, ...]


def _by_heading(blocks: Iterable[Block]) -> list[tuple[Block, list[Block]]]:
    parts: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.kind == "heading":
            parts.append((block, []))
        elif parts:
            parts[-1][1].append(block)
    return parts


def _talk(full: tuple[Block, list[Block]], bare: tuple[Block, list[Block]]) -> Talk:
    head, inner = bare
    notes = [b for b in inner if b.kind == "note"]
    told = " ".join(i for b in full[1] if b.kind in {"paragraph", "relations"} for i in b.items)
    return Talk(
        title=head.title,
        told=tuple(i for b in inner if b.kind in {"paragraph", "relations"} for i in b.items),
        asked=tuple(i for b in inner if b.kind == "bullets" for i in b.items),
        notes=tuple(i for b in notes if b.title.lower() != MODEL for i in b.items),
        answer=tuple(i for b in notes if b.title.lower() == MODEL for i in b.items),
        full=tuple(full[1]),
        ids=tuple(_ID.findall(told)),
    )


def wording_for(site: Site, selections: list[Selection]) -> Wording:
    """Return words for these selections alone: only the citations of their pages, kits among them, are formatted."""
    plans = [s.session for s in selections if s.session]
    paths = {r.path for s in selections for r in (*s.records, *s.questions)} | {plan.path for plan in plans}
    paths |= {kit.path for plan in plans if (kit := kit_of(plan, site))}
    fewer = dataclasses.replace(site, pages=tuple(p for p in site.pages if p.path in paths))
    return Wording(site, format_citations(fewer))


def make_pack(selection: Selection, wording: Wording) -> Pack:
    """Put a selection into words."""
    site = wording.site
    made = edition(site.root)
    plan = wording.record(selection.session) if selection.session else ()
    used = (*selection.records, *selection.questions, *([selection.session] if selection.session else []))
    taught = taught_of(selection, wording)
    keys = dict.fromkeys(c.key for r in used for c in r.citations)
    return Pack(
        selection=selection,
        number=made["number"],
        date=made["date"],
        review=tuple(_review(selection, made["date"])),
        plan=plan,
        bare_plan=dataclasses.replace(wording, bare=True).record(selection.session) if selection.session else (),
        entries=tuple(_entry(r, wording) for r in selection.records),
        taught=taught,
        charts=charts_of([*selection.records, *(f.record for f in taught.figures if f.record)], wording),
        questions=tuple(ask(r, wording) for r in selection.questions),
        works=tuple(sorted((wording.works[k] for k in keys if k in wording.works), key=str.casefold)),
    )


def _entry(record: Record, wording: Wording) -> Entry:
    meta = record.meta
    note = meta.note or "" if isinstance(meta, CaseMeta) else ""
    status = ""
    if isinstance(meta, LawMeta | SituationMeta):
        status = f"Checked {spoken(meta.checked.isoformat())}, review due {spoken(meta.review_by.isoformat())}"
    return Entry(
        record=record,
        kind=KINDS[record.kind].label,
        place=wording.place(record),
        summary=str(getattr(meta, "summary", "")),
        note=note,
        status=status,
        blocks=wording.record(record),
        bare=dataclasses.replace(wording, bare=True).record(record),
    )


def _review(selection: Selection, date: str) -> Iterator[str]:
    """Yield the review state: that of the plan, then that of the pages of law and of situations."""
    if selection.session and isinstance(plan := selection.session.meta, SessionMeta):
        yield f"Session plan checked {spoken(plan.checked.isoformat())}, review due {spoken(plan.review_by.isoformat())}."
    metas = [r.meta for r in selection.records if isinstance(r.meta, LawMeta | SituationMeta)]
    if metas:
        first, due = min(m.checked for m in metas), min(m.review_by for m in metas)
        yield f"Pages of law checked {spoken(first.isoformat())} or later; the first review is due {spoken(due.isoformat())}."
        late = [r.id for r in selection.records if _due(r) < dt.date.fromisoformat(date)]
        if late:
            yield f"Past its review date when this pack was made: {', '.join(late)}."
    if not metas and not selection.session:
        yield "No page of law in this pack; findings, cases and figures are of July 2015."


def _due(record: Record) -> dt.date:
    return record.meta.review_by if isinstance(record.meta, LawMeta | SituationMeta) else dt.date.max
