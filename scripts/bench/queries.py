"""The searches that quality is measured by, read from ``tests/outputs/search``."""

from __future__ import annotations

import math
import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from scripts.base.environment import ROOT
from scripts.content.frontmatter import load_yaml

FOLDER = ROOT / "tests/outputs/search"
LISTS = {
    "tuned": "queries.yml",
    "by trade": "by_trade.yml",
    "held back": "held_back.yml",
    "by another hand": "by_another_hand.yml",
}
_NEAR = 3


class Query(BaseModel):
    """A search: what is typed, what a good answer's heading matches, whether the first result must be one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ask: str
    want: str
    first: bool


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    queries: tuple[Query, ...]


def load_queries(name: str, folder: Path = FOLDER) -> list[Query]:
    """Return the searches of one of the lists."""
    data = load_yaml((folder / LISTS[name]).read_text(encoding="utf-8"))
    return [query for group in TypeAdapter(list[_Group]).validate_python(data) for query in group.queries]


def is_answered(query: Query, headings: list[str]) -> bool:
    """Tell whether the first heading, or one of the first three, is what the search wanted."""
    return _among(query, headings, 1 if query.first else _NEAR)


def count_within(queries: list[Query], answers: list[list[str]], first: int) -> int:
    """Return how many of all searches have what they wanted among so many first results."""
    return sum(_among(q, a, first) for q, a in zip(queries, answers, strict=True))


def _among(query: Query, headings: list[str], first: int) -> bool:
    return any(re.search(query.want, heading, re.IGNORECASE) for heading in headings[:first])


def interval(right: int, asked: int) -> tuple[float, float]:
    """Return between which shares the true one lies in 95 of 100 such samples, after Wilson.

    >>> [round(share, 3) for share in interval(53, 60)]
    [0.778, 0.942]
    """
    share, z = right / asked, 1.959964
    middle = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    spread = z / (1 + z * z / asked) * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    return middle - spread, middle + spread
