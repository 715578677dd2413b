"""Data for other programs in site/data: catalogue, tables of records, questions, glossary, references. Same content, same bytes.

The tables are CSV for spreadsheets: they begin with a byte order mark, without which Excel reads them in the system's
old code page, and no cell becomes a formula or a wrong date (see :func:`cell`).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.content.catalogue import catalogue, catalogue_schema
from scripts.content.glossary import short
from scripts.content.kinds import KINDS, TABLES, Table
from scripts.content.model import Record, Site
from scripts.content.schemas import PageMeta, TermMeta
from scripts.outputs.data.questions import questions, questions_schema
from scripts.render.csl import references

_SCHEME = "tag:in-harms-way,2026:glossary/"  # a name for the glossary, wherever a copy of it lies


def write_exports(site: Site, folder: Path) -> list[Path]:
    """Write every export into a folder; return the files, in order of name."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "catalogue.json": _json(catalogue(site)),
        "catalogue.schema.json": _json(catalogue_schema()),
        **{table.file: _csv(table.columns, _rows(table, site)) for table in TABLES},
        "questions.json": _json(questions(site)),
        "questions.schema.json": _json(questions_schema()),
        "glossary.jsonld": _json(glossary(site)),
        "references.bib": site.bibliography.bibtex(),
        "references.json": _json(references(site.bibliography)),
    }
    written = []
    for name, text in sorted(made.items()):
        path = folder / name
        path.write_text(text, encoding="utf-8-sig" if name.endswith(".csv") else "utf-8", newline="\n")
        written.append(path)
    return written


def _rows(table: Table, site: Site) -> Iterator[tuple[str, ...]]:
    for record in sorted(site.of_kind(*TABLES[table]), key=lambda r: r.id):
        yield tuple(_value(column, record, site) for column in table.columns)


def _value(column: str, record: Record, site: Site) -> str:
    """Return one cell: what every record has, the ids of related records under their plural, else an attribute."""
    if column in _OF_ANY:
        return _OF_ANY[column](record, site)
    if column in _KIND_OF:
        return " ".join(sorted(r.id for r in site.related(record.id, _KIND_OF[column])))
    value = record.meta.model_dump(mode="json")[column]
    if isinstance(value, list):
        return (" " if column == "tags" else "; ").join(value)
    return "" if value is None else str(value)


def _theme(record: Record, site: Site) -> str:
    meta = site.by_path[record.path].meta
    return meta.theme or "" if isinstance(meta, PageMeta) else ""


def _places(record: Record, site: Site) -> str:
    """Return where a record rests in the indexed reports."""
    cited = (c for c in record.citations if c.key in site.sources and c.locator)
    return "; ".join(dict.fromkeys(_named(c.key, c.locator, site) for c in cited))


def _named(key: str, place: str, site: Site) -> str:
    """Return a place of the main report as it is, one of another report with its key."""
    return place if key == site.report else f"{key} {place}"


def _own_place(record: Record, site: Site) -> tuple[str, str]:
    """Return a recommendation's place in its report and the printed page; empty where it has none."""
    for citation in record.citations:
        source = site.sources.get(citation.key)
        for loc in source.places(citation.locator) if source else ():
            if source and loc in source.items:
                return _named(citation.key, loc, site), str(source.items[loc].page or "")
    return "", ""


_OF_ANY: Mapping[str, Callable[[Record, Site], str]] = {
    "id": lambda record, _: record.id,
    "kind": lambda record, _: record.kind,
    **dict.fromkeys(("title", "statement", "text"), lambda record, _: record.title),
    "theme": _theme,
    "places": _places,
    "locator": lambda record, site: _own_place(record, site)[0],
    "page": lambda record, site: _own_place(record, site)[1],
}
_KIND_OF = {kind.plural: kind.name for kind in KINDS.values()}


def glossary(site: Site) -> Mapping[str, Any]:
    """Return the glossary as a SKOS concept scheme in JSON-LD; its ids are the same in every copy."""
    terms = sorted(site.of_kind("term"), key=lambda r: r.id)
    return {
        "@context": {
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "prefLabel": {"@id": "skos:prefLabel", "@language": "en-GB"},
            "altLabel": {"@id": "skos:altLabel", "@language": "en-GB"},
            "definition": {"@id": "skos:definition", "@language": "en-GB"},
            "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
            "topConceptOf": {"@id": "skos:topConceptOf", "@type": "@id"},
            "hasTopConcept": {"@id": "skos:hasTopConcept", "@type": "@id"},
        },
        "@graph": [
            {
                "@id": _SCHEME,
                "@type": "skos:ConceptScheme",
                "prefLabel": "Glossary of In harm's way",
                "hasTopConcept": [_SCHEME + r.id for r in terms],
            },
            *(_concept(r) for r in terms),
        ],
    }


def _concept(record: Record) -> dict[str, Any]:
    concept: dict[str, Any] = {
        "@id": _SCHEME + record.id,
        "@type": "skos:Concept",
        "inScheme": _SCHEME,
        "topConceptOf": _SCHEME,
        "prefLabel": record.title,
        "definition": short(record),
    }
    if isinstance(record.meta, TermMeta) and record.meta.aliases:
        concept["altLabel"] = list(record.meta.aliases)
    return concept


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


_FORMULA = re.compile(r"[=+\-@\t\r]")
_RANGE = re.compile(r"(\d+)\s*[-/\u2013]\s*(\d+)")


def cell(text: str) -> str:
    """Return a cell that a spreadsheet leaves as it is.

    A range of numbers is written with ``to``, since ``5-10`` becomes a date, and an apostrophe stands before what
    would be a formula.

    >>> cell("5-10"), cell("=1+2"), cell("2026-11-23")
    ('5 to 10', "'=1+2", '2026-11-23')
    """
    if match := _RANGE.fullmatch(text):
        return f"{match[1]} to {match[2]}"
    return f"'{text}" if _FORMULA.match(text) else text


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(cell, row) for row in rows)
    return stream.getvalue()
