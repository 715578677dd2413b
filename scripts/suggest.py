"""The nearest candidate, for messages that help in one reading."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(given: str, candidates: Iterable[str]) -> str:
    """Return ``"; did you mean `x`?"`` for the candidate most like what was given, or ``""``."""
    found = get_close_matches(given, sorted(candidates), n=1, cutoff=0.6)
    return f"; did you mean `{found[0]}`?" if found else ""
