"""The terms of the glossary: how each is written, and its definition in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.content.model import Record
from scripts.content.schemas import TermMeta

_ALIKE = str.maketrans("’ʼ‑", "''-")


def forms(record: Record) -> Iterator[str]:
    """Yield the ways a term is written: its heading, its aliases, and their plurals."""
    meta = record.meta
    assert isinstance(meta, TermMeta)  # noqa: S101 - the loader validated it
    for form in (record.title, *meta.aliases):
        yield form
        yield from _plural(form)
    yield from meta.plurals


def _plural(form: str) -> Iterator[str]:
    if form.endswith(("s", "ed", "ing")):
        return
    yield form[:-1] + "ies" if form.endswith("y") and form[-2:-1] not in "aeiou" else form + "s"


def short(record: Record) -> str:
    """Return a term's definition as shown beside the word: the first sentence of its body."""
    return next((line.words for line in record.lines if line.form == "text" and not line.note and not line.depth), "")


def alike(text: str) -> str:
    """Return text with one apostrophe and one hyphen, whichever of several were typed; its length stays."""
    return text.translate(_ALIKE)
