"""The title master of our own: an empty presentation with our colours, type, places and three layouts."""

from __future__ import annotations

import copy
import re
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

NAVY, LINE = RGBColor.from_string("173A5E"), RGBColor.from_string("6FD6B0")
SERIES = ("1B5E8C", "B8D4EA", "C25A1A", "6B7F2A", "6D4A8D", "4A525C")
_THEME = {
    "dk1": "1B1F24", "lt1": "FFFFFF", "dk2": "173A5E", "lt2": "F4F6F9", "hlink": "0B5394", "folHlink": "6D4A8D",
    **{f"accent{n}": colour for n, colour in enumerate(SERIES, 1)},
}  # fmt: skip
FONT = "Arial"
COVER, BODY, TITLE_ONLY = 0, 1, 2
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
_MARGIN = Inches(0.65)
_FULL = WIDTH - 2 * _MARGIN
CONTENT = (_MARGIN, Inches(1.75), _FULL, Inches(4.85))
PLACES = {
    "title": (_MARGIN, Inches(0.45), _FULL, Inches(1.15)),
    "body": CONTENT,
    "ftr": (_MARGIN, Inches(6.86), Inches(11.0), Inches(0.4)),
    "sldNum": (WIDTH - _MARGIN - Inches(1), Inches(6.86), Inches(1), Inches(0.4)),
    "ctrTitle": (_MARGIN, Inches(1.3), _FULL, Inches(1.9)),
    "subTitle": (_MARGIN, Inches(3.5), _FULL, Inches(3.1)),
    "band": (0, 0, WIDTH, Inches(0.14)),
    "line": (_MARGIN, Inches(3.3), Inches(2.2), Inches(0.06)),
}
"""Where things stand on a slide, by the name of their placeholder; ``line`` is the cover's, ``band`` that of all others."""


def new_presentation() -> Any:
    """Return an empty 16:9 presentation with the layouts Cover, Title and body, and Title only."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    layouts = presentation.slide_layouts
    kept = [layouts[0], layouts[1], layouts[5]]
    for layout in list(layouts):
        if layout not in kept:
            layouts.remove(layout)
    master = presentation.slide_master
    _theme(master)
    _place_all(master)
    _styles(master)
    _band(master.shapes, PLACES["band"], NAVY)
    for layout, name in zip(kept, ("Cover", "Title and body", "Title only"), strict=True):
        layout.name = name
        _place_all(layout)
    _cover(kept[COVER])
    return presentation


def set_footer(slide: Any, words: str) -> None:
    """Give a slide its footer and number; python-pptx copies neither from the layout."""
    for shape in slide.slide_layout.placeholders:
        kind = shape.element.ph.get("type")
        if kind not in {"ftr", "sldNum"}:
            continue
        element = copy.deepcopy(shape.element)
        slide.shapes._spTree.append(element)  # noqa: SLF001 - no public way
        element.nvSpPr.cNvPr.set("id", str(100 + len(slide.shapes)))
        if kind == "ftr":
            added = next(s for s in slide.placeholders if s.element is element)
            added.text_frame.text = words


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    root.set("name", "In harm's way")
    for name, colour in _THEME.items():
        (element,) = root.xpath(f"//a:clrScheme/a:{name}", namespaces=space)
        for child in list(element):
            element.remove(child)
        etree.SubElement(element, f"{{{space['a']}}}srgbClr", {"val": colour})
    for latin in root.xpath("//a:fontScheme//a:latin", namespaces=space):
        latin.set("typeface", FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def _place_all(holder: Any) -> None:
    for shape in list(holder.placeholders):
        kind = shape.element.ph.get("type", "body")
        if kind == "dt":
            shape.element.getparent().remove(shape.element)
        elif kind in {"title", "body", "ftr", "sldNum"}:
            shape.left, shape.top, shape.width, shape.height = (Emu(x) for x in PLACES[kind])
        elif kind == "obj" or (holder.element.tag == qn("p:sldLayout") and kind == "body"):
            shape.left, shape.top, shape.width, shape.height = (Emu(x) for x in CONTENT)


def _styles(master: Any) -> None:
    styles = master.element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    _run(title, size=3600, bold=True, colour="dk2")
    for level, size in enumerate((2400, 2000, 1800, 1800, 1800), 1):
        body = styles.find(qn("p:bodyStyle")).find(qn(f"a:lvl{level}pPr"))
        _run(body, size=size, bold=False, colour="dk1")
        spacing = body.find(qn("a:spcBef"))
        if spacing is not None:
            body.remove(spacing)
        before = etree.fromstring(
            '<a:spcBef xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:spcPts val="900"/></a:spcBef>'
        )
        body.insert(0, before)
    for shape in master.placeholders:
        kind = shape.element.ph.get("type")
        frame = shape.text_frame
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM if kind == "title" else MSO_ANCHOR.TOP
        for side in ("margin_left", "margin_right"):
            setattr(frame, side, 0)
        for fit in frame._txBody.bodyPr.xpath("./a:normAutofit|./a:spAutoFit"):  # noqa: SLF001
            frame._txBody.bodyPr.remove(fit)  # noqa: SLF001
        if kind in {"ftr", "sldNum"}:
            level = shape.element.xpath(".//a:lstStyle/a:lvl1pPr")[0]
            level.set("algn", "l" if kind == "ftr" else "r")
            _run(level, size=1200, bold=False, colour="dk1")


def _run(level: Any, *, size: int, bold: bool, colour: str) -> None:
    run = level.find(qn("a:defRPr"))
    run.set("sz", str(size))
    run.set("b", "1" if bold else "0")
    for fill in run.findall(qn("a:solidFill")):
        run.remove(fill)
    scheme = {"dk1": "tx1", "dk2": "tx2", "lt1": "bg1"}[colour]
    fill = etree.Element(qn("a:solidFill"))
    etree.SubElement(fill, qn("a:schemeClr"), {"val": scheme})
    run.insert(0, fill)


def _cover(layout: Any) -> None:
    layout.background.fill.solid()
    layout.background.fill.fore_color.rgb = NAVY
    for shape in layout.placeholders:
        kind = shape.element.ph.get("type")
        if kind == "ctrTitle":
            shape.left, shape.top, shape.width, shape.height = PLACES["ctrTitle"]
            _level(shape, size=4000, bold=True)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        elif kind == "subTitle":
            shape.left, shape.top, shape.width, shape.height = PLACES["subTitle"]
            _level(shape, size=2200, bold=False)
        elif kind in {"ftr", "sldNum"}:
            _level(shape, size=1200, bold=False)
    _band(layout.shapes, PLACES["line"], LINE)


def _level(shape: Any, *, size: int, bold: bool) -> None:
    body = shape.text_frame._txBody  # noqa: SLF001
    style = body.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    kind = shape.element.ph.get("type")
    align = "r" if kind == "sldNum" else "l"
    level = etree.SubElement(style, qn("a:lvl1pPr"), {"marL": "0", "indent": "0", "algn": align})
    etree.SubElement(level, qn("a:buNone"))
    etree.SubElement(level, qn("a:defRPr"))
    _run(level, size=size, bold=bold, colour="lt1")


def _band(shapes: Any, place: tuple[int, int, int, int], colour: RGBColor) -> None:
    """Put a strip of colour behind everything; layouts and masters have no add_shape of their own."""
    tree = shapes._spTree  # noqa: SLF001
    left, top, width, height = (int(x) for x in place)
    xml = (
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<p:nvSpPr><p:cNvPr id="90" name="Band"><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        '</a:ext></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    tree.insert(2, etree.fromstring(re.sub(r">\s+<", "><", xml)))
