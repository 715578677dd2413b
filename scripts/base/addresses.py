"""Web addresses taken apart without surprises."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_IGNORED = re.compile(r"[\x00-\x20]+")  # what a browser passes over in an address, and somewhat more
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BROKEN = SplitResult("broken", "", "", "", "")


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address; one that cannot be read (``http://[::1``) has the scheme ``broken``."""
    try:
        return urlsplit(address)
    except ValueError:
        return _BROKEN


def outside(address: str) -> str:
    """Return the scheme of an address, ``//`` where it has a host alone, and ``""`` where it stays inside the site."""
    plain = _IGNORED.sub("", address).replace("\\", "/")
    if match := _SCHEME.match(plain):
        return match[1].lower()
    return "//" if plain.startswith("//") else ""
