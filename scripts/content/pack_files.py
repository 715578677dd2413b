"""The files of a session's ready pack, as pages name them and the build writes them."""

from __future__ import annotations

from scripts.content.model import Page, Record, Site
from scripts.content.question_sets import formats_of
from scripts.content.selection import SelectionProblem, from_session

FOLDER = "training/packs"


FILES = (
    ("slides.pptx", "Slides with speaker notes (PowerPoint)"),
    ("handout.docx", "Handout (Word)"),
    ("handout.pdf", "Handout (PDF)"),
    ("one-page.docx", "Handout on one page (Word)"),
    ("one-page.pdf", "Handout on one page (PDF)"),
    ("facilitator-notes.docx", "Facilitator's notes (Word)"),
    ("questions.docx", "Question sheet (Word)"),
    ("questions.pdf", "Question sheet (PDF)"),
    ("answers.docx", "Answers (Word)"),
    ("answers.pdf", "Answers (PDF)"),
    ("kit.docx", "Exercise kit to hand out (Word)"),
    ("kit.pdf", "Exercise kit to hand out (PDF)"),
    ("questions-moodle.xml", "Questions for Moodle (XML)"),
    ("questions-gift.txt", "Questions for Moodle (GIFT)"),
    ("questions-qti.zip", "Questions for other learning systems (QTI 2.1)"),
    ("questions.xlsx", "Questions (Excel)"),
    ("quiz-scorm.zip", "Quiz for any learning system (SCORM 1.2)"),
    ("briefing-scorm.zip", "Seven-minute briefing for any learning system (SCORM 1.2)"),
    ("pack.json", "List of what is in this pack, to see later what has changed"),
)


_WITH_QUESTIONS = ("questions", "answers")


def kit_of(session: Record, site: Site) -> Page | None:
    """Return the page with a plan's exercises, if there is one."""
    return site.by_path.get(f"training/kits/{session.id}.md")


def files_of(session: Record, site: Site) -> list[tuple[str, str]]:
    """Return the files of a session's ready pack, each with what it is; none where the plan names unknown records."""
    try:
        questions = from_session(site, session.id).questions
    except SelectionProblem:
        return []
    missing = [
        *([] if questions else _WITH_QUESTIONS),
        *([] if "scorm.zip" in dict(formats_of(questions)) else ["quiz"]),
        *([] if kit_of(session, site) else ["kit"]),
    ]
    return [(file, words) for file, words in FILES if not file.startswith(tuple(missing))]
