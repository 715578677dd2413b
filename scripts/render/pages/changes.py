"""Every change since 2015 in order of date, made from the event records of all pages."""

from __future__ import annotations

from markupsafe import Markup

from scripts.base.dates import spoken
from scripts.content.model import Record, Site
from scripts.content.schemas import EventMeta
from scripts.render.pages.frame import head
from scripts.render.records import linked
from scripts.render.stash import bullets, joined

_PAGE = "since-2015/changes.md"
_TOPICS = {"law": "Law", "body": "Bodies", "guidance": "Guidance", "inspection": "Inspections and inquiries"}


def page(site: Site) -> str:
    """Return the changes by year, newest first; those with no confirmed date stand at the head."""
    events = [(r, m) for r in site.of_kind("event") if isinstance(m := r.meta, EventMeta)]
    lines = head(
        "Every change since 2015",
        "Changes in law, bodies and guidance since the report, newest first, with instrument, nation and how sure we are.",
        aliases=("what changed", "timeline", "new law", "amendments to the law"),
    )
    lines += [
        f"{len(events)} changes, each told in full on its own page.",
        "",
        '<div class="filter" data-filter="change-list" data-label="Show only"></div>',
        "",
        '<div class="change-list" markdown="1">',
        "",
    ]
    groups: dict[str, list[tuple[Record, EventMeta]]] = {}
    for record, meta in events:
        groups.setdefault("not-confirmed" if meta.date == "not-confirmed" else meta.date[:4], []).append((record, meta))
    for year in sorted(groups, reverse=True):
        lines += ["## Commencement not confirmed" if year == "not-confirmed" else f"## {year}", ""]
        newest = sorted(groups[year], key=lambda e: (e[1].date, e[0].id), reverse=True)
        lines += [bullets(_line(record, meta, site) for record, meta in newest), ""]
    return "\n".join([*lines, "</div>", ""])


def _line(record: Record, meta: EventMeta, site: Site) -> Markup:
    date = "Not confirmed" if meta.date == "not-confirmed" else spoken(meta.date)
    home = site.by_path[record.path]
    sure = () if meta.confidence == "seen" else ("check before relying on it",)
    words = (*meta.nations, _TOPICS[meta.topic], *sure)
    badges = joined(Markup(' <span class="badge tag">{}</span>').format(word) for word in words)
    page = Markup('<span class="badge pick">{}</span>').format(home.title)
    return Markup("<strong>{}</strong>: {} {}{}").format(date, linked(record, _PAGE), page, badges)
