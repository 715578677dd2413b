"""Dates as the site writes them."""

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def spoken(date: str) -> str:
    """Return an ISO date, of whatever exactness, in words.

    >>> spoken("2017-12-11"), spoken("2026-03"), spoken("2026")
    ('11 December 2017', 'March 2026', '2026')
    """
    parts = date.split("-")
    words = [str(int(p)) if i == 2 else _MONTHS[int(p) - 1] if i == 1 else p for i, p in enumerate(parts)]
    return " ".join(reversed(words))
