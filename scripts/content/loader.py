"""Load docs/, bib/ and mkdocs.yml into a Site; whatever cannot be read becomes a problem, nothing is lost."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scripts.base.suggest import nearest
from scripts.base.textfile import UnreadableError, read
from scripts.content import frontmatter, wordlists
from scripts.content import grammar as markdown
from scripts.content.bibliography import load_bibliography
from scripts.content.generated import GENERATED
from scripts.content.kept import Kept
from scripts.content.law_read import load_law_read
from scripts.content.model import ALLOW_FILE, Heading, Page, Problem, Record, Site
from scripts.content.phrases import PATH as PHRASES
from scripts.content.phrases import load_phrases
from scripts.content.printable import unprintable
from scripts.content.readings import load_readings
from scripts.content.schemas import PAGE_SCHEMAS, RECORD_SCHEMAS, SLUG, PageMeta, RecordMeta, told
from scripts.content.sources import SourceIndex, load_source
from scripts.content.statistic_rows import load_statistics

_CONFIG = "mkdocs.yml"
_IDS = "bib/ids.txt"
_OTHERS = (ALLOW_FILE, "CHANGELOG.md")
_PAGE_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\.md")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_CURLY_VALUE = re.compile(r"\w=[“”„‘’']")
_MARKED_VALUE = re.compile(r"\w=\"[^\"]*(?:[*`]|\]\(|(?<!\w)_)[^\"]*\"")


class _ConfigLoader(frontmatter.SafeLoader):  # type: ignore[misc]
    """Reads mkdocs.yml, whose plugin options may carry Python tags that mean nothing here."""


_ConfigLoader.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, _suffix, _node: None)
_ConfigLoader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)


@dataclass(frozen=True, slots=True)
class _Loaded:
    page: Page | None
    problems: tuple[Problem, ...]


def load_site(root: Path, kept: Kept | None = None) -> Site:
    """Load the whole site below ``root`` (the folder of mkdocs.yml); what ``kept`` holds of unchanged files is used again.

    Files that are not UTF-8, too large, empty, linked from outside or malformed give problems in ``Site.problems``;
    the other pages are loaded all the same. A page whose front matter cannot be read is left out, so that nothing else is
    said of it.
    """
    kept = kept or Kept()
    problems: list[Problem] = []
    pages: list[Page] = []
    for path in _markdown_files(root / "docs", root, problems):
        loaded = kept.of(f"page {path}", [path], partial(load_page, path, root))
        problems.extend(loaded.problems)
        if loaded.page:
            pages.append(loaded.page)
    bibliography = kept.of(
        "bibliography", sorted((root / "bib").glob("*.bib")), lambda: load_bibliography(root / "bib", root)
    )
    problems.extend(bibliography.problems)
    sources = load_sources(root, problems)
    published = _published(root, problems)
    problems += wordlists.problems()
    for name in _OTHERS:
        _text(root, name, problems)
    rows, row_problems = load_statistics(root, sources)
    if any(p.lost and p.path.startswith("bib/sources/") for p in problems):
        row_problems = []  # a row of a report whose index cannot be read is no fault of its own
    law_read, law_problems = load_law_read(root, {k: e for k, e in bibliography.entries.items() if e.is_law})
    readings, reading_problems = load_readings(root)
    phrases, phrase_problems = kept.of("phrases", [root / PHRASES], partial(load_phrases, root))
    problems.extend([*row_problems, *law_problems, *reading_problems, *phrase_problems])
    nav, nav_problems = kept.of("nav", [root / "mkdocs.yml"], partial(_read_nav, root))
    problems.extend(nav_problems)
    return Site(
        root=root,
        pages=tuple(pages),
        bibliography=bibliography,
        sources=sources,
        published_ids=published.ids,
        redirects=published.redirects,
        published_pages=published.pages,
        moved=published.moved,
        nav=nav,
        generated=GENERATED
        | frozenset(f"{s.file.map}/{c}.md" for s in sources.values() for c in (*chapters(s), "index")),
        data_records=rows,
        law_read=law_read,
        readings=readings,
        phrases=phrases,
        problems=tuple(sorted(problems)),
    )


def chapters(source: SourceIndex) -> list[str]:
    """Return the file names, without ending, of a source's map pages, in reading order."""
    return list(dict.fromkeys(chapter_slug(item.chapter) for item in source.citable()))


