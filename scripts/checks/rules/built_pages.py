"""What only the built pages show: links and fragments of the HTML, leaked syntax, addresses outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from scripts.base.addresses import outside, parts_of
from scripts.base.suggest import nearest
from scripts.checks.built import BuiltSite
from scripts.checks.rules import built_rule
from scripts.content.model import Problem, resolve


@built_rule("built links")
def built_link_leads_somewhere(built: BuiltSite) -> Iterator[Problem]:
    """Every link of a built page leads to a file and an id that are in the built site.

    Bad: <a href="powers/gone.html">
    Good: <a href="powers/police-protection.html#police-protection">
    """
    for page in built.pages:
        for href in page.links:
            parts = parts_of(href)
            if parts.scheme or parts.netloc or page.path == "404.html":
                continue
            target = resolve(page.path, unquote(parts.path))
            if target not in built.files:
                near = nearest(target, built.files)
                yield Problem(
                    page.path, page.line_of(href), f"`{href}` leads to no file{near}", "built-link-leads-somewhere"
                )
            elif parts.fragment and target in built.ids and unquote(parts.fragment) not in built.ids[target]:
                near = nearest(parts.fragment, built.ids[target])
                message = f"`{href}`: no id `{parts.fragment}` there{near}"
                yield Problem(page.path, page.line_of(href), message, "built-link-leads-somewhere")


@built_rule("built pages")
def id_stands_once_on_a_page(built: BuiltSite) -> Iterator[Problem]:
    """No id stands twice on one built page.

    Bad: <h3 id="f-4-2-03"> twice
    Good: <h3 id="f-4-2-03"> once
    """
    for page in built.pages:
        for identifier, count in Counter(page.ids).items():
            if count > 1:
                message = f"id `{identifier}` stands {count} times"
                yield Problem(page.path, page.line_of(f'id="{identifier}"'), message, "id-stands-once-on-a-page")


@built_rule("built pages")
def no_source_syntax_leaks(built: BuiltSite) -> Iterator[Problem]:
    """No Markdown, citation or attribute syntax is left for the reader to see.

    Bad: <p>… to judge the effect [@hmic2015, para. 4.2.3].</p>
    Good: <p>… to judge the effect (HMIC 2015, p. 47, para. 4.2.3).</p>
    """
    for page in built.pages:
        for leak in page.leaks:
            yield Problem(
                page.path, page.line_of(leak), f"`{leak.strip()}` is left on the page", "no-source-syntax-leaks"
            )


@built_rule("built pages")
def page_loads_nothing_from_outside(built: BuiltSite) -> Iterator[Problem]:
    """No built page loads anything from another address: no script, style, font, picture or frame.

    Bad: <img src="https://example.org/logo.png">
    Good: <img src="assets/logo.svg">
    """
    for page in built.pages:
        for tag, target in page.loads:
            if outside(target) in {"http", "https", "//", "file"}:
                message = f"<{tag}> loads `{target}`"
                yield Problem(page.path, page.line_of(target), message, "page-loads-nothing-from-outside")
