"""Files as text: one reader for every kind of file, which says in an editor's words what is wrong with one."""

from __future__ import annotations

import csv
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 2_000_000
_BOM = b"\xef\xbb\xbf"
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e0fff]"
)
_SPACES = "\x0b\x0c\x85\u2028\u2029"
_NAMED = {
    "\x0b": "the soft line break that Word pastes",
    "\xad": "a soft hyphen",
    "\u200b": "a space without width",
    "\u202e": "a sign that turns the reading direction",
    "\ufeff": "a byte order mark inside the text",
}


class UnreadableError(ValueError):
    """A file that is not text or cannot be read; ``line`` is where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """What a file holds, with LF line ends and without signs that nobody sees, and its faults as (line, message)."""

    text: str
    faults: tuple[tuple[int, str], ...]


def read(path: Path, *, windows_ends: bool = True) -> TextFile:
    """Read a file as UTF-8.

    A byte order mark, Windows line ends (where ``windows_ends`` does not allow them) and unseen signs are faults that leave
    the file readable.

    Raises:
        UnreadableError: no plain file, too large, not UTF-8, or refused by the system.

    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError("is no plain file; put a text file here")
        if state.st_size > MAX_BYTES:
            raise UnreadableError(f"is larger than {MAX_BYTES:,} bytes; split it")
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from error
    faults = []
    if raw.startswith(_BOM):
        faults.append((1, "begins with a byte order mark; save it as UTF-8 without BOM"))
        raw = raw.removeprefix(_BOM)
    if b"\x00" in raw:
        raise UnreadableError("holds a NUL byte; it is not a text file", _line(raw, raw.index(b"\x00")))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8: byte 0x{raw[error.start]:02x}; save it as UTF-8"
        raise UnreadableError(message, _line(raw, error.start)) from error
    if "\r" in text:
        if not windows_ends:
            line = text.count("\n", 0, text.index("\r")) + 1
            faults.append((line, "has Windows line ends (CRLF); save it with LF"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return TextFile(text=_UNSEEN.sub(lambda m: " " if m[0] in _SPACES else "", text), faults=(*faults, *_unseen(text)))


def _line(raw: bytes, offset: int) -> int:
    return raw.count(b"\n", 0, offset) + 1


def _unseen(text: str) -> list[tuple[int, str]]:
    """Return one fault for each line that holds signs which no reader sees."""
    if not _UNSEEN.search(text):
        return []
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := _UNSEEN.search(line):
            name = _NAMED.get(match[0], "a sign that nobody sees")
            found.append((number, f"holds U+{ord(match[0]):04X}, {name}; take it out"))
    return found


def rows(text: str, columns: Collection[tuple[str, ...]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of some CSV by column, each with the line it begins on.

    Raises:
        UnreadableError: not CSV, no heading as in ``columns`` (one of several), or a row with more or fewer fields.

    """
    start = 1
    heading: tuple[str, ...] = ()
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        for row in reader:
            if not heading:
                heading = _heading(row, columns)
            elif row:
                if len(row) != len(heading):
                    raise UnreadableError(f"this row has {len(row)} fields; the columns are {','.join(heading)}", start)
                yield start, dict(zip(heading, row, strict=True))
            start = reader.line_num + 1
    except csv.Error as error:
        message = (
            f"cannot be read as CSV from here ({error}); close every quotation mark, and double one inside a field"
        )
        raise UnreadableError(message, start) from error
    if not heading:
        raise UnreadableError("is empty; its first line must name the columns")


def _heading(row: list[str], columns: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    if tuple(row) in columns:
        return tuple(row)
    cure = "; save it with commas, not semicolons or tabs" if len(row) == 1 and re.search(r"[;\t]", row[0]) else ""
    raise UnreadableError(f"the columns must be {' or '.join(','.join(names) for names in columns)}{cure}")
