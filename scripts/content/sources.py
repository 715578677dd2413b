"""Source indexes: what stands where in a report, without its sentences (``bib/sources/<key>.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scripts.base.textfile import UnreadableError, read, rows
from scripts.content.schemas import explain

Kind = Literal[
    "title", "front-matter", "toc", "heading", "para", "bullet", "case", "recommendation", "glossary-term",
    "footnote", "table", "table-caption", "figure-caption", "section",
]  # fmt: skip


_PLACE = r"^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$"
_COLUMNS = ("loc", "label", "reason")
_LONGEST_RANGE = 200


class Item(BaseModel):
    """One addressed place of a report. ``figures`` are its numbers as digits; ``footnotes`` those anchored in it.

    ``digest`` is that of its words (12 hexadecimal digits), so that a reading of it is void once they change;
    ``qualifiers`` are the kinds of limit in a place of one sentence (:mod:`scripts.content.qualifiers`).
    A report that is published as web pages has no printed pages: ``page`` is 0.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    loc: str = Field(pattern=_PLACE)
    kind: Kind
    chapter: str = Field(pattern=_PLACE)
    section: str
    page: int
    page_end: int | None = None
    page_exact: bool
    figures: tuple[str, ...] = ()
    footnotes: tuple[int, ...] = ()
    footnote_kind: Literal["source", "law", "note"] | None = None
    digest: str = ""
    qualifiers: tuple[str, ...] = ()


class SourceFile(BaseModel):
    """The form of a source index; docs/about/source-index.md explains it.

    ``short`` names the report in a few words, as in ``HMIC 2015``. One report is ``main``: the one this site retells, whose
    places are meant where no report is named.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    short: str = Field(min_length=1)
    main: bool = False
    published: str = Field(pattern=r"^\d{4}(-\d{2}){0,2}$")
    map: str = Field(pattern=r"^[a-z0-9]+(?:[/-][a-z0-9]+)*$")
    input_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    items: tuple[Item, ...] = Field(min_length=1)


_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^para\. ([A-Z0-9]+(?:\.[A-Za-z0-9]+)+)$"), "{}"),
    (re.compile(r"^sect\. ([A-Za-z0-9.-]+)$"), "{}"),
    (re.compile(r"^rec\. ([A-Z0-9]+(?:\.\d+)+)$"), "{}"),
    (re.compile(r"^fn\. (\d+)$"), "fn{}"),
    (re.compile(r"^table (\d+)$"), "T{}"),
    (re.compile(r"^figure (\d+)$"), "F{}"),
    (re.compile(r"^gloss\. ([a-z0-9-]+)$"), "C.{}"),
)
_RANGE = re.compile(
    r"^para\. (?P<stem>[A-Z0-9]+(?:\.\d+)*)\.(?P<first>\d{1,4})[–-](?P<stem2>[A-Z0-9]+(?:\.\d+)*)\.(?P<last>\d{1,4})$"
)


class Label(BaseModel):
    """What an item is called in the paragraph map, in our words, and why nothing rests on it where that is so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    loc: str
    label: str = Field(min_length=1)
    reason: str = ""


