"""What the finished pages, the chapters of the EPUB and the drawings may hold: what the list allows, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from lxml import etree

from scripts.checks.built import BuiltSite
from scripts.checks.markup import Fault, faults
from scripts.checks.policy import META
from scripts.checks.rules import built_rule
from scripts.content.model import Problem

_RULE = "built-markup-is-allowed"
_ADVICE = "; what may stand there is listed in scripts/checks/markup.toml"
_BESIDE = ("mkdocs.yml", "CHANGELOG.md", "bib/**/*.*", "docs/**/*.csv", "docs/**/*.md")
_SHORTEST = 4  # shorter words stand in too many places to tell where something comes from


@built_rule("built pages")
def built_markup_is_allowed(built: BuiltSite) -> Iterator[Problem]:
    """Every finished page, chapter and drawing holds only listed elements, attributes, addresses and inline scripts.

    Bad: <svg onload="…">, <img srcset="//example.org/x.png">, <a href="javascript:…">, an inline script of no listed hash
    Good: <img src="../assets/images/doors.svg" alt="Two doors">
    """
    sources = _Sources(built.root)
    unplaced: dict[str, list[tuple[str, int]]] = {}
    for path, fault in _faults(built):
        place = sources.place(path, fault)
        if place:
            yield Problem(*place, fault.message + _ADVICE, _RULE)
        else:
            unplaced.setdefault(fault.message, []).append((path, fault.line))
    for message, places in unplaced.items():
        pages = len({path for path, _ in places})
        more = f" (on {pages} pages)" if pages > 1 else ""
        yield Problem(*places[0], message + more + _ADVICE, _RULE)


@built_rule("built pages")
def page_carries_the_policy(built: BuiltSite) -> Iterator[Problem]:
    """Every built page carries the policy of scripts/checks/policy.toml in its head, before anything that it should stop.

    Bad: <head><script src="x.js"></script>
    Good: <head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; …">
    """
    for page in built.pages:
        if page.policy != META:
            message = "the page does not begin with the policy; overrides/ and scripts/engine/redirects.py write it"
            yield Problem(page.path, page.line_of("<head"), message, "page-carries-the-policy")


def _faults(built: BuiltSite) -> Iterator[tuple[str, Fault]]:
    for page in built.pages:
        yield from ((page.path, fault) for fault in page.faults)
    for name in sorted(built.files):
        if name.endswith(".svg"):
            yield from _judged(name, (built.folder / name).read_bytes())
        elif name.endswith(".epub"):
            yield from _chapters(name, (built.folder / name).read_bytes())


def _chapters(name: str, data: bytes) -> Iterator[tuple[str, Fault]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for chapter in sorted(book.namelist()):
                if chapter.endswith((".xhtml", ".html", ".svg")):
                    yield from ((name, fault) for _, fault in _judged(chapter, book.read(chapter)))
    except zipfile.BadZipFile as error:
        yield name, Fault(1, f"cannot be read: {error}", ())


def _judged(name: str, data: bytes) -> Iterator[tuple[str, Fault]]:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        yield name, Fault(1, f"{name} is not well-formed: {error.msg}", ())
        return
    if root.getroottree().docinfo.internalDTD is not None and root.getroottree().docinfo.internalDTD.entities():
        yield name, Fault(1, f"{name} declares entities of its own", ("<!ENTITY",))
    yield from ((name, fault) for fault in faults(root))


class _Sources:
    """The sources of a clone, read when something is looked for in them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def place(self, built: str, fault: Fault) -> tuple[str, int] | None:
        """Return file and line of the sources that a fault of a built file comes from, where that can be told."""
        own = f"docs/{built}" if built.endswith(".svg") else f"docs/{built.removesuffix('.html')}.md"
        for word in fault.words:
            if line := self._find(own, word):
                return own, line
        if own.endswith(".svg") and (self._root / own).is_file():
            return own, fault.line
        word = fault.words[0] if fault.words else ""
        if len(word) >= _SHORTEST:
            for name in self._beside():
                if line := self._find(name, word):
                    return name, line
        return None

    def _beside(self) -> Iterator[str]:
        for pattern in _BESIDE:
            yield from (p.relative_to(self._root).as_posix() for p in sorted(self._root.glob(pattern)) if p.is_file())

    def _find(self, name: str, word: str) -> int | None:
        if name not in self._lines:
            path = self._root / name
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            self._lines[name] = [unescape(line).casefold() for line in text.split("\n")]
        wanted = word.casefold()
        return next((number for number, line in enumerate(self._lines[name], 1) if wanted in line), None)
