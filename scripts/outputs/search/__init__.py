"""The site's search, prepared at build time: documents from the Site, an index from the documents, files to load."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scripts.content.model import Site
from scripts.outputs.search.documents import documents
from scripts.outputs.search.files import write_index
from scripts.outputs.search.index import build_index
from scripts.outputs.search.synonyms import language, load_synonyms

FOLDER = "assets/search"


def write_search(site: Site, generated: Mapping[str, str], site_folder: Path) -> list[Path]:
    """Write the search index into a built site and return its files.

    Args:
        site: the loaded site.
        generated: the pages made from data, as Markdown by path.
        site_folder: the folder that people get.

    """
    spoken = language(load_synonyms(), site)
    said = {word for form in spoken["expansions"] for word in form.split()}
    index = build_index(documents(site, generated), said)
    return write_index(index, spoken, site_folder / FOLDER)
