"""The words of every record, and what files are made of, as two script files for the pack page; they load without a server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.base.edition import edition
from scripts.content.fingerprint import fingerprint
from scripts.content.kinds import KINDS
from scripts.content.model import Record, Site
from scripts.content.selection import CHOSEN, UNTITLED, Selection
from scripts.content.session_run import run_of
from scripts.outputs.lms.asked import Asked
from scripts.outputs.packs.blocks import Wording, signed
from scripts.outputs.packs.content import Entry, make_pack
from scripts.outputs.packs.maker import maker_data
from scripts.render.citations import Formatted

FILE, MAKER = "assets/pack/records.js", "assets/pack/maker.js"
FORMAT = 1


def write_pack_data(site: Site, formatted: Formatted, site_folder: Path) -> None:
    """Write both into a built site; the same site gives the same bytes."""
    wording = Wording(site, formatted)
    made = edition(site.root)
    records = tuple(r for r in site.records.values() if r.kind not in {"question", "session"})
    questions = tuple(site.of_kind("question"))
    pack = make_pack(Selection(name=CHOSEN, title=UNTITLED, records=records, questions=questions), wording)
    told: Mapping[str, Entry | Asked] = {e.record.id: e for e in pack.entries} | {a.id: a for a in pack.questions}
    data = {
        "format": FORMAT,
        "edition": f"Edition {made['number']}, {made['spoken']}",
        "records": [_record(r, told.get(r.id), wording) for r in site.records.values()],
        "former": dict(sorted((old, new) for old, new in site.redirects.items() if new in site.records)),
    }
    for name, call in (
        (FILE, f"sitePack.receive({_json(data)})"),
        (MAKER, f"sitePack.data = {_json(maker_data(pack, wording))}"),
    ):
        path = site_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{call}\n", encoding="utf-8", newline="\n")


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _record(record: Record, told: Entry | Asked | None, wording: Wording) -> dict[str, Any]:
    """Return one record.

    Keys: fingerprint, id, kind, title, address, place, facts, content note, blocks, what a question asks, a session's run.
    """
    meta = record.meta
    checked, due = getattr(meta, "checked", None), getattr(meta, "review_by", None)
    facts = f"Checked {checked.isoformat()}" + (f", review due {due.isoformat()}" if due else "") if checked else ""
    made: dict[str, Any] = {
        "h": fingerprint(record),
        "i": record.id,
        "k": KINDS[record.kind].label,
        "t": record.title,
        "a": f"{record.path.removesuffix('.md')}.html#{record.id}",
        "p": told.place if told else wording.place(record),
        "f": facts,
        "n": getattr(meta, "note", None) or "",
    }
    if isinstance(told, Asked):
        made["b"] = signed(told.intro)
        made["o"] = [[o.text, int(o.right), *([o.feedback] if o.feedback else [])] for o in told.options]
        made["s"] = told.answer
        made["d"] = told.points
        made["x"] = signed(told.explanation)
    else:
        made["b"] = signed(told.blocks if told else wording.record(record))
        made["run"] = [[p.minutes, p.what, p.how] for p in run_of(record)] if record.kind == "session" else []
    return {key: value for key, value in made.items() if value}
