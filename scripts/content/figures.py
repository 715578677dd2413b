"""Numbers in running text, as digits: ``657,800`` and ``eight`` become what the data holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALE = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s*(?P<scale>billion|million|thousand)\b)?"
    rf"|\b(?P<long>(?:{'|'.join(_UNITS[1:10])})\s+hundred\s+and\s+(?:(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_UNITS[1:10])}))?|{_WORD}))\b"
    rf"|\b(?P<tens>(?:{'|'.join(_TENS)}))[-\s](?P<ones>{'|'.join(_UNITS[1:10])})\b"
    rf"|\ba\s+(?P<one>hundred|thousand|million|billion)\b"
    rf"|\b(?P<word>{_WORD})\b(?:[-\s](?P<wordscale>hundred|thousand|million|billion)\b)?",
    re.IGNORECASE,
)


def numbers_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield each number of a text in digits, with its offset: ``"1,800"`` gives ``1800``, ``"1.8 million"`` ``1800000``.

    The word ``one`` is passed over: it is more often a pronoun than a count.
    """
    for match in _TOKEN.finditer(text):
        if match["digits"]:
            value = float(match["digits"].replace(",", "")) * _SCALE.get((match["scale"] or "").lower(), 1)
        elif match["long"]:
            value = _long(match["long"])
        elif match["tens"]:
            value = WORDS[match["tens"].lower()] + WORDS[match["ones"].lower()]
        elif match["one"]:
            value = _SCALE[match["one"].lower()]
        else:
            if match["word"].lower() == "one" and not match["wordscale"]:
                continue
            value = WORDS[match["word"].lower()] * _SCALE.get((match["wordscale"] or "").lower(), 1)
        yield f"{value:.6f}".rstrip("0").rstrip("."), match.start()


def _long(words: str) -> int:
    """Return ``six hundred and seventy one`` as 671."""
    hundreds, rest = re.split(r"\s+hundred\s+and\s+", words.lower())
    return 100 * WORDS[hundreds] + sum(WORDS[word] for word in re.split(r"[-\s]+", rest))


def all_numbers(text: str) -> list[str]:
    """Return the distinct numbers of a text in the order they first stand."""
    return list(dict.fromkeys(value for value, _ in numbers_in(text)))
