"""Pages from Markdown to finished content on every processor; what has not changed is taken from the build before."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.toc import AnchorLink, TableOfContents

from scripts.engine.workers import Workers

_CHUNKS = 8
_LOG = logging.getLogger("mkdocs.structure.pages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a page is after Markdown and the last step: all that MkDocs goes on to use."""

    content: str
    meta: dict[str, Any]
    toc: list[Any]
    anchors: list[str]
    links: dict[str, dict[str, str]]
    warnings: list[str]


def render_all(config: MkDocsConfig, files: Files, workers: Workers, cache: Path) -> Mapping[str, Rendered]:
    """Render every page of a build; each by its path.

    Args:
        config: MkDocs' settings, its plugins told of the site.
        files: all files of the build.
        workers: where the work is done.
        cache: a folder for what can be used again; what this build does not use goes.

    """
    _shared.update(config=config, files=files, cache=cache, salt=_salt(config, files))
    cache.mkdir(parents=True, exist_ok=True)
    paths = [f.src_uri for f in files.documentation_pages()]
    chunks: list[Future[list[tuple[str, str, Rendered]]]] = [
        workers.submit(_render_some, paths[n::_CHUNKS]) for n in range(_CHUNKS)
    ]
    found: dict[str, Rendered] = {}
    used: set[str] = set()
    for chunk in chunks:
        for path, name, rendered in chunk.result():
            found[path] = rendered
            used.add(name)
    for left in cache.iterdir():
        if left.name not in used:
            left.unlink(missing_ok=True)
    for path in paths:
        for words in found[path].warnings:
            _LOG.warning(words)
    return found


_shared: dict[str, Any] = {}


def _salt(config: MkDocsConfig, files: Files) -> bytes:
    """Return a digest of all that pages rest on beside their own Markdown: code, settings, the list of files, shared words."""
    from scripts.engine import plugin  # noqa: PLC0415 - the plugin uses this module

    digest = hashlib.sha256()
    root = Path(config.config_file_path).parent
    code = Path(__file__).resolve().parents[1]
    for path in [root / "mkdocs.yml", root / "requirements.lock", *sorted(code.rglob("*.py"))]:
        digest.update(path.read_bytes() if path.is_file() else b"")
    shared = plugin.build.prepared
    parts = (sorted(f.src_uri for f in files), shared.terms.definitions, shared.terms.pattern.pattern, shared.provisions, shared.former)  # fmt: skip
    digest.update(repr(parts).encode())
    return digest.digest()


def _render_some(paths: Sequence[str]) -> list[tuple[str, str, Rendered]]:
    return [(path, *_render(path)) for path in paths]


def _render(path: str) -> tuple[str, Rendered]:
    from scripts.engine import plugin  # noqa: PLC0415 - as above

    config, files = _shared["config"], _shared["files"]
    page = files.get_file_from_path(path).page
    page.read_source(config)
    page.markdown = config.plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
    digest = hashlib.sha256(_shared["salt"])
    digest.update(
        json.dumps(
            [path, page.markdown, plugin.build.extension.rests_on(page.markdown), page.meta], default=str
        ).encode()
    )
    name = digest.hexdigest()
    held = _kept(name)
    if held is None:
        held = _made(page, config, files)
        part = _shared["cache"] / f"{name}.part"
        part.write_text(json.dumps(asdict(held), default=str), encoding="utf-8")
        part.replace(_shared["cache"] / name)
    return name, held


def _kept(name: str) -> Rendered | None:
    """Return what is kept under a name; nothing where that is not whole."""
    try:
        return Rendered(**json.loads((_shared["cache"] / name).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


def _made(page: Any, config: MkDocsConfig, files: Files) -> Rendered:
    warnings = _Warnings()
    _LOG.addHandler(warnings)
    try:
        page.render(config, files)
    finally:
        _LOG.removeHandler(warnings)
    content = config.plugins.on_page_content(page.content, page=page, config=config, files=files)
    return Rendered(
        content=content,
        meta=dict(page.meta),
        toc=[_as_data(item) for item in page.toc],
        anchors=sorted(page.present_anchor_ids or ()),
        links={file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
        warnings=warnings.words,
    )


def _as_data(item: AnchorLink) -> list[Any]:
    return [item.title, item.id, item.level, [_as_data(child) for child in item.children]]


def _as_link(data: list[Any]) -> AnchorLink:
    title, identifier, level, children = data
    link = AnchorLink(title, identifier, level)
    link.children = [_as_link(child) for child in children]
    return link


def put(rendered: Rendered, page: Any, files: Files) -> Markup:
    """Give a page what was rendered of it; return its content."""
    page.meta.update(rendered.meta)
    page.toc = TableOfContents([_as_link(item) for item in rendered.toc])
    page.present_anchor_ids = set(rendered.anchors)
    page.links_to_anchors = {
        file: links for path, links in rendered.links.items() if (file := files.get_file_from_path(path))
    }
    return Markup(rendered.content)  # noqa: S704 - as on_page_content gave it
