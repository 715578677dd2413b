"""Numbers and sorted words as printable text that a script file can carry; ``store.js`` reads them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# 91 printable characters: neither the quotation mark nor the backslash, which a script's strings must escape.
_SIGNS = "".join(chr(c) for c in range(35, 127) if c != ord("\\"))
_LAST = 60
_MORE = len(_SIGNS) - _LAST


def number(value: int) -> str:
    """Return a number of at least 0: one character below 60, longer above.

    >>> number(0), number(59), len(number(60)), len(number(2000))
    ('#', '_', 2, 3)
    """
    signs = []
    while value >= _LAST:
        value, rest = divmod(value - _LAST, _MORE)
        signs.append(_SIGNS[_LAST + rest])
    return "".join([*signs, _SIGNS[value]])


def numbers(values: Iterable[int]) -> str:
    """Return numbers one after another."""
    return "".join([_SIGNS[value] if value < _LAST else number(value) for value in values])


def gaps(values: Iterable[int]) -> list[int]:
    """Return how far each value of a rising sequence lies beyond the one before it."""
    found, last = [], 0
    for value in values:
        found.append(value - last)
        last = value
    return found


def sorted_words(values: Sequence[str]) -> str:
    """Return sorted words, each as how much it shares with the word before and what follows, divided by spaces."""
    parts, last = [], ""
    for value in values:
        shared = 0
        limit = min(len(last), len(value), _LAST - 1)
        while shared < limit and last[shared] == value[shared]:
            shared += 1
        parts.append(_SIGNS[shared] + value[shared:])
        last = value
    return " ".join(parts)
