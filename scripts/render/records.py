"""What stands around a record on its page: its facts under the heading, its links from elsewhere at its end."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from markupsafe import Markup

from scripts.base.dates import spoken
from scripts.content.model import Record, Relation, Site
from scripts.content.schemas import (
    LAW_KINDS,
    BodyMeta,
    CaseMeta,
    EventMeta,
    FindingMeta,
    LawMeta,
    QuestionMeta,
    TermMeta,
)
from scripts.render.stash import as_words, bulleted, finished, folded, joined

KIND_NAMES = {
    "power": "Power",
    "duty": "Duty",
    "order": "Order or notice",
    "offence": "Offence",
    "guidance": "Guidance",
    "situation": "Situation",
    "finding": "Problem",
    "recommendation": "Recommendation",
    "case": "Case",
    "statistic": "Statistic",
    "term": "Term",
    "event": "Change since 2015",
    "body": "Body",
    "question": "Question",
    "session": "Session plan",
}
# (from, to) → what the link means, read from the record it leads to.
_INCOMING = {
    ("finding", "recommendation"): "Answers the finding",
    ("recommendation", "finding"): "Answered by",
    ("case", "finding"): "Shown by the case",
    ("finding", "case"): "Shows",
    ("finding", "law"): "Use inspected",
    ("case", "law"): "Seen in the case",
    ("recommendation", "law"): "Bears on it",
    ("situation", "law"): "Used in",
    ("law", "finding"): "Use of",
    ("law", "law"): "See also from",
    ("question", "law"): "Tested by",
    ("session", "case"): "Taught in",
    ("session", "finding"): "Taught in",
}
FEW = 3
"""A list of no more than this stands open at the end of a page."""
CONFIDENCE = {
    "seen": "Seen in an archived copy of the source",
    "known": "Generally known, no copy of a source found: check before relying on it",
}


def relative(page: str, target: str) -> str:
    """Return the relative link from one page of docs/ to another."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def link_to(record: Record, page: str, text: str = "") -> str:
    """Return a Markdown link to a record, as seen from a page."""
    return f"[{as_words(text or record.title)}]({relative(page, record.path)}#{record.id})"


def linked(record: Record, page: str, text: str = "") -> Markup:
    """Return the same link as HTML."""
    return linked_page(record.path, text or record.title, page, fragment=record.id)


def linked_page(path: str, words: str, page: str, *, fragment: str = "") -> Markup:
    """Return an HTML link to a page of docs/, or a place on it, as seen from a page."""
    address = f"{relative(page, path).removesuffix('.md')}.html{f'#{fragment}' if fragment else ''}"
    return Markup('<a href="{}">{}</a>').format(address, words)


def facts(record: Record, *more: str) -> str:
    """Return the line of facts under a record's heading, and more of them that the record alone does not tell, as a finished block."""
    describe = _FACTS.get(record.kind)
    own = Markup('<a class="record-id" href="#{id}" title="Link to this {kind}">{id}</a>')
    shown = joined(
        (
            *(describe(record) if describe else ()),
            *map(_badge, more),
            own.format(id=record.id, kind=KIND_NAMES[record.kind].lower()),
        )
    )
    return finished(Markup('<p class="record-facts">{}</p>').format(shown))


def _badge(words: str, style: str = "") -> Markup:
    return Markup('<span class="{}">{}</span> ').format(f"badge {style}".strip(), words)


def _fact(words: str, style: str = "") -> Markup:
    return Markup('<span class="{}">{}</span> ').format(f"fact {style}".strip(), words)


def _finding(record: Record) -> Iterator[Markup]:
    meta = record.meta
    assert isinstance(meta, FindingMeta)  # noqa: S101 - the loader validated it
    yield _badge(meta.direction.capitalize(), f"direction-{meta.direction}")
    if meta.extent != "not stated":
        yield _badge(f"Extent: {meta.extent}")
    if meta.unanswered:
        yield _badge(f"No recommendation: {meta.unanswered}")


