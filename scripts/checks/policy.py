"""The Content-Security-Policy: nothing from outside, no inline script or style but those that ``policy.toml`` lists by hash."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["script", "style"]


class _Inline(BaseModel):
    """An inline script or style that may stand in a page: its hash, where it comes from, why it is needed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hash: str = Field(pattern=r"^sha256-[A-Za-z0-9+/]{43}=$")
    where: str = Field(min_length=3)
    reason: str = Field(min_length=10)


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    script: tuple[_Inline, ...]
    style: tuple[_Inline, ...]


_LISTED = _Listed.model_validate(tomllib.loads(Path(__file__).with_name("policy.toml").read_text(encoding="utf-8")))


def listed(kind: str) -> tuple[str, ...]:
    """Return the hashes of the inline scripts, or styles, that may stand in a page, in the order of the list."""
    return tuple(entry.hash for entry in (_LISTED.script if kind == "script" else _LISTED.style))


def hash_of(text: str) -> str:
    """Return the hash by which a policy names an inline script or style.

    A browser reads CR LF as LF before it hashes; the build writes LF only.
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _sources(kind: Kind) -> str:
    return " ".join((f"{kind}-src 'self'", *(f"'{known}'" for known in listed(kind))))


META = "; ".join(
    (
        "default-src 'none'",
        _sources("script"),
        _sources("style"),
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
"""The policy as each page carries it in a meta element, where ``frame-ancestors`` does not count."""

HEADER = f"{META}; frame-ancestors 'self'"
"""The policy as a web server sends it."""