def chapter_slug(chapter: str) -> str:
    """Return the file name of a chapter's map page: ``4`` gives ``chapter-4``, ``ES`` gives ``es``."""
    return f"chapter-{chapter}" if chapter.isdigit() else chapter.lower()


def _markdown_files(docs: Path, root: Path, problems: list[Problem]) -> Iterator[Path]:
    if not docs.is_dir():
        problems.append(Problem("docs", 1, "the folder is missing; every page stands in it", "readable", lost=True))
        return
    folded: dict[str, str] = {}
    for folder, names, files in os.walk(docs):
        names.sort()
        for name in sorted((*names, *files)):
            path = Path(folder) / name
            relative = path.relative_to(root).as_posix()
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                message = "is a link, which would bring what lies elsewhere into the site; put the file itself here"
                problems.append(Problem(relative, 1, message, "readable", lost=name.endswith(".md")))
                continue
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                message = "is no ordinary file; take it out of docs/"
                problems.append(Problem(relative, 1, message, "readable", lost=name.endswith(".md")))
                continue
            other = folded.setdefault(relative.casefold(), relative)
            if other != relative:
                problems.append(
                    Problem(relative, 1, f"differs from {other} only in capitals; Windows cannot hold both", "readable")
                )
            if name.endswith(".md"):
                yield path


def _text(root: Path, name: str, problems: list[Problem]) -> str | None:
    """Return the text of a file beside the pages; None, and why as a problem, where it is missing or cannot be read."""
    path = root / name
    if not path.exists():
        return None
    try:
        file = read(path)
    except UnreadableError as error:
        problems.append(Problem(name, error.line, str(error), "readable", lost=True))
        return None
    problems += [Problem(name, line, message, "readable") for line, message in file.faults]
    return file.text


def load_page(path: Path, root: Path) -> _Loaded:
    """Read one page; ``page`` is None where nothing of it can be used."""
    name = path.relative_to(root).as_posix()

    try:
        file = read(path, windows_ends=False)
    except UnreadableError as error:
        return _Loaded(None, (Problem(name, error.line, str(error), "readable", lost=True),))
    problems = [Problem(name, line, message, "readable") for line, message in file.faults]
    if not file.text.strip():
        problems.append(Problem(name, 1, "is empty; write the page or delete the file", "readable", lost=True))
        return _Loaded(None, tuple(problems))
    page, more = _page(name, file.text)
    return _Loaded(page, (*problems, *more))


def _page(name: str, text: str) -> tuple[Page | None, list[Problem]]:
    problems: list[Problem] = []
    try:
        split = frontmatter.split(text)
    except frontmatter.FrontMatterError as error:
        return None, [Problem(name, error.line, str(error), "front-matter", lost=True)]
    kind = split.data.get("kind")
    schema = PAGE_SCHEMAS.get(kind, PageMeta) if isinstance(kind, str) else PageMeta
    meta = _validated(schema, split.data, name, split.key_lines, problems)
    if not isinstance(meta, PageMeta):
        return None, problems
    parsed = markdown.parse(split.body, split.body_line)
    for line, message in unprintable(text):
        problems.append(Problem(name, line, message, "text-can-be-printed"))
    for line, bad in parsed.malformed:
        message = f"`{bad}` is not a citation; write `@key, para. 4.2.3` with `;` between citations"
        problems.append(Problem(name, line, message, "citation-form"))
    for line, opened in parsed.unclosed:
        message = f"the bracket of `{opened}` is never closed; write `]` after the last citation, on the same line"
        problems.append(Problem(name, line, message, "citation-form", lost=True))
    for line, reference in parsed.reference_links:
        message = f"`{reference}` is a reference-style link; write `[text](page.md#id)`"
        problems.append(Problem(name, line, message, "link-form"))
    page = Page(
        path=name.removeprefix("docs/"),
        meta=meta,
        body=split.body,
        body_line=split.body_line,
        headings=parsed.headings,
        links=parsed.links,
        blocks=parsed.blocks,
        records=(),
        masked=parsed.masked,
    )
    records = tuple(_records(page, name, problems))
    return Page(**{f: getattr(page, f) for f in Page.__slots__ if f != "records"}, records=records), problems


