"""The parts of a session plan that the data makes: its ready pack and its records."""

from __future__ import annotations

from markupsafe import Markup

from scripts.content.kinds import KINDS
from scripts.content.model import Record, Site
from scripts.content.pack_files import FOLDER, files_of
from scripts.content.schemas import SessionMeta
from scripts.render.records import facts, linked, linked_from, relative
from scripts.render.stash import bulleted, bullets, finished, joined


def session_additions(record: Record, site: Site) -> str:
    """Return the records a session rests on, grouped by kind, and what links to it."""
    meta = record.meta
    assert isinstance(meta, SessionMeta)  # noqa: S101 - the loader validated it
    lines = ["", "## Records in this session", ""]
    known = [site.records[i] for i in meta.records if i in site.records]
    groups = (
        Markup("{}:{}").format(KINDS[kind].label, bulleted(linked(r, record.path) for r in known if r.kind == kind))
        for kind in dict.fromkeys(r.kind for r in known)
    )
    lines.append(bullets(groups))
    return "\n".join([*lines, "", linked_from(record, site), "", facts(record), ""])


def session_opening(record: Record, site: Site) -> list[str]:
    """Return what stands above a session plan's first heading: for whom it is, how long, and its ready pack."""
    meta = record.meta
    assert isinstance(meta, SessionMeta)  # noqa: S101 - the loader validated it
    words = Markup('<p class="session-facts">{}. {} minutes, {}.</p>').format(
        meta.audience.rstrip("."), meta.duration, meta.level
    )
    return ["", finished(words), *_downloads(record, site)]


def _downloads(record: Record, site: Site) -> list[str]:
    files = files_of(record, site)
    if not files:
        return []
    folder = relative(record.path, f"{FOLDER}/{record.id}")
    item = Markup('<li><a href="{folder}/{file}" download="{id}-{file}">{words}</a></li>')
    links = joined(item.format(folder=folder, file=file, id=record.id, words=words) for file, words in files)
    return [
        "",
        "## Ready pack { #ready-pack }",
        "",
        f"Made from this plan's records; to make it again or to change it: `python3 -m scripts pack --session {record.id} -o FOLDER`.",
        "",
        finished(Markup('<ul class="ready-pack">{}</ul>').format(links)),
        "",
    ]
