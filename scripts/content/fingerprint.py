"""A record in ten signs that change when its words or facts do."""

from __future__ import annotations

import hashlib

from scripts.content.model import Record


def fingerprint(record: Record) -> str:
    """Return a hash of a record's title, words and facts as they are written; where it stands makes no difference."""
    parts = (record.title, record.body, record.meta.model_dump_json())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]
