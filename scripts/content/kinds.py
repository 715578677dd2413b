"""The kinds of record, all that tells one from another in one place: a new kind is one entry here and a page of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scripts.content.schemas import (
    BodyMeta,
    CaseMeta,
    EventMeta,
    FindingMeta,
    LawMeta,
    PageMeta,
    QuestionMeta,
    RecommendationMeta,
    RecordMeta,
    SessionMeta,
    SituationMeta,
    StatisticMeta,
    TermMeta,
)

GROUPS: Mapping[str, str] = {
    "law": "Powers, duties, orders, offences",
    "situation": "Situations",
    "finding": "Findings",
    "recommendation": "Recommendations",
    "case": "Cases",
    "statistic": "Figures",
    "term": "Glossary",
    "event": "Changes since 2015",
    "training": "Training",
}
"""What readers tell apart, as search offers it: several kinds may be one group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of records among the exports: its file and its columns (``scripts/outputs/data/exports.py`` fills them)."""

    file: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record.

    Attributes:
        name: as front matter (``kind: power``) or the class of a heading (``.finding``) has it.
        label: in lists, facts and search.
        plural: in counts, in small letters.
        schema: of its front matter where it is a page, of its heading's attributes where it is not.
        group: the one of ``GROUPS`` by which search filters it.
        home: the folder of docs/ where its pages stand, or the one page that holds all of it.
        ids: what ``new`` makes its ids of, from slug, place or number.
        template: the file of ``scripts/authoring/templates`` that ``new`` fills in; ``""``: none.
        outgoing: what its links mean, read at the record they lead to, by that record's kind or group.
        incoming: the same for links that lead to it, by the kind or group they come from; its label where nothing is said.
        cites: what must cite a source.
        current: whether it says what holds now: in the books, by present names, with unread sentences marked.
        reported: whether it tells what a report says, so that it is as old as the report.
        in_a_z: whether the A to Z names it.
        table: its table among the exports; the catalogue holds every kind.

    """

    name: str
    label: str
    plural: str
    schema: type[PageMeta | RecordMeta]
    group: str
    home: str = ""
    ids: str = "{slug}"
    template: str = ""
    outgoing: Mapping[str, str] = field(default_factory=dict)
    incoming: Mapping[str, str] = field(default_factory=dict)
    cites: Literal["each paragraph", "once", "nothing"] = "once"
    current: bool = False
    reported: bool = False
    in_a_z: bool = False
    table: Table | None = None


_LAW_TABLE = Table(
    file="powers.csv",
    columns=("id", "kind", "title", "summary", "provisions", "nations", "checked", "review_by"),
)


def _law(name: str, label: str, plural: str) -> Kind:
    return Kind(
        name=name,
        label=label,
        plural=plural,
        schema=LawMeta,
        group="law",
        home="powers",
        template="law.md",
        outgoing={"finding": "Use of"},
        incoming={
            "law": "See also from",
            "finding": "Use inspected",
            "case": "Seen in the case",
            "recommendation": "Bears on it",
            "situation": "Used in",
            "question": "Tested by",
        },
        cites="each paragraph",
        current=True,
        in_a_z=True,
        table=_LAW_TABLE,
    )


_ALL = (
    _law("power", "Power", "powers"),
    _law("duty", "Duty", "duties"),
    _law("order", "Order or notice", "orders and notices"),
    _law("offence", "Offence", "offences"),
    _law("guidance", "Guidance", "pieces of guidance"),
    Kind(
        name="situation",
        label="Situation",
        plural="situations",
        schema=SituationMeta,
        group="situation",
        home="situations",
        template="situation.md",
        current=True,
        in_a_z=True,
    ),
    Kind(
        name="finding",
        label="Finding",
        plural="findings",
        schema=FindingMeta,
        group="finding",
        home="findings",
        ids="f-{place}",
        template="finding.md",
        outgoing={"recommendation": "Answers the finding", "case": "Shows"},
        cites="each paragraph",
        reported=True,
        table=Table(
            file="findings.csv",
            columns=("id", "statement", "direction", "extent", "theme", "places", "recommendations"),
        ),
    ),
    Kind(
        name="recommendation",
        label="Recommendation",
        plural="recommendations",
        schema=RecommendationMeta,
        group="recommendation",
        home="recommendations",
        outgoing={"finding": "Answered by"},
        cites="each paragraph",
        reported=True,
        in_a_z=True,
        table=Table(file="recommendations.csv", columns=("id", "text", "theme", "locator", "page", "findings")),
    ),
    Kind(
        name="case",
        label="Case",
        plural="cases",
        schema=CaseMeta,
        group="case",
        home="cases",
        ids="case-{number:02d}",
        template="case.md",
        outgoing={"finding": "Shown by the case"},
        cites="each paragraph",
        reported=True,
        table=Table(file="cases.csv", columns=("id", "title", "age", "tags", "source", "places", "findings")),
    ),
    Kind(
        name="statistic",
        label="Statistic",
        plural="statistics",
        schema=StatisticMeta,
        group="statistic",
        home="statistics",
        cites="each paragraph",
        reported=True,
    ),
    Kind(
        name="term",
        label="Term",
        plural="terms",
        schema=TermMeta,
        group="term",
        home="glossary.md",
        ids="t-{slug}",
        template="term.md",
        in_a_z=True,
    ),
    Kind(
        name="event",
        label="Change since 2015",
        plural="changes since 2015",
        schema=EventMeta,
        group="event",
        ids="e-{slug}",
        template="event.md",
    ),
    Kind(
        name="body",
        label="Body",
        plural="bodies",
        schema=BodyMeta,
        group="term",
        home="since-2015/bodies.md",
        cites="nothing",
        in_a_z=True,
    ),
    Kind(
        name="question",
        label="Question",
        plural="questions",
        schema=QuestionMeta,
        group="training",
        home="training/questions",
        ids="q-{number:03d}",
        template="question.md",
    ),
    Kind(
        name="session",
        label="Session plan",
        plural="sessions",
        schema=SessionMeta,
        group="training",
        home="training/sessions",
        template="session.md",
        outgoing={"case": "Taught in", "finding": "Taught in"},
        cites="nothing",
        in_a_z=True,
    ),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
PAGE_SCHEMAS = {kind.name: kind.schema for kind in _ALL if issubclass(kind.schema, PageMeta)}
RECORD_SCHEMAS = {
    kind.name: kind.schema
    for kind in _ALL
    if issubclass(kind.schema, RecordMeta) and kind.schema is not StatisticMeta  # that one stands in data files
}
RELATED = re.compile(
    r"\s*(?:(?:answered by|answers|matters in|see also|shown by|shows|bears on|use of|taught in|rests on)\b|(?:powers?|related):)",
    re.IGNORECASE,
)
"""How a line of a record begins that only names what it is linked with."""
LAW_KINDS = tuple(kind.name for kind in _ALL if kind.group == "law")
CURRENT = tuple(kind.name for kind in _ALL if kind.current)
REPORTED = tuple(kind.name for kind in _ALL if kind.reported)
TABLES = {t: tuple(kind.name for kind in _ALL if kind.table == t) for t in dict.fromkeys(k.table for k in _ALL) if t}


def meaning(source: str, target: str) -> str:
    """Return what a link from one kind to another means, read at the record it leads to.

    >>> meaning("finding", "duty"), meaning("session", "duty")
    ('Use inspected', 'Session plan')
    """
    here, there = KINDS[source], KINDS[target]
    said = (here.outgoing.get(name) for name in (target, there.group))
    heard = (there.incoming.get(name) for name in (source, here.group))
    return next(filter(None, (*said, *heard)), here.label)
