"""The site as files for paper and readers: a pocket guide and aide-memoires as PDF, the whole as EPUB and as one HTML file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from scripts.content.aide_memoire import every_side
from scripts.content.kinds import CURRENT
from scripts.content.model import Site
from scripts.outputs.books.epub import NAME as EPUB
from scripts.outputs.books.epub import write_epub
from scripts.outputs.books.one_page import NAME as ONE_PAGE
from scripts.outputs.books.one_page import write_one_page
from scripts.outputs.books.pocket_guide import NAME as POCKET_GUIDE
from scripts.outputs.books.pocket_guide import write_pocket_guide
from scripts.outputs.books.sides import NAME as AIDE_MEMOIRES
from scripts.outputs.books.sides import write_sides
from scripts.outputs.books.volumes import name_of, volume_of, volumes

__all__ = ["AIDE_MEMOIRES", "EPUB", "ONE_PAGE", "POCKET_GUIDE", "books"]


def books(built: Path, site: Site) -> list[Callable[[], None]]:
    """Return what writes each book of each collection into the folder of a built site: guide, aide-memoires, EPUB, one file."""
    among = volumes(site)
    pages: dict[str, list[str]] = {volume: [] for volume in among}
    for path in sorted(p.relative_to(built).as_posix() for p in built.rglob("*.html")):
        pages[volume_of(path, among)].append(path)
    records = [r for r in site.of_kind(*CURRENT) if r.line == 1]
    tasks: list[Callable[[], None]] = []
    for volume in among:
        own = [r for r in records if volume_of(r.path, among) == volume]
        tasks.append(partial(write_pocket_guide, built, site, own, built / name_of(POCKET_GUIDE, volume)))
        short = [s for s in every_side(site) if volume_of(s.path, among) == volume]
        tasks.append(partial(write_sides, built, site, short, built / name_of(AIDE_MEMOIRES, volume)))
        tasks.append(partial(write_epub, built, site, pages[volume], built / name_of(EPUB, volume)))
        tasks.append(partial(write_one_page, built, site, pages[volume], built / name_of(ONE_PAGE, volume)))
    return tasks
