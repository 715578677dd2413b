"""Closed schemas for front matter and for the attribute lists of records; outside data enters here."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import ErrorDetails

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_PROVISION = r"^[a-z0-9-]+(?: [A-Za-z0-9.()-]+)?$"
_NUMBER = r"^-?\d+(?:\.\d+)?$|^$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Summary = Annotated[str, StringConstraints(min_length=20, max_length=200, strip_whitespace=True)]
Nation = Literal["England", "Wales"]
Need = Literal["protect", "disrupt", "detain", "share", "charge", "support"]
Decider = Literal[
    "constable", "inspector", "superintendent", "custody-officer", "designated-officer",
    "court", "council", "prosecutor", "chief-officer", "anyone",
]  # fmt: skip
Confidence = Literal["seen", "known"]
Audience = Literal[
    "control-room", "response", "neighbourhood", "custody", "investigators", "supervisors", "leaders",
]  # fmt: skip


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _strings(value: object) -> object:
    return [str(item) for item in value] if isinstance(value, list) else value


Words = Annotated[tuple[Text, ...], BeforeValidator(_strings)]


class PageMeta(_Closed):
    """Front matter of a page that is not itself a record; ``audiences`` are those whom its questions are for."""

    title: Text
    summary: Summary
    theme: Slug | None = None
    aliases: Words = ()
    questions: tuple[Text, ...] = ()
    hide: tuple[Literal["navigation", "toc", "path", "footer"], ...] = ()
    search: Literal["exclude"] | None = None
    audiences: tuple[Audience, ...] = ()


class Comparison(_Closed):
    """One line of the side-by-side table of civil orders and notices."""

    against: Text
    test: Text
    effect: Text
    breach: Text
    lasts: Text


class WholePageMeta(PageMeta):
    """Front matter of a page that is a record itself, of the kind it names."""

    id: Slug
    kind: Slug


class LawMeta(WholePageMeta):
    """Front matter of a power, duty, order, offence or piece of guidance."""

    provisions: tuple[Annotated[str, StringConstraints(pattern=_PROVISION)], ...]
    nations: tuple[Nation, ...] = Field(min_length=1)
    need: tuple[Need, ...] = Field(min_length=1)
    decider: tuple[Decider, ...] = Field(min_length=1)
    aliases: Words = Field(min_length=1)
    questions: tuple[Text, ...] = Field(min_length=1)
    in_report: bool
    checked: dt.date
    review_by: dt.date
    compare: Comparison | None = None

    @model_validator(mode="after")
    def _review_follows_check(self) -> LawMeta:
        if self.review_by <= self.checked:
            raise ValueError("review_by must be later than checked")
        return self


class SituationMeta(WholePageMeta):
    """Front matter of a situation that an officer meets."""

    aliases: Words = Field(min_length=1)
    questions: tuple[Text, ...] = Field(min_length=1)
    checked: dt.date
    review_by: dt.date


class SessionMeta(WholePageMeta):
    """Front matter of a training session plan; ``duration`` is in minutes."""

    level: Literal["core", "advanced"]
    duration: int = Field(gt=0, le=480)
    audience: Text
    records: tuple[Slug, ...] = Field(min_length=1)
    checked: dt.date
    review_by: dt.date


class RecordMeta(_Closed):
    """Attributes of an in-page record; every kind extends it."""


class FindingMeta(RecordMeta):
    """A finding: which way it points, how far it reaches in the report's own word, why nothing answers it."""

    direction: Literal["strength", "weakness", "mixed", "context"]
    extent: Text
    unanswered: Text | None = None


CASE_TAGS = frozenset(
    [
        "delay",
        "not-listened-to",
        "listened-to",
        "good-practice",
        "criminalised",
        "medical-evidence",
        "detention",
        "missing",
        "exploitation",
        "domestic-abuse",
        "sexual-abuse",
        "physical-abuse",
        "neglect",
        "planning",
        "conflicting-accounts",
        "evidence-lost",
        "digital",
        "recording",
        "decision-making",
        "looked-after",
        "mental-health",
        "online",
        "joint-working",
        "disability",
        "appropriate-adult",
        "language",
    ]
)


def _tags(value: object) -> object:
    if not isinstance(value, str):
        return value
    tags = re.split(r"[,\s]+", value.strip())
    unknown = sorted(set(tags) - CASE_TAGS)
    if unknown:
        raise ValueError(f"unknown tags {', '.join(unknown)}")
    return tuple(tags)


class CaseMeta(RecordMeta):
    """A case the report tells: age in years as told, tags, the report it came from, a content note where needed."""

    age: Text
    tags: Annotated[tuple[str, ...], BeforeValidator(_tags)]
    source: Text
    note: Text | None = None
    form: Literal["case", "quotation", "excerpt"] = "case"


class RecommendationMeta(RecordMeta):
    """A recommendation of a report."""


