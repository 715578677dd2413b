"""The sets in which the question bank is given to learning systems, and the files of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from scripts.content.model import Record, Site
from scripts.content.questions import about_report, audiences_of, is_scenario
from scripts.content.schemas import Audience, QuestionMeta

CHOICES = ("single", "several", "true-false")
FOLDER = "training/quizzes"
FORMATS = (
    ("moodle.xml", "Moodle XML"),
    ("gift.txt", "GIFT"),
    ("qti.zip", "QTI 2.1"),
    ("questions.xlsx", "Excel"),
    ("scorm.zip", "SCORM 1.2 quiz"),
)
AUDIENCES: dict[Audience, str] = {
    "control-room": "Control room",
    "response": "Response",
    "neighbourhood": "Neighbourhood and schools",
    "custody": "Custody",
    "investigators": "Investigators",
    "supervisors": "Supervisors",
    "leaders": "Leaders",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """Questions that are given together: ``name`` begins their files, ``title`` is what people read."""

    name: str
    title: str
    questions: tuple[Record, ...]


def question_sets(site: Site) -> Iterator[QuestionSet]:
    """Yield the whole bank, what is about the report alone, the scenarios, each theme, each audience; no set is empty.

    A question for nobody in particular is for every audience, but there is a set only for those that some question names.
    """
    bank = site.of_kind("question")
    who = {q.id: audiences_of(q, site) for q in bank}
    themes: dict[str, list[Record]] = {}
    for question in bank:
        themes.setdefault(theme_of(question, site), []).append(question)
    found = [("all", "All questions", bank)]
    found.append(("about-the-report", "About the report of 2015", [q for q in bank if about_report(q, site)]))
    found.append(("scenarios", "Scenarios: a scene and a decision", [q for q in bank if is_scenario(q)]))
    found += [(f"theme-{theme}", _title(theme, themes[theme], site), themes[theme]) for theme in sorted(themes)]
    named = [a for a in get_args(Audience) if any(a in chosen for chosen in who.values())]
    found += [
        (f"for-{a}", f"For {AUDIENCES[a].lower()}", [q for q in bank if a in who[q.id] or not who[q.id]]) for a in named
    ]
    for name, title, questions in found:
        if questions:
            yield QuestionSet(name=name, title=title, questions=tuple(questions))


def formats_of(questions: Iterable[Record]) -> tuple[tuple[str, str], ...]:
    """Return the formats that some questions can be given in: a SCORM quiz needs one that is marked by choice."""
    choices = any(q.meta.type in CHOICES for q in questions if isinstance(q.meta, QuestionMeta))
    return tuple(f for f in FORMATS if choices or f[0] != "scorm.zip")


def theme_of(question: Record, site: Site) -> str:
    """Return the theme of a question's page; its file's name where the page gives none."""
    page = site.by_path[question.path]
    return page.meta.theme or question.path.rsplit("/", 1)[-1].removesuffix(".md")


def _title(theme: str, questions: list[Record], site: Site) -> str:
    """Return the title of the one page that has a theme; of several pages, the theme in words."""
    titles = {site.by_path[q.path].title for q in questions}
    return titles.pop() if len(titles) == 1 else in_words(theme)


def in_words(slug: str) -> str:
    """Return a slug as words: ``orders-and-notices`` gives Orders and notices."""
    return slug.replace("-", " ").capitalize()
