"""PowerPoint files: the deck set with python-pptx on our own master, charts as native charts, notes for the speaker."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from scripts.outputs.packs.archive import read_zip, settled, write_zip
from scripts.outputs.packs.blocks import plain, strong_parts
from scripts.outputs.packs.charts import Chart
from scripts.outputs.packs.content import Pack
from scripts.outputs.packs.deck import chosen_deck
from scripts.outputs.packs.lesson import lesson
from scripts.outputs.packs.shapes import add_cards, add_minutes, add_steps, add_timeline
from scripts.outputs.packs.slide import Slide, lines_high
from scripts.outputs.packs.slide_master import BODY, CONTENT, COVER, SERIES, TITLE_ONLY, new_presentation, set_footer

_TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED_100,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
_TITLES = ((105, 24), (60, 28))  # characters of a title, points
_NUMBER = re.compile(r"^[\d,.]+%?$")
_SIZES = (28, 24, 22, 20, 18, 16)
_BODY = CONTENT[3] * 1000 // 914_400  # thousandths of an inch
_CELL, _CELLS = 78, 12  # characters of 18 points on a line of a second cell, lines
_ROW = 400_000  # English metric units: the least height of a row
_LIGHT = {"B8D4EA"}
_PROPERTY = 255  # characters: python-pptx refuses more
_TEMPLATE = {
    b'lang="en-US"': b'lang="en-GB"',
    b"On-screen Show (4:3)": b"Widescreen",
    b"Microsoft Macintosh PowerPoint": b"Microsoft Office PowerPoint",
}


def write_slides(pack: Pack) -> bytes:
    """Return the pack's deck; the same pack gives the same bytes."""
    presentation = new_presentation()
    day = dt.datetime.fromisoformat(pack.date)
    properties = presentation.core_properties
    properties.title, properties.author = pack.title, "The In harm's way project"
    properties.subject, properties.language = pack.edition, "en-GB"
    properties.comments, properties.keywords = "", _whole([e.record.id for e in pack.entries])
    properties.last_modified_by, properties.revision = "", 1
    properties.created = properties.modified = day
    for slide in lesson(pack) if pack.plan else chosen_deck(pack):
        _add(presentation, slide)
    stream = io.BytesIO()
    presentation.save(stream)
    files = {
        name: _in_british(data) if name.endswith(".xml") else data for name, data in read_zip(stream.getvalue()).items()
    }
    return settled(write_zip(files), pack.date)


def _whole(ids: list[str]) -> str:
    """Return as many whole ids as a property of the file may hold."""
    kept = ""
    for identifier in ids:
        if len(f"{kept} {identifier}") > _PROPERTY:
            break
        kept = f"{kept} {identifier}".strip()
    return kept


def _in_british(data: bytes) -> bytes:
    """Set the language and what the template says of its own shape and maker."""
    for before, after in _TEMPLATE.items():
        data = data.replace(before, after)
    return data


def _add(presentation: Any, told: Slide) -> None:
    drawn = bool(told.chart or told.table or told.cards or told.events or told.steps)
    layout = COVER if told.cover else TITLE_ONLY if drawn else BODY
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    slide.shapes.title.text_frame.text = told.title
    if size := title_points(told):
        slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(size)
    if told.minutes:
        add_minutes(slide, told.minutes)
    _fill(slide, told)
    set_footer(slide, told.footer)
    slide.notes_slide.notes_text_frame.text = told.notes
    for element in (slide.element, slide.notes_slide.element):
        for run in element.iter(qn("a:r"), qn("a:fld")):
            if run.find(qn("a:rPr")) is None:
                run.insert(0, run.makeelement(qn("a:rPr"), {}))
        for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
            properties.set("lang", "en-GB")


def title_points(told: Slide) -> int:
    """Return the type of a long title; 0 where it is that of the layout."""
    return 0 if told.cover else next((size for least, size in _TITLES if len(told.title) > least), 0)


def _fill(slide: Any, told: Slide) -> None:
    """Draw the one thing that stands below the title."""
    if told.chart:
        _draw(slide, told.chart)
    elif told.table:
        _set_table(slide, told)
    elif told.cards:
        add_cards(slide, told.cards)
    elif told.events:
        add_timeline(slide, told.title, told.events)
    elif told.steps:
        add_steps(slide, told.title, told.steps)
    else:
        body = next(s for s in slide.placeholders if s.placeholder_format.idx == 1)
        _write(body.text_frame, told)


