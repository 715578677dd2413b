"""Amounts as readers write them: the one way that pages, pictures, search, slides and papers show a figure."""

from __future__ import annotations

from decimal import Decimal

_PERCENT = frozenset({"percent", "%"})


def amount(value: str | Decimal, unit: str = "") -> str:
    """Return an amount with its thousands parted, every digit it was written with and never an exponent.

    >>> amount("11970367"), amount("5.0"), amount("-0.25"), amount("45", "percent")
    ('11,970,367', '5.0', '-0.25', '45%')
    """
    return f"{Decimal(value):,f}{'%' if is_percent(unit) else ''}"


def is_percent(unit: str) -> bool:
    """Tell whether a unit is a share of a hundred."""
    return unit in _PERCENT
