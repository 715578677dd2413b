"""What the pack page makes files of: slides, figures and question files of every record, worded here, drawn in the browser.

The words of the records themselves stand in ``records.js`` (see :mod:`scripts.outputs.packs.browser`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from scripts.base.amounts import amount
from scripts.content.model import Record
from scripts.content.question_sets import in_words
from scripts.content.schemas import LawMeta, SituationMeta
from scripts.content.selection import CHOSEN, UNTITLED, from_session
from scripts.outputs.lms.asked import Asked
from scripts.outputs.lms.moodle import category_xml, question_xml
from scripts.outputs.lms.scorm import DRAWN, PASS, frame
from scripts.outputs.packs.blocks import Wording, signed
from scripts.outputs.packs.charts import Chart
from scripts.outputs.packs.content import LEGAL, LICENCE, Entry, Pack, make_pack
from scripts.outputs.packs.deck import entry_slides, question_slides
from scripts.outputs.packs.lesson import lesson
from scripts.outputs.packs.reference import COLOURS, SIZES
from scripts.outputs.packs.slide import Slide
from scripts.outputs.packs.slide_master import FONT, HEIGHT, LINE, NAVY, PLACES, SERIES, WIDTH
from scripts.outputs.packs.slides import cell_points, points, title_points

_INCH = 914_400


def maker_data(pack: Pack, wording: Wording) -> dict[str, Any]:
    """Return the data of a pack that holds every record and every question."""
    charts = sorted(pack.charts, key=lambda c: c.at)
    place = {words: number for number, words in enumerate(pack.works)}
    cited = {key: place[words] for key, words in wording.works.items() if words in place}
    return {
        "number": pack.number, "edition": pack.edition, "date": pack.date,
        "name": CHOSEN, "untitled": UNTITLED, "legal": LEGAL, "licence": LICENCE,
        "look": _look(),
        "works": pack.works,
        "charts": [_chart(c) for c in charts],
        "records": {e.record.id: _entry(e, pack, charts, cited) for e in pack.entries},
        "questions": {a.id: _question(a, pack, cited) for a in pack.questions},
        "sessions": {r.id: _session(r, wording, charts, cited) for r in wording.site.of_kind("session")},
        "category": category_xml("@PATH@", "@ABOUT@"),
        "package": frame("@NAME@", PASS), "draw": DRAWN, "pass": PASS,
    }  # fmt: skip


def _look() -> dict[str, Any]:
    """Return the type, colours and places, in inches and points, that slides and documents have."""
    return {
        "font": FONT,
        "navy": str(NAVY),
        "line": str(LINE),
        "series": SERIES,
        "size": [round(x / _INCH, 3) for x in (WIDTH, HEIGHT)],
        "places": {name: [round(x / _INCH, 3) for x in place] for name, place in PLACES.items()},
        "styles": {name: [colour, int(SIZES[name])] for name, colour in COLOURS.items()},
    }


def _entry(entry: Entry, pack: Pack, charts: list[Chart], cited: Mapping[str, int]) -> dict[str, Any]:
    """Return a record's slides or the numbers of its charts, works cited, and dates of review.

    A slide has what follows the record's title in its own, and ``own`` where its notes are its lines and not the record's.
    """
    record, meta = entry.record, entry.record.meta
    shown = [n for n, c in enumerate(charts) if record.id in c.records and record.path == c.at[0]]
    slides = [] if shown else list(entry_slides(entry, pack))
    whole = slides[0].notes if slides else ""
    made = {
        "slides": [
            _slide(s, s.title.removeprefix(record.title)) | ({"own": 1} if s.notes != whole else {}) for s in slides
        ],
        "charts": shown,
        "works": _works(record, cited),
    }
    if isinstance(meta, LawMeta | SituationMeta):
        made |= {"checked": meta.checked.isoformat(), "due": meta.review_by.isoformat()}
    return {key: value for key, value in made.items() if value}


def _question(asked: Asked, pack: Pack, cited: Mapping[str, int]) -> dict[str, Any]:
    """Return a question as slides, whose titles wait for its number, as Moodle reads it, and what else is sorted by."""
    meta = asked.question.meta
    slides = list(question_slides("", asked, pack))
    made = {
        "notes": slides[0].notes,
        "slides": [_slide(s, "") for s in slides],
        "works": _works(asked.question.record, cited),
        "xml": "\n".join(question_xml(asked)),
        "shape": asked.shape,
        "theme": in_words(asked.theme),
        "tests": meta.tests,
        "report": int(asked.about_report),
        "several": int(asked.several),
        "checked": meta.checked.isoformat() if meta.checked else "",
    }
    return {key: value for key, value in made.items() if value}


def _session(plan: Record, wording: Wording, charts: list[Chart], cited: Mapping[str, int]) -> dict[str, Any]:
    """Return a session's records, questions and figures by id, its slides whole, and what its handout begins with.

    Slides have ``@TITLE@`` and ``@COMMAND@`` where those of the reader go.
    """
    selection = dataclasses.replace(from_session(wording.site, plan.id), title="@TITLE@", command="@COMMAND@")
    pack = make_pack(selection, wording)
    at = {chart.at: number for number, chart in enumerate(charts)}
    used = (*selection.records, *selection.questions, plan)
    return {
        "all": [wording.site.redirects.get(i, i) for i in getattr(plan.meta, "records", ())],
        "questions": [r.id for r in selection.questions],
        "figures": [f.record.id for f in pack.taught.figures if f.record],
        "review": pack.review,
        "notes": pack.notes,
        "works": sorted({n for r in used for n in _works(r, cited)}),
        "aim": signed(pack.section("aim", "outcome", "learning outcome")),
        "talks": [[t.title, signed(b for b in t.full if b.kind != "note")] for t in pack.talks],
        "slides": [_drawn(slide, at) for slide in lesson(pack)],
    }


def _drawn(slide: Slide, at: Mapping[tuple[str, int], int]) -> dict[str, Any]:
    """Return a slide of a lesson, with its footer, notes and drawing."""
    made: dict[str, Any] = {
        "f": slide.footer,
        "n": slide.notes,
        "cover": int(slide.cover),
        "named": int(bool(slide.table) and not slide.headed),
        "cards": slide.cards,
        "events": slide.events,
        "steps": slide.steps,
        "minutes": slide.minutes,
    }
    chart = {"chart": at[slide.chart.at]} if slide.chart else {}
    return _slide(slide, slide.title) | {key: value for key, value in made.items() if value} | chart


def _slide(slide: Slide, title: str) -> dict[str, Any]:
    """Return a slide without what is empty: title, lines, rows, their type and that of the title, whether it has bullets."""
    made: dict[str, Any] = {
        "t": title,
        "l": slide.lines,
        "r": slide.table,
        "z": cell_points(slide) if slide.table else points(slide) if slide.lines else 0,
        "y": title_points(slide),
        "p": int(slide.plain),
    }
    return {key: value for key, value in made.items() if value}


def _chart(chart: Chart) -> dict[str, Any]:
    unit = "%" if chart.percent else ""
    return {
        "type": chart.type, "t": chart.title, "s": chart.summary, "percent": int(chart.percent),
        "l": chart.labels, "names": chart.series, "r": chart.records, "p": chart.place,
        "v": [[None if v is None else float(v) for v in row] for row in chart.values],
        "a": [["" if v is None else amount(v, unit) for v in row] for row in chart.values],
    }  # fmt: skip


def _works(record: Record, cited: Mapping[str, int]) -> list[int]:
    return sorted({cited[c.key] for c in record.citations if c.key in cited})
