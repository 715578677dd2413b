"""Front matter: the YAML between two ``---`` lines at the head of a page."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import yaml


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """SafeLoader that refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=deep)
            if not isinstance(key, Hashable):
                continue
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key!r} stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


class FrontMatterError(Exception):
    """Front matter that cannot be read; ``line`` is the line of the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A page taken apart: the data, the lines its keys stand on, the body and the line the body begins on."""

    data: dict[str, Any]
    key_lines: dict[str, int]
    body: str
    body_line: int


def load_yaml(text: str) -> Any:
    """Load YAML safely; a mapping with a key twice is an error."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a SafeLoader


def split(text: str) -> Split:
    """Take a page apart.

    Raises:
        FrontMatterError: no closing ``---``, malformed YAML, a key twice, or data that is not a mapping.

    """
    if not text.startswith("---\n"):
        return Split(data={}, key_lines={}, body=text, body_line=1)
    end = text.find("\n---\n", 3)
    if end < 0:
        raise FrontMatterError("front matter begins with --- but never ends; put --- on a line of its own after it", 1)
    source = text[4:end]
    try:
        data = load_yaml(source)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).split("\n", 1)[0] or type(error).__name__
        raise FrontMatterError(f"front matter is not valid YAML: {problem}", (mark.line if mark else 0) + 2) from error
    data = {} if data is None else data
    if not isinstance(data, dict):
        raise FrontMatterError("front matter must be a list of `key: value` lines", 2)
    lines: dict[str, int] = {}
    for number, line in enumerate(source.split("\n"), 2):
        key = line.split(":", 1)[0]
        if line[:1] not in {"", " ", "#", "-"}:
            lines.setdefault(key, number)
    return Split(
        data={str(k): v for k, v in data.items()},
        key_lines=lines,
        body=text[end + 5 :],
        body_line=text.count("\n", 0, end + 5) + 1,
    )
