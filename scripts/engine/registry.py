"""Our citations and mkdocs-bibtex: it reads the bibliography, and leaves every citation to our Markdown extension."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_bibtex.citation import Citation, CitationBlock, InlineReference
from mkdocs_bibtex.registry import ReferenceRegistry
from pybtex.database import BibliographyData


class Registry(ReferenceRegistry):  # type: ignore[misc] # the package has no types
    """What mkdocs-bibtex asks for each page, which sees citations in code as well: :mod:`scripts.render.extension` does not.

    Args:
        bib_data: the entries that mkdocs-bibtex has read.

    """

    def __init__(self, bib_data: BibliographyData) -> None:
        super().__init__(bib_files=[])
        self.bib_data = bib_data

    def validate_citation_blocks(self, citation_blocks: Sequence[CitationBlock]) -> None:
        """Find nothing wrong: what stands in code is no citation."""

    def validate_inline_references(self, inline_references: Sequence[InlineReference]) -> set[InlineReference]:  # noqa: ARG002
        """Find none: mkdocs.yml turns citations without brackets off."""
        return set()

    def inline_text(self, citation_block: CitationBlock) -> str:
        """Return a citation block as it is written."""
        return str(citation_block)

    def reference_text(self, citation: Citation | InlineReference) -> str:
        """Return a work's key: mkdocs.yml turns the plugin's own list of works off."""
        return str(citation.key)
