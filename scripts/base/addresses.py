"""Web addresses taken apart without surprises."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_BROKEN = SplitResult("broken", "", "", "", "")


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address; one that cannot be read (``http://[::1``) has the scheme ``broken``."""
    try:
        return urlsplit(address)
    except ValueError:
        return _BROKEN
