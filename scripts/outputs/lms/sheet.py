"""The questions as an Excel file, for trainers who look through them and for systems that take nothing else."""

from __future__ import annotations

import datetime as dt
import io

from xlsxwriter import Workbook

from scripts.outputs.lms.asked import Asked, Quiz, letter
from scripts.outputs.lms.moodle import feedback
from scripts.outputs.packs.archive import settled
from scripts.outputs.packs.blocks import plain

_OPTIONS = 6
_HEAD = (
    "Id", "Name", "Theme", "For", "Level", "Type", "Scene", "Question", *(f"Option {letter(n + 1)}" for n in range(_OPTIONS)),
    "Right", *(f"Feedback {letter(n + 1)}" for n in range(_OPTIONS)), "Answer and explanation", "Source", "On the site",
    "Tags", "Law checked",
)  # fmt: skip
_WIDE = {"Name", "Scene", "Question", "Answer and explanation", "Source"}


def sheet(quiz: Quiz) -> bytes:
    """Return a workbook: the questions, on a second sheet those about the report alone, on a last one what they are."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = dt.datetime.fromisoformat(quiz.date).replace(tzinfo=None)
    book.set_properties({"title": quiz.title, "author": "The In harm's way project", "created": day})
    head = book.add_format(
        {"bold": True, "bg_color": "#173A5E", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    )
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    for name, apart in (("Questions", False), ("About the report", True)):
        found = [a for a in quiz.questions if a.about_report is apart]
        if not found:
            continue
        page = book.add_worksheet(name)
        for column, title in enumerate(_HEAD):
            page.set_column(column, column, 44 if title in _WIDE else 18)
        page.write_row(0, 0, _HEAD, head)
        for row, asked in enumerate(found, 1):
            page.write_row(row, 0, _row(asked), cell)
        page.freeze_panes(1, 2)
        page.autofilter(0, 0, len(found), len(_HEAD) - 1)
    told = book.add_worksheet("About these questions")
    told.set_column(0, 0, 100)
    told.write_column(0, 0, [quiz.title, quiz.edition, *quiz.about], cell)
    book.close()
    return settled(stream.getvalue(), quiz.date)


def _row(asked: Asked) -> list[str]:
    def each(words: list[str]) -> list[str]:
        return [plain(w) for w in words][:_OPTIONS] + [""] * (_OPTIONS - len(words))

    meta = asked.question.meta
    return [
        asked.id, asked.name, asked.theme, ", ".join(asked.audiences), meta.level, meta.type, asked.scene, plain(asked.stem),
        *each([o.text for o in asked.options]), ", ".join(letter(n) for n in asked.right),
        *each([o.feedback for o in asked.options]), feedback(asked), asked.place, ", ".join(page for _, page in asked.see),
        ", ".join(asked.tags), meta.checked.isoformat() if meta.checked else "",
    ]  # fmt: skip
