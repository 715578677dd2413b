"""What programs read beside the pages: the exports and the search index say what the pages say."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from scripts.checks.built import BuiltSite
from scripts.checks.rules import built_rule
from scripts.content.catalogue import catalogue
from scripts.content.model import Problem
from scripts.content.schemas import LAW_KINDS

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_CATALOGUE = "data/catalogue.json"
_SCHEMA = "data/catalogue.schema.json"
_TABLES = {
    "data/recommendations.csv": ("recommendation",),
    "data/findings.csv": ("finding",),
    "data/cases.csv": ("case",),
    "data/powers.csv": LAW_KINDS,
}


def _read(built: BuiltSite, path: str) -> tuple[str, Problem | None]:
    try:
        return (built.folder / path).read_text(encoding="utf-8-sig"), None
    except (OSError, UnicodeDecodeError) as error:
        return "", Problem(path, 1, f"cannot be read: {error}", "export-agrees-with-pages")


@built_rule("built files")
def export_fits_its_schema(built: BuiltSite) -> Iterator[Problem]:
    """The catalogue fits the JSON Schema that stands beside it.

    Bad: a record without a title in data/catalogue.json
    Good: data/catalogue.json as `python3 -m scripts export` writes it
    """
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to load, and only built pages need it

    try:
        data, schema = (json.loads((built.folder / path).read_text(encoding="utf-8")) for path in (_CATALOGUE, _SCHEMA))
    except (OSError, ValueError) as error:
        yield Problem(_CATALOGUE, 1, f"the catalogue or its schema cannot be read: {error}", "export-fits-its-schema")
        return
    for fault in Draft202012Validator(schema).iter_errors(data):
        where = "/".join(str(part) for part in fault.absolute_path)
        yield Problem(_CATALOGUE, 1, f"{where}: {fault.message[:160]}", "export-fits-its-schema")


@built_rule("built files")
def export_agrees_with_pages(built: BuiltSite) -> Iterator[Problem]:
    """The exports hold every record of the sources, as it is there, and each address in them leads to its place.

    Bad: data/catalogue.json made before a finding was added
    Good: data/catalogue.json made by the same build as the pages
    """
    text, problem = _read(built, _CATALOGUE)
    if problem:
        yield problem
        return
    try:
        held = json.loads(text)
    except ValueError as error:
        yield Problem(_CATALOGUE, 1, f"is not JSON: {error}", "export-agrees-with-pages")
        return
    wanted = json.loads(json.dumps(catalogue(built.site)))
    yield from _compared(held, wanted)
    yield from _addresses(built, wanted)
    yield from _tables(built)


def _compared(held: Any, wanted: Any) -> Iterator[Problem]:
    have = {r.get("id"): r for r in held.get("records", [])}
    want = {r["id"]: r for r in wanted["records"]}
    for identifier in sorted({*have, *want}, key=str):
        if have.get(identifier) != want.get(identifier):
            what = "is missing" if identifier not in have else "is no record" if identifier not in want else "differs"
            yield Problem(_CATALOGUE, 1, f"`{identifier}` {what}; build again", "export-agrees-with-pages")
    if held.get("relations") != wanted["relations"]:
        yield Problem(_CATALOGUE, 1, "the relations differ; build again", "export-agrees-with-pages")


def _addresses(built: BuiltSite, wanted: Any) -> Iterator[Problem]:
    for record in wanted["records"]:
        path, _, fragment = record["address"].partition("#")
        known = built.ids.get(path)
        if known is None or (fragment not in known and record["kind"] != "statistic"):
            message = f"the address `{record['address']}` leads nowhere"
            yield Problem(_CATALOGUE, 1, message, "export-agrees-with-pages")


def _tables(built: BuiltSite) -> Iterator[Problem]:
    for path, kinds in _TABLES.items():
        text, problem = _read(built, path)
        if problem:
            yield problem
            continue
        ids = {row.get("id", "") for row in csv.DictReader(io.StringIO(text))}
        for identifier in sorted(ids ^ {r.id for r in built.site.of_kind(*kinds)}):
            what = "is no record" if identifier in ids else "is missing"
            yield Problem(path, 1, f"`{identifier}` {what}; build again", "export-agrees-with-pages")


@built_rule("built pages")
def search_knows_every_page(built: BuiltSite) -> Iterator[Problem]:
    """The search index names every page, save those that ask to be left out, and every record.

    Bad: a page added after the index was made
    Good: an index made by the same build as the pages
    """
    files = sorted(
        f for f in built.files if f.startswith(("assets/search/", "search/")) and f.endswith((".js", ".json"))
    )
    named = {m[1] for f in files for m in _STRING.finditer((built.folder / f).read_text(encoding="utf-8"))}
    if not named:
        yield Problem("assets/search", 1, "there is no search index", "search-knows-every-page")
        return
    left_out = {p.path.removesuffix(".md") + ".html" for p in built.site.pages if p.meta.search == "exclude"}
    for page in built.pages:
        if page.path not in {"404.html", *left_out} and page.path not in named:
            yield Problem(page.path, 1, "the search index does not name this page", "search-knows-every-page")
    for record in built.site.records.values():
        address = record.path.removesuffix(".md") + ".html"
        if record.kind != "statistic" and address not in left_out and record.id not in named:
            message = f"the search index does not name `{record.id}`"
            yield Problem(address, 1, message, "search-knows-every-page")
