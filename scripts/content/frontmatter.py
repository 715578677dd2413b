"""Front matter: the YAML between two ``---`` lines at the head of a page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

_MAX_DEPTH = 20
_RESOLVER: Any = yaml.SafeLoader("")
_WHOLE_NUMBER = re.compile(r"0|[1-9]\d{0,8}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_COMMENT = re.compile(r"[ \t]+#")
# What YAML's parser says, and what an editor can do about it.
_CURES = (
    ("tab character", "a tab stands here; use spaces"),
    ("mapping values are not allowed", "a colon and a space stand inside the value; put the whole value in quotes"),
    ("found unexpected end of stream", "a quotation mark is never closed; close it"),
    ("could not find expected ':'", "a line has no `key: value`; indent it below its key or put the value in quotes"),
    ("did not find expected key", "a value goes on after its closing quotation mark, or is indented otherwise than the rest"),
    ("did not find expected '-'", "a line of the list begins without `- `"),
    ("did not find expected ',' or ']'", "a square bracket is never closed; close it, or put the value in quotes"),
    ("did not find expected node content", "a square bracket is never closed; close it, or put the value in quotes"),
)  # fmt: skip


SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML has it, which reads a long file in a tenth of the time."""


class _Loader(SafeLoader):  # type: ignore[misc]
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
    """Load YAML safely.

    Raises:
        yaml.YAMLError: malformed, a key twice, an alias (``*name``, by which few lines can mean millions), or brackets in
            brackets deeper than anybody writes.
        ValueError: a number or a date that is none.

    """
    for _ in bounded(text):
        pass
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a SafeLoader


def bounded(text: str) -> Iterator[Any]:
    """Yield the events of some YAML, so that no more than a few levels are ever held; errors as ``load_yaml`` has them."""
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.AliasEvent):
            message = (
                f"`*{event.anchor}` is a YAML alias, which is not read here; write the value out, or put it in quotes"
            )
            raise _error(message, event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise _error(f"brackets stand more than {_MAX_DEPTH} deep; put the value in quotes", event)
        yield event


def _events(text: str) -> Iterator[Any]:
    """Yield the parser's events; its own word on brackets that stand too deep becomes ours."""
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):
            error.problem = f"brackets stand more than {_MAX_DEPTH} deep; put the value in quotes"
        raise


def _error(message: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=message, problem_mark=event.start_mark)


def split(text: str) -> Split:
    """Take a page apart.

    Raises:
        FrontMatterError: no closing ``---``, malformed YAML, a key twice, a value that YAML reads as something else than
            what stands there, or data that is not a mapping.

    """
    if not text.startswith("---\n"):
        return Split(data={}, key_lines={}, body=text, body_line=1)
    end = text.find("\n---\n", 3)
    if end < 0:
        raise FrontMatterError("front matter begins with --- but never ends; put --- on a line of its own after it", 1)
    source = text[4:end]
    try:
        _refuse_misread(source)
        data = load_yaml(source)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        at, message = told(error, source)
        raise FrontMatterError(f"front matter is not valid YAML: {message}", at + 1) from error
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


def told(error: Exception, source: str) -> tuple[int, str]:
    """Return the line (from 1) and, in an editor's words, the cure of what YAML's parser says of a text."""
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or str(error).split("\n", 1)[0] or type(error).__name__)
    lines = source.split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    if "cannot start any token" in problem:
        sign = lines[line][mark.column : mark.column + 1] if mark else ""
        cure = "a tab stands here; use spaces" if sign == "\t" else f"a value begins with {sign}; put it in quotes"
        return line + 1, cure
    return line + 1, next((cure for words, cure in _CURES if words in problem), problem)


def _refuse_misread(source: str) -> None:
    """Raise an error for an unquoted value that YAML cuts or changes: ``case #2``, ``no``, ``1.10``, ``12:30``, ``010``."""
    lines = [*source.split("\n"), "", ""]  # YAML may end a value behind the last line
    for event in bounded(source):
        if not isinstance(event, yaml.ScalarEvent) or not event.implicit[0]:
            continue
        end: Any = event.end_mark
        if trouble := _misread(event.value, lines[end.line][end.column :]):
            raise _error(trouble, event)


def _misread(value: str, rest: str) -> str:
    if _COMMENT.match(rest):
        return "everything after ` #` is a comment; put the value in quotes"
    kind = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False)).rpartition(":")[2]
    trouble = f"`{value[:40]}` without quotes is read as something else; put it in quotes"
    if kind == "str" or value in {"true", "false"} or (kind == "int" and _WHOLE_NUMBER.fullmatch(value)):
        trouble = ""
    elif not value:
        trouble = "a key or a line of a list has no value; write one or delete the line"
    elif kind == "timestamp":
        trouble = "" if _is_day(value) else f"`{value[:40]}` is no day of the calendar; write the date as 2027-05-23"
    return trouble


def _is_day(value: str) -> bool:
    try:
        return bool(_DATE.fullmatch(value) and dt.date.fromisoformat(value))
    except ValueError:
        return False
