"""Names and paths that data brings: which a file may bear on any system, which stay inside a folder, how to show one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

LONGEST = 200
_RESERVED = re.compile(r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:[.:]|$)", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Outside(ValueError):
    """A path that data names leads out of its folder; the message names both."""


def inside(folder: Path, name: str) -> Path:
    """Return the path of a name below a folder, links followed.

    Raises:
        Outside: the name is absolute, climbs out, passes through a link that does, or cannot be a path at all.

    """
    root = folder.resolve()
    try:
        path = (root / name).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise Outside(f"`{visible(name)}` cannot be a path: {error}") from error
    if path == root or not path.is_relative_to(root):
        raise Outside(f"`{visible(name)}` leads out of {folder.name}/")
    return path


def why_unsafe(name: str) -> str:
    """Say why no file may bear a name, with ``/`` between its parts, on Linux, Windows or macOS; ``""`` where it may."""
    parts = name.split("/")
    unseen = [c for c in name if unicodedata.category(c) in _UNSEEN or (c.isspace() and c != " ")]
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("absolute path", lambda: name.startswith("/") or bool(re.match(r"^[A-Za-z]:", name))),
        ("leads out of the folder", lambda: ".." in parts),
        ("empty part", lambda: "" in parts or "." in parts),
        (f"sign that cannot be seen, U+{ord(unseen[0]):04X}" if unseen else "", lambda: bool(unseen)),
        ("character that Windows cannot hold", lambda: bool(set(name) & set('<>:"\\|?*'))),
        ("name that Windows keeps for itself", lambda: any(_RESERVED.match(p) for p in parts)),
        ("ends with a dot or a space", lambda: any(p.endswith((".", " ")) for p in parts)),
        ("letter and accent are two signs (not NFC)", lambda: not unicodedata.is_normalized("NFC", name)),
        (f"longer than {LONGEST} characters", lambda: len(name.encode()) > LONGEST),
    )
    return next((why for why, is_so in checks if is_so()), "")


def folded(name: str) -> str:
    """Return what two names share that some system takes for one: capitals and the writing of accents set aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def visible(text: str) -> str:
    """Return a text for a terminal: a sign that would move the cursor, hide or turn words round is written out in ASCII."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
