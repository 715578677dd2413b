"""What counts for how much, read from ``weights.toml``: the build's part and the browser's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

from scripts.outputs.search.documents import KINDS

_FILE = Path(__file__).with_name("weights.toml")
_OF_THE_BUILD = frozenset({"field", "dilution", "said", "word"})

EXACT_CLASSES = ("id", "title", "provision", "name", "question", "provision too", "locator", "cited")
"""Ways in which a document can be asked for as a whole, the strongest first."""


class _Weight(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float
    why: Annotated[str, StringConstraints(min_length=10)]


@lru_cache(1)
def load_weights() -> Mapping[str, Mapping[str, float]]:
    """Return the values by table and name.

    Raises:
        pydantic.ValidationError: a value without a reason, or what is no value.

    """
    tables = TypeAdapter(dict[str, dict[str, _Weight]]).validate_python(tomllib.loads(_FILE.read_text("utf-8")))
    return {table: {name: one.value for name, one in own.items()} for table, own in tables.items()}


def for_the_browser() -> dict[str, Any]:
    """Return the tables that ranking needs; those by class of name as lists in the order of ``EXACT_CLASSES``."""
    shipped = {table: own for table, own in load_weights().items() if table not in _OF_THE_BUILD}
    kinds = {kind: shipped["kind"].get(kind, 1.0) for kind in KINDS}
    by_class = {table: [shipped[table][name] for name in EXACT_CLASSES] for table in ("exact", "begins", "inside")}
    return {**shipped, "kind": kinds, **by_class, "classes": EXACT_CLASSES}