def _semicolons(value: object) -> object:
    return tuple(v.strip() for v in value.split(";") if v.strip()) if isinstance(value, str) else value


class TermMeta(RecordMeta):
    """A term of the glossary with other forms people write, and the name that took its place."""

    aliases: Annotated[tuple[str, ...], BeforeValidator(_semicolons)] = ()
    plurals: Annotated[tuple[str, ...], BeforeValidator(_semicolons)] = ()
    superseded: Text | None = None


def _nations(value: object) -> object:
    return tuple(v.strip() for v in value.split(",")) if isinstance(value, str) else value


Nations = Annotated[tuple[Literal["England", "Wales", "United Kingdom"], ...], BeforeValidator(_nations)]


def _partial_date(value: str) -> str:
    if value == "not-confirmed":
        return value
    if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", value):
        raise ValueError("write the date as 2016, 2016-12 or 2016-12-31, or not-confirmed")
    try:
        dt.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError as error:
        raise ValueError("is no day of the calendar; write the date as 2016, 2016-12 or 2016-12-31") from error
    return value


PartialDate = Annotated[str, AfterValidator(_partial_date)]

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)"
)
_YEARS = r"\d{4}/\d{1,2}|\d{4}-(?!(?:0[1-9]|1[0-2])(?!\d))\d{2}|\d{4}"
_POINT = rf"(?:(?:\d{{1,2}} )?{_MONTH} \d{{4}}|{_YEARS})"
_PIECE = rf"(?:{_POINT}(?:-{_POINT})?|{_MONTH}-{_MONTH} \d{{4}}|\d{{1,2}} (?:days|weeks|months|years)|[a-z]+)"
_PERIOD = re.compile(rf"{_PIECE}(?: {_PIECE})*(?: \({_PIECE}(?: {_PIECE})*\))?")


def _period(value: str) -> str:
    if not _PERIOD.fullmatch(value):
        raise ValueError(
            "write the period as 2014, 2013/14, 2010 to 2011, 31 Mar 2014 or in words (not stated); a spreadsheet turns"
            " 2010-11 into a month, and Nov-10 is what it leaves"
        )
    return value


def _no_formula(value: str) -> str:
    if value.startswith(("=", "+", "-", "@", "\t")):
        raise ValueError(f"begins with {value[0]}, which a spreadsheet takes for a formula; begin with a word")
    return value


Period = Annotated[str, AfterValidator(_period)]
Cell = Annotated[str, AfterValidator(_no_formula)]
CellText = Annotated[Text, AfterValidator(_no_formula)]


class EventMeta(RecordMeta):
    """A change since 2015: when (as exactly as it is known), by what instrument, how sure, where."""

    date: PartialDate
    confidence: Confidence
    instrument: Text
    nations: Nations
    topic: Literal["law", "body", "guidance", "inspection"] = "law"


class BodyMeta(RecordMeta):
    """A body or role that the report names, and what took its place."""

    successor: Text | None = None


_SPLIT = BeforeValidator(lambda v: tuple(v.split()) if isinstance(v, str) else v)


class QuestionMeta(RecordMeta):
    """A question for training; ``tests`` names the records it rests on, ``audiences`` fewer than its page's."""

    level: Literal["core", "advanced"]
    type: Literal["single", "several", "true-false", "short", "discussion"]
    tests: Annotated[tuple[Slug, ...], _SPLIT]
    audiences: Annotated[tuple[Audience, ...], _SPLIT] = ()
    checked: dt.date | None = None


class StatisticMeta(RecordMeta):
    """A row of a statistics file; ``value`` as text, so that digits stand as the data has them.

    ``source`` is the key of the report it is taken from; empty, the main report's.
    """

    measure: CellText
    value: Annotated[str, StringConstraints(pattern=_NUMBER)]
    unit: CellText
    period: Period
    area: Cell
    base: Cell
    locator: CellText
    source_fn: Cell
    caveat: Cell
    data_class: Literal["statistic", "inspection-finding", "money", "report-fact", "case-detail", "legal-threshold"]
    file: Text
    source: str = ""


_SAID = {
    SLUG: "an id has small letters a to z, digits and single hyphens",
    _PROVISION: "write the key of the Act, a space and the section: ca1989 s46",
    _NUMBER: "write a plain number, as 657800 or 12.5",
}


def explain(detail: ErrorDetails) -> str:
    """Return in an editor's words what pydantic says of one value."""
    kind = detail["type"]
    if kind.startswith("date"):
        return "write the date as 2027-05-23"
    if kind == "string_type":
        return "this must be text; put it in quotes"
    if kind == "string_pattern_mismatch":
        return _SAID.get(detail["ctx"]["pattern"], detail["msg"])
    if kind == "tuple_type":
        return "this must be a list: [one, two]"
    return detail["msg"].removeprefix("Value error, ")
