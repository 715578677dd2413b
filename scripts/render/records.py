"""What stands around a record on its page: its facts under the heading, its links from elsewhere at its end."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Callable, Iterator

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
from scripts.render.stash import bulleted, finished

KIND_NAMES = {
    "power": "Power",
    "duty": "Duty",
    "order": "Order or notice",
    "offence": "Offence",
    "guidance": "Guidance",
    "situation": "Situation",
    "finding": "Finding",
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
CONFIDENCE = {
    "seen": "Seen in an archived copy of the source",
    "known": "Generally known, no copy of a source found: check before relying on it",
}


def relative(page: str, target: str) -> str:
    """Return the relative link from one page of docs/ to another."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def link_to(record: Record, page: str, text: str = "") -> str:
    """Return a Markdown link to a record, as seen from a page."""
    words = (text or record.title).replace("[", "(").replace("]", ")")
    return f"[{words}]({relative(page, record.path)}#{record.id})"


def linked(record: Record, page: str, text: str = "") -> str:
    """Return the same link as HTML."""
    return linked_page(record.path, text or record.title, page, fragment=record.id)


def linked_page(path: str, words: str, page: str, *, fragment: str = "") -> str:
    """Return an HTML link to a page of docs/, or a place on it, as seen from a page."""
    address = f"{relative(page, path).removesuffix('.md')}.html{f'#{fragment}' if fragment else ''}"
    return f'<a href="{address}">{html.escape(words, quote=False)}</a>'


def facts(record: Record) -> str:
    """Return the line of facts under a record's heading, as a finished block."""
    describe = _FACTS.get(record.kind)
    shown = "".join(describe(record)) if describe else ""
    own = f'<a class="record-id" href="#{record.id}" title="Link to this {KIND_NAMES[record.kind].lower()}">{record.id}</a>'
    return finished(f'<p class="record-facts">{shown}{own}</p>')


def _badge(words: str, style: str = "") -> str:
    return f'<span class="badge{" " + style if style else ""}">{html.escape(words)}</span> '


def _finding(record: Record) -> Iterator[str]:
    meta = record.meta
    assert isinstance(meta, FindingMeta)  # noqa: S101 - the loader validated it
    yield _badge(meta.direction.capitalize(), f"direction-{meta.direction}")
    if meta.extent != "not stated":
        yield _badge(f"Extent: {meta.extent}")
    if meta.unanswered:
        yield _badge(f"No recommendation: {meta.unanswered}")


def _case(record: Record) -> Iterator[str]:
    meta = record.meta
    assert isinstance(meta, CaseMeta)  # noqa: S101
    yield _badge({"case": "Case", "quotation": "Quotation, retold", "excerpt": "Report excerpt, retold"}[meta.form])
    yield _badge(f"Age: {meta.age}")
    for tag in meta.tags:
        yield _badge(tag.replace("-", " "), "tag")
    yield f'<span class="fact">Source: {html.escape(meta.source)}</span> '


def _event(record: Record) -> Iterator[str]:
    meta = record.meta
    assert isinstance(meta, EventMeta)  # noqa: S101
    yield _badge("Commencement not confirmed" if meta.date == "not-confirmed" else spoken(meta.date), "date")
    yield _badge(" and ".join(meta.nations))
    yield f'<span class="fact">{html.escape(meta.instrument)}</span> '
    yield f'<span class="fact confidence-{meta.confidence}">{CONFIDENCE[meta.confidence]}</span> '


def _term(record: Record) -> Iterator[str]:
    meta = record.meta
    assert isinstance(meta, TermMeta)  # noqa: S101
    if meta.aliases:
        yield f'<span class="fact">Also: {html.escape(", ".join(meta.aliases))}</span> '
    if meta.superseded:
        yield _badge(f"Now: {meta.superseded}", "since")


def _body(record: Record) -> Iterator[str]:
    meta = record.meta
    assert isinstance(meta, BodyMeta)  # noqa: S101
    if meta.successor:
        yield _badge(f"Now: {meta.successor}", "since")


def _question(record: Record) -> Iterator[str]:
    meta = record.meta
    assert isinstance(meta, QuestionMeta)  # noqa: S101
    yield _badge(meta.type.replace("-", " or ").capitalize())
    yield _badge(meta.level.capitalize())


_FACTS: dict[str, Callable[[Record], Iterator[str]]] = {
    "finding": _finding,
    "case": _case,
    "event": _event,
    "term": _term,
    "body": _body,
    "question": _question,
}


def linked_from(record: Record, site: Site, *, leave_out: frozenset[str] = frozenset()) -> str:
    """Return the block that shows every record linking here, by meaning, with the sentence that made the link.

    Args:
        record: where the links lead.
        site: where they come from.
        leave_out: kinds of record that the page shows elsewhere.

    """
    groups: dict[str, list[str]] = {}
    for relation in site.links_to.get(record.id, []):
        source = site.records[relation.source]
        if source.kind in leave_out or (source.path == record.path and source.line < record.line < source.end):
            continue
        groups.setdefault(meaning(source.kind, record.kind), []).append(_line(source, relation, record.path))
    if not groups:
        return ""
    return titled("Linked from", bulleted(f"{name}:{bulleted(groups[name])}" for name in sorted(groups)))


def titled(title: str, content: str) -> str:
    """Return HTML under a small title of its own, as the finished block of what leads here."""
    return finished(
        f'<div class="linked-from"><p><strong class="linked-from-title">{title}</strong></p>{content}</div>'
    )


def _line(source: Record, relation: Relation, page: str) -> str:
    sentence = relation.sentence
    words = html.escape(sentence, quote=False).replace(" | ", ": ")  # a row of a table
    shown = f' <span class="because">“{words}”</span>' if sentence and not sentence.startswith(source.title) else ""
    return linked(source, page) + shown


def meaning(source: str, target: str) -> str:
    """Return what a link between two kinds means, read at the record it leads to."""
    pair = tuple("law" if kind in LAW_KINDS else kind for kind in (source, target))
    return _INCOMING.get((pair[0], pair[1]), KIND_NAMES[source])


def status(meta: LawMeta) -> str:
    """Return the words for how current a law page is."""
    return f"Checked {spoken(meta.checked.isoformat())}. Review due {spoken(meta.review_by.isoformat())}."
