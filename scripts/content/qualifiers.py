"""Words that limit a claim: how many, how often, how sure, with what exception."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_SENTENCE_END = re.compile(r"[.;:](?:\s|$)")


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})\b", re.IGNORECASE)


IN_SOURCES: Mapping[str, re.Pattern[str]] = {
    "some": _words("some|several|a few|a small number|a minority"),
    "may": _words("may|might"),
    "often": _words("often|frequently|sometimes|usually|generally"),
    "appeared": _words("appeared|appears|seemed|likely|unlikely"),
    "except": _words("except|all but|other than|apart from"),
}
"""Marks of each kind of qualifier in a report."""

IN_OURS: Mapping[str, re.Pattern[str]] = {
    "some": _words("some|several|a few|a small number|a number of|certain|many|a minority|not all|others|one of|most|two|three|half"),
    "may": _words("may|might|could|can|possible|possibly|perhaps|potential|potentially|risk"),
    "often": _words("often|frequently|sometimes|usually|generally|commonly|typically|at times|occasionally|tend|mostly|routinely|largely"),
    "appeared": _words(r"appear\w*|seem\w*|suggest\w*|indicat\w*|likely|unlikely|thought to|believed|considered|early"),
    "except": _words("except|unless|other than|apart from|but|only|almost all|nearly|almost|leaves? out"),
}  # fmt: skip
"""What may stand for each in a sentence of ours."""


def of_source(text: str) -> tuple[str, ...]:
    """Return the kinds of qualifier in a place of a report that is one sentence; of a longer one it cannot be told whose they are.

    >>> of_source("Some children were usually seen.")
    ('some', 'often')
    """
    if len(_SENTENCE_END.findall(text)) > 1:
        return ()
    return tuple(kind for kind, pattern in IN_SOURCES.items() if pattern.search(text))


def missing(sentence: str, kinds: tuple[str, ...]) -> Iterator[str]:
    """Yield the kinds of qualifier that a sentence has no word for."""
    return (kind for kind in kinds if not IN_OURS[kind].search(sentence))
