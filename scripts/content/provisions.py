"""Provisions of law as citations name them: ``ss. 46-48`` is three sections, ``s. 46(3)(c)`` one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KINDS = {"s": "s.", "ss": "s.", "sch": "sch.", "schs": "sch.", "art": "art.", "arts": "art."}
_KINDS |= {"reg": "reg.", "regs": "reg.", "pt": "pt.", "pts": "pt.", "r": "r.", "rr": "r."}
_LOCATOR = re.compile(r"(?P<kind>[a-z]+)\.\s*(?P<first>\d+(?:\.\d+)?[A-Z]*)(?P<rest>.*)", re.DOTALL)
_END = re.compile(r"(?:\([^)]*\))*\s*(?:\u2013|-|to|and)\s*(?P<last>\d+[A-Z]*)(?![\w)])")
_NUMBER = re.compile(r"(\d+)([A-Z]*)")
_MOST = 200

ELEMENTS = {"s.": "section", "sch.": "schedule", "art.": "article", "reg.": "regulation", "pt.": "part", "r.": "rule"}
"""The publisher's name for each kind of provision, as in its addresses and ids."""


def provisions(locator: str) -> tuple[str, ...]:
    r"""Return the provisions a locator names, without subsections; none where it names no provision.

    >>> provisions("ss. 44A\u201344C"), provisions("s. 46(3)(c)"), provisions("sch. 2 para. 3")
    (('s. 44A', 's. 44B', 's. 44C'), ('s. 46',), ('sch. 2',))
    """
    match = _LOCATOR.match(locator.strip())
    if match is None or match["kind"] not in _KINDS:
        return ()
    kind, first = _KINDS[match["kind"]], match["first"]
    end = _END.match(match["rest"])
    return tuple(f"{kind} {n}" for n in (_range(first, end["last"]) if end else [first]))


def _range(first: str, last: str) -> Iterator[str]:
    """Yield the numbers from one to another where they run on by number or by letter, else the two ends."""
    one, other = _NUMBER.fullmatch(first), _NUMBER.fullmatch(last)
    if one and other and not one[2] and not other[2] and int(one[1]) <= int(other[1]) <= int(one[1]) + _MOST:
        yield from map(str, range(int(one[1]), int(other[1]) + 1))
    elif one and other and one[1] == other[1] and len(one[2]) == len(other[2]) == 1 and one[2] <= other[2]:
        yield from (f"{one[1]}{chr(letter)}" for letter in range(ord(one[2]), ord(other[2]) + 1))
    else:
        yield from dict.fromkeys((first, last))


def element(provision: str) -> str:
    """Return the publisher's id of a provision.

    >>> element("s. 46"), element("sch. 3")
    ('section-46', 'schedule-3')
    """
    kind, _, number = provision.partition(" ")
    return f"{ELEMENTS[kind]}-{number}"


def order(provision: str) -> tuple[str, int, str]:
    """Return what provisions are sorted by: kind, number, letters."""
    kind, _, number = provision.partition(" ")
    match = _NUMBER.match(number)
    return (kind, int(match[1]), match[2]) if match else (kind, 0, number)
