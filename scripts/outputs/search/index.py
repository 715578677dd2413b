"""The index: for every word the documents that have it, and how much it says there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scripts.content.kinds import REPORTED
from scripts.outputs.search.documents import Document
from scripts.outputs.search.tokens import forms, key, words
from scripts.outputs.search.weights import EXACT_CLASSES, load_weights

_STEPS = 59
_PROVISION = re.compile(r"(?P<section>s\d+[a-z]*) (?P<short>\S+) (?P<year>\d{4}) (?P<title>.+) (?P=year)")

_TYPED = 10  # words of a name that anyone types whole
_BROAD = frozenset({"page", "list"})  # the other names of a page of many records are topics it touches
_FROM_REPORT = frozenset({*REPORTED, "place"})

LINKS = frozenset({"and", "of", "the"})
"""Words that may stand or be missing between a section and its Act; ``rank.js`` leaves them out as well."""


@dataclass(frozen=True, slots=True)
class Postings:
    """One word: the documents that have it, and how much it says in each (0 to 59)."""

    documents: list[int] = field(default_factory=list)
    impacts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Words and exact names, both sorted, with what they lead to; ``exact`` gives (document, class) pairs."""

    documents: tuple[Document, ...]
    words: tuple[str, ...]
    postings: tuple[Postings, ...]
    exact: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]


def build_index(documents: Sequence[Document], said: Iterable[str] = ()) -> Index:
    """Build the index of documents; the same documents give the same index.

    Args:
        documents: what can be found.
        said: words that can be asked for though no document has them, so that a slip in one can be mended.

    """
    parts = [list(_parts(d)) for d in documents]
    average = _average_lengths(parts)
    word = load_weights()["word"]
    found = {word: Postings() for word in said}
    for number, own in enumerate(parts):
        naming = _naming(own)
        for each, weight in _count(own, average).items():
            share = (1 - load_weights()["said"]["title"]) * weight / (weight + word["enough"]) + naming.get(each, 0.0)
            postings = found.get(each)
            if postings is None:
                postings = found[each] = Postings()
            postings.documents.append(number)
            postings.impacts.append(max(1, round(_STEPS * share)))
    ordered = sorted(found)
    return Index(
        documents=tuple(documents),
        words=tuple(ordered),
        postings=tuple(found[word] for word in ordered),
        exact=tuple(_exact(documents)),
    )


def _parts(document: Document) -> Iterator[tuple[str, list[str]]]:
    yield "title", [document.title]
    yield "topics" if document.kind in _BROAD else "names", [*document.names, document.id.replace("-", " ")]
    yield "provisions", [*document.provisions, *document.also]
    yield "cited", [" ".join(words(p)[:3]) for p in document.cited]
    yield "locators", list(document.locators)
    yield "questions", list(document.questions)
    yield "phrases", list(document.phrases)
    yield "summary", [document.summary]
    yield "headings", list(document.headings)
    yield "context", [document.page_title] if document.page_title != document.title else []
    yield "text", [s.text for s in document.sentences if not s.related]
    yield "related", [s.text for s in document.sentences if s.related]


def _average_lengths(parts: Iterable[list[tuple[str, list[str]]]]) -> dict[str, float]:
    totals: dict[str, list[int]] = {}
    for own in parts:
        for name, texts in own:
            length = sum(text.count(" ") + 1 for text in texts if text)
            if length:
                totals.setdefault(name, []).append(length)
    return {name: sum(lengths) / len(lengths) for name, lengths in totals.items()}


def _count(parts: list[tuple[str, list[str]]], average: dict[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, texts in parts:
        length = sum(text.count(" ") + 1 for text in texts if text)
        dilutes = load_weights()["dilution"].get(name, 0.0)
        weight = load_weights()["field"][name] / (1 - dilutes + dilutes * length / average[name]) if length else 0.0
        for text in texts:
            for word in forms(text):
                found[word] = found.get(word, 0.0) + weight
    return found


def _naming(parts: list[tuple[str, list[str]]]) -> dict[str, float]:
    weights = load_weights()
    found: dict[str, float] = {}
    for name, texts in parts:
        for text in texts if name in weights["said"] else ():
            own = forms(text)
            short = weights["word"]["short"] / max(len(own), 1)
            share = weights["said"][name] * min(1.0, short ** weights["word"]["fade"])
            for word in own:
                found[word] = max(found.get(word, 0.0), share)
    return found


def _exact(documents: Sequence[Document]) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    found: dict[str, dict[int, int]] = {}
    for number, document in enumerate(documents):
        for name, text in _known_as(document):
            looked_up = key(text)
            if looked_up and text.count(" ") < _TYPED:
                pair = found.setdefault(looked_up, {})
                pair[number] = min(pair.get(number, len(EXACT_CLASSES)), EXACT_CLASSES.index(name))
    for looked_up, pairs in sorted(found.items()):
        yield looked_up, tuple(sorted(pairs.items()))


def _known_as(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (class, text) for all that a document can be asked for by as a whole."""
    yield "id", document.id
    if document.kind == "case":
        yield "id", re.sub(r"-0+", "-", document.id)
    if document.kind not in {"statistic", "source", "place"}:
        yield from (("title", title) for title in (document.title, *titles(document.title)))
    if document.kind not in {"case", "event"}:
        yield from (("name", name) for name in document.names)
    yield from (("question", question) for question in document.questions)
    for provision in document.provisions:
        yield "locator", words(provision)[0] if words(provision) else ""
        yield from (("provision", form) for form in _with_act(provision))
    for provision in (*document.also, *document.explained):
        yield "cited", words(provision)[0] if words(provision) else ""
        yield from (("provision too", form) for form in _with_act(provision))
    for number, locator in enumerate(document.locators):
        first = number == 0 and document.kind in _FROM_REPORT
        yield from (("locator" if first else "cited", place) for place in _places(locator))


def _with_act(provision: str) -> Iterator[str]:
    """Yield a section with its Act as people cite it: short or in full, with the year or without, in either order."""
    own = " ".join(word for word in words(provision) if word not in LINKS)
    if not (match := _PROVISION.fullmatch(own)):
        return
    for name in (match["short"], match["title"].replace(" ", "")):
        for named in (name, name + match["year"]):
            yield match["section"] + named
            yield named + match["section"]


def titles(title: str) -> list[str]:
    """Return the names in a title of the form ``MASH: multi-agency safeguarding hub``; none of any other."""
    short, colon, long = title.partition(": ")
    return [short, long] if colon and short.isupper() else []


def _places(locator: str) -> Iterator[str]:
    """Yield the places a locator names; of a range its two ends, since those are what people look up."""
    for part in locator.replace("\u2013", "-").split(","):
        yield from part.strip().split("-")
