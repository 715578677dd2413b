"""Settings for web servers, filled in at build time: ``deploy/`` of the clone becomes ``deploy/`` of the site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scripts.checks.policy import HEADER

_POLICY = "@POLICY@"
_ROOT = "@ROOT@"
_PREFIX = "@PREFIX@"


def write_settings(root: Path, built: Path) -> list[Path]:
    """Write ``csp.txt`` and each template of ``deploy/`` with the policy; return what was written."""
    written = [_write(built / "csp.txt", HEADER + "\n")]
    for template in sorted((root / "deploy").glob("*")):
        if template.is_file():
            text = template.read_text(encoding="utf-8").replace(_POLICY, HEADER)
            written.append(_write(built / "deploy" / template.name, text))
    return written


def filled(text: str, *, root: str, prefix: str) -> str:
    """Return settings with the folder on the server and the path in the address, such as ``/police/site``."""
    return text.replace(_ROOT, root).replace(_PREFIX, prefix)


def content_types() -> Mapping[str, str]:
    """Return the type that a server must name for each ending that the site holds."""
    return {
        ".html": "text/html",
        ".htm": "text/html",
        ".css": "text/css",
        ".js": "text/javascript",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".csv": "text/csv",
        ".bib": "application/x-bibtex",
        ".txt": "text/plain",
        ".xml": "application/xml",
        ".zip": "application/zip",
        ".pdf": "application/pdf",
        ".epub": "application/epub+zip",
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
