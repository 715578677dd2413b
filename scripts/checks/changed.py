"""Which files of the clone have changed since a revision; git tells."""

from __future__ import annotations

from pathlib import Path

from scripts.base.git import git


class NoHistory(Exception):
    """git is not there, this is no clone, or the revision is unknown; the message says which."""


def changed_since(root: Path, revision: str) -> frozenset[str]:
    """Return the files below ``root`` that differ from a revision, new files included, with forward slashes.

    Raises:
        NoHistory: git cannot tell.

    """
    differing = _git(root, "diff", "--name-only", "--relative", "-z", revision, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(name for name in f"{differing}\0{new}".split("\0") if name)


def _git(root: Path, *words: str) -> str:
    try:
        done = git(root, *words)
    except OSError as error:
        raise NoHistory(str(error)) from error
    if done.returncode:
        raise NoHistory(f"git: {done.stderr.strip().splitlines()[0] if done.stderr.strip() else 'failed'}")
    return done.stdout
