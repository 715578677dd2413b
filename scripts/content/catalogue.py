"""The catalogue: all records, relations and citations as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.content.model import Record, Site

FORMAT = "1"


def catalogue(site: Site) -> Mapping[str, Any]:
    """Return all records, relations and citations, sorted by id."""
    return {
        "format": FORMAT,
        "records": [_record(r) for r in sorted(site.records.values(), key=lambda r: r.id)],
        "relations": [
            {"from": r.source, "to": r.target, "sentence": r.sentence}
            for r in sorted(site.relations, key=lambda r: (r.source, r.target))
        ],
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": record.kind,
        "title": record.title,
        "address": record.path.removesuffix(".md") + ".html#" + record.id,
        "data": record.meta.model_dump(mode="json", exclude_defaults=True, exclude={"title"}),
        "citations": [{"key": c.key, "locator": c.locator} for c in record.citations],
    }


def catalogue_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of the catalogue."""
    text = {"type": "string", "minLength": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Catalogue of records",
        "type": "object",
        "required": ["format", "records", "relations"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "records": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "kind", "title", "address", "data", "citations"],
                    "additionalProperties": False,
                    "properties": {
                        "id": text,
                        "kind": text,
                        "title": text,
                        "address": text,
                        "data": {"type": "object"},
                        "citations": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["key", "locator"],
                                "additionalProperties": False,
                                "properties": {"key": text, "locator": {"type": "string"}},
                            },
                        },
                    },
                },
            },
            "relations": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["from", "to", "sentence"],
                    "additionalProperties": False,
                    "properties": {"from": text, "to": text, "sentence": {"type": "string"}},
                },
            },
        },
    }
