"""Drawings of native shapes: figures on cards, a line of dates, the steps of a decision aid, the minutes in the corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from scripts.outputs.packs.slide_master import CONTENT, NAVY, WIDTH

_PANEL = RGBColor.from_string("EEF2F6")
_INK = RGBColor.from_string("1B1F24")
_GREEN = RGBColor.from_string("0F6B4F")
_WHITE = RGBColor.from_string("FFFFFF")
_LEFT, _TOP, _FULL, _HIGH = (int(x) for x in CONTENT)
_GAP = int(Inches(0.2))


def add_minutes(slide: Any, minutes: int) -> None:
    """Put how long it takes into the corner, and keep the title clear of it."""
    width, height = Inches(1.7), Inches(0.5)
    slide.shapes.title.width = Emu(_FULL - width - _GAP)
    slide.shapes.title.left, slide.shapes.title.top = Emu(_LEFT), Inches(0.45)
    slide.shapes.title.height = Inches(1.15)
    shape = _box(slide.shapes, (WIDTH - Inches(0.65) - width, Inches(1.02), width, height), NAVY)
    _say(shape, f"{minutes} min", size=20, colour=_WHITE, bold=True, align=PP_ALIGN.CENTER)
    shape.name = "Minutes"


def add_cards(slide: Any, cards: Sequence[tuple[str, str]]) -> None:
    """Put up to four figures on cards, each with its words."""
    columns = 2 if len(cards) > 3 else 1
    rows = -(-len(cards) // columns)
    width, height = (_FULL - _GAP * (columns - 1)) // columns, (_HIGH - _GAP * (rows - 1)) // rows
    for place, (number, words) in enumerate(cards):
        x, y = place % columns, place // columns
        shape = _box(slide.shapes, (_LEFT + x * (width + _GAP), _TOP + y * (height + _GAP), width, height), _PANEL)
        shape.name = f"Figure {place + 1}"
        size = 20 if columns == 2 and len(words) > 110 else 22 if columns == 2 or len(cards) > 2 else 26
        if number:
            _say(shape, number, size=36, colour=NAVY, bold=True)
            _more(shape, words, size=size)
        else:
            _say(shape, words, size=size, colour=_INK)


def add_timeline(slide: Any, title: str, events: Sequence[tuple[str, str]]) -> None:
    """Draw dates along a line, from top to bottom, with what changed beside each."""
    group = _group(slide, title, "; ".join(f"{date}: {words}" for date, words in events))
    step, at = _HIGH // len(events), _LEFT + int(Inches(2.9))
    line = _box(group, (at - int(Inches(0.03)), _TOP + step // 2, int(Inches(0.06)), step * (len(events) - 1)), NAVY)
    line.name = "Line"
    for place, (date, words) in enumerate(events):
        middle = _TOP + place * step + step // 2
        dot = int(Inches(0.26))
        _box(
            group, (at - dot // 2, middle - dot // 2, dot, dot), _GREEN, kind=MSO_SHAPE.OVAL
        ).name = f"Date {place + 1}"
        when = group.add_textbox(Emu(_LEFT), Emu(middle - step // 2), Inches(2.6), Emu(step))
        _say(when, date, size=20, colour=NAVY, bold=True, align=PP_ALIGN.RIGHT)
        told = group.add_textbox(
            Emu(at + int(Inches(0.3))), Emu(middle - step // 2), Emu(_FULL - int(Inches(3.2))), Emu(step)
        )
        _say(told, words, size=22, colour=_INK)


def add_steps(slide: Any, title: str, steps: Sequence[tuple[str, str, str]]) -> None:
    """Draw questions one under another, each with the answer that ends it and what is then done."""
    group = _group(slide, title, " ".join(f"{ask} {ends}: {done}." if done else ask for ask, ends, done in steps))
    step, half = _HIGH // len(steps), int(_FULL * 0.45)
    height = step - int(Inches(0.26))
    for place, (ask, ends, done) in enumerate(steps):
        top = _TOP + place * step
        _say(_box(group, (_LEFT, top, half, height), NAVY), ask, size=18, colour=_WHITE, bold=True)
        if done:
            label = group.add_textbox(Emu(_LEFT + half), Emu(top), Emu(_FULL - 2 * half), Emu(height))
            _say(label, f"{ends} →", size=18, colour=_GREEN, bold=True, align=PP_ALIGN.CENTER)
            right = _box(group, (_LEFT + _FULL - half, top, half, height), _PANEL)
            _say(right, done, size=16 if len(done) > 90 else 18, colour=_INK)
        if place < len(steps) - 1:
            arrow = (_LEFT + half // 2, top + height, int(Inches(0.3)), int(Inches(0.24)))
            _box(group, arrow, _GREEN, kind=MSO_SHAPE.DOWN_ARROW).name = f"On {place + 1}"


def _group(slide: Any, title: str, described: str) -> Any:
    group = slide.shapes.add_group_shape()
    group.name = title
    group._element.nvGrpSpPr.cNvPr.set("descr", f"{title}. {described}")  # noqa: SLF001 - no public way
    return group.shapes


def _box(shapes: Any, place: tuple[int, int, int, int], colour: RGBColor, *, kind: Any = MSO_SHAPE.RECTANGLE) -> Any:
    shape = shapes.add_shape(kind, *(Emu(int(x)) for x in place))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()
    shape.shadow.inherit = False
    return shape


def _say(
    shape: Any, words: str, *, size: int, colour: RGBColor, bold: bool = False, align: Any = PP_ALIGN.LEFT
) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = words
    _dress(frame.paragraphs[0], size=size, colour=colour, bold=bold, align=align)


def _more(shape: Any, words: str, *, size: int) -> None:
    paragraph = shape.text_frame.add_paragraph()
    paragraph.text = words
    _dress(paragraph, size=size, colour=_INK, bold=False, align=PP_ALIGN.LEFT)


def _dress(paragraph: Any, *, size: int, colour: RGBColor, bold: bool, align: Any) -> None:
    paragraph.alignment = align
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = colour
