"""A question in words, as any learning system, paper or slide can set it, and sets of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from scripts.content.kinds import CURRENT
from scripts.content.model import Record
from scripts.content.question_sets import in_words, theme_of
from scripts.content.questions import Option, Question, about_report, audiences_of, is_scenario, parse_question
from scripts.outputs.packs.blocks import Block, Wording, plain

_NAME = 110  # characters: what a list of questions shows on one line
_FEW = 4  # words: a longer answer cannot be marked by comparing letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question in words, its options and points without Markdown.

    ``topic`` is what it is most about, ``see`` the title and address of each record it rests on.
    """

    question: Question
    place: str
    topic: str
    theme: str
    audiences: tuple[str, ...]
    about_report: bool
    stem: str
    intro: tuple[Block, ...]
    options: tuple[Option, ...]
    answer: str
    points: tuple[str, ...]
    explanation: tuple[Block, ...]
    see: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @property
    def right(self) -> tuple[int, ...]:
        """The numbers, from 1, of the right options."""
        return self.question.right

    @property
    def several(self) -> bool:
        """Whether more than one option may be ticked."""
        return self.question.meta.type == "several"

    @property
    def name(self) -> str:
        """What a trainer finds the question by: topic, question and id."""
        words = f"{self.topic}: {plain(self.stem)}"
        return (words if len(words) <= _NAME else words[:_NAME].rsplit(" ", 1)[0] + " …") + f" ({self.id})"

    @property
    def scene(self) -> str:
        """What stands before the options, as one run of plain words."""
        return " ".join(plain(i) for b in self.intro for i in b.items)

    @property
    def tags(self) -> tuple[str, ...]:
        """What a learning system may sort by: theme, audiences, level, type and the records it rests on."""
        meta = self.question.meta
        marks = [
            *(["scenario"] if is_scenario(self.question.record) else []),
            *(["about the report"] if self.about_report else []),
        ]
        who = [f"for {in_words(a).lower()}" for a in self.audiences]
        return (in_words(self.theme).lower(), *who, meta.level, meta.type, *marks, *meta.tests)

    @property
    def shape(self) -> Literal["multichoice", "truefalse", "shortanswer", "essay"]:
        """How a machine can mark it, in Moodle's words: by choice, by letters, or not at all."""
        if self.question.meta.type == "true-false" and self.truth is not None:
            return "truefalse"
        if self.options:
            return "multichoice"
        short = self.question.meta.type == "short" and all(len(a.split()) <= _FEW for a in self.ways)
        return "shortanswer" if short else "essay"

    @property
    def truth(self) -> bool | None:
        """Of true or false, which is right; None for any other question."""
        words = [plain(o.text).strip(" .").lower() for o in self.options]
        return (
            words[self.right[0] - 1] == "true" if sorted(words) == ["false", "true"] and len(self.right) == 1 else None
        )

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways to write a short answer, without full stops: ``72 hours; or three days`` gives two."""
        return tuple(way.strip().rstrip(".") for way in plain(self.answer).split("; or ") if way.strip())

    def answer_words(self) -> str:
        """Return the answer in one line: letters and words of the right options, or the answer as given."""
        if self.options:
            return "; ".join(f"{letter(n)}. {plain(self.options[n - 1].text)}" for n in self.right)
        return self.answer or "; ".join(self.points)

    def explained(self) -> str:
        """Return the explanation as one run of plain words."""
        return " ".join(plain(item) for block in self.explanation for item in block.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """Questions that go into a learning system together; ``name`` is a slug, ``about`` the edition and review state."""

    name: str
    title: str
    edition: str
    date: str
    about: tuple[str, ...]
    questions: tuple[Asked, ...]

    def groups(self) -> Iterator[tuple[tuple[str, ...], tuple[Asked, ...]]]:
        """Yield the questions by where they are put: what is about the report alone stands last, in a place of its own.

        A set of several themes has a place for each.
        """
        themes = dict.fromkeys(a.theme for a in self.questions)
        for apart in (False, True):
            for theme in themes:
                found = tuple(a for a in self.questions if a.theme == theme and a.about_report is apart)
                named = [in_words(theme)] if len(themes) > 1 else []
                if found:
                    yield (self.title, *(["About the report"] if apart else []), *named), found


def ask(record: Record, wording: Wording) -> Asked:
    """Put a question of the bank into words."""
    site, question = wording.site, parse_question(record)
    unlinked = replace(wording, ids=False)

    def words(text: str) -> str:
        return unlinked.inline(text, record)

    tested = [site.records[i] for i in question.meta.tests if i in site.records]
    theme = theme_of(record, site)
    law = [r.title for r in tested if r.kind in CURRENT]
    return Asked(
        question=question,
        place=wording.place(record),
        topic=law[0] if law else in_words(theme),
        theme=theme,
        audiences=audiences_of(record, site),
        about_report=about_report(record, site),
        stem=words(question.stem),
        intro=unlinked.blocks(question.intro, record),
        options=tuple(Option(text=words(o.text), right=o.right, feedback=words(o.feedback)) for o in question.options),
        answer=words(question.answer),
        points=tuple(words(p) for p in question.points),
        explanation=unlinked.blocks(question.explanation, record),
        see=tuple((r.title, f"{r.path.removesuffix('.md')}.html#{r.id}") for r in tested),
    )


def letter(number: int) -> str:
    """Return the letter of an option: 1 is A."""
    return chr(64 + number)


def marked(questions: Iterable[Asked]) -> tuple[Asked, ...]:
    """Return those that a machine can mark by choice."""
    return tuple(a for a in questions if a.shape in {"multichoice", "truefalse"})
