"""Runs of words shared with a report, found by an index of salted hashes that carries none of its sentences.

``bib/sources/<key>.words`` is one line of JSON (what the index is of, how many words make a run, the salt) and then the sorted
hashes in base64. It tells whether a run of words stands in the report and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scripts.content.model import Line

RUN = 9
_BYTES = 6
_WIDTH = 96
_PRIME = (1 << 61) - 1
_BASE = 1_000_003
_WORD = re.compile(r"[a-z0-9][a-z0-9,.'’]*[a-z0-9]|[a-z0-9]", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_NOT_INDEXED = frozenset({"toc", "title"})


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    run: int = Field(gt=2)
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")
    count: int


class NotAWordIndex(ValueError):
    """A file that is not an index of words; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordIndex:
    """The runs of words of one report, as hashes."""

    key: str
    run: int
    salt: str
    hashes: frozenset[int]

    def shared(self, tokens: list[tuple[str, int]]) -> Iterator[tuple[int, list[str]]]:
        """Yield each run of words that stands in the report too: the line it begins on, and its words."""
        found = _hashes([word for word, _ in tokens], self.run, self.salt)
        position = 0
        while position < len(found):
            if found[position] not in self.hashes:
                position += 1
                continue
            end = position
            while end + 1 < len(found) and found[end + 1] in self.hashes:
                end += 1
            yield tokens[position][1], [word for word, _ in tokens[position : end + self.run]]
            position = end + self.run


def words(text: str, first_line: int = 1) -> list[tuple[str, int]]:
    """Return the lower-case words of a text with their lines; addresses are passed over."""
    return [
        (match.group().lower().replace("’", "'").strip(".,"), number)
        for number, line in enumerate(_ADDRESS.sub(" ", text).split("\n"), first_line)
        for match in _WORD.finditer(line)
    ]


def words_read(lines: Iterable[Line]) -> list[tuple[str, int]]:
    """Return the words that a reader sees on some lines of a page, with their lines."""
    return [token for line in lines for token in words(line.words, line.number)]


def _hashes(tokens: list[str], run: int, salt: str) -> list[int]:
    """Return the hash of each run of words, by one pass over the text (Rabin and Karp)."""
    if len(tokens) < run:
        return []
    values = {word: _value(word, salt) for word in set(tokens)}
    top = pow(_BASE, run - 1, _PRIME)
    rolling = 0
    for word in tokens[:run]:
        rolling = (rolling * _BASE + values[word]) % _PRIME
    shift = 61 - 8 * _BYTES
    found = [rolling >> shift]
    for gone, come in zip(tokens, tokens[run:], strict=False):
        rolling = ((rolling - values[gone] * top) * _BASE + values[come]) % _PRIME
        found.append(rolling >> shift)
    return found


def _value(word: str, salt: str) -> int:
    digest = hashlib.blake2b(word.encode(), digest_size=8, salt=bytes.fromhex(salt)).digest()
    return int.from_bytes(digest, "big") % _PRIME


def make_words(paragraphs: Path, key: str, run: int = RUN) -> str:
    """Return the text of a word index of a report held as addressed paragraphs (JSON Lines with ``kind`` and ``text`` or ``plain``).

    Raises:
        NotAWordIndex: a line that is not JSON or lacks a key, or a report too short to have a run.

    """
    raw = paragraphs.read_bytes()
    salt = hashlib.sha256(raw).hexdigest()[:32]
    found: set[int] = set()
    for number, line in enumerate(raw.decode("utf-8").splitlines(), 1):
        try:
            item = json.loads(line)
            if item["kind"] not in _NOT_INDEXED:
                found.update(_hashes([word for word, _ in words(item.get("text") or item["plain"])], run, salt))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise NotAWordIndex(f"{paragraphs}:{number}: not an addressed item: {error!r}") from error
    if not found:
        raise NotAWordIndex(f"{paragraphs}: no item has {run} words")
    head = _Head(key=key, run=run, salt=salt, count=len(found)).model_dump_json()
    packed = base64.b64encode(b"".join(value.to_bytes(_BYTES, "big") for value in sorted(found))).decode("ascii")
    return "\n".join([head, *(packed[i : i + _WIDTH] for i in range(0, len(packed), _WIDTH))]) + "\n"


def load_words(path: Path) -> WordIndex:
    """Read a word index.

    Raises:
        NotAWordIndex: the file is not one, or is not whole.

    """
    head_line, _, rest = path.read_text(encoding="ascii", errors="replace").partition("\n")
    try:
        head = _Head.model_validate_json(head_line)
        packed = base64.b64decode(rest.replace("\n", ""), validate=True)
    except (ValidationError, ValueError) as error:
        raise NotAWordIndex(f"not an index of words: {str(error).splitlines()[0]}") from error
    hashes = frozenset(int.from_bytes(packed[i : i + _BYTES], "big") for i in range(0, len(packed), _BYTES))
    if len(hashes) != head.count:
        raise NotAWordIndex(f"not whole: {head.count} hashes promised, {len(hashes)} found")
    return WordIndex(key=head.key, run=head.run, salt=head.salt, hashes=hashes)


def allowed_phrases(lines: Iterable[str]) -> list[str]:
    """Return the phrases of the allow list, each framed by spaces; the reason after `` # `` is dropped."""
    phrases = []
    for line in lines:
        phrase = line.partition(" # ")[0].strip()
        if phrase and not phrase.startswith("#"):
            phrases.append(f" {' '.join(word for word, _ in words(phrase))} ")
    return phrases


def allowed(run: list[str], phrases: Iterable[str], size: int) -> bool:
    """Tell whether a shared run is a phrase that is allowed, with fewer than ``size`` words around it."""
    text = f" {' '.join(run)} "
    return any(phrase in text and len(run) - len(phrase.split()) < size for phrase in phrases)
