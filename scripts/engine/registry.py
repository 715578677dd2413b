"""Our citations, given to mkdocs-bibtex through the registry class it documents."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from mkdocs_bibtex.citation import Citation, CitationBlock, InlineReference
from mkdocs_bibtex.registry import ReferenceRegistry
from pybtex.database import BibliographyData

_LOG = logging.getLogger("mkdocs.plugins.mkdocs-bibtex")


class Registry(ReferenceRegistry):  # type: ignore[misc] # the package has no types
    """What mkdocs-bibtex asks for each page: which works it cites, and what stands in place of each citation.

    Args:
        bib_data: the entries that mkdocs-bibtex has read.
        inline: what takes the place of a citation block, by its text between the brackets.
        references: the entry of each work in a list, by key.

    """

    def __init__(self, bib_data: BibliographyData, inline: Mapping[str, str], references: Mapping[str, str]) -> None:
        super().__init__(bib_files=[])
        self.bib_data = bib_data
        self.inline = inline
        self.references = references
        self.cited: tuple[str, ...] = ()
        """The keys that the page at work cites, each once, in order."""

    def validate_citation_blocks(self, citation_blocks: Sequence[CitationBlock]) -> None:
        """Note the works of a page, which mkdocs-bibtex tells here first; warn of a key that no entry has."""
        self.cited = tuple(dict.fromkeys(c.key for block in citation_blocks for c in block.citations))
        for key in self.cited:
            if key not in self.bib_data.entries:
                _LOG.warning("citing unknown reference key %s", key)

    def validate_inline_references(self, inline_references: Sequence[InlineReference]) -> set[InlineReference]:  # noqa: ARG002
        """Find none: mkdocs.yml turns citations without brackets off."""
        return set()

    def inline_text(self, citation_block: CitationBlock) -> str:
        """Return what takes the place of a citation block."""
        return self.inline.get(citation_block.raw, str(citation_block))

    def reference_text(self, citation: Citation | InlineReference) -> str:
        """Return a work's entry in a list."""
        return self.references.get(citation.key, citation.key)
