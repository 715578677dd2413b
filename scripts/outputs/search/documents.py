"""What can be found: every record, every page and every section of a plain page, each with its address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from scripts.base.amounts import amount
from scripts.base.dates import spoken
from scripts.content import frontmatter, grammar, kinds
from scripts.content.data_blocks import TableBlock, blocks, rows
from scripts.content.model import Page, Record, Site
from scripts.content.provisions import provisions
from scripts.content.schemas import BodyMeta, EventMeta, LawMeta, PageMeta, StatisticMeta, TermMeta
from scripts.outputs.search.passages import Passage, Sentence, passages

BOTH = ("England", "Wales")
_WITH_SECTIONS = ("about/rules.md",)
_ABOUT = ("about/", "report/slips.md")  # for those who make the site, or who look for faults in the report
_LIST_SENTENCES = 3  # what introduces a generated list; its lines are found as what they lead to
_PROVISION = re.compile(r"(?P<act>[a-z]+(?:-[a-z]+)*?)-?(?P<year>\d{4})?(?: (?P<place>\S+))?")


GROUPS = {**kinds.GROUPS, "page": "Pages", "report": "Report and sources"}
"""What search filters by, with the words for it, in the order of the list."""
KINDS = {kind.name: (kind.label, kind.group) for kind in kinds.KINDS.values()} | {
    "page": ("Page", "page"),
    "section": ("Part of a page", "page"),
    "list": ("List", "page"),
    "place": ("Place in the report", "report"),
    "source": ("Source", "report"),
    "about": ("About this site", ""),
}
"""Label and group of each kind of document: the records' kinds, and what else can be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found.

    ``kind`` is a record kind, or ``page``, ``section``, ``list``, ``place`` (of the report), ``source`` or ``about`` (the site);
    ``nations`` is empty where the thing belongs to none more than another; ``currency`` is in words.
    ``provisions`` are those a page is about, ``also`` those it is about besides, ``cited`` those its text cites; of these
    ``explained`` are cited by no page more often, and no page is about them.
    ``parts`` are the sections of a page: the number of the first sentence of each, its id and its title.
    """

    title: str
    page: str
    page_title: str
    anchor: str
    kind: str
    theme: str = ""
    nations: tuple[str, ...] = ()
    currency: str = ""
    id: str = ""
    names: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    locators: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    summary: str = ""
    sentences: tuple[Sentence, ...] = field(default=())
    parts: tuple[tuple[int, str, str], ...] = ()

    @property
    def address(self) -> str:
        """The address of the document, from the site's root."""
        return f"{self.page}#{self.anchor}" if self.anchor else self.page


def documents(site: Site, generated: Mapping[str, str]) -> list[Document]:
    """Return all documents, page after page in order of path.

    Args:
        site: the loaded site.
        generated: the pages made from data, as Markdown by path.

    """
    found = {page.path: list(_page(page, site)) for page in site.pages if page.meta.search != "exclude"}
    for path, text in generated.items():
        found[path] = list(_generated(path, text.split('<div class="self-test"', 1)[0], site))
    _cite(found, site)
    found.setdefault("references.md", []).extend(_sources(site))
    shown = {path: _rows_shown(site.by_path[path], site) for path in {r.path for r in site.data_records} & found.keys()}
    for record in site.data_records:
        if record.path in found:
            found[record.path].append(_statistic(record, site, shown=shown[record.path]))
    return [
        _with_phrases(d, first=d is own[0], path=path, site=site) for path, own in sorted(found.items()) for d in own
    ]


def _with_phrases(document: Document, *, first: bool, path: str, site: Site) -> Document:
    """Return a document with the phrases of its record, and of its page where it stands for the page."""
    names = [name for name in (path if first else "", document.id) if name in site.phrases]
    phrases = tuple(text for name in names for text in site.phrases[name].texts)
    return replace(document, phrases=phrases) if phrases else document


def _cite(found: dict[str, list[Document]], site: Site) -> None:
    """Give each page's own document the provisions that the page cites, and each provision to the page that explains it.

    Of several pages about one provision, and of those that cite it where none is about it, that is the one that cites it most.
    """
    counts = {path: _cited(site.by_path[path], site) for path in sorted(found.keys() & site.by_path.keys())}
    about = {path: found[path][0].provisions for path in counts}
    known = {p for own in found.values() for d in own for p in (*d.provisions, *d.also)}
    most: dict[str, tuple[bool, bool, bool, int, str]] = {}
    for path, own in counts.items():
        law = isinstance(site.by_path[path].meta, LawMeta)
        for provision in {*own, *about[path]}:
            kin = _number(provision) in {_number(p) for p in about[path]}  # s103I beside s103A
            rank = (provision in about[path], law, kin, own[provision], path)
            most[provision] = max(most.get(provision, rank), rank)
    for path, own in counts.items():
        page = found[path][0]
        best = {p for p in (*own, *about[path]) if most[p][-1] == path}
        found[path][0] = replace(
            page,
            provisions=tuple(p for p in page.provisions if p in best),
            also=(*(p for p in page.provisions if p not in best), *page.also),
            cited=tuple(own),
            explained=tuple(p for p in own if p in best and p not in known),
        )


