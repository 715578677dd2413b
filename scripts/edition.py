"""Which edition of the content this is, and the commit it was made from; no clock is read."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts.dates import spoken

_EDITION = re.compile(r"^## (\d{4}\.\d{2}(?:\.\d+)?) \((\d{4}-\d{2}-\d{2})\)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """``number`` is the calendar edition, ``date`` its ISO date, ``commit`` the short hash or ``"unknown"``."""

    number: str
    date: str
    spoken: str
    commit: str


def edition(root: Path) -> dict[str, str]:
    """Return the newest edition that CHANGELOG.md names, with the commit the tree stands at.

    Raises:
        ValueError: CHANGELOG.md names no edition in the form ``## 2026.11 (2026-11-23)``.

    """
    match = _EDITION.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    if not match:
        raise ValueError("CHANGELOG.md names no edition; write `## 2026.11 (2026-11-23)` above its entries")
    return asdict(Edition(number=match[1], date=match[2], spoken=spoken(match[2]), commit=commit(root)))


def commit(root: Path) -> str:
    """Return the commit's short hash; ``"unknown"`` outside a git checkout."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--short=12", "HEAD"],
            check=False, capture_output=True, text=True, env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )  # fmt: skip
    except OSError:
        return "unknown"
    return done.stdout.strip() if done.returncode == 0 else "unknown"
