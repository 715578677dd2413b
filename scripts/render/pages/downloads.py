"""Everything a trainer can take away: the packs of the plans, and the question bank by theme and audience."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from scripts.content.model import Record, Site
from scripts.content.pack_files import FOLDER as PACKS
from scripts.content.pack_files import files_of
from scripts.content.question_sets import FOLDER as QUIZZES
from scripts.content.question_sets import FORMATS, formats_of, question_sets
from scripts.content.schemas import SessionMeta
from scripts.render.pages.frame import head
from scripts.render.records import linked, relative
from scripts.render.stash import finished, joined

PATH = "training/downloads.md"
_SHOWN = {
    "slides.pptx": "Slides",
    "handout.docx": "Handout",
    "one-page.pdf": "Handout on one page",
    "facilitator-notes.docx": "Facilitator's notes",
    "kit.docx": "Exercise kit",
    "quiz-scorm.zip": "SCORM quiz",
    "briefing-scorm.zip": "SCORM briefing",
}


def page(site: Site) -> str:
    """Return the page: a row for each plan with its main files, and one for each set of questions with its formats."""
    lines = head(
        "Downloads for trainers",
        "Slides, handouts and exercises of every session plan, and the whole question bank for learning systems.",
        aliases=(
            "SCORM",
            "Moodle",
            "Totara",
            "Cornerstone",
            "GIFT",
            "QTI",
            "LMS",
            "PowerPoint slides",
            "quiz files",
            "Excel questions",
        ),
    )
    lines += [
        "Nothing needs to be installed: take a file and open it, or import it into your learning system.",
        "",
        "## Packs of the session plans { #packs }",
        "",
        "All files of a plan stand on its own page.",
        "",
        finished(
            _table(("Session", "Level and length", *_SHOWN.values()), (_plan(r, site) for r in site.of_kind("session")))
        ),
        "",
        "## Questions for learning systems { #questions }",
        "",
        "Each question has a name in words, its id, tags and feedback; what only asks about the report stands in a category of its own.",
        "Any system takes a quiz in the Sharable Content Object Reference Model (SCORM): it draws ten questions, passes at 80 percent, and reports score and completion.",
        "Moodle and Totara import Moodle XML or GIFT into the question bank; Excel is for reading and for systems that take nothing else.",
        "",
        finished(_table(("Set", "Questions", *(words for _, words in FORMATS)), _sets(site))),
        "",
    ]
    return "\n".join(lines)


def _plan(record: Record, site: Site) -> list[str]:
    meta = record.meta
    assert isinstance(meta, SessionMeta)  # noqa: S101 - the loader validated it
    there = dict(files_of(record, site))
    folder = relative(PATH, f"{PACKS}/{record.id}")
    files = [
        _file(f"{folder}/{f}", f"{record.id}-{f}", f, f"{w}: {record.title}") if f in there else ""
        for f, w in _SHOWN.items()
    ]
    return [linked(record, PATH), f"{meta.level}, {meta.duration} minutes", *files]


def _sets(site: Site) -> Iterable[list[str]]:
    folder = relative(PATH, QUIZZES)
    for chosen in question_sets(site):
        there = dict(formats_of(chosen.questions))
        files = [
            _file(f"{folder}/{chosen.name}-{ending}", f"{chosen.name}-{ending}", ending, f"{words}: {chosen.title}")
            if ending in there
            else ""
            for ending, words in FORMATS
        ]
        yield [chosen.title, str(len(chosen.questions)), *files]


def _file(address: str, name: str, file: str, label: str) -> Markup:
    """Return a link to a file, shown by its ending and named in full to assistive technology."""
    shown = file.rsplit(".", 1)[-1]
    return Markup('<a href="{}" download="{}" aria-label="{}">{}</a>').format(
        address, name, f"{label} ({shown})", shown
    )


def _table(heads: Iterable[str], rows: Iterable[list[str]]) -> Markup:
    head = joined(Markup('<th scope="col">{}</th>').format(h) for h in heads)
    body = joined(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            first, joined(Markup("<td>{}</td>").format(c) for c in more)
        )
        for first, *more in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)
