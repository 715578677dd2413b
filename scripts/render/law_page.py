"""The parts of a law page that the data makes: where it is used, what bears on it, its words, its timeline."""

from __future__ import annotations

import textwrap

from markupsafe import Markup

from scripts.base.dates import spoken
from scripts.content.kinds import KINDS
from scripts.content.model import Record, Site
from scripts.content.schemas import EventMeta, LawMeta
from scripts.render.readings import text_read
from scripts.render.records import FEW, facts, linked, linked_from, listed
from scripts.render.stash import as_words, bulleted, bullets, finished, folded, joined

_ELSEWHERE = frozenset({"finding", "case", "recommendation", "situation", "event", "term"})


def additions(record: Record, site: Site) -> str:
    """Return the generated sections of a power, duty, order, offence or guidance page, as Markdown."""
    meta = record.meta
    assert isinstance(meta, LawMeta)  # noqa: S101 - the loader validated it
    parts = ["", *_inspectors(record, site)]
    parts += _list("Recommendations that bear on it", site.related(record.id, "recommendation"), record)
    parts += _list("Situations", site.related(record.id, "situation"), record)
    parts += _list("Terms", site.related(record.id, "term"), record)
    events = [r for r in site.by_path[record.path].records if r.kind == "event"]
    parts += _timeline(events)
    parts += ["", "## Sources", "", *_sources(meta, site), ""]
    parts += ["", text_read(site.by_path[record.path], site), ""]
    parts += ["", linked_from(record, site, leave_out=_ELSEWHERE, whole=True), ""]
    parts += questions(meta.questions)
    return "\n".join([*parts, "", facts(record), ""])


def banner(record: Record, site: Site) -> list[str]:
    """Return a block that names each Act cited on a page whose start could not be confirmed, or nothing."""
    provisions = [p.split(" ")[0] for p in getattr(record.meta, "provisions", ())]
    cited = dict.fromkeys([*provisions, *(c.key for c in site.by_path[record.path].citations)])
    waiting = [e for key in cited if (e := site.bibliography.entries.get(key)) and "commencement" in e.fields]
    if not waiting:
        return []
    lines = [as_words(f"{e.title}: commencement {e.fields['commencement']}.") for e in waiting]
    return [
        "",
        '!!! open-point "Start not confirmed"',
        *(f"    {line}" for line in lines),
        "    Look at legislation.gov.uk before relying on it.",
        "",
    ]


def situation_additions(record: Record, site: Site) -> str:
    """Return the generated sections of a situation page."""
    parts = ["", *_list("Recommendations", site.related(record.id, "recommendation"), record)]
    parts += ["", linked_from(record, site, leave_out=frozenset({"recommendation"}), whole=True), ""]
    parts += questions(record.meta.questions)  # type: ignore[union-attr]
    return "\n".join([*parts, "", facts(record), ""])


def questions(asked: tuple[str, ...]) -> list[str]:
    """Return the questions a page answers, as a section that search can find them in."""
    return ["", "## Questions this page answers", "", *(f"- {as_words(q)}" for q in asked), ""] if asked else []


def _inspectors(record: Record, site: Site) -> list[str]:
    found = site.related(record.id, "finding", "case")
    items = bulleted(linked(r, record.path) for r in found)
    return ["", listed("Findings and cases that touch on it", items, len(found)), ""] if found else [""]


def _list(title: str, records: list[Record], here: Record) -> list[str]:
    if not records:
        return ["", f"## {title}", "", "None is linked yet." if title == "Situations" else "None in the report.", ""]
    items = bulleted(linked(r, here.path) for r in records)
    return [
        "",
        f"## {title}",
        "",
        finished(folded(f"{len(records)} {KINDS[records[0].kind].plural}", items) if len(records) > FEW else items),
        "",
    ]


def _sources(meta: LawMeta, site: Site) -> list[str]:
    lines: list[str] = []
    for provision in meta.provisions:
        key, _, section = provision.partition(" ")
        entry = site.bibliography.entries.get(key)
        if entry is None:
            continue
        locator = f"{_prefix(section)} {section.lstrip('schpt')}" if section else ""
        address = entry.address(locator)
        words = f"{entry.title}, {locator}" if locator else entry.title
        lines.append(Markup('<a href="{}">{}</a>').format(address, words) if address else words)
    return [bullets(lines or ["No single provision: see the works cited below."])]


def _prefix(section: str) -> str:
    if section.startswith("sch"):
        return "sch."
    if section.startswith("pt"):
        return "pt."
    return "ss." if section.startswith("ss") else "s."


def _timeline(events: list[Record]) -> list[str]:
    """Draw three or more dated changes on a line, with the same as a list for those who do not see it."""
    dated = sorted(
        ((m.date, r) for r in events if isinstance(m := r.meta, EventMeta) and m.date != "not-confirmed"),
        key=lambda pair: pair[0],
    )
    if len(dated) < 3:
        return []
    left, y = 160, 24  # room for "29 November 2022" in the widest of common fonts
    rows = []
    dot = Markup('<circle cx="{}" cy="{}" r="6"/><text x="{}" y="{}" text-anchor="end">{}</text>')
    for date, record in dated:
        rows.append(dot.format(left, y, left - 14, y + 5, spoken(date)))
        lines = textwrap.wrap(record.title, 60)
        text = Markup('<text x="{}" y="{}">{}</text>')
        rows += [text.format(left + 16, y + 5 + 16 * n, line) for n, line in enumerate(lines)]
        y += 28 + 16 * len(lines)
    height = y - 20
    told = "; ".join(f"{spoken(d)}: {r.title}" for d, r in dated)
    picture = Markup(
        '<figure class="timeline"><svg role="img" viewBox="0 0 760 {height}" xmlns="http://www.w3.org/2000/svg">'
        "<title>Changes since 2015, in order of date</title><desc>{told}</desc>"
        '<line x1="{left}" y1="10" x2="{left}" y2="{end}"/>{rows}</svg></figure>'
    ).format(height=height, told=told, left=left, end=height - 10, rows=joined(rows))
    items = joined(Markup("<li>{}: {}</li>").format(spoken(d), r.title) for d, r in dated)
    listed = Markup('<ol class="timeline-text">{}</ol>').format(items)
    return ["", "## Timeline", "", finished(picture), "", finished(listed), ""]
