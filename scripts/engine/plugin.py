"""MkDocs hooks: a thin adapter that hands MkDocs what the plain modules make, so that another engine can take over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkPage
from mkdocs.structure.toc import AnchorLink

from scripts.base.edition import edition
from scripts.checks.policy import META
from scripts.content import grammar as markdown
from scripts.content.loader import load_site
from scripts.content.model import Page, Site
from scripts.engine.redirects import former_ids, with_former_ids, write_redirects
from scripts.outputs.data.exports import write_exports
from scripts.outputs.packs.browser import write_pack_index
from scripts.outputs.packs.ready import write_ready_packs
from scripts.outputs.search import write_search
from scripts.outputs.search.opensearch import write_opensearch
from scripts.render.citations import Formatted, StandIns, format_citations, stand_ins, works_cited
from scripts.render.finish import ThemeChanged, finish, name_controls, replaced_once
from scripts.render.page import expand
from scripts.render.pages import generate
from scripts.render.provisions import Provisions, collect_provisions
from scripts.render.stash import ids, put_back, set_aside
from scripts.render.terms import Terms, collect


class _State:
    """What one build holds between events."""

    site: Site
    terms: Terms
    provisions: Provisions
    generated: dict[str, str]
    formatted: Formatted
    aside: list[str]
    cited: StandIns
    former: Mapping[str, tuple[str, ...]]
    served: bool = False


_state = _State()


def on_startup(command: str, **_: object) -> None:
    """Note whether pages are served for a look, where MkDocs puts a script of its own into them."""
    _state.served = command == "serve"


@event_priority(-50)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the site, format every citation once and give the results to mkdocs-bibtex's registry."""
    root = Path(config.config_file_path).parent
    _state.site = load_site(root)
    _state.terms = collect(_state.site)
    _state.provisions = collect_provisions(_state.site)
    _state.former = former_ids(_state.site)
    formatted = _state.formatted = format_citations(_state.site)
    _state.generated = dict(generate(_state.site, formatted.references))
    registry: Any = config.plugins["bibtex"].registry  # type: ignore[attr-defined]
    _state.cited = stand_ins(formatted.inline)
    registry._inline_cache.update({f"[{raw}]": mark for raw, mark in _state.cited.marks.items()})  # noqa: SLF001
    registry._reference_cache.update(formatted.references)  # noqa: SLF001
    config.extra |= {"edition": edition(root), "site": _state.site, "policy": "" if _state.served else META}
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
    for path, text in _state.generated.items():
        files.append(File.generated(config, path, content=text))
    return files


@event_priority(50)
def _before_bibtex(text: str, page: MkPage, **_: object) -> str:
    """Give MkDocs the expanded Markdown of a page; mkdocs-bibtex then puts the citations in."""
    source = _source(page)
    return markdown.shield(expand(source, _state.site) if source else text)


@event_priority(-50)
def _after_bibtex(text: str, **_: object) -> str:
    """List the works cited, and keep all that is finished HTML from Markdown."""
    text, _state.aside = set_aside(works_cited(text, _state.formatted.references))
    return text


on_page_markdown = CombinedEvent(_before_bibtex, _after_bibtex)


def on_page_content(content: str, page: MkPage, **_: object) -> Markup:
    """Finish a page's content and tell the template what it is."""
    source = _source(page)
    if source:
        page.meta["record"] = getattr(source.meta, "kind", "")
        page.meta["review_by"] = str(getattr(source.meta, "review_by", ""))
        page.meta["checked"] = str(getattr(source.meta, "checked", ""))
    page.meta["description"] = page.meta.get("summary", "")
    page.present_anchor_ids = {*(page.present_anchor_ids or ()), *ids(_state.aside)}  # for MkDocs' check of links
    whole = _state.cited.replaced(put_back(content, _state.aside).replace(markdown.SHIELD, "@"))
    done = finish(whole, path=page.file.src_uri, terms=_state.terms, provisions=_state.provisions)
    _to_text(page.toc)
    return Markup(with_former_ids(done, _state.former))  # noqa: S704 - Markdown's HTML, which the built rules judge


def _to_text(contents: Iterable[AnchorLink]) -> None:
    """Turn the titles of a table of contents, which Python-Markdown gives as HTML, into text for the theme to escape."""
    for item in contents:
        item.title = unescape(item.title)
        _to_text(item.children)


def _source(page: MkPage) -> Page | None:
    return _state.site.by_path.get(page.file.src_uri)


def on_post_page(output: str, **_: object) -> str:
    """Mend what Material leaves unnamed for assistive technology."""
    try:
        return name_controls(output)
    except ThemeChanged as problem:
        raise PluginError(str(problem)) from problem


def on_post_build(config: MkDocsConfig) -> None:
    """Write the data exports, the search index, the pages of old ids and the training packs beside the pages."""
    write_exports(_state.site, Path(config.site_dir) / "data")
    write_search(_state.site, _state.generated, Path(config.site_dir))
    write_opensearch(config.site_name, config.site_url or "", Path(config.site_dir))
    write_redirects(_state.site, Path(config.site_dir))
    write_ready_packs(_state.site, _state.formatted, Path(config.site_dir))
    write_pack_index(_state.site, _state.formatted, Path(config.site_dir))
