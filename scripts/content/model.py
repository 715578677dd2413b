"""The typed, frozen picture of the site that every rule, export and hook works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.content.schemas import StatisticMeta
from scripts.content.sources import main_report

if TYPE_CHECKING:
    from scripts.content.bibliography import Bibliography
    from scripts.content.law_read import LawReading
    from scripts.content.phrases import Phrases
    from scripts.content.readings import Reading
    from scripts.content.schemas import PageMeta, RecordMeta
    from scripts.content.sources import SourceIndex


ALLOW_FILE = "bib/own-words-allow.txt"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, at one place. ``str()`` gives ``docs/x.md:12: message [rule-id]``.

    ``lost``: what stands there could not be loaded, so that nothing can be said of what rests on it.
    """

    path: str
    line: int
    message: str
    rule: str
    lost: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One source cited at one place: ``@key, locator``; locator is empty where the whole work is cited."""

    key: str
    locator: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationBlock:
    """What stands between one pair of square brackets: citations and the exact text they were written as."""

    raw: str
    line: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An inline Markdown link or image as written; ``path`` and ``fragment`` are its target without percent escapes."""

    text: str
    target: str
    path: str
    fragment: str
    line: int
    image: bool
    sentence: str

    @property
    def external(self) -> bool:
        """Tell whether the target names a scheme, as ``https:`` or ``mailto:`` do."""
        head = self.target.split("/", 1)[0]
        return ":" in head


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """An ATX heading with its attribute list taken apart."""

    level: int
    text: str
    id: str
    classes: tuple[str, ...]
    attributes: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Anything that can be cited, linked and exported: a page with a kind, a heading with a kind or a row of data.

    ``line`` to ``end`` (1-based, end exclusive) is where it stands in ``path``, relative to docs/.
    """

    id: str
    kind: str
    title: str
    path: str
    line: int
    end: int
    meta: PageMeta | RecordMeta
    body: str
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A link from one record to another, with the sentence that made it."""

    source: str
    target: str
    path: str
    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One Markdown file: ``path`` is relative to docs/ with forward slashes, lines are those of the file."""

    path: str
    meta: PageMeta
    body: str
    body_line: int
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    blocks: tuple[CitationBlock, ...]
    records: tuple[Record, ...]
    masked: str

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations of the page in the order they stand."""
        return tuple(c for b in self.blocks for c in b.citations)

    @property
    def title(self) -> str:
        """The page's title from its front matter."""
        return self.meta.title

    def heading_ids(self) -> set[str]:
        """Return the ids that headings carry in the source (given ids; made ones come from MkDocs)."""
        return {h.id for h in self.headings if h.id}


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything, loaded once. ``problems`` holds what could not be read.

    ``published_ids`` and ``published_pages`` give the line of bib/ids.txt; ``redirects`` and ``moved`` lead from what was
    given up to what is in use.
    """

    root: Path
    pages: tuple[Page, ...]
    bibliography: Bibliography
    sources: Mapping[str, SourceIndex]
    published_ids: Mapping[str, int]
    redirects: Mapping[str, str]
    published_pages: Mapping[str, int]
    moved: Mapping[str, str]
    nav: tuple[str, ...]
    generated: frozenset[str]
    data_records: tuple[Record, ...] = ()
    law_read: Mapping[tuple[str, str], LawReading] = field(default_factory=dict)
    readings: Mapping[tuple[str, str], tuple[int, Reading]] = field(default_factory=dict)
    phrases: Mapping[str, Phrases] = field(default_factory=dict)
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def lost(self) -> tuple[Problem, ...]:
        """What could not be loaded: while there is any, a rule over the whole site would only repeat it."""
        return tuple(p for p in self.problems if p.lost)

    @cached_property
    def by_path(self) -> Mapping[str, Page]:
        """Pages by their path relative to docs/."""
        return {p.path: p for p in self.pages}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where each page stands in the menu."""
        return {path: number for number, path in enumerate(self.nav)}

    @cached_property
    def report(self) -> str:
        """The key of the main report: its places are meant where none is named; ``""`` where no index says so."""
        return main_report(self.sources)

    @cached_property
    def all_records(self) -> tuple[Record, ...]:
        """Every record, in page order; duplicates included (a rule reports them)."""
        return (*(r for p in self.pages for r in p.records), *self.data_records)

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """Records by id; of two with one id the first."""
        found: dict[str, Record] = {}
        for record in self.all_records:
            found.setdefault(record.id, record)
        return found

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Where each record stands among all, by id."""
        return {identifier: number for number, identifier in enumerate(self.records)}

    @cached_property
    def _kinds(self) -> Mapping[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self.records.values():
            found.setdefault(record.kind, []).append(record)
        return found

    def of_kind(self, *kinds: str) -> list[Record]:
        """Return the records of these kinds in page order."""
        if len(kinds) == 1:
            return list(self._kinds.get(kinds[0], ()))
        return sorted((r for k in kinds for r in self._kinds.get(k, ())), key=lambda r: self._places[r.id])

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, Record]]:
        """Statistics by data file and id, in the order of the file."""
        found: dict[str, dict[str, Record]] = {}
        for record in self.data_records:
            if isinstance(record.meta, StatisticMeta):
                found.setdefault(record.meta.file, {})[record.id] = record
        return found

    @cached_property
    def citing(self) -> Mapping[str, list[tuple[Record, str]]]:
        """Records with the locator they cite, by key of the work, in page order."""
        found: dict[str, list[tuple[Record, str]]] = {}
        for record in self.all_records:
            for citation in record.citations:
                found.setdefault(citation.key, []).append((record, citation.locator))
        return found

    @cached_property
    def anchors(self) -> Mapping[tuple[str, str], Record]:
        """Records by (path, fragment); a page record also by (path, "")."""
        found: dict[tuple[str, str], Record] = {}
        for record in self.all_records:
            found.setdefault((record.path, record.id), record)
            if record.line == 1:
                found.setdefault((record.path, ""), record)
        return found

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every link between two records, once for each pair and line."""
        found: dict[tuple[str, str], Relation] = {}
        for record in self.all_records:
            for link in record.links:
                target = self.anchors.get((resolve(record.path, link.path), link.fragment))
                if link.external or link.image or target is None or target.id == record.id:
                    continue
                relation = Relation(
                    source=record.id, target=target.id, path=record.path, line=link.line, sentence=link.sentence
                )
                found.setdefault((record.id, target.id), relation)
        return tuple(found.values())

    @cached_property
    def links_to(self) -> Mapping[str, list[Relation]]:
        """Relations by the id they lead to."""
        return _grouped(self.relations, key="target")

    @cached_property
    def links_from(self) -> Mapping[str, list[Relation]]:
        """Relations by the id they come from."""
        return _grouped(self.relations, key="source")

    def related(self, record_id: str, *kinds: str) -> list[Record]:
        """Return the records of these kinds that a record is linked with, either way, in page order."""
        ids = {r.target for r in self.links_from.get(record_id, [])} | {
            r.source for r in self.links_to.get(record_id, [])
        }
        found = (self.records[i] for i in sorted(ids, key=self._places.__getitem__))
        return [r for r in found if r.kind in kinds]


def _grouped(relations: tuple[Relation, ...], *, key: str) -> dict[str, list[Relation]]:
    grouped: dict[str, list[Relation]] = {}
    for relation in relations:
        grouped.setdefault(getattr(relation, key), []).append(relation)
    return grouped


def resolve(page: str, target: str) -> str:
    """Return the path, relative to docs/, that a link's target names on a page; ``""`` names the page itself.

    >>> resolve("powers/a.md", "../cases/b.md")
    'cases/b.md'
    """
    if not target:
        return page
    parts = page.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return "../" + target
            parts.pop()
        elif part not in {".", ""}:
            parts.append(part)
    return "/".join(parts)
