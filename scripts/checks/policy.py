"""The Content-Security-Policy that the built pages satisfy: nothing from outside, no inline script but those named by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""\btype=["']?application/(?:ld\+)?json""", re.IGNORECASE)


def policy(pages: Iterable[str]) -> str:
    """Return the strictest policy that these pages satisfy, as one line for a header.

    Scripts that stand in a page are named by their hash; blocks of data are not run and need none.
    Hashes are sorted, so that the same pages give the same line.
    """
    scripts, styles = set(), set()
    for page in pages:
        for attributes, text in _SCRIPT.findall(page):
            if "src=" not in attributes and not _DATA.search(attributes):
                scripts.add(_hash(text))
        styles |= {_hash(text) for text in _STYLE.findall(page)}
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *sorted(scripts))),
            " ".join(("style-src 'self'", *sorted(styles))),
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def policy_of(folder: Path) -> str:
    """Return the policy of all pages below a folder."""
    return policy(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html")))


def _hash(text: str) -> str:
    # A browser reads CR LF as LF before it hashes; the build writes LF only.
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
