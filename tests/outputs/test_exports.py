"""Exports: the same bytes each time, valid under their schema, equal to the pages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest
from pybtex.database import parse_string
from tests_support import MakeSite

from scripts.content.model import Site
from scripts.outputs.data.exports import write_exports

GOLDEN = Path(__file__).parent / "golden"


def test_the_exports_of_the_small_site_are_as_recorded(
    make_site: MakeSite, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    written = write_exports(make_site(), tmp_path / "out")
    made = {p.name: p.read_text(encoding="utf-8") for p in written}
    if request.config.getoption("--update-golden"):
        for old in GOLDEN.iterdir():
            old.unlink()
        for name, text in made.items():
            (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")
    assert made == {p.name: p.read_text(encoding="utf-8") for p in GOLDEN.iterdir()}


@pytest.fixture(scope="module")
def exported(real_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_exports(real_site, folder)
    return folder


def test_writing_twice_gives_the_same_bytes(exported: Path, real_site: Site, tmp_path: Path) -> None:
    for path in write_exports(real_site, tmp_path):
        assert path.read_bytes() == (exported / path.name).read_bytes()


def test_the_catalogue_fits_its_schema_and_holds_every_record(exported: Path, real_site: Site) -> None:
    catalogue = json.loads((exported / "catalogue.json").read_text(encoding="utf-8"))
    jsonschema.validate(catalogue, json.loads((exported / "catalogue.schema.json").read_text(encoding="utf-8")))
    assert [r["id"] for r in catalogue["records"]] == sorted(real_site.records)
    ids = {r["id"] for r in catalogue["records"]}
    assert all(r["from"] in ids and r["to"] in ids for r in catalogue["relations"])


def test_there_are_forty_four_recommendations_each_with_place_page_and_finding(exported: Path) -> None:
    with (exported / "recommendations.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 44
    assert all(row["locator"].startswith("B.") and int(row["page"]) in {84, 85, 86} and row["findings"] for row in rows)


def test_references_read_back_as_bibtex_and_csl(exported: Path, real_site: Site) -> None:
    keys = set(real_site.bibliography.entries)
    assert set(parse_string((exported / "references.bib").read_text(encoding="utf-8"), "bibtex").entries) == keys
    assert {e["id"] for e in json.loads((exported / "references.json").read_text(encoding="utf-8"))} == keys


def test_the_glossary_is_a_scheme_of_defined_concepts(exported: Path, real_site: Site) -> None:
    graph = json.loads((exported / "glossary.jsonld").read_text(encoding="utf-8"))["@graph"]
    concepts = [c for c in graph if c["@type"] == "skos:Concept"]
    assert len(concepts) == len(real_site.of_kind("term")) >= 52
    scheme = next(c for c in graph if c["@type"] == "skos:ConceptScheme")
    assert scheme["@id"].startswith("tag:")  # the same in every copy, wherever it lies
    assert scheme["hasTopConcept"] == [c["@id"] for c in concepts]
    assert all(c["prefLabel"] and c["definition"] for c in concepts)
    assert {c["inScheme"] for c in concepts} == {c["topConceptOf"] for c in concepts} == {scheme["@id"]}
