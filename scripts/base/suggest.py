"""The nearest candidate, for messages that help in one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_CUTOFF = 0.6


def nearest(given: str, candidates: Iterable[str]) -> str:
    """Return ``"; did you mean `x`?"`` for the candidate most like what was given, or ``""``."""
    found = _index(frozenset(candidates)).nearest(given[:200])
    return f"; did you mean `{found}`?" if found else ""


@lru_cache(maxsize=64)
def _index(candidates: frozenset[str]) -> _Index:
    return _Index(candidates)


class _Index:
    """Candidates by their pairs of letters, so that only a few are compared at length; answers are kept.

    Comparing each of a thousand problems with each of a thousand candidates took most of a failing check.
    """

    def __init__(self, candidates: frozenset[str]) -> None:
        self._by_pair: dict[str, list[str]] = {}
        self._answers: dict[str, str] = {}
        for candidate in sorted(candidates):
            for pair in _pairs(candidate):
                self._by_pair.setdefault(pair, []).append(candidate)

    def nearest(self, given: str) -> str:
        """Return the candidate most like what was given, or ``""`` where none is near."""
        if given not in self._answers:
            self._answers[given] = self._find(given)
        return self._answers[given]

    def _find(self, given: str) -> str:
        pairs = _pairs(given)
        shared: Counter[str] = Counter()
        for pair in pairs:
            shared.update(self._by_pair.get(pair, ()))
        likely = sorted(shared, key=lambda c: (-2 * shared[c] / (len(pairs) + len(c) + 1), c))[:8]
        rated = [(SequenceMatcher(None, given, c).ratio(), c) for c in likely]
        good = [(-ratio, c) for ratio, c in rated if ratio >= _CUTOFF]
        return min(good)[1] if good else ""


def _pairs(word: str) -> set[str]:
    framed = f"^{word.lower()}$"
    return {framed[i : i + 2] for i in range(len(framed) - 1)}
