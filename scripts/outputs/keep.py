"""What a browser needs to keep the site on a device: the edition with its size, and the files with their hashes."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_WORKER = "assets/javascripts/service-worker.js"
EDITION = "keep/edition.json"
FILES = "keep/files.json"
_PAPERS = ("aide-memoires.pdf",)
"""What is kept beside pages and all that they load; other books, packs and data are downloads of their own."""


def write_keep(built: Path, edition: Mapping[str, str]) -> None:
    """Write both lists and the service worker into a built site; the same site gives the same bytes."""
    shutil.copyfile(built / _WORKER, built / "service-worker.js")
    paths = sorted(p for p in built.rglob("*") if p.is_file() and _is_kept(p.relative_to(built).as_posix()))
    files = {p.relative_to(built).as_posix(): _hash(p) for p in paths}
    state = {
        "edition": dict(edition),
        "bytes": sum(p.stat().st_size for p in paths),
        "digest": hashlib.sha256(json.dumps(files).encode()).hexdigest(),
    }
    _write(built / EDITION, state)
    _write(built / FILES, state | {"files": files})


def _is_kept(name: str) -> bool:
    return name.endswith(".html") or name.startswith("assets/") or name in _PAPERS


def _hash(path: Path) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()}"


def _write(path: Path, data: Mapping[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data, indent=0) + "\n", encoding="utf-8", newline="\n")
