"""The words of every record as one script file, for the pack page in the browser; it loads without a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scripts.base.edition import edition
from scripts.content.fingerprint import fingerprint
from scripts.content.kinds import KINDS
from scripts.content.model import Record, Site
from scripts.content.questions import Option, parse_question
from scripts.outputs.packs.blocks import Wording, signed
from scripts.render.citations import Formatted

FILE = "assets/pack/records.js"
FORMAT = 1


def write_pack_index(site: Site, formatted: Formatted, site_folder: Path) -> Path:
    """Write the index into a built site; the same site gives the same bytes."""
    wording = Wording(site, formatted)
    made = edition(site.root)
    data = {
        "format": FORMAT,
        "edition": f"Edition {made['number']}, {made['spoken']}",
        "records": [_record(r, wording) for r in site.records.values()],
        "former": dict(sorted((old, new) for old, new in site.redirects.items() if new in site.records)),
    }
    path = site_folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"sitePack.receive({text})\n", encoding="utf-8", newline="\n")
    return path


def _record(record: Record, wording: Wording) -> dict[str, Any]:
    """Return one record; keys: fingerprint, id, kind, title, address, place, facts, content note, blocks and what a question asks."""
    meta = record.meta
    checked, due = getattr(meta, "checked", None), getattr(meta, "review_by", None)
    facts = f"Checked {checked.isoformat()}" + (f", review due {due.isoformat()}" if due else "") if checked else ""
    made: dict[str, Any] = {
        "h": fingerprint(record),
        "i": record.id,
        "k": KINDS[record.kind].label,
        "t": record.title,
        "a": f"{record.path.removesuffix('.md')}.html#{record.id}",
        "p": wording.place(record),
        "f": facts,
        "n": getattr(meta, "note", None) or "",
    }
    if record.kind == "question":
        question = parse_question(record)
        made["b"] = signed(wording.blocks(question.intro, record))
        made["o"] = [_option(o, record, wording) for o in question.options]
        made["s"] = wording.inline(question.answer, record)
        made["d"] = [wording.inline(p, record) for p in question.points]
        made["x"] = signed(wording.blocks(question.explanation, record))
    else:
        made["b"] = signed(wording.record(record))
    return {key: value for key, value in made.items() if value}


def _option(option: Option, record: Record, wording: Wording) -> list[Any]:
    told = [wording.inline(option.feedback, record)] if option.feedback else []
    return [wording.inline(option.text, record), int(option.right), *told]
