"""The whole site as one EPUB: each built page a chapter of its own, with the ids and links it has on the site.

Written here and not by pandoc, which would put the pages into one document: ids such as ``at-a-glance`` stand once on
every law page, and links to published ids have to lead to the same place in the book as on the site.
"""

from __future__ import annotations

import html as text
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from scripts.base.edition import edition
from scripts.base.filenames import inside
from scripts.content.model import Site
from scripts.outputs.books.chapters import SVG, Chapter, chapters, media_type, xhtml

NAME = "in-harms-way.epub"
_TIME = (1980, 1, 1, 0, 0, 0)
SECTIONS = {"": "Start", "powers": "Powers", "situations": "Situations", "findings": "Findings", "cases": "Cases",
             "recommendations": "Recommendations", "statistics": "Statistics", "training": "Training",
             "since-2015": "Since 2015", "report": "The report", "about": "About"}  # fmt: skip
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
STYLE = """body { font-family: sans-serif; line-height: 1.5; }
table { border-collapse: collapse; } th, td { border: 1px solid #888; padding: .3em .5em; text-align: left; vertical-align: top; }
.admonition, blockquote { border-left: .3em solid #888; margin: 1em 0; padding-left: .8em; } .admonition-title { font-weight: bold; }
.record-facts, .cite, .because, .sources, .linked-from { font-size: .85em; } .badge { border: 1px solid #888; padding: 0 .3em; }
.decides { text-decoration: underline; } svg { width: 100%; height: auto; font-size: 13px; }
.series-0 { fill: #195984; } .series-1 { fill: #b8d4ea; } .series-2 { fill: #923f0d; } .series-3 { fill: #6b7f2a; }
.question, .answer { fill: #f4f6f9; stroke: #173a5e; } .way, polyline { fill: none; stroke: #4a525c; } .line-0 { stroke: #195984; } .line-2 { stroke: #923f0d; } .line-3 { stroke: #6b7f2a; } .line-4, .series-4 { stroke: #6d4a8d; } .series-4 { fill: #6d4a8d; } .axis, .timeline line { stroke: #4a525c; }
"""


def write_epub(built: Path, site: Site, pages: Iterable[str], target: Path) -> None:
    """Write the book from a built site; the same pages of the same edition give the same bytes.

    Args:
        built: the folder of the built site.
        site: the sources it was made from.
        pages: the built pages that go into it, relative to ``built``.
        target: the file to write.

    """
    book = chapters(built, site, pages)
    pictures = sorted({name for c in book.values() for name in c.pictures})
    files = {f"EPUB/{c.name}": xhtml(c, book) for c in book.values()}
    files |= {f"EPUB/{name}": inside(built, name).read_bytes() for name in pictures}
    files["EPUB/style.css"] = STYLE.encode()
    files["EPUB/nav.xhtml"] = _contents(book)
    files["EPUB/package.opf"] = _package(book, site, files, own=target.stem)
    files["META-INF/container.xml"] = _CONTAINER.encode()
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, data in sorted(files.items()):
            _add(archive, name, data, zipfile.ZIP_DEFLATED)


def _add(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = method
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    archive.writestr(info, data)


def _contents(book: Mapping[str, Chapter]) -> bytes:
    parts = []
    for folder, group in groupby(sorted(book.values(), key=section), key=section):
        own = list(group)
        items = "".join(f'<li><a href="{c.name}">{text.escape(c.title)}</a></li>' for c in own)
        name = list(SECTIONS.values())[folder] if folder < len(SECTIONS) else "More"
        parts.append(f"<li><span>{text.escape(name)}</span><ol>{items}</ol></li>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops" lang="en-GB" xml:lang="en-GB"><head><title>Contents</title></head>'
        f'<body><nav epub:type="toc" role="doc-toc" id="toc"><h1>Contents</h1><ol>{"".join(parts)}</ol></nav></body></html>\n'
    ).encode()


def section(chapter: Chapter) -> int:
    """Return where a chapter's part of the site stands among ``SECTIONS``; behind them all where it is none of them."""
    folder = chapter.path.split("/")[0] if "/" in chapter.path else ""
    names = list(SECTIONS)
    return names.index(folder) if folder in names else len(names)


def _package(book: Mapping[str, Chapter], site: Site, files: Mapping[str, bytes], *, own: str) -> bytes:
    now = edition(site.root)
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"in-harms-way/{now['number']}/{own}")
    items, spine = [], []
    for number, chapter in enumerate(sorted(book.values(), key=section)):
        properties = ' properties="svg"' if SVG.encode() in files[f"EPUB/{chapter.name}"] else ""
        items.append(f'<item id="c{number}" href="{chapter.name}" media-type="application/xhtml+xml"{properties}/>')
        spine.append(f'<itemref idref="c{number}"/>')
    for number, name in enumerate(sorted({name for c in book.values() for name in c.pictures})):
        items.append(f'<item id="p{number}" href="{name}" media-type="{media_type(name)}"/>')
    features = "".join(
        f'<meta property="schema:{name}">{value}</meta>'
        for name, value in (
            ("accessMode", "textual"), ("accessMode", "visual"), ("accessModeSufficient", "textual"),
            ("accessibilityFeature", "structuralNavigation"), ("accessibilityFeature", "tableOfContents"),
            ("accessibilityFeature", "longDescription"), ("accessibilityHazard", "none"),
            ("accessibilitySummary", "Headings, lists and tables are marked as such; every picture has a title and a description."),
        )
    )  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id" xml:lang="en-GB"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier><dc:title>In harm\'s way, edition {now["number"]}</dc:title>'
        f"<dc:language>en-GB</dc:language><dc:creator>The In harm's way project</dc:creator><dc:date>{now['date']}</dc:date>"
        "<dc:rights>Own words CC BY 4.0. Not legal advice.</dc:rights>"
        f'<meta property="dcterms:modified">{now["date"]}T00:00:00Z</meta>{features}</metadata><manifest>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="style" href="style.css" media-type="text/css"/>{"".join(items)}</manifest>'
        f"<spine>{''.join(spine)}</spine></package>\n"
    ).encode()
