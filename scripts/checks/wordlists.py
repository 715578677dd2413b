"""The word lists of the style rules (``scripts/checks/words.toml``), each as one compiled pattern."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

_FILE = Path(__file__).parent / "words.toml"
ListName = Literal["american", "banned", "abbreviations"]


@cache
def word_list(name: ListName) -> Mapping[str, str]:
    """Return a list: what must not (or may) stand in prose, with what to write or why."""
    data: dict[str, dict[str, str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return data[name]


@cache
def pattern(name: ListName) -> re.Pattern[str]:
    """Return a pattern that finds the entries of a list as whole words, whatever their capitals."""
    entries = sorted(word_list(name), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, entries))})(?![\w-])", re.IGNORECASE)