def _case(record: Record) -> Iterator[Markup]:
    meta = record.meta
    assert isinstance(meta, CaseMeta)  # noqa: S101
    yield _badge({"case": "Case", "quotation": "Quotation, retold", "excerpt": "Report excerpt, retold"}[meta.form])
    yield _badge(f"Age: {meta.age}")
    for tag in meta.tags:
        yield _badge(tag.replace("-", " "), "tag")
    yield _fact(f"Source: {meta.source}")


def _event(record: Record) -> Iterator[Markup]:
    meta = record.meta
    assert isinstance(meta, EventMeta)  # noqa: S101
    yield _badge("Commencement not confirmed" if meta.date == "not-confirmed" else spoken(meta.date), "date")
    yield _badge(" and ".join(meta.nations))
    yield _fact(meta.instrument)
    yield _fact(CONFIDENCE[meta.confidence], f"confidence-{meta.confidence}")


def _term(record: Record) -> Iterator[Markup]:
    meta = record.meta
    assert isinstance(meta, TermMeta)  # noqa: S101
    if meta.aliases:
        yield _fact(f"Also: {', '.join(meta.aliases)}")
    if meta.superseded:
        yield _badge(f"Now: {meta.superseded}", "since")


def _body(record: Record) -> Iterator[Markup]:
    meta = record.meta
    assert isinstance(meta, BodyMeta)  # noqa: S101
    if meta.successor:
        yield _badge(f"Now: {meta.successor}", "since")


def _question(record: Record) -> Iterator[Markup]:
    meta = record.meta
    assert isinstance(meta, QuestionMeta)  # noqa: S101
    yield _badge(meta.type.replace("-", " or ").capitalize())
    yield _badge(meta.level.capitalize())


_FACTS: dict[str, Callable[[Record], Iterator[Markup]]] = {
    "finding": _finding,
    "case": _case,
    "event": _event,
    "term": _term,
    "body": _body,
    "question": _question,
}


def linked_from(record: Record, site: Site, *, leave_out: frozenset[str] = frozenset(), whole: bool = False) -> str:
    """Return the block that shows every record linking here, by meaning, with the sentence that made the link.

    Args:
        record: where the links lead.
        site: where they come from.
        leave_out: kinds of record that the page shows elsewhere.
        whole: whether the record is a page, at whose end a long list is folded.

    """
    groups: dict[str, list[Markup]] = {}
    for relation in site.links_to.get(record.id, []):
        source = site.records[relation.source]
        if source.kind in leave_out or (source.path == record.path and source.line < record.line < source.end):
            continue
        groups.setdefault(meaning(source.kind, record.kind), []).append(_line(source, relation, record.path))
    if not groups:
        return ""
    content = bulleted(Markup("{}:{}").format(name, bulleted(groups[name])) for name in sorted(groups))
    return listed("Linked from", content, sum(map(len, groups.values()))) if whole else titled("Linked from", content)


def titled(title: str, content: Markup) -> str:
    """Return HTML under a small title of its own, as the finished block of what leads here."""
    block = Markup('<div class="linked-from"><p><strong class="linked-from-title">{}</strong></p>{}</div>')
    return finished(block.format(title, content))


def listed(title: str, content: Markup, count: int) -> str:
    """Return a list at the end of a page as a finished block: open where it is short, else folded with its count."""
    return finished(folded(f"{title} ({count})", content)) if count > FEW else titled(title, content)


def _line(source: Record, relation: Relation, page: str) -> Markup:
    link, sentence = linked(source, page), relation.sentence.replace(" | ", ": ")  # a row of a table
    if not sentence or sentence.startswith(source.title):
        return link
    return Markup('{} <span class="because">“{}”</span>').format(link, sentence)


def meaning(source: str, target: str) -> str:
    """Return what a link between two kinds means, read at the record it leads to."""
    pair = tuple("law" if kind in LAW_KINDS else kind for kind in (source, target))
    return _INCOMING.get((pair[0], pair[1]), KIND_NAMES[source])


def status(meta: LawMeta) -> str:
    """Return the words for how current a law page is."""
    return f"Checked {spoken(meta.checked.isoformat())}. Review due {spoken(meta.review_by.isoformat())}."
