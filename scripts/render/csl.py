"""The bibliography as CSL JSON, which citations and exports both need: pandoc reads the BibTeX once for them."""

from __future__ import annotations

from functools import lru_cache

import pypandoc

from scripts.content.bibliography import Bibliography


def csl_json(bibliography: Bibliography) -> str:
    """Return all entries as CSL JSON, as pandoc reads them."""
    return _converted(bibliography.bibtex())


@lru_cache(1)
def _converted(bibtex: str) -> str:
    made: str = pypandoc.convert_text(bibtex, to="csljson", format="biblatex")
    return made
