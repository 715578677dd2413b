"""MkDocs events: a thin adapter that hands MkDocs what the plain modules make, so that another engine can take over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkPage
from mkdocs.structure.toc import AnchorLink

from scripts.base.edition import edition
from scripts.base.filenames import inside
from scripts.checks.policy import META
from scripts.content.kept import Kept
from scripts.content.loader import load_site
from scripts.content.model import Page, Site
from scripts.engine.redirects import former_ids, with_former_ids, write_redirects
from scripts.engine.registry import Registry
from scripts.engine.rendering import Rendered, put, render_all
from scripts.engine.workers import Workers
from scripts.outputs.data.exports import write_exports
from scripts.outputs.lms.write import write_quizzes
from scripts.outputs.packs.browser import write_pack_data
from scripts.outputs.packs.ready import write_ready_packs
from scripts.outputs.search import write_search
from scripts.outputs.search.opensearch import write_opensearch
from scripts.render.citations import Works, format_citations, format_works
from scripts.render.extension import SiteExtension
from scripts.render.finish import ThemeChanged, finish, name_controls, replaced_once
from scripts.render.page import expand
from scripts.render.pages import generate
from scripts.render.provisions import collect_provisions
from scripts.render.terms import collect


class Prepared:
    """All that the pages of one build share, made from the loaded site."""

    def __init__(self, site: Site, works: Works | None = None) -> None:
        self.site = site
        self.works = works or format_works(site)
        self.terms = collect(site)
        self.provisions = collect_provisions(site)
        self.former = former_ids(site)
        self.formatted = format_citations(site, self.works)


class _Build:
    """What one build holds between events; ``preview`` leaves out all that stands beside the pages."""

    prepared: Prepared
    extension = SiteExtension()
    generated: Mapping[str, str]
    ready: Mapping[str, Rendered] = {}
    workers = Workers()
    papers = True
    outputs: Sequence[Future[None]] = ()
    kept: Kept | None = None  # what a preview holds of files that stand unchanged
    preview = False
    notes: Mapping[str, Markup] = {}


build = _Build()


def prepare(config: MkDocsConfig, prepared: Prepared) -> None:
    """Make a site the one that pages are built of, whose citations our Markdown extension shows."""
    build.prepared = prepared
    build.extension.formatted = prepared.formatted
    bibtex: Any = config.plugins["bibtex"]
    bibtex.registry = Registry(bibtex.registry.bib_data)
    config.extra |= {"site": prepared.site}


def on_startup(command: str, **_: object) -> None:
    """Note whether pages are served for a look, where MkDocs puts a script of its own into them."""
    build.preview = command == "serve"


@event_priority(-50)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the site, format every citation once and give Markdown the results."""
    root = Path(config.config_file_path).parent
    edition.cache_clear()  # while serving, CHANGELOG.md may have changed
    prepare(config, Prepared(load_site(root, build.kept)))
    config.markdown_extensions.append(build.extension)  # type: ignore[arg-type] # Python-Markdown takes either
    build.generated = dict(generate(build.prepared.site, build.prepared.formatted.references))
    for path in build.generated:
        inside(Path(config.site_dir), path)
    config.extra |= {"edition": edition(root), "policy": "" if build.preview else META}
    return config


def on_env(env: Environment, **_: object) -> Environment:
    """Have the theme escape whatever it is given, unless it is typed as HTML: titles, labels and summaries are text."""
    env.autoescape = True
    env.filters["replaced_once"] = _once
    return env


def _once(text: Markup, before: str, after: Markup) -> Markup:
    try:
        return Markup(replaced_once(text, before, after))  # noqa: S704 - parts of the theme's own templates
    except ThemeChanged as problem:
        raise PluginError(str(problem)) from problem


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for path, text in build.generated.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Render all pages on every processor, then begin with what stands beside them, while MkDocs fills its templates."""
    build.ready = {}
    build.ready = render_all(config, files, build.workers, Path(config.config_file_path).parent / ".cache/pages")
    names = [] if build.preview else [name for name in _OUTPUTS if build.papers or name not in {"packs", "quizzes"}]
    build.outputs = [
        build.workers.submit(_write_output, name, Path(config.site_dir), config.site_url or "") for name in names
    ]
    return nav


@event_priority(50)
def on_page_markdown(text: str, /, page: MkPage, **_: object) -> str:
    """Give MkDocs the expanded Markdown of a page."""
    if page.file.src_uri in build.ready:
        return ""
    source = _source(page)
    return expand(source, build.prepared.site) if source else text


def on_page_content(content: str, page: MkPage, files: Files, **_: object) -> Markup:
    """Finish a page's content and tell the template what it is."""
    if rendered := build.ready.get(page.file.src_uri):
        return put(rendered, page, files)
    source = _source(page)
    if source:
        page.meta["record"] = getattr(source.meta, "kind", "")
        page.meta["review_by"] = str(getattr(source.meta, "review_by", ""))
        page.meta["checked"] = str(getattr(source.meta, "checked", ""))
    page.meta["description"] = page.meta.get("summary", "")
    page.present_anchor_ids = {*(page.present_anchor_ids or ()), *build.extension.ids}  # for MkDocs' check of links
    shared = build.prepared
    done = finish(content, path=page.file.src_uri, terms=shared.terms, provisions=shared.provisions)
    _to_text(page.toc)
    # Markdown's HTML, which the built rules judge
    return build.notes.get(page.file.src_uri, Markup()) + Markup(with_former_ids(done, shared.former))  # noqa: S704


def _to_text(contents: Iterable[AnchorLink]) -> None:
    """Turn the titles of a table of contents, which Python-Markdown gives as HTML, into text for the theme to escape."""
    for item in contents:
        item.title = unescape(item.title)
        _to_text(item.children)


def _source(page: MkPage) -> Page | None:
    return build.prepared.site.by_path.get(page.file.src_uri)


def on_post_page(output: str, **_: object) -> str:
    """Mend what Material leaves unnamed for assistive technology."""
    try:
        return name_controls(output)
    except ThemeChanged as problem:
        raise PluginError(str(problem)) from problem


_OUTPUTS = ("search", "packs", "quizzes", "pack index", "exports", "redirects")


def _write_output(name: str, folder: Path, address: str) -> None:
    site, formatted = build.prepared.site, build.prepared.formatted
    match name:
        case "search":
            write_search(site, build.generated, folder)
        case "packs":
            write_ready_packs(site, formatted, folder)
        case "quizzes":
            write_quizzes(site, formatted, folder, address)
        case "pack index":
            write_pack_data(site, formatted, folder)
        case "exports":
            write_exports(site, folder / "data")
        case "redirects":
            write_redirects(site, folder)


def on_post_build(config: MkDocsConfig) -> None:
    """Wait for what stands beside the pages."""
    write_opensearch(config.site_name, config.site_url or "", Path(config.site_dir))
    for output in build.outputs:
        output.result()
