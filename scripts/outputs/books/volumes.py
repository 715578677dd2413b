"""The volumes of the books: a collection that stands in a folder of its own gets books of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from scripts.content.kinds import CURRENT
from scripts.content.model import Site


def volumes(site: Site) -> list[str]:
    """Return the collections' folders, relative to docs/: ``""`` is the content that stands in docs/ itself.

    A collection is known by its situations and law pages: those of ``docs/x/powers`` belong to the collection ``x``.
    So no volume, and no memory for it, grows with the number of collections.
    """
    pages = (PurePosixPath(r.path) for r in site.of_kind(*CURRENT) if r.line == 1)
    return sorted({"", *("/".join(p.parts[:-2]) for p in pages)})


def volume_of(path: str, among: Sequence[str]) -> str:
    """Return the volume that a page belongs to: the longest of the folders it stands in."""
    return max((v for v in among if not v or path.startswith(f"{v}/")), key=len)


def name_of(book: str, volume: str) -> str:
    """Return the file of a volume: ``pocket-guide.pdf`` of the collection ``x`` is ``pocket-guide-x.pdf``."""
    stem, dot, ending = book.rpartition(".")
    return f"{stem}-{volume.replace('/', '-')}{dot}{ending}" if volume else book
