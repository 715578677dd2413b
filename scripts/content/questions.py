"""A question of the bank taken apart: stem, options, answer, points and explanation, all still Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from scripts.content.grammar import plain
from scripts.content.kinds import CURRENT
from scripts.content.model import Record, Site
from scripts.content.schemas import Audience, QuestionMeta

ABOUT_THE_REPORT = "About the report"
_OPTION = re.compile(r"^[-*+] \[(?P<mark>[ xX])\] +(?P<text>\S.*)$")
_ANSWER = re.compile(r"^\**Answer:\** *(?P<text>.*)$")
_POINTS = re.compile(r"^\**Points to draw out:\**\s*$")
_FEEDBACK = re.compile(r"^ {4,}(?P<text>\S.*)$")
_SENTENCE = re.compile(r"[.?!](?=\s|$)")
_BULLET = re.compile(r"^[-*+] (?!\[[ xX]\])(?P<text>\S.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a choice, whether it is right, and what is said to whoever chose it."""

    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question record taken apart; what a type does not have is empty.

    ``intro`` stands between the heading and the answer's parts, ``explanation`` after them.
    """

    record: Record
    meta: QuestionMeta
    stem: str
    intro: str
    options: tuple[Option, ...]
    answer: str
    points: tuple[str, ...]
    explanation: str

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def right(self) -> tuple[int, ...]:
        """The numbers, from 1, of the right options."""
        return tuple(n for n, option in enumerate(self.options, 1) if option.right)


def parse_question(record: Record) -> Question:
    """Take the body of a question record apart; nothing is judged here (see :mod:`scripts.checks.rules.questions`)."""
    meta = record.meta
    assert isinstance(meta, QuestionMeta)  # noqa: S101 - the loader validated it
    intro: list[str] = []
    options: list[Option] = []
    answer: list[str] = []
    points: list[str] = []
    explanation: list[str] = []
    told: list[str] = []  # of an option: the lines under it
    part = intro
    for line in record.body.split("\n"):
        if match := _OPTION.match(line):
            options.append(Option(text=match["text"].strip(), right=match["mark"] != " "))
            part = told
        elif part is told and (match := _FEEDBACK.match(line)):
            options[-1] = replace(options[-1], feedback=f"{options[-1].feedback} {match['text']}".strip())
        elif part is intro and (match := _ANSWER.match(line)):
            answer.append(match["text"])
            part = answer
        elif part is intro and _POINTS.match(line):
            part = points
        elif part is points and (match := _BULLET.match(line)):
            points.append(match["text"].strip())
        elif part is points and not line.strip():
            continue
        elif part is points or part is told or (part is answer and not line.strip()):
            part = explanation
            part.append(line)
        else:
            part.append(line)
    return Question(
        record=record,
        meta=meta,
        stem=record.title,
        intro="\n".join(intro).strip(),
        options=tuple(options),
        answer=" ".join(answer).strip(),
        points=tuple(points),
        explanation="\n".join(explanation).strip(),
    )


def questions_of(records: tuple[Record, ...] | list[Record]) -> list[Question]:
    """Return the questions among some records, taken apart, in their order."""
    return [parse_question(r) for r in records if r.kind == "question"]


def about_report(record: Record, site: Site) -> bool:
    """Tell whether a question asks what the report says alone: it tests no law and no situation, and cites nothing else."""
    kinds = {site.records[i].kind for i in getattr(record.meta, "tests", ()) if i in site.records}
    return not kinds & {*CURRENT} and {c.key for c in record.citations} <= {site.report}


def is_scenario(record: Record) -> bool:
    """Tell whether a scene of two sentences or more goes before what is asked."""
    return len(_SENTENCE.findall(plain(parse_question(record).intro.replace("\n", " ")))) > 1


def audiences_of(record: Record, site: Site) -> tuple[Audience, ...]:
    """Return for whom a question is: its own audiences, else those of its page; none where it is for everybody."""
    own: tuple[Audience, ...] = getattr(record.meta, "audiences", ())
    page = site.by_path.get(record.path)
    return own or (page.meta.audiences if page else ())
