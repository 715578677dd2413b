"""The word lists of the style rules (``scripts/content/words.toml``), each as one compiled pattern."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from scripts.base.textfile import UnreadableError, read
from scripts.content.model import Problem

_FILE = Path(__file__).parent / "words.toml"
ListName = Literal["american", "banned", "abbreviations"]


@cache
def _lists() -> tuple[Mapping[str, Mapping[str, str]], tuple[Problem, ...]]:
    """Return the lists, and what is wrong with the file."""
    name = _FILE.relative_to(_FILE.parents[2]).as_posix()
    try:
        file = read(_FILE)
        lists = tomllib.loads(file.text)
    except (UnreadableError, tomllib.TOMLDecodeError) as error:
        return {}, (Problem(name, getattr(error, "line", 1), f"cannot be read: {error}", "readable", lost=True),)
    return lists, tuple(Problem(name, line, message, "readable") for line, message in file.faults)


def problems() -> tuple[Problem, ...]:
    """Return what is wrong with the file of the lists."""
    return _lists()[1]


def word_list(name: ListName) -> Mapping[str, str]:
    """Return a list: what must not (or may) stand in prose, with what to write or why."""
    return _lists()[0].get(name, {})


@cache
def pattern(name: ListName) -> re.Pattern[str]:
    """Return a pattern that finds the entries of a list as whole words, whatever their capitals."""
    entries = sorted(word_list(name), key=len, reverse=True) or ["\0"]  # NUL stands in no text
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, entries))})(?![\w-])", re.IGNORECASE)
