"""Load docs/, bib/ and mkdocs.yml into a Site; whatever cannot be read becomes a finding, nothing is lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from scripts.base.suggest import nearest
from scripts.content import frontmatter
from scripts.content import grammar as markdown
from scripts.content.bibliography import load_bibliography
from scripts.content.generated import GENERATED
from scripts.content.kept import Kept
from scripts.content.law_read import load_law_read
from scripts.content.model import Finding, Page, Record, Site
from scripts.content.readings import load_readings
from scripts.content.schemas import PAGE_SCHEMAS, RECORD_SCHEMAS, PageMeta, RecordMeta
from scripts.content.sources import SourceIndex, load_source
from scripts.content.statistic_rows import load_statistics

MAX_BYTES = 2_000_000
_FALLBACK = PageMeta(title="Untitled", summary="This page has no readable front matter.")


class _ConfigLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose plugin options may carry Python tags that mean nothing here."""


_ConfigLoader.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, _suffix, _node: None)
_ConfigLoader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)


@dataclass(frozen=True, slots=True)
class _Loaded:
    page: Page | None
    problems: tuple[Finding, ...]


def load_site(root: Path, kept: Kept | None = None) -> Site:
    """Load the whole site below ``root`` (the folder of mkdocs.yml); what ``kept`` holds of unchanged files is used again.

    Files that are not UTF-8, too large, empty, linked from outside or malformed give findings in ``Site.problems``;
    the other pages are loaded all the same.
    """
    kept = kept or Kept()
    problems: list[Finding] = []
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
    published, redirects = _published(root, problems)
    rows, row_problems = load_statistics(root, sources)
    law_read, law_problems = load_law_read(root, {k: e for k, e in bibliography.entries.items() if e.is_law})
    readings, reading_problems = load_readings(root)
    problems.extend([*row_problems, *law_problems, *reading_problems])
    nav, nav_problems = kept.of("nav", [root / "mkdocs.yml"], partial(_read_nav, root))
    problems.extend(nav_problems)
    return Site(
        root=root,
        pages=tuple(pages),
        bibliography=bibliography,
        sources=sources,
        published_ids=published,
        redirects=redirects,
        nav=nav,
        generated=GENERATED
        | frozenset(f"{s.file.map}/{c}.md" for s in sources.values() for c in (*chapters(s), "index")),
        data_records=rows,
        law_read=law_read,
        readings=readings,
        problems=tuple(sorted(problems)),
    )


def chapters(source: SourceIndex) -> list[str]:
    """Return the file names, without ending, of a source's map pages, in reading order."""
    return list(dict.fromkeys(chapter_slug(item.chapter) for item in source.citable()))


def chapter_slug(chapter: str) -> str:
    """Return the file name of a chapter's map page: ``4`` gives ``chapter-4``, ``ES`` gives ``es``."""
    return f"chapter-{chapter}" if chapter.isdigit() else chapter.lower()


def _markdown_files(docs: Path, root: Path, problems: list[Finding]) -> Iterator[Path]:
    if not docs.is_dir():
        problems.append(Finding("docs", 1, "the folder is missing; every page stands in it", "readable"))
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
                problems.append(Finding(relative, 1, message, "readable"))
                continue
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                problems.append(Finding(relative, 1, "is no ordinary file; take it out of docs/", "readable"))
                continue
            other = folded.setdefault(relative.casefold(), relative)
            if other != relative:
                problems.append(
                    Finding(relative, 1, f"differs from {other} only in capitals; Windows cannot hold both", "readable")
                )
            if name.endswith(".md"):
                yield path