def _records(page: Page, name: str, problems: list[Problem]) -> Iterator[Record]:
    lines = page.body.split("\n")
    last = page.body_line + len(lines)
    inside: list[tuple[int, int]] = []
    found: list[Record] = []
    for index, heading in enumerate(page.headings):
        kinds = [c for c in heading.classes if c in RECORD_SCHEMAS]
        if not kinds:
            continue
        end = next((h.line for h in page.headings[index + 1 :] if h.level <= heading.level), last)
        inside.append((heading.line, end))
        if message := _no_record(heading, kinds[0], lines[heading.line - page.body_line]):
            problems.append(Problem(name, heading.line, message, "record-form", lost=True))
            continue
        meta = _validated(RECORD_SCHEMAS[kinds[0]], dict(heading.attributes), name, {}, problems, line=heading.line)
        if isinstance(meta, RecordMeta):
            found.append(_record(page, heading.id, kinds[0], heading.text, meta, heading.line, end))
            problems.extend(_entities(page, name, heading.line, end))
    if hasattr(page.meta, "id") and hasattr(page.meta, "kind"):
        whole = _record(page, page.meta.id, page.meta.kind, page.meta.title, page.meta, 1, last)
        yield Record(
            **{f: getattr(whole, f) for f in Record.__slots__ if f not in {"links", "citations"}},
            links=tuple(x for x in whole.links if not _within(x.line, inside)),
            citations=tuple(c for c in whole.citations if not _within(c.line, inside)),
        )
    yield from found


def _entities(page: Page, name: str, first: int, end: int) -> Iterator[Problem]:
    """Yield where a record's words hold an HTML entity, which the exports and notes would show as it is written."""
    for number, line in enumerate(page.masked.split("\n")[first - page.body_line : end - page.body_line], first):
        if match := _ENTITY.search(line):
            yield Problem(name, number, f"`{match[0]}` is HTML; write the sign itself", "record-form")


def _no_record(heading: Heading, kind: str, written: str) -> str:
    """Return what is wrong with a record's heading as written; ``""`` if its id and its attributes can be read."""
    if not heading.id:
        return f"this {kind} has no id; write `{{ #id .{kind} }}`"
    if not re.fullmatch(SLUG, heading.id):
        foreign = next((c for c in heading.id if not c.isascii()), "")
        what = f" and no {unicodedata.name(foreign, 'other sign').lower()}" if foreign else ""
        return f"the id `{heading.id}` is no id; it has small letters a to z, digits and single hyphens{what}"
    if match := _CURLY_VALUE.search(written):
        return f'`{match[0]}` has no straight quotation mark; write name="value"'
    if match := _MARKED_VALUE.search(written):
        return f"`{match[0][:40]}` holds Markdown; write plain words in the list of a heading"
    return ""


def _within(line: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= line < end for start, end in spans)


def _record(
    page: Page, identifier: str, kind: str, title: str, meta: PageMeta | RecordMeta, line: int, end: int
) -> Record:
    lines = page.body.split("\n")
    first = max(line + 1 - page.body_line, 0)
    return Record(
        id=identifier,
        kind=kind,
        title=title,
        path=page.path,
        line=line,
        end=end,
        meta=meta,
        body="\n".join(lines[first : end - page.body_line]).strip(),
        links=tuple(x for x in page.links if line <= x.line < end),
        citations=tuple(c for c in page.citations if line <= c.line < end),
    )


def _validated(
    schema: type[BaseModel],
    data: Mapping[str, Any],
    name: str,
    lines: Mapping[str, int],
    problems: list[Problem],
    line: int = 1,
) -> BaseModel | None:
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        rule = "front-matter" if issubclass(schema, PageMeta) else "record-form"
        found = [(str(d["loc"][0]) if d["loc"] else "", d) for d in error.errors()]
        meant = {_near(key, schema) for key, detail in found if detail["type"] == "extra_forbidden"}
        wrong = {key for key, detail in found if len(detail["loc"]) > 1}
        for key, detail in found:
            if (detail["type"] == "missing" and key in meant) or (detail["type"] == "too_short" and key in wrong):
                continue  # follows from another
            problems.append(Problem(name, lines.get(key, line), _said(key, detail, schema), rule, lost=True))
        return None


