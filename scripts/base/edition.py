"""Which edition of the content this is, and the commit it was made from; no clock is read."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from scripts.base.dates import spoken

HEADING = re.compile(r"^## (\d{4}\.\d{2}(?:\.\d+)?) \((\d{4}-\d{2}-\d{2})\)", re.MULTILINE)


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
    match = HEADING.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    if not match:
        raise ValueError("CHANGELOG.md names no edition; write `## 2026.11 (2026-11-23)` above its entries")
    return asdict(Edition(number=match[1], date=match[2], spoken=spoken(match[2]), commit=commit(root)))


def epoch(root: Path) -> int:
    """Return the edition's date in seconds since 1970; every date that a build writes is this one."""
    return int(datetime.fromisoformat(edition(root)["date"]).replace(tzinfo=UTC).timestamp())


def commit(root: Path) -> str:
    """Return the commit's short hash, with ``+changes`` where tracked files differ from it.

    Without git, as in a downloaded tarball, it comes from ``scripts/commit.txt``, which ``git archive`` fills in;
    ``"unknown"`` where that does not help either.
    """
    if not (root / ".git").exists():  # git would answer for a repository that the copy happens to lie in
        return _archived(root)
    try:
        head = _git(root, "rev-parse", "--short=12", "HEAD")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    except OSError:
        return _archived(root)
    if head.returncode:
        return _archived(root)
    return head.stdout.strip() + ("+changes" if changed.stdout.strip() else "")


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    return subprocess.run(["git", "-C", str(root), *words], check=False, capture_output=True, text=True, env=settings)


def _archived(root: Path) -> str:
    path = root / "scripts/commit.txt"
    text = path.read_text(encoding="ascii").strip() if path.is_file() else ""
    return text[:12] if re.fullmatch(r"[0-9a-f]{40}", text) else "unknown"
