"""The one place that reads the clock."""

from __future__ import annotations

import datetime as dt
import os


class WrongEpoch(Exception):
    """SOURCE_DATE_EPOCH is set but names no time; the message says what it must be."""


def today() -> dt.date:
    """Return today in UTC, or the day that SOURCE_DATE_EPOCH names, so that a run can be repeated.

    Raises:
        WrongEpoch: the variable holds something else than seconds since 1970.

    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise WrongEpoch(
            f"SOURCE_DATE_EPOCH must be seconds since 1970, such as 1795392000 (it is {epoch!r}); correct or unset it"
        ) from error


def source() -> str:
    """Return what tells today, for a message."""
    return "SOURCE_DATE_EPOCH" if os.environ.get("SOURCE_DATE_EPOCH") else "this computer's clock"
