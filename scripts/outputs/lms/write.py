"""The files of question sets: of a pack, and of every set of the bank below ``training/quizzes`` of a built site."""

from __future__ import annotations

from pathlib import Path

from scripts.base.dates import spoken
from scripts.base.edition import edition
from scripts.base.filenames import inside
from scripts.content.model import Site
from scripts.content.question_sets import FOLDER, QuestionSet, formats_of, question_sets
from scripts.outputs.lms.asked import Asked, Quiz, ask
from scripts.outputs.lms.moodle import gift, moodle_xml
from scripts.outputs.lms.qti import qti
from scripts.outputs.lms.scorm import scorm_quiz
from scripts.outputs.lms.sheet import sheet
from scripts.outputs.packs.blocks import Wording
from scripts.render.citations import Formatted

_WRITERS = {"gift.txt": gift, "qti.zip": qti, "questions.xlsx": sheet, "scorm.zip": scorm_quiz}


def write_quizzes(site: Site, formatted: Formatted, site_folder: Path, address: str = "") -> list[Path]:
    """Write every set of questions in every format, and return the files; the same site gives the same bytes.

    Args:
        site: the loaded site.
        formatted: its citations in words.
        site_folder: the built site.
        address: where it is served, if anywhere, for links in feedback.

    """
    wording = Wording(site, formatted)
    asked = {record.id: ask(record, wording) for record in site.of_kind("question")}
    made = edition(site.root)
    state = f"Edition {made['number']}, {spoken(made['date'])}"
    written = []
    for chosen in question_sets(site):
        quiz = _quiz(chosen, asked, state, made["date"])
        for ending, _ in formats_of(chosen.questions):
            path = inside(site_folder / FOLDER, f"{chosen.name}-{ending}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(moodle_xml(quiz, address) if ending == "moodle.xml" else _WRITERS[ending](quiz))
            written.append(path)
    return written


def _quiz(chosen: QuestionSet, asked: dict[str, Asked], state: str, date: str) -> Quiz:
    questions = tuple(asked[r.id] for r in chosen.questions)
    checked = [a.question.meta.checked for a in questions if a.question.meta.checked]
    about = [f"Questions on the law last checked {spoken(min(checked).isoformat())} or later."] if checked else []
    return Quiz(name=chosen.name, title=chosen.title, edition=state, date=date, about=tuple(about), questions=questions)
