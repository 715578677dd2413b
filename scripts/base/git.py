"""What git says of a clone: asked of the clone's own repository alone, whoever owns it, whatever the environment names."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_TIMEOUT = 20


def git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run git over a clone, or over the repository that it lies in where it has none of its own.

    Raises:
        OSError: git is not there, or does not answer.

    """
    own = ("--git-dir", str(root / ".git"), "--work-tree", str(root)) if (root / ".git").exists() else ()
    command = ["git", "-C", str(root), *own, "-c", "core.fsmonitor=false", *words]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    settings |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(
            command, check=False, capture_output=True, encoding="utf-8", errors="replace", env=settings,
            stdin=subprocess.DEVNULL, timeout=_TIMEOUT,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise OSError("git is not installed; on Debian: apt install git") from error
    except subprocess.TimeoutExpired as error:
        raise OSError(f"git did not answer in {_TIMEOUT} seconds") from error
