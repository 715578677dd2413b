"""The built site as the checks over it see it: every HTML page parsed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from scripts.model import Site

_KEPT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltPage:
    """One HTML page: ``path`` is relative to the built site's folder."""

    path: str
    ids: tuple[str, ...]
    file: Path
    kept: tuple[str, HtmlElement] | None

    @property
    def text(self) -> str:
        """The page as it stands in the file."""
        return self.kept[0] if self.kept else self.file.read_text(encoding="utf-8")

    @property
    def tree(self) -> HtmlElement:
        """The page parsed."""
        return self.kept[1] if self.kept else _parsed(self.file, self.file.stat().st_mtime_ns)

    def line_of(self, text: str) -> int:
        """Return the line on which some text first stands; 1 where it does not."""
        return self.text.count("\n", 0, max(self.text.find(text), 0)) + 1


@lru_cache(maxsize=2)
def _parsed(file: Path, _written: int) -> HtmlElement:
    return html.document_fromstring(file.read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class BuiltSite:
    """The folder that people get, with the sources it was made from."""

    folder: Path
    site: Site
    pages: tuple[BuiltPage, ...]
    files: frozenset[str]

    @property
    def root(self) -> Path:
        """The folder of mkdocs.yml."""
        return self.site.root

    @cached_property
    def by_path(self) -> Mapping[str, BuiltPage]:
        """Pages by path."""
        return {p.path: p for p in self.pages}

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The ids each page holds."""
        return {p.path: frozenset(p.ids) for p in self.pages}


def load_built(folder: Path, site: Site) -> BuiltSite:
    """Parse every page below a built site's folder.

    So many pages are kept parsed; on a larger site the others are parsed again where a rule looks at them, since a
    parsed page takes ten times the memory of its file.
    """
    files = frozenset(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    pages: list[BuiltPage] = []
    for name in sorted(f for f in files if f.endswith(".html")):
        text = (folder / name).read_text(encoding="utf-8")
        tree = html.document_fromstring(text)
        ids = tuple(i for e in tree.iter() if isinstance(e.tag, str) and (i := e.get("id")))
        kept = (text, tree) if len(pages) < _KEPT else None
        pages.append(BuiltPage(path=name, ids=ids, file=folder / name, kept=kept))
    return BuiltSite(folder=folder, site=site, pages=tuple(pages), files=files)
