"""What goes into a pack: from ids, a theme or a session plan to records in order."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scripts.base.suggest import nearest
from scripts.content.model import Page, Record, Site
from scripts.content.schemas import PageMeta, QuestionMeta, SessionMeta

CHOSEN, UNTITLED = "pack", "A pack of chosen records"
"""The name of a pack that somebody chose, and its title where they give none."""


class SelectionProblem(ValueError):
    """Something was asked for that is not there; the message names it and what is nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Records in the order they are taught, the questions asked about them, and the plan they come from, if any."""

    name: str
    title: str
    records: tuple[Record, ...]
    questions: tuple[Record, ...]
    session: Record | None = None
    command: str = ""


def from_ids(site: Site, ids: Sequence[str]) -> Selection:
    """Return the records with these ids, once each, in this order.

    A session's id stands for its records. Where no question is named, the bank's questions on the records are taken.

    Raises:
        SelectionProblem: an id is unknown, or none is given.

    """
    chosen = _known(site, ids)
    if not chosen:
        raise SelectionProblem("name at least one record, a theme or a session")
    if len(chosen) == 1 and isinstance(chosen[0].meta, SessionMeta):
        return from_session(site, chosen[0].id)
    spread: list[Record] = []
    for record in chosen:
        spread += _known(site, record.meta.records) if isinstance(record.meta, SessionMeta) else [record]
    return _selection(site, spread, name=CHOSEN, title=UNTITLED, command=" ".join(r.id for r in chosen))


def from_theme(site: Site, theme: str) -> Selection:
    """Return the findings, cases, recommendations and questions of the pages of one theme.

    A theme of the question bank alone brings the records that its questions test.

    Raises:
        SelectionProblem: no page has this theme, or its pages hold no record.

    """
    themes = {t: p for p in site.pages if (t := _theme(p))}
    if theme not in themes:
        raise SelectionProblem(
            f"there is no theme `{theme}`{nearest(theme, themes)}; themes: {', '.join(sorted(themes))}"
        )
    kinds = ("finding", "case", "recommendation", "question")
    records = [r for p in site.pages if _theme(p) == theme for kind in kinds for r in p.records if r.kind == kind]
    records.sort(key=lambda r: kinds.index(r.kind))
    if not records:
        raise SelectionProblem(f"the pages of the theme `{theme}` hold no finding, case, recommendation or question")
    if all(r.kind == "question" for r in records):
        tested = dict.fromkeys(i for r in records for i in getattr(r.meta, "tests", ()) if i in site.records)
        records = [*(site.records[i] for i in tested), *records]
    words = theme.replace("-", " ").capitalize()
    return _selection(site, records, name=theme, title=words, command=f"--theme {theme}")


def from_session(site: Site, identifier: str) -> Selection:
    """Return the records of a session plan, in the plan's order.

    Raises:
        SelectionProblem: there is no such plan, or it names an unknown record.

    """
    plans = {r.id: r for r in sessions(site)}
    if identifier not in plans:
        raise SelectionProblem(f"there is no session `{identifier}`{nearest(identifier, plans)}")
    plan = plans[identifier]
    assert isinstance(plan.meta, SessionMeta)  # noqa: S101 - sessions() yields no other
    return _selection(
        site,
        _known(site, plan.meta.records),
        name=identifier,
        title=plan.title,
        command=f"--session {identifier}",
        session=plan,
    )


def choose(
    site: Site, ids: Sequence[str], *, theme: str | None, session: str | None, every: bool, title: str | None = None
) -> dict[str, Selection]:
    """Return what a person asked for, by the folder it goes into; ``""`` is the folder named itself.

    A title of their own goes on it, unless every plan is asked for.

    Raises:
        SelectionProblem: something asked for is not there, or not exactly one way of asking was used.

    """
    if sum(map(bool, (ids, theme, session, every))) != 1:
        raise SelectionProblem("say what to take: ids, or one of --theme, --session and --all")
    if every:
        if title:
            raise SelectionProblem("--all gives each pack its plan's title; leave --title out")
        found = {record.id: from_session(site, record.id) for record in sessions(site)}
        if not found:
            raise SelectionProblem("there is no session plan in docs/training")
        return found
    chosen = from_theme(site, theme) if theme else from_session(site, session) if session else from_ids(site, ids)
    if title and (named := " ".join(title.split())):
        chosen = replace(chosen, title=named, command=f"{chosen.command} --title {shlex.quote(named)}")
    return {"": chosen}


def sessions(site: Site) -> list[Record]:
    """Return every session plan, in page order."""
    return site.of_kind("session")


def _theme(page: Page) -> str:
    return page.meta.theme or "" if isinstance(page.meta, PageMeta) else ""


def _known(site: Site, ids: Iterable[str]) -> list[Record]:
    found: dict[str, Record] = {}
    unknown: list[str] = []
    for identifier in ids:
        current = site.redirects.get(identifier, identifier)
        if current in site.records:
            found[current] = site.records[current]
        else:
            unknown.append(f"there is no record `{identifier}`{nearest(identifier, site.records)}")
    if unknown:
        raise SelectionProblem("\n".join(dict.fromkeys(unknown)))
    return list(found.values())


def _selection(
    site: Site, records: Sequence[Record], *, name: str, title: str, command: str, session: Record | None = None
) -> Selection:
    told = tuple(dict.fromkeys(r.id for r in records if r.kind != "question"))
    asked = tuple(dict.fromkeys(r.id for r in records if r.kind == "question")) or tuple(_asked(site, set(told)))
    return Selection(
        name=name,
        title=title,
        records=tuple(site.records[i] for i in told),
        questions=tuple(site.records[i] for i in asked),
        session=session,
        command=command,
    )


def _asked(site: Site, told: set[str]) -> Iterator[str]:
    """Yield the bank's questions that test at least one of some records."""
    for record in site.of_kind("question"):
        if isinstance(record.meta, QuestionMeta) and told & set(record.meta.tests):
            yield record.id
