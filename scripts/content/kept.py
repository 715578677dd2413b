"""What was read of files, kept while they stand unchanged, for programs that read the site again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")


class Kept:
    """Results by name; each is made anew once one of its files has another time, size or is gone."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[tuple[object, ...], Any]] = {}

    def of(self, name: str, files: Iterable[Path], make: Callable[[], Value]) -> Value:
        """Return what ``make`` gave for these files as they are now."""
        state = tuple(_state(file) for file in files)
        held = self._held.get(name)
        if held and held[0] == state:
            value: Value = held[1]
            return value
        made = make()
        self._held[name] = (state, made)
        return made


def _state(file: Path) -> tuple[object, ...]:
    try:
        found = file.stat()
    except OSError:
        return (file, None)
    return (file, found.st_mtime_ns, found.st_size, found.st_ino)
