"""The bibliography: ``bib/*.bib`` read once, with the line of each entry, and the address of a provision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pybtex.database import BibliographyData, PybtexError
from pybtex.database import Entry as WrittenEntry
from pybtex.database.input.bibtex import Parser

from scripts.base.textfile import UnreadableError, read
from scripts.content.model import Problem
from scripts.content.schemas import SLUG

_ENTRY = re.compile(r"^[ \t]*@(?P<type>\w+)\s*\{\s*(?P<key>[^,\s}]+)", re.MULTILINE)
_SECTION = re.compile(r"^(?:s|ss|sect)\.\s*(?P<number>\d+[A-Z]*)")
_SCHEDULE = re.compile(r"^sch\.\s*(?P<number>\d+[A-Z]*)")
_PART = re.compile(r"^pt\.\s*(?P<number>\d+[A-Z]*)")
NOT_ENTRIES = frozenset({"comment", "string", "preamble"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One work: its BibTeX fields as plain text (braces dropped) and where it stands."""

    key: str
    type: str
    fields: Mapping[str, str]
    authors: tuple[str, ...]
    path: str
    line: int

    @property
    def is_law(self) -> bool:
        """Tell whether the entry is an Act or instrument, cited by its title."""
        return self.type == "legislation"

    @property
    def title(self) -> str:
        """The title without braces."""
        return self.fields.get("title", self.key)

    @property
    def cited_in(self) -> tuple[str, ...]:
        """Places that name this work: ``fn. 3`` of the main report, ``key fn. 3`` of another."""
        return tuple(p.strip() for p in self.fields.get("cited_in", "").split(";") if p.strip())

    def address(self, locator: str = "") -> str:
        """Return the address of the work, or of the section of an Act that a locator names; ``""`` if there is none."""
        url = self.fields.get("url", "")
        if not (self.is_law and "legislation.gov.uk/" in url):
            return url
        for pattern, name in ((_SECTION, "section"), (_SCHEDULE, "schedule"), (_PART, "part")):
            if match := pattern.match(locator):
                return f"{url}/{name}/{match['number']}"
        return url


@dataclass(frozen=True, kw_only=True)
class Bibliography:
    """All entries by key, the parsed data for pandoc and the exports, and what could not be read."""

    entries: Mapping[str, Entry]
    data: BibliographyData
    problems: tuple[Problem, ...]

    def bibtex(self) -> str:
        """Return all entries as BibTeX, titles in braces so that no program changes their capitals."""
        return self._bibtex

    @cached_property
    def _bibtex(self) -> str:
        return "\n".join(_written(key, entry) for key, entry in self.data.entries.items())


def _written(key: str, entry: WrittenEntry) -> str:
    """Return an entry as its file has it; pybtex's own writer would escape what stands escaped already."""
    fields = {role: " and ".join(map(str, people)) for role, people in entry.persons.items()} | dict(entry.fields)
    if "title" in fields:
        fields["title"] = f"{{{fields['title']}}}"
    lines = (f"  {name} = {{{' '.join(value.split())}}},\n" for name, value in fields.items())
    return f"@{entry.type}{{{key},\n{''.join(lines)}}}\n"


def load_bibliography(folder: Path, relative_to: Path) -> Bibliography:
    """Read every ``*.bib`` in a folder; malformed entries and keys given twice become problems."""
    entries: dict[str, Entry] = {}
    merged = BibliographyData()
    problems: list[Problem] = []
    files = sorted(folder.glob("*.bib")) if folder.is_dir() else []
    if not files:
        name = folder.relative_to(relative_to).as_posix()
        message = "no .bib file here; references.bib and law.bib must stand in it"
        problems.append(Problem(name, 1, message, "readable", lost=True))
    for file in files:
        name = file.relative_to(relative_to).as_posix()
        try:
            opened = read(file)
        except UnreadableError as error:
            problems.append(Problem(name, error.line, str(error), "readable", lost=True))
            continue
        text = opened.text
        problems += [Problem(name, line, message, "readable") for line, message in opened.faults]
        lines = _lines(text)
        seen = set(entries)
        for key, line in lines:
            if key in seen:
                problems.append(Problem(name, line, f"key `{key}` is given twice; each work has one", "bib-entry"))
            seen.add(key)
        try:
            data = Parser().parse_string(text)
        except (PybtexError, RecursionError) as error:
            line = getattr(error, "lineno", None) or 1
            message = f"not valid BibTeX: {(str(error).splitlines() or ['braces stand too deep'])[0]}"
            problems.append(Problem(name, line, message, "bib-entry", lost=True))
            continue
        for entry in _entries(data, name, dict(reversed(lines))):
            if not re.fullmatch(SLUG, entry.key):
                message = (
                    f"the key `{entry.key[:40]}` is no key; it has small letters a to z, digits and single hyphens"
                )
                problems.append(Problem(name, entry.line, message, "bib-entry", lost=True))
            elif entry.key not in entries:
                entries[entry.key] = entry
                merged.add_entry(entry.key, data.entries[entry.key])
    return Bibliography(entries=entries, data=merged, problems=tuple(problems))


def _lines(text: str) -> list[tuple[str, int]]:
    """Return the key of each entry with its line."""
    found = (m for m in _ENTRY.finditer(text) if m["type"].lower() not in NOT_ENTRIES)
    return [(m["key"], text.count("\n", 0, m.start("key")) + 1) for m in found]


def _entries(data: BibliographyData, path: str, lines: Mapping[str, int]) -> Iterator[Entry]:
    for key, entry in data.entries.items():
        yield Entry(
            key=key,
            type=entry.type,
            fields={name: _plain(value) for name, value in entry.fields.items()},
            authors=tuple(_plain(str(person)) for person in entry.persons.get("author", [])),
            path=path,
            line=lines.get(key, 1),
        )


def _plain(value: str) -> str:
    return re.sub(r"\s+", " ", value.replace("{", "").replace("}", "").replace("\\&", "&").replace("\\%", "%")).strip()
