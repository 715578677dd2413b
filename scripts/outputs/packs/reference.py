"""The reference document whose styles and footer every Word document takes over."""

from __future__ import annotations

import subprocess
from functools import lru_cache
from xml.sax.saxutils import escape

import pypandoc
from lxml import etree

from scripts.outputs.packs.archive import read_zip, write_zip

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACE = {"w": _W}
COLOURS = {"Title": "173A5E", "Subtitle": "0F6B4F", "Heading1": "173A5E", "Heading2": "173A5E", "Heading3": "0F6B4F"}
SIZES = {"Title": "44", "Subtitle": "24", "Heading1": "30", "Heading2": "25", "Heading3": "23"}
"""Colour and half-points of each style of ours."""
_FACTS = (
    f'<w:style xmlns:w="{_W}" w:type="paragraph" w:customStyle="1" w:styleId="Facts"><w:name w:val="Facts"/>'
    '<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="40" w:after="80"/></w:pPr>'
    '<w:rPr><w:color w:val="4A525C"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
)
_TABLE_NORMAL = (
    f'<w:style xmlns:w="{_W}" w:type="table" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)
"""The style that pandoc's table style builds upon and does not bring."""
_RUN = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
    "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs",
    "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout",
    "specVanish", "oMath",
)  # fmt: skip
"""The order the schema wants inside rPr (ECMA-376, part 1, CT_RPr)."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9AA5B1"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@lru_cache(maxsize=4)
def reference(footer: str) -> bytes:
    """Return a reference document with our type, colours and British English, and a footer with the page number."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"], check=True, capture_output=True
    )
    files = read_zip(done.stdout)
    files["word/styles.xml"] = _styles(files["word/styles.xml"])
    files["word/footer1.xml"] = _footer(footer)
    files["word/document.xml"] = _section(files["word/document.xml"])
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdFooter" Type="{_R}/footer" Target="footer1.xml"/></Relationships>'.encode(),
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/footer1.xml" ContentType="{kind}"/></Types>'.encode()
    )
    return write_zip(files)


def _styles(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for fonts in root.iter(f"{{{_W}}}rFonts"):
        fonts.attrib.clear()
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(f"{{{_W}}}{name}", "Arial")
    for lang in root.iter(f"{{{_W}}}lang"):
        lang.set(f"{{{_W}}}val", "en-GB")
    for size in root.xpath("//w:docDefaults//w:sz|//w:docDefaults//w:szCs", namespaces=_SPACE):
        size.set(f"{{{_W}}}val", "21")
    for identifier, colour in COLOURS.items():
        for style in root.xpath(f"//w:style[@w:styleId='{identifier}']", namespaces=_SPACE):
            _dress(style, colour, SIZES[identifier])
    for properties in root.xpath("//w:style[@w:styleId='Table']/w:tblPr", namespaces=_SPACE):
        properties.append(etree.fromstring(f'<w:tblBorders xmlns:w="{_W}">{_BORDERS}</w:tblBorders>'))
        properties[:] = sorted(properties, key=lambda e: e.tag.endswith("tblCellMar"))
    root.append(etree.fromstring(_FACTS))
    root.append(etree.fromstring(_TABLE_NORMAL))
    return _written(root)


def _dress(style: etree._Element, colour: str, size: str) -> None:
    run = style.find(f"{{{_W}}}rPr")
    if run is None:
        run = etree.SubElement(style, f"{{{_W}}}rPr")
    for name in ("b", "bCs", "i", "iCs", "caps", "color", "sz", "szCs"):
        for old in run.findall(f"{{{_W}}}{name}"):
            run.remove(old)
    for align in style.xpath("./w:pPr/w:jc", namespaces=_SPACE):
        align.set(f"{{{_W}}}val", "left")
    for name, value in (("b", "1"), ("color", colour), ("sz", size), ("szCs", size)):
        etree.SubElement(run, f"{{{_W}}}{name}").set(f"{{{_W}}}val", value)
    run[:] = sorted(run, key=lambda e: _RUN.index(etree.QName(e).localname))


def _footer(words: str) -> bytes:
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr xmlns:w="{_W}"><w:p><w:pPr>'
        '<w:pStyle w:val="Facts"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(words)}. Page </w:t></w:r>{field}</w:p></w:ftr>'
    ).encode()


def _section(data: bytes) -> bytes:
    root = etree.fromstring(data)
    body = root.find(f"{{{_W}}}body")
    section = body.find(f"{{{_W}}}sectPr")
    if section is None:
        section = etree.SubElement(body, f"{{{_W}}}sectPr")
    named = etree.Element(f"{{{_W}}}footerReference", {f"{{{_W}}}type": "default", f"{{{_R}}}id": "rIdFooter"})
    section.insert(0, named)
    for old in section.findall(f"{{{_W}}}pgSz"):
        section.remove(old)
    size = etree.Element(f"{{{_W}}}pgSz", {f"{{{_W}}}w": "11906", f"{{{_W}}}h": "16838"})
    notes = section.find(f"{{{_W}}}footnotePr")
    section.insert(1 if notes is None else section.index(notes) + 1, size)
    return _written(root)


def _written(root: etree._Element) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
