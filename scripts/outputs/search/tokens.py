"""Words as search sees them. ``docs/assets/javascripts/search/words.js`` does the same; a test holds the two together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_KEPT = 1 << 14  # texts that stay in memory: titles and the sentences of lists come again and again
_DIGIT = re.compile(r"\d")
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")  # accents; what is not seen within a word
_POSSESSIVE = re.compile(r"'s(?![a-z0-9])")
_THOUSANDS = re.compile(r"(\d),(?=\d{3}(?!\d))")
_PERCENT = re.compile(r"(\d)\s*(?:%|per ?cent(?![a-z]))")
_SECTION = re.compile(
    r"(^|[^a-z0-9])(?:sections?|sect?|ss?|§+)\.?\s*(\d{1,3}[a-z]{0,2})(?![0-9a-z]|\.\d)(?:\s?\([0-9a-z]+\))*"
)
_TOKEN = re.compile(r"(?:es|in|fw|rr|[abc])\.\d+(?:\.\d+)*|\d+(?:\.\d+)*%|\d+(?:\.\d+)+|[a-z0-9]+")
_LETTERS = re.compile(r"[a-z]+")
_NUMBERED = re.compile(r"s(\d{1,3}[a-z]{0,2})|(\d+(?:\.\d+)*)%")


def normal(text: str) -> str:
    """Return text in small letters, without accents, with section numbers, percentages and thousands in one form.

    >>> normal("Section 46(1) of the child\u2019s Act: 11,970 or 5 per cent")
    's46  of the child act: 11970 or 5% '
    """
    text = text.lower() if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text).lower())
    text = text.replace("\u2019", "'").replace("\u2018", "'")
    if "'" in text:
        text = _POSSESSIVE.sub("", text).replace("'", "")
    if not _DIGIT.search(text):
        return text
    text = _PERCENT.sub(r"\1% ", _THOUSANDS.sub(r"\1", text))
    return _SECTION.sub(r"\1s\2 ", text)


def words(text: str) -> list[str]:
    """Return the words of a text, in order.

    >>> words("s.46, para 4.2.3 and B.4: looked-after")
    ['s46', 'para', '4.2.3', 'and', 'b.4', 'looked', 'after']
    """
    return _TOKEN.findall(normal(text))


@lru_cache(_KEPT)
def forms(text: str) -> Sequence[str]:
    """Return the words of a text, each followed by other ways to ask for it.

    ``s46`` can be asked for as ``46``, ``45%`` as ``45``, ``inter-agency`` as ``interagency``.
    """
    clean = normal(text)
    if "-" not in clean and not _DIGIT.search(clean):
        return _TOKEN.findall(clean)
    found: list[str] = []
    before = None
    for match in _TOKEN.finditer(clean):
        word = match.group()
        found.append(word)
        if number := _NUMBERED.fullmatch(word):
            found.append(number[1] or number[2])
        if before and clean[before.end() : match.start()] == "-" and _LETTERS.fullmatch(before.group() + word):
            found.append(before.group() + word)
        before = match
    return found


@lru_cache(_KEPT)
def key(text: str) -> str:
    """Return what a title, name or id is looked up by: its words without spaces.

    >>> key("R-DET-1"), key("Police protection")
    ('rdet1', 'policeprotection')
    """
    return "".join(words(text))
