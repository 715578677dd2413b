"""The site as files for paper and readers: a pocket guide as PDF, the whole as EPUB; both made from the built pages."""

from __future__ import annotations

from pathlib import Path

from scripts.model import Site
from scripts.print.epub import NAME as EPUB
from scripts.print.epub import write_epub
from scripts.print.pocket_guide import NAME as POCKET_GUIDE
from scripts.print.pocket_guide import write_pocket_guide

__all__ = ["EPUB", "POCKET_GUIDE", "write_books"]


def write_books(built: Path, site: Site) -> None:
    """Write the pocket guide and the EPUB into the folder of a built site."""
    write_pocket_guide(built, site, built / POCKET_GUIDE)
    write_epub(built, site, built / EPUB)
