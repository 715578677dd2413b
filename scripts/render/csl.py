"""The bibliography as CSL JSON, which citations and exports both need: pandoc reads the BibTeX once for them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pypandoc

from scripts.content.bibliography import Bibliography


def csl_json(bibliography: Bibliography) -> str:
    """Return all entries as CSL JSON, as pandoc reads them."""
    return _converted(bibliography.bibtex())


def references(bibliography: Bibliography) -> list[dict[str, Any]]:
    """Return all entries for other programs: an ``and others`` of the BibTeX, which pandoc makes a name, is left out."""
    entries: list[dict[str, Any]] = json.loads(csl_json(bibliography))
    return [{field: _without_others(value) for field, value in entry.items()} for entry in entries]


def _without_others(value: object) -> object:
    return [name for name in value if name != {"literal": "others"}] if isinstance(value, list) else value


@lru_cache(1)
def _converted(bibtex: str) -> str:
    made: str = pypandoc.convert_text(bibtex, to="csljson", format="biblatex")
    return made
