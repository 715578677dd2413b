"""Documents into files: Word and Typst by one run of pandoc for all of them, tagged PDF by Typst."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pypandoc
import typst

from scripts.outputs.books.pdf import TypesetProblem
from scripts.outputs.packs.archive import settled
from scripts.outputs.packs.document import Document
from scripts.outputs.packs.reference import reference

_SCRIPT = Path(__file__).with_name("pandoc.lua")
_PREAMBLE = """#set document(title: {title}, author: "The In harm's way project", date: datetime(year: {year}, month: {month}, day: {day}))
#set page(paper: "a4", margin: (x: 2.2cm, y: 2.2cm), footer: context [#set text(8pt, fill: rgb("4A525C")); {footer} #h(1fr) #counter(page).display()])
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 10.5pt)
#set par(leading: 0.62em, spacing: 0.9em)
#set table(stroke: 0.5pt + rgb("9AA5B1"), inset: 5pt)
#show figure.where(kind: table): set block(breakable: true)
#show figure: set align(left)
#show table: set align(left)
#show table: set par(justify: false)
#show heading: set text(fill: rgb("173A5E"))
#show heading.where(level: 1): set text(15pt)
#show heading.where(level: 2): set text(12pt)
#show heading: set block(above: 1.3em, below: 0.6em)
#show quote.where(block: true): it => block(stroke: (left: 2pt + rgb("7A4A00")), inset: (left: 8pt, y: 4pt), it.body)
#show link: set text(fill: rgb("0B5394"))
#let horizontalrule = line(length: 100%)
#show title: set text(20pt, fill: rgb("173A5E"))
#title()
#block(below: 1.2em, text(11pt, fill: rgb("0F6B4F"))[{subtitle}])
"""


def typeset(wanted: Mapping[str, Document], *, footer: str, date: str) -> dict[str, bytes]:
    """Return the documents as files: a name's ending, ``.docx`` or ``.pdf``, tells which.

    Args:
        wanted: documents by the name of the file to make.
        footer: the words at the foot of every page, before its number.
        date: the day that stands in the files' properties, ISO.

    Raises:
        TypesetProblem: a document has what no font has.

    """
    if not wanted:
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "reference.docx").write_bytes(reference(footer))
        jobs = []
        for number, (file, document) in enumerate(wanted.items()):
            (folder / f"{number}.json").write_text(json.dumps(document.data()), encoding="utf-8")
            job = {"document": f"{number}.json", "target": f"{number}.out"}
            word = {"format": "docx", "reference": "reference.docx"}
            jobs.append(job | (word if file.endswith(".docx") else {"format": "typst"}))
        (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
        epoch = str(int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp()))
        subprocess.run(
            [pypandoc.get_pandoc_path(), "lua", str(_SCRIPT), "jobs.json"],
            check=True, cwd=folder, env={**os.environ, "SOURCE_DATE_EPOCH": epoch}, capture_output=True,
        )  # fmt: skip
        made = [(folder / f"{number}.out").read_bytes() for number in range(len(wanted))]
    return {
        file: settled(data, date) if file.endswith(".docx") else _pdf(data.decode(), document, footer, date)
        for data, (file, document) in zip(made, wanted.items(), strict=True)
    }


def _pdf(body: str, document: Document, footer: str, date: str) -> bytes:
    day = datetime.fromisoformat(date).replace(tzinfo=UTC)
    preamble = _PREAMBLE.format(
        title=json.dumps(document.title, ensure_ascii=False),
        subtitle=_escaped(document.subtitle),
        footer=_escaped(footer),
        year=day.year, month=day.month, day=day.day,
    )  # fmt: skip
    try:
        made: bytes = typst.compile(
            (preamble + body).encode(), format="pdf", ignore_system_fonts=True, pdf_standards="ua-1", timestamp=day
        )
    except typst.TypstError as error:
        raise TypesetProblem(str(error), where=document.title) from error
    return made


def _escaped(text: str) -> str:
    return "#" + json.dumps(text, ensure_ascii=False)