def _number(provision: str) -> str:
    """Return a provision without the letters after its number."""
    section, _, act = provision.partition(" ")
    return f"{section.rstrip(ascii_uppercase)} {act}"


def _cited(page: Page, site: Site) -> Counter[str]:
    entries = site.bibliography.entries
    laws = (c for c in page.citations if c.key in entries and entries[c.key].is_law)
    return Counter(
        _provision(f"{c.key} {p.replace('s. ', 's')}", site)
        for c in laws
        for p in provisions(c.locator)
        if p.startswith("s.")
    )


def _html(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def _page(page: Page, site: Site) -> Iterator[Document]:
    inner = [r for r in page.records if r.line > 1]
    parts = passages(page.lines, page.headings, inner)
    whole = next((r for r in page.records if r.line == 1), None)
    free = [p for p in parts if not p.record]
    if whole:
        yield _whole(whole, page, free, site)
    else:
        yield from _plain(page.path, page.meta, free)
    for record in inner:
        yield _inner(record, page, [p for p in parts if p.record == record.id], site)


def _whole(record: Record, page: Page, parts: list[Passage], site: Site) -> Document:
    meta = page.meta
    law = meta if isinstance(meta, LawMeta) else None
    checked = getattr(meta, "checked", None)
    return Document(
        title=record.title,
        page=_html(page.path),
        page_title=page.title,
        anchor=record.id,
        kind=record.kind,
        theme=meta.theme or "",
        nations=law.nations if law else BOTH,
        currency=f"checked {spoken(checked.isoformat())}" if checked else "",
        id=record.id,
        names=tuple(meta.aliases),
        questions=meta.questions,
        locators=_locators(record, site),
        provisions=tuple(_spelt(law.provisions[:1], site)) if law else (),
        also=tuple(_spelt(law.provisions[1:], site)) if law else (),
        headings=tuple(p.title for p in parts if p.title),
        summary=meta.summary,
        sentences=tuple(s for p in parts for s in p.sentences),
        parts=tuple(_sections(parts)),
    )


def _sections(parts: Sequence[Passage]) -> Iterator[tuple[int, str, str]]:
    first = 0
    for part in parts:
        if part.title and part.sentences:
            yield first, part.id, part.title
        first += len(part.sentences)


def _spelt(written: Sequence[str], site: Site) -> Iterator[str]:
    """Yield provisions as front matter has them, ranges as each of theirs."""
    for each in written:
        act, _, place = each.partition(" ")
        parts = provisions(place.replace("s", "s. ", 1).replace("s. s", "ss. ", 1)) if place.startswith("s") else ()
        yield from (_provision(f"{act} {p.replace('s. ', 's')}", site) for p in parts or (place,))


def _provision(written: str, site: Site) -> str:
    """Return a provision in the ways people write it: ``ca1989 s46`` is s46, CA 1989, Children Act 1989."""
    act = written.partition(" ")[0]
    match = _PROVISION.fullmatch(written)
    entry = site.bibliography.entries.get(act)
    parts = [match["place"] or "", match["act"], match["year"] or ""] if match else [written]
    return " ".join([*(p for p in parts if p), entry.title if entry else ""]).strip()


def _plain(path: str, meta: PageMeta, parts: list[Passage], *, kind: str = "page") -> Iterator[Document]:
    page = _html(path)
    yield Document(
        title=meta.title,
        page=page,
        page_title=meta.title,
        anchor="",
        kind="about" if path.startswith(_ABOUT) else kind,
        theme=meta.theme or "",
        names=tuple(meta.aliases),
        questions=meta.questions,
        headings=tuple(p.title for p in parts if p.title),
        summary=meta.summary,
        sentences=parts[0].sentences[: _LIST_SENTENCES if kind == "list" else None],
    )
    for part in parts[1:] if kind == "page" else ():
        if part.sentences:
            yield Document(
                title=part.title,
                page=page,
                page_title=meta.title,
                anchor=part.id,
                kind="about" if path.startswith(_ABOUT) else "section",
                theme=meta.theme or "",
                sentences=part.sentences,
            )


def _inner(record: Record, page: Page, parts: list[Passage], site: Site) -> Document:
    meta = record.meta
    nations, currency, names = _facts(record, site)
    if isinstance(meta, EventMeta) and isinstance(page.meta, LawMeta) and not nations:
        nations = page.meta.nations
    return Document(
        title=record.title,
        page=_html(page.path),
        page_title=page.title,
        anchor=record.id,
        kind=record.kind,
        theme=page.meta.theme or "",
        nations=nations,
        currency=currency,
        id=record.id,
        names=names,
        locators=_locators(record, site),
        headings=tuple(p.title for p in parts[1:]),
        sentences=tuple(s for p in parts for s in p.sentences),
    )


def _facts(record: Record, site: Site) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    meta = record.meta
    if isinstance(meta, EventMeta):
        date = "date not confirmed" if meta.date == "not-confirmed" else spoken(meta.date)
        nations = BOTH if "United Kingdom" in meta.nations else tuple(meta.nations)
        return nations, date, (meta.instrument,)
    if isinstance(meta, TermMeta):
        return (), "", (*meta.aliases, *meta.plurals, *([meta.superseded] if meta.superseded else []))
    if isinstance(meta, BodyMeta):
        return (), "", (meta.successor,) if meta.successor else ()
    checked = getattr(meta, "checked", None)
    if checked:
        return (), f"checked {spoken(checked.isoformat())}", ()
    tags = tuple(t.replace("-", " ") for t in getattr(meta, "tags", ()))
    return (BOTH, _reported(record, site), tags) if record.kind in kinds.REPORTED else ((), "", tags)


def _reported(record: Record, site: Site) -> str:
    """Return when the report that a record rests on came out, in words."""
    key = next((c.key for c in record.citations if c.key in site.sources), site.report)
    return spoken(site.sources[key].file.published) if key in site.sources else ""


def _locators(record: Record, site: Site) -> tuple[str, ...]:
    cited = (c.locator for c in record.citations if c.key in site.sources and c.locator)
    return tuple(dict.fromkeys(part.removeprefix("para. ").removeprefix("rec. ") for part in cited))


def _rows_shown(page: Page, site: Site) -> frozenset[str]:
    tables = (block for _, block in blocks(page) if isinstance(block, TableBlock))
    return frozenset(r.id for table in tables for r in rows(table, site))


def _statistic(record: Record, site: Site, *, shown: frozenset[str]) -> Document:
    meta = record.meta
    assert isinstance(meta, StatisticMeta)  # noqa: S101 - the loader validated it
    value = amount(meta.value) if meta.value else "no figure"
    facts = [f"{meta.measure}: {value} {meta.unit}", meta.period, meta.area, meta.base, meta.caveat]
    return Document(
        title=f"{meta.measure}: {value} {meta.unit}",
        page=_html(record.path),
        page_title=site.by_path[record.path].title,
        anchor=record.id if record.id in shown else "",
        kind="statistic",
        theme=site.by_path[record.path].meta.theme or "",
        nations=BOTH,
        currency=meta.period if meta.period and meta.period != "not stated" else _reported(record, site),
        id=record.id,
        locators=_locators(record, site),
        sentences=(Sentence(text="; ".join(f for f in facts if f), related=False),),
    )


def _generated(path: str, text: str, site: Site) -> Iterator[Document]:
    split = frontmatter.split(text)
    meta = PageMeta.model_validate(split.data)
    read = grammar.parse(split.body, split.body_line)
    parts = passages(read.lines, read.headings, ())
    yield from _plain(path, meta, parts, kind="page" if path in _WITH_SECTIONS else "list")
    source = next((s.file for s in site.sources.values() if path.startswith(f"{s.file.map}/")), None)
    if source:
        yield from (_place(path, meta, part, spoken(source.published)) for part in parts[1:])


def _place(path: str, meta: PageMeta, part: Passage, published: str) -> Document:
    locator, _, title = part.title.partition(": ")
    locator = locator.removeprefix("para. ").removeprefix("rec. ").removeprefix("gloss. ")
    return Document(
        title=part.title,
        page=_html(path),
        page_title=meta.title,
        anchor=part.id,
        kind="place",
        currency=published,
        locators=(locator,),
        sentences=() if title else part.sentences[:1],
    )


def _sources(site: Site) -> Iterator[Document]:
    for entry in site.bibliography.entries.values():
        yield Document(
            title=entry.title,
            page="references.html",
            page_title="References",
            anchor=f"ref-{entry.key}",
            kind="source",
            id=entry.key,
            currency=entry.fields.get("year", ""),
            sentences=(Sentence(text=" ".join([*entry.authors, entry.fields.get("institution", "")]), related=False),),
        )
