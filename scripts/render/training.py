"""The parts of a session plan that the data makes."""

from __future__ import annotations

from scripts.model import Record, Site
from scripts.render.records import KIND_NAMES, facts, link_to, linked_from
from scripts.schemas import SessionMeta


def session_additions(record: Record, site: Site) -> str:
    """Return the list of records a session rests on, grouped by kind, and what links to it."""
    meta = record.meta
    assert isinstance(meta, SessionMeta)  # noqa: S101 - the loader validated it
    lines = ["", "## Records in this session", ""]
    known = [site.records[i] for i in meta.records if i in site.records]
    for kind in dict.fromkeys(r.kind for r in known):
        lines += [f"- {KIND_NAMES[kind]}:", *(f"    - {link_to(r, record.path)}" for r in known if r.kind == kind)]
    return "\n".join([*lines, "", linked_from(record, site), "", facts(record), ""])
