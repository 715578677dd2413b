"""Right English words that look like slips of ours: search leaves them as they are typed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

_FILE = Path(__file__).with_name("english.txt")  # SCOWL, British, small: scripts/base/third_party.toml
_SHORTEST = 4  # shorter words are never mended
_ONE_SLIP = 8  # letters of the longest word that is mended in one place only; ``near.js`` has the same


def mistakable(vocabulary: Collection[str]) -> list[str]:
    """Return the plain English words, sorted, that are not ours but so near to one that mending might change them.

    Two words are near where both become one by leaving out a letter, or in longer words two.
    """
    ours = frozenset(vocabulary)
    near = {form for word in ours if len(word) >= _SHORTEST - 1 and word.isalpha() for form in _cut(word)}
    words = _FILE.read_text(encoding="utf-8").split()
    return [word for word in words if word not in ours and not near.isdisjoint(_cut(word))]


def _cut(word: str) -> set[str]:
    found = cut = {word}
    for _ in range(1 if len(word) <= _ONE_SLIP else 2):
        cut = {each[:i] + each[i + 1 :] for each in cut for i in range(len(each))}
        found = found | cut
    return found
