"""The question bank as data: questions.json in site/data, and the schema it keeps to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from scripts.content.model import Record, Site
from scripts.content.questions import about_report, audiences_of, parse_question
from scripts.content.schemas import Audience

FORMAT = "2"
_TYPES = ("single", "several", "true-false", "short", "discussion")


def questions(site: Site) -> Mapping[str, Any]:
    """Return every question by id, its texts as Markdown, under :func:`questions_schema`."""
    bank = sorted(site.of_kind("question"), key=lambda r: r.id)
    return {"format": FORMAT, "questions": [_question(r, site) for r in bank]}


def _question(record: Record, site: Site) -> dict[str, Any]:
    question = parse_question(record)
    page = site.by_path[record.path]
    checked = question.meta.checked
    return {
        "id": record.id,
        "theme": page.meta.theme or "",
        "audiences": list(audiences_of(record, site)),
        "about_report": about_report(record, site),
        "level": question.meta.level,
        "type": question.meta.type,
        "stem": question.stem,
        "intro": question.intro,
        "options": [{"text": o.text, "right": o.right, "feedback": o.feedback} for o in question.options],
        "answer": question.answer,
        "points": list(question.points),
        "explanation": question.explanation,
        "tests": list(question.meta.tests),
        "checked": checked.isoformat() if checked else None,
        "address": record.path.removesuffix(".md") + ".html#" + record.id,
        "citations": [{"key": c.key, "locator": c.locator} for c in record.citations],
    }


def questions_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of questions.json."""
    text, words = {"type": "string"}, {"type": "string", "minLength": 1}
    fields: dict[str, Any] = {
        "id": words,
        "theme": text,
        "audiences": {"type": "array", "items": {"enum": list(get_args(Audience))}},
        "about_report": {"type": "boolean"},
        "level": {"enum": ["core", "advanced"]},
        "type": {"enum": list(_TYPES)},
        "stem": words,
        "intro": text,
        "options": {"type": "array", "items": _closed({"text": words, "right": {"type": "boolean"}, "feedback": text})},
        "answer": text,
        "points": {"type": "array", "items": words},
        "explanation": text,
        "tests": {"type": "array", "items": words},
        "checked": {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "address": words,
        "citations": {"type": "array", "items": _closed({"key": words, "locator": text})},
    }
    items = {"format": {"const": FORMAT}, "questions": {"type": "array", "items": _closed(fields)}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Question bank",
        **_closed(items),
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}
