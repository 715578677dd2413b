"""Claims: every sentence that cites something, and every heading of a record that rests on a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scripts.content import grammar
from scripts.content.kinds import REPORTED
from scripts.content.model import Citation, Page, Record, Site
from scripts.content.provisions import provisions

_SAID_BESIDE = ("direction", "extent", "age", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence with what it cites: ``sentence`` is a fingerprint of its words, ``places`` one of what it rests on."""

    path: str
    line: int
    words: str
    citations: tuple[Citation, ...]
    sentence: str
    places: str

    @property
    def identity(self) -> tuple[str, str]:
        """What a reading names it by: its page and its words."""
        return self.path, self.sentence


def claims(site: Site) -> list[Claim]:
    """Return every claim of the site in order of page and line; a sentence that stands twice on a page counts once."""
    return [claim for page in site.pages for claim in claims_of(page, site)]


def claims_of(page: Page, site: Site) -> list[Claim]:
    """Return the claims of one page in order of line."""
    found: dict[tuple[str, str], Claim] = {}
    for claim in sorted([*_sentences(page, site), *_headings(page, site)], key=lambda c: c.line):
        found.setdefault(claim.identity, claim)
    return list(found.values())


def _sentences(page: Page, site: Site) -> Iterator[Claim]:
    cited: dict[int, list[Citation]] = {}
    for citation in page.citations:
        cited.setdefault(citation.line, []).append(citation)
    lines = page.body.split("\n")
    for line, citations in cited.items():
        yield _claim(site, page.path, line, grammar.plain(lines[line - page.body_line]), citations)


def _headings(page: Page, site: Site) -> Iterator[Claim]:
    """Yield what the headings of records say, with direction, extent or age: it rests on all that the record cites."""
    for record in page.records:
        citations = [c for c in record.citations if c.key in site.sources]
        if record.kind in REPORTED and citations:
            yield _claim(site, page.path, record.line, _heading(record), citations)


def _heading(record: Record) -> str:
    beside = [f"{name}: {value}" for name in _SAID_BESIDE if (value := getattr(record.meta, name, ""))]
    return "; ".join([record.title, *beside])


def _claim(site: Site, path: str, line: int, words: str, citations: list[Citation]) -> Claim:
    return Claim(
        path=f"docs/{path}",
        line=line,
        words=words,
        citations=tuple(citations),
        sentence=_digest(words),
        places=_digest(" ".join(sorted({place for c in citations for place in _places(site, c)}))),
    )


def _places(site: Site, citation: Citation) -> Iterator[str]:
    """Yield what a citation names, each with the state of its text as this repository knows it."""
    if source := site.sources.get(citation.key):
        for loc in source.places(citation.locator):
            yield f"{citation.key}/{loc}/{source.items[loc].digest if loc in source.items else ''}"
    elif named := provisions(citation.locator):
        for provision in named:
            reading = site.law_read.get((citation.key, provision))
            yield f"{citation.key}/{citation.locator}/{reading.version + reading.fingerprint if reading else ''}"
    else:
        yield f"{citation.key}/{citation.locator}"


@lru_cache(1 << 14)
def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]
