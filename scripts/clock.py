"""The one place that reads the clock."""

from __future__ import annotations

import datetime as dt
import os


def today() -> dt.date:
    """Return today in UTC, or the day that SOURCE_DATE_EPOCH names, so that a run can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)).date()