@dataclass(frozen=True)
class SourceIndex:
    """A loaded source index with the labels that stand beside it (``<key>.labels.csv``)."""

    file: SourceFile
    labels: Mapping[str, Label]

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Items by locator, in reading order."""
        return {item.loc: item for item in self.file.items}

    def places(self, locator: str) -> tuple[str, ...]:
        """Return the locators of the index that a citation's locator names, in reading order.

        ``para. 4.2.3`` names one place, ``para. 4.1.11–4.1.15`` five; what cannot be read gives none,
        what is read but not in the index is returned all the same, so that the caller can tell. A range of more than 200 places
        is a slip, and gives none.
        """
        if match := _RANGE.match(locator):
            first, last = int(match["first"]), int(match["last"])
            if match["stem"] != match["stem2"] or not first < last <= first + _LONGEST_RANGE:
                return ()
            return tuple(f"{match['stem']}.{n}" for n in range(first, last + 1))
        for pattern, form in _FORMS:
            if match := pattern.match(locator):
                return (form.format(match[1]),)
        return ()

    def citable(self) -> Iterator[Item]:
        """Yield the items that a record must rest on or a reason must excuse: all but headings and contents."""
        for item in self.file.items:
            if item.kind not in {"heading", "toc", "title", "front-matter"}:
                yield item

    def chapter_name(self, chapter: str) -> str:
        """Return what a chapter is called in the map: the label of its heading, or ``Chapter`` and its number or letters."""
        label = self.labels.get(chapter) if self.is_chapter_heading(chapter) else None
        return label.label if label else f"Chapter {chapter}"

    def is_chapter_heading(self, loc: str) -> bool:
        """Tell whether a place is the heading of a whole chapter, which a label may name."""
        item = self.items.get(loc)
        return item is not None and item.kind == "heading" and item.chapter == loc

    def written(self, loc: str) -> str:
        """Return the form in which authors cite a place: ``fn17`` is ``fn. 17``, ``C.child`` is ``gloss. child``.

        A place that the report does not have is written as a paragraph, for a rule to find.
        """
        kind = self.items[loc].kind if loc in self.items else "para"
        if kind == "footnote":
            return f"fn. {loc[2:]}"
        if kind == "glossary-term":
            return f"gloss. {loc[2:]}"
        if kind == "recommendation":
            return f"rec. {loc}"
        if kind == "section":
            return f"sect. {loc}"
        if loc[0] in "TF" and loc[1:].isdigit():
            return f"{'table' if loc[0] == 'T' else 'figure'} {loc[1:]}"
        return f"para. {loc}"


def main_report(sources: Mapping[str, SourceIndex]) -> str:
    """Return the key of the main report; ``""`` where no index says so, which a rule reports."""
    return next((key for key, source in sources.items() if source.file.main), "")


def page_text(items: list[Item]) -> str:
    """Return the printed pages of some places: ``p. 47``, ``pp. 47–48``; ``""`` where there is none."""
    pages = sorted({p for i in items if i.page for p in range(i.page, (i.page_end or i.page) + 1)})
    if not pages:
        return ""
    return f"p. {pages[0]}" if len(pages) == 1 else f"pp. {pages[0]}–{pages[-1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A source index as far as it could be read, and its faults as (file, line, message); ``whole`` where nothing is lost."""

    source: SourceIndex | None
    faults: tuple[tuple[Path, int, str], ...]
    whole: bool


def load_source(path: Path) -> Loaded:
    """Read one source index and its labels."""
    faults: list[tuple[Path, int, str]] = []
    labels_path = path.with_suffix(".labels.csv")
    labels: dict[str, Label] = {}
    if labels_path.is_file():
        try:
            labels = _labels(labels_path, faults)
        except UnreadableError as error:
            faults.append((labels_path, error.line, str(error)))
            return Loaded(source=None, faults=tuple(faults), whole=False)
    try:
        file = read(path)
        faults += [(path, line, message) for line, message in file.faults]
        source = SourceIndex(SourceFile.model_validate(json.loads(file.text)), labels)
    except UnreadableError as error:
        faults.append((path, error.line, str(error)))
    except json.JSONDecodeError as error:
        faults.append((path, error.lineno, f"is not JSON: {error.msg}"))
    except (ValueError, RecursionError) as error:
        faults.append((path, 1, f"is not a source index: {_said(error)}"))
    else:
        return Loaded(source=source, faults=tuple(faults), whole=True)
    return Loaded(source=None, faults=tuple(faults), whole=False)


def _labels(path: Path, faults: list[tuple[Path, int, str]]) -> dict[str, Label]:
    file = read(path)
    faults += [(path, line, message) for line, message in file.faults]
    labels: dict[str, Label] = {}
    for line, row in rows(file.text, (_COLUMNS,)):
        try:
            labels[row["loc"]] = Label.model_validate(row)
        except ValidationError as error:
            raise UnreadableError(_said(error), line) from error
    return labels


def _said(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "brackets stand too deep" if isinstance(error, RecursionError) else str(error).split("\n", 1)[0]
    detail = error.errors()[0]
    return f"`{'.'.join(str(part) for part in detail['loc'])}`: {explain(detail)}"