def _near(key: str, schema: type[BaseModel]) -> str:
    return nearest(key.lower(), schema.model_fields)[len("; did you mean `") : -len("`?")]


def _said(key: str, detail: ErrorDetails, schema: type[BaseModel]) -> str:
    if detail["type"] == "extra_forbidden":
        near = _near(key, schema)
        return f"unknown key `{key}`" + (f"; did you mean `{near}`?" if near else "")
    if detail["type"] == "missing":
        return f"`{key}` is missing"
    if not key:
        return told(detail)
    given = detail["input"]
    shown = f" (given: {str(given)[:60]!r})" if isinstance(given, str | int | float) else ""
    return f"`{'.'.join(str(part) for part in detail['loc'])}`: {told(detail)}{shown}"


def load_sources(root: Path, problems: list[Problem]) -> dict[str, SourceIndex]:
    """Read every source index of a clone, by key; one that cannot be read is added to the problems."""
    sources: dict[str, SourceIndex] = {}
    for path in sorted((root / "bib/sources").glob("*.json")):
        loaded = load_source(path)
        for number, (file, line, message) in enumerate(loaded.faults, 1):
            lost = not loaded.whole and number == len(loaded.faults)
            problems.append(Problem(file.relative_to(root).as_posix(), line, message, "readable", lost=lost))
        if loaded.source:
            sources[loaded.source.file.key] = loaded.source
    return sources


@dataclass(frozen=True, slots=True)
class _Published:
    """What ``bib/ids.txt`` lists: ids and pages with their lines, and what was given up for what."""

    ids: dict[str, int] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)


def _published(root: Path, problems: list[Problem]) -> _Published:
    """Read ``bib/ids.txt``: one published id or page a line; ``old -> new`` where it was given up for another."""
    found = _Published()
    if not (root / _IDS).exists():
        problems.append(Problem(_IDS, 1, "is missing; it lists every published id and page", "readable", lost=True))
        return found
    for number, line in enumerate((_text(root, _IDS, problems) or "").split("\n"), 1):
        written, arrow, target = (part.strip() for part in line.partition("->"))
        if not line.strip() or line.startswith("#"):
            continue
        if all(re.fullmatch(SLUG, part) for part in ((written, target) if arrow else (written,))):
            listed, led = found.ids, found.redirects
        elif all(_PAGE_PATH.fullmatch(part) for part in ((written, target) if arrow else (written,))):
            listed, led = found.pages, found.moved
        else:
            message = f"`{line.strip()[:60]}` is neither an id (small letters, digits, hyphens) nor the path of a page"
            problems.append(
                Problem(_IDS, number, f"{message}; write one a line, or `old -> new`", "readable", lost=True)
            )
            continue
        listed[written] = number
        if arrow:
            led[written] = target
    return found


def _nav(root: Path, problems: list[Problem]) -> tuple[str, ...]:
    text = _text(root, _CONFIG, problems)
    if text is None:
        if not any(p.path == _CONFIG for p in problems):
            problems.append(Problem(_CONFIG, 1, "is missing; it lists the pages under nav", "readable", lost=True))
        return ()
    try:
        for _ in frontmatter.bounded(text):
            pass
        config = yaml.load(text, Loader=_ConfigLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line, message = frontmatter.told(error, text)
        problems.append(Problem(_CONFIG, line, f"cannot be read: {message}", "readable", lost=True))
        return ()
    if not isinstance(config, Mapping):
        problems.append(Problem(_CONFIG, 1, "must be lines of `key: value`, one of them `nav:`", "readable", lost=True))
        return ()
    found = []
    for path in _paths(config.get("nav", [])):
        if _PAGE_PATH.fullmatch(path):
            found.append(path)
        else:
            line = next((n for n, each in enumerate(text.split("\n"), 1) if path and path in each), 1)
            message = f"nav names `{path[:60]}`, which is no path of a page; write folder/page.md"
            problems.append(Problem(_CONFIG, line, message, "readable", lost=True))
    return tuple(found)


def _read_nav(root: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    problems: list[Problem] = []
    return _nav(root, problems), tuple(problems)


def _paths(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        for value in nav.values():
            yield from _paths(value)
    elif isinstance(nav, list):
        for value in nav:
            yield from _paths(value)
