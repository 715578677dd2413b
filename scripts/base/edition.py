"""Which edition of the content this is, and the commit it was made from; no clock is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from scripts.base.dates import spoken
from scripts.base.git import git

HEADING = re.compile(r"^## (\d{4}\.\d{2}(?:\.\d+)?) \((\d{4}-\d{2}-\d{2})\)", re.MULTILINE)
_INPUTS = ("bib/", "deploy/", "docs/", "overrides/", "scripts/")


class NoEdition(ValueError):
    """CHANGELOG.md names no edition; the message says how to write one."""


@cache
def edition(root: Path) -> dict[str, str]:
    """Return the newest edition that CHANGELOG.md names, with the commit the tree stands at; read once a process.

    ``number`` is the calendar edition, ``date`` its ISO date, ``spoken`` the same in words, ``commit`` the short hash or
    ``"unknown"``. Who waits for changes calls ``edition.cache_clear``.

    Raises:
        NoEdition: CHANGELOG.md names no edition in the form ``## 2026.11 (2026-11-23)``.

    """
    try:
        match = HEADING.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
        if match:
            return {"number": match[1], "date": match[2], "spoken": spoken(match[2]), "commit": commit(root)}
    except (OSError, ValueError, IndexError) as error:
        raise NoEdition(f"CHANGELOG.md cannot be read for its edition: {error}") from error
    raise NoEdition("CHANGELOG.md names no edition; write `## 2026.11 (2026-11-23)` above its entries")


def epoch(root: Path) -> int:
    """Return the edition's date in seconds since 1970; every date that a build writes is this one."""
    return int(datetime.fromisoformat(edition(root)["date"]).replace(tzinfo=UTC).timestamp())


def commit(root: Path) -> str:
    """Return the commit's short hash, with ``+changes`` where files that a build reads differ from it or are new.

    Without git, as in a downloaded tarball, it comes from ``scripts/commit.txt``, which ``git archive`` fills in;
    ``"unknown"`` where that does not help either.
    """
    if not (root / ".git").exists():  # git would answer for a repository that the copy happens to lie in
        return _archived(root)
    try:
        told = git(root, "status", "--porcelain=v2", "--branch", "--untracked-files=all", "-z")
    except OSError:
        return _archived(root)
    lines = told.stdout.split("\0")
    oid = next((line.removeprefix("# branch.oid ") for line in lines if line.startswith("# branch.oid ")), "")
    if told.returncode or not re.fullmatch(r"[0-9a-f]{40,64}", oid):
        return _archived(root)
    changed = any(line[:2] in {"1 ", "2 ", "u "} or line.startswith(tuple(f"? {i}" for i in _INPUTS)) for line in lines)
    return oid[:12] + ("+changes" if changed else "")


def _archived(root: Path) -> str:
    path = root / "scripts/commit.txt"
    text = path.read_text(encoding="ascii", errors="replace").strip() if path.is_file() else ""
    return text[:12] if re.fullmatch(r"[0-9a-f]{40}", text) else "unknown"
