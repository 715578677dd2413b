"""The files of a session's ready pack, as pages name them and the build writes them."""

from __future__ import annotations

from scripts.content.model import Record, Site
from scripts.content.selection import SelectionProblem, from_session

FOLDER = "training/packs"


FILES = (
    ("slides.pptx", "Slides with speaker notes (PowerPoint)"),
    ("handout.docx", "Handout (Word)"),
    ("handout.pdf", "Handout (PDF)"),
    ("facilitator-notes.docx", "Facilitator's notes (Word)"),
    ("questions.docx", "Question sheet (Word)"),
    ("questions.pdf", "Question sheet (PDF)"),
    ("answers.docx", "Answers (Word)"),
    ("answers.pdf", "Answers (PDF)"),
    ("questions.gift.txt", "Questions for Moodle (GIFT)"),
    ("questions-moodle.xml", "Questions for Moodle (XML)"),
    ("questions-qti.zip", "Questions for other learning systems (QTI 2.1)"),
)


_WITH_QUESTIONS = ("questions", "answers")


def files_of(session: Record, site: Site) -> list[tuple[str, str]]:
    """Return the files of a session's ready pack, each with what it is; none where the plan names unknown records."""
    try:
        asked = bool(from_session(site, session.id).questions)
    except SelectionProblem:
        return []
    return [(file, words) for file, words in FILES if asked or not file.startswith(_WITH_QUESTIONS)]
