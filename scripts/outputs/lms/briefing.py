"""The seven-minute briefing of a session: its own screens where the plan has them, else those its parts give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.outputs.packs.blocks import Block
from scripts.outputs.packs.content import LEGAL, Pack

_FIGURES, _LAW, _LAWS = 3, 4, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One screen: its title and its words."""

    title: str
    blocks: tuple[Block, ...]


def screens(pack: Pack) -> tuple[Screen, ...]:
    """Return a plan's screens: care first, then its part ``In seven minutes`` or what matters of the whole plan."""
    own = tuple(_parts(pack.section("in seven minutes", bare=True)))
    return (_care(pack), *(own or tuple(_made(pack))))


def _care(pack: Pack) -> Screen:
    notes = [Block(kind="note", title="Content note", items=pack.notes)] if pack.notes else []
    care = "You may stop at any time and come back: your place is kept. If it touches something of your own, talk to somebody."
    return Screen(title="Before you begin", blocks=(*notes, _paragraph(care), _paragraph(LEGAL)))


def _made(pack: Pack) -> Iterator[Screen]:
    summary = str(getattr(pack.selection.session.meta, "summary", "")) if pack.selection.session else ""
    figures = _bullets(pack.section("figures", bare=True))[:_FIGURES]
    yield Screen(title="Why it matters", blocks=tuple(b for b in (_paragraph(summary), _list(figures)) if b.items))
    if aims := _bullets(pack.section("aim", bare=True)):
        yield Screen(title="What you should be able to do", blocks=(_list(aims),))
    laws = _bullets(pack.section("the law now", bare=True))[:_LAWS]
    pages = [laws[n : n + _LAW] for n in range(0, len(laws), _LAW)]
    for number, page in enumerate(pages, 1):
        part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        yield Screen(title=f"The law now{part}", blocks=(_list(page),))
    for talk in pack.talks[:1]:
        ask = Block(kind="note", title="Think before you go on", items=talk.asked)
        yield Screen(title=talk.title, blocks=(*(_paragraph(t) for t in talk.told), ask))


def _parts(blocks: tuple[Block, ...]) -> Iterator[Screen]:
    title, inner = "", list[Block]()
    for block in (*blocks, Block(kind="heading")):
        if block.kind != "heading":
            inner.append(block)
            continue
        if title:
            yield Screen(title=title, blocks=tuple(inner))
        title, inner = block.title, []


def _bullets(blocks: tuple[Block, ...]) -> list[str]:
    return [i for b in blocks if b.kind == "bullets" for i in b.items]


def _list(items: list[str]) -> Block:
    return Block(kind="bullets", items=tuple(items))


def _paragraph(words: str) -> Block:
    return Block(kind="paragraph", items=(words,) if words else ())