def _write(frame: Any, told: Slide) -> None:
    size = points(told)
    for number, line in enumerate(told.lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        for words, strong in strong_parts(line):
            run = paragraph.add_run()
            run.text = words
            if strong:
                run.font.bold = True
            if size:
                run.font.size = Pt(size)
        if told.plain or (len(told.lines) == 1 and not told.cover):
            _no_bullet(paragraph)


def _set_table(slide: Any, told: Slide) -> None:
    left, top, width, _ = CONTENT
    columns = max(len(row) for row in told.table)
    frame = slide.shapes.add_table(
        len(told.table), columns, Emu(left), Emu(top), Emu(width), Emu(_ROW * len(told.table))
    )
    frame.name = told.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"Table: {told.title}")  # noqa: SLF001 - no public way
    table = frame.table
    size = cell_points(told)
    table.first_row, table.first_col = told.headed, not told.headed
    if columns == 2:
        first = int(width * (0.25 if not told.headed else 0.13))
        table.columns[0].width, table.columns[1].width = Emu(first), Emu(width - first)
    for y, row in enumerate(told.table):
        for x, words in enumerate(row):
            text = table.cell(y, x).text_frame
            text.text = plain(words)
            text.paragraphs[0].font.size = Pt(size)
            if told.headed and _NUMBER.match(words):
                text.paragraphs[0].alignment = PP_ALIGN.RIGHT


def cell_points(told: Slide) -> int:
    """Return the type of a table's cells."""
    if max(len(row) for row in told.table) > 2 or _crowded(told.table):
        return 16
    return 20 if told.headed else 18


def _crowded(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows of two cells take more than a dozen lines of 18 points."""
    return sum(-(-len(row[-1]) // _CELL) for row in rows) > _CELLS


def points(told: Slide) -> int:
    """Return the largest type in which the lines fit the body: 36 points for one or two, 28 for more, 16 at the least.

    A cover's is that of its layout: 0.
    """
    if told.cover:
        return 0
    sizes = (36, *_SIZES) if len(told.lines) <= 2 else _SIZES
    return next((size for size in sizes if lines_high(told.lines, size) <= _BODY), _SIZES[-1])


def _no_bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx has no bullets
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.insert(0, properties.makeelement(qn("a:buNone"), {}))


def _draw(slide: Any, chart: Chart) -> None:
    data = CategoryChartData(number_format='0.#"%"' if chart.percent else "#,##0.##")
    data.categories = chart.labels
    for name, values in zip(chart.series, chart.values, strict=True):
        data.add_series(name, [None if v is None else float(v) for v in values])
    frame = slide.shapes.add_chart(_TYPES[chart.type], *(Emu(x) for x in CONTENT), data)
    frame.name = chart.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{chart.title}. {chart.summary}")  # noqa: SLF001
    drawn = frame.chart
    drawn.has_title = False
    drawn.font.size = Pt(18)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    _axes(drawn, chart)
    _colours(drawn.plots[0], chart)


def _axes(drawn: Any, chart: Chart) -> None:
    value, category = drawn.value_axis, drawn.category_axis
    value.has_major_gridlines = False
    value.visible = False
    value.minimum_scale = 0
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.format.line.color.rgb = RGBColor.from_string("4A525C")
    if chart.type != "line":
        category.reverse_order = True
    for number in drawn._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):  # noqa: SLF001 - python-pptx has some below zero
        number.set("val", number.get("val").lstrip("-"))


def _colours(plot: Any, chart: Chart) -> None:
    plot.has_data_labels = True
    plot.data_labels.number_format = '0.#"%"' if chart.percent else "#,##0.##"
    if chart.percent and all(v is None or v == int(v) for row in chart.values for v in row):
        plot.data_labels.number_format = '0"%"'
    elif all(v is None or v == int(v) for row in chart.values for v in row):
        plot.data_labels.number_format = "#,##0"
    plot.data_labels.number_format_is_linked = False
    if chart.type != "line":
        plot.gap_width = 45
    for number, series in enumerate(plot.series):
        colour = SERIES[number % len(SERIES)]
        if chart.type == "line":
            series.format.line.color.rgb = RGBColor.from_string(colour)
            series.smooth = False
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = RGBColor.from_string(colour)
            continue
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour)
    _labels(plot, chart)


def _labels(plot: Any, chart: Chart) -> None:
    labels = plot.data_labels
    if chart.type == "line":
        labels.position = XL_LABEL_POSITION.ABOVE
        return
    if chart.type == "bars":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        return
    for number, series in enumerate(plot.series):
        own = series.data_labels
        own.show_value = True
        own.number_format, own.number_format_is_linked = labels.number_format, False
        dark = SERIES[number % len(SERIES)] not in _LIGHT
        own.font.color.rgb = RGBColor.from_string("FFFFFF" if dark else "1B1F24")
        own.font.size = Pt(18)