def load_page(path: Path, root: Path) -> _Loaded:
    """Read one page; ``page`` is None where nothing of it can be used."""
    name = path.relative_to(root).as_posix()

    def problem(message: str, line: int = 1, rule: str = "readable") -> Finding:
        return Finding(name, line, message, rule)

    try:
        if path.stat().st_size > MAX_BYTES:
            return _Loaded(None, (problem(f"is larger than {MAX_BYTES:,} bytes; split the page"),))
        raw = path.read_bytes()
    except OSError as error:
        return _Loaded(None, (problem(f"cannot be read: {error.strerror}"),))
    problems = []
    if raw.startswith(b"\xef\xbb\xbf"):
        problems.append(problem("begins with a byte order mark; save it as UTF-8 without BOM"))
        raw = raw[3:]
    if b"\x00" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\x00")) + 1
        return _Loaded(None, (*problems, problem("holds a NUL byte; it is not a text file", line)))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _Loaded(None, (*problems, problem(f"is not UTF-8: byte 0x{raw[error.start]:02x}", line)))
    if "\r" in text:
        problems.append(
            problem("has Windows line ends (CRLF); save it with LF", text.count("\n", 0, text.index("\r")) + 1)
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return _Loaded(None, (*problems, problem("is empty; write the page or delete the file")))
    page, more = _page(name, text)
    return _Loaded(page, (*problems, *more))


def _page(name: str, text: str) -> tuple[Page, list[Finding]]:
    problems: list[Finding] = []
    try:
        split = frontmatter.split(text)
    except frontmatter.FrontMatterError as error:
        problems.append(Finding(name, error.line, str(error), "front-matter"))
        split = frontmatter.Split(data={}, key_lines={}, body=text, body_line=1)
    kind = split.data.get("kind")
    schema = PAGE_SCHEMAS.get(kind, PageMeta) if isinstance(kind, str) else PageMeta
    meta: PageMeta = _FALLBACK
    if not problems:
        validated = _validated(schema, split.data, name, split.key_lines, problems)
        meta = validated if isinstance(validated, PageMeta) else _FALLBACK
    parsed = markdown.parse(split.body, split.body_line)
    path = name.removeprefix("docs/")
    for line, bad in parsed.malformed:
        message = f"`{bad}` is not a citation; write `@key, para. 4.2.3` with `;` between citations"
        problems.append(Finding(name, line, message, "citation-form"))
    for line, reference in parsed.reference_links:
        message = f"`{reference}` is a reference-style link; write `[text](page.md#id)`"
        problems.append(Finding(name, line, message, "link-form"))
    page = Page(
        path=path,
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


def _records(page: Page, name: str, problems: list[Finding]) -> Iterator[Record]:
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
        if not heading.id:
            problems.append(
                Finding(name, heading.line, f"this {kinds[0]} has no id; write `{{ #id .{kinds[0]} }}`", "record-form")
            )
            continue
        meta = _validated(RECORD_SCHEMAS[kinds[0]], dict(heading.attributes), name, {}, problems, line=heading.line)
        if isinstance(meta, RecordMeta):
            found.append(_record(page, heading.id, kinds[0], heading.text, meta, heading.line, end))
    if hasattr(page.meta, "id") and hasattr(page.meta, "kind"):
        whole = _record(page, page.meta.id, page.meta.kind, page.meta.title, page.meta, 1, last)
        yield Record(
            **{f: getattr(whole, f) for f in Record.__slots__ if f not in {"links", "citations"}},
            links=tuple(x for x in whole.links if not _within(x.line, inside)),
            citations=tuple(c for c in whole.citations if not _within(c.line, inside)),
        )
    yield from found


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
    problems: list[Finding],
    line: int = 1,
) -> BaseModel | None:
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            key = str(detail["loc"][0]) if detail["loc"] else ""
            if detail["type"] == "extra_forbidden":
                message = f"unknown key `{key}`{nearest(key, schema.model_fields)}"
            elif detail["type"] == "missing":
                message = f"`{key}` is missing"
            else:
                where = ".".join(str(part) for part in detail["loc"])
                message = (
                    f"`{where}`: {detail['msg'].removeprefix('Value error, ')} (given: {str(detail['input'])[:60]!r})"
                )
            rule = "front-matter" if issubclass(schema, PageMeta) else "record-form"
            problems.append(Finding(name, lines.get(key, line), message, rule))
        return None


def load_sources(root: Path, problems: list[Finding]) -> dict[str, SourceIndex]:
    """Read every source index of a clone, by key; one that cannot be read is added to the problems."""
    sources: dict[str, SourceIndex] = {}
    for path in sorted((root / "bib/sources").glob("*.json")):
        try:
            source = load_source(path)
        except (OSError, ValueError) as error:
            problems.append(
                Finding(path.relative_to(root).as_posix(), 1, f"is not a source index: {error}", "readable")
            )
            continue
        sources[source.file.key] = source
    return sources


def _published(root: Path, problems: list[Finding]) -> tuple[dict[str, int], dict[str, str]]:
    """Read ``bib/ids.txt``: one published id a line; ``old -> new`` where it was given up for another."""
    ids: dict[str, int] = {}
    redirects: dict[str, str] = {}
    path = root / "bib/ids.txt"
    if not path.is_file():
        problems.append(Finding("bib/ids.txt", 1, "is missing; it lists every published id", "readable"))
        return ids, redirects
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        identifier, _, target = (part.strip() for part in line.partition("->"))
        if identifier and not identifier.startswith("#"):
            ids[identifier] = number
            if target:
                redirects[identifier] = target
    return ids, redirects


def _nav(root: Path, problems: list[Finding]) -> tuple[str, ...]:
    path = root / "mkdocs.yml"
    try:
        config = yaml.load(path.read_text(encoding="utf-8"), Loader=_ConfigLoader)  # noqa: S506 - a SafeLoader
    except (OSError, yaml.YAMLError) as error:
        problems.append(Finding("mkdocs.yml", 1, f"cannot be read: {error}", "readable"))
        return ()
    return tuple(_paths(config.get("nav", [])))


def _read_nav(root: Path) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    problems: list[Finding] = []
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
