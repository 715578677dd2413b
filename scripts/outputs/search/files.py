"""The index as script files that load without a server: ``index.js`` at once, the others when they are needed."""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.outputs.search.coding import gaps, number, numbers, sorted_words
from scripts.outputs.search.documents import GROUPS, KINDS, Document
from scripts.outputs.search.english import mistakable
from scripts.outputs.search.index import Index, Postings
from scripts.outputs.search.tokens import words
from scripts.outputs.search.weights import for_the_browser

FORMAT = 5
_PART = 400_000  # characters in one file of postings: a few milliseconds to read
_CHUNK = 48_000  # characters of documents in one file, loaded when one of them is shown


def write_index(index: Index, language: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write the index below a folder of its own and return the files; the same index gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.js"):
        old.unlink()
    bodies = [_posting_text(p) for p in index.postings]
    parts = list(_parted(bodies))
    pages = list(dict.fromkeys((d.page, d.page_title) for d in index.documents))
    notes = list(dict.fromkeys(_note(d) for d in index.documents))
    chunks = list(_chunks(index.documents, notes))
    core = {
        "format": FORMAT,
        "count": len(index.documents),
        "words": sorted_words(index.words),
        "lengths": numbers(map(len, bodies)),
        "postingParts": [first for first, _ in parts],
        "chunks": [first for first, _ in chunks],
        "exact": _exact_text(index),
        "pages": pages,
        "notes": notes,
        **_columns(index.documents, pages),
        "phrases": _phrases(index),
        "english": sorted_words(mistakable(index.words)),
        "weights": for_the_browser(),
        "language": language,
    }
    made: dict[str, object] = {f"postings-{i}": text for i, (_, text) in enumerate(parts)}
    made |= {f"documents-{i}": rows for i, (_, rows) in enumerate(chunks)}
    stamp = hashlib.sha256(_script("", [core, made]).encode()).hexdigest()[:10]
    written = [_write(folder / f"{name}.{stamp}.js", _script(name, body)) for name, body in made.items()]
    return [_write(folder / "index.js", _script("index", core | {"stamp": stamp})), *written]


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _script(name: str, body: object) -> str:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"siteSearch.receive({json.dumps(name)},{text})\n"


def _posting_text(postings: Postings) -> str:
    steps = gaps(postings.documents)
    return numbers(itertools.chain.from_iterable(zip(steps, postings.impacts, strict=True)))


def _parted(bodies: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Divide bodies, one for each word, into parts of bounded size; yield the first word's number with the text."""
    first, parts, size = 0, list[str](), 0
    for index, body in enumerate(bodies):
        if parts and size + len(body) > _PART:
            yield first, "".join(parts)
            first, parts, size = index, [], 0
        parts.append(body)
        size += len(body)
    yield first, "".join(parts)


def _columns(documents: Sequence[Document], pages: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what ranking and filters need of every document, a column each."""
    kinds = sorted({d.kind for d in documents})
    themes = sorted({d.theme for d in documents})
    nations = sorted({" and ".join(d.nations) for d in documents})
    page_numbers = {page: i for i, page in enumerate(pages)}
    return {
        "kinds": [[kind, *KINDS[kind]] for kind in kinds],
        "groups": [[group, label] for group, label in GROUPS.items() if any(KINDS[kind][1] == group for kind in kinds)],
        "themes": themes,
        "nations": nations,
        "kindOf": numbers(kinds.index(d.kind) for d in documents),
        "themeOf": numbers(themes.index(d.theme) for d in documents),
        "nationOf": numbers(nations.index(" and ".join(d.nations)) for d in documents),
        "pageOf": numbers(gaps(page_numbers[d.page, d.page_title] for d in documents)),
    }


def _phrases(index: Index) -> dict[str, Any]:
    """Return the phrases: the document of each, what it weighs in halves, and for each of their words those that have it."""
    number_of = {word: i for i, word in enumerate(index.words)}
    own = [(i, {number_of[word] for word in words(text)}) for i, d in enumerate(index.documents) for text in d.phrases]
    having: dict[int, list[int]] = {}
    for phrase, (_, said) in enumerate(own):
        for word in said:
            having.setdefault(word, []).append(phrase)
    rarity = {word: math.log(1 + len(own) / len(phrases)) for word, phrases in having.items()}
    listed = sorted(having)
    bodies = [numbers(gaps(having[word])) for word in listed]
    return {
        "count": len(own),
        "of": numbers(gaps(document for document, _ in own)),
        "weights": numbers(round(2 * sum(rarity[word] for word in sorted(said))) for _, said in own),
        "words": numbers(gaps(listed)),
        "lengths": numbers(map(len, bodies)),
        "having": "".join(bodies),
    }


def _note(document: Document) -> str:
    """Return the line under a result: kind, nations, currency."""
    facts = (KINDS[document.kind][0], " and ".join(document.nations), document.currency)
    return " \u00b7 ".join(fact for fact in facts if fact)


def _chunks(documents: Sequence[Document], notes: list[str]) -> Iterator[tuple[int, list[list[Any]]]]:
    numbers_of = {note: i for i, note in enumerate(notes)}
    first, rows, size = 0, list[list[Any]](), 0
    for index, document in enumerate(documents):
        also = (
            ["Also: " + "; ".join(document.names)] if document.names and document.kind not in {"case", "event"} else []
        )
        sentences = (s.text for s in document.sentences)
        text = "\n".join([document.summary, *sentences, *document.questions, *also]).strip("\n")
        if rows and size + len(text) > _CHUNK:
            yield first, rows
            first, rows, size = index, [], 0
        title = document.title if document.title != document.page_title else 0
        before = 1 if document.summary else 0
        own = [[before + start, *rest] for start, *rest in document.parts]
        parts = [[*own, [before + len(document.sentences), "", ""]]] if own else []
        rows.append([title, document.anchor, numbers_of[_note(document)], text, *parts])
        size += len(text) + 80
    yield first, rows


def _exact_text(index: Index) -> list[str]:
    keys = [looked_up for looked_up, _ in index.exact]
    pairs = []
    for _, entries in index.exact:
        flat = zip(gaps(d for d, _ in entries), (c for _, c in entries), strict=True)
        pairs.append(number(len(entries)) + numbers(itertools.chain.from_iterable(flat)))
    return [sorted_words(keys), "".join(pairs)]
