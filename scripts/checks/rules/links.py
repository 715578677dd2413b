"""Links and images lead to something that exists."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from markdown.extensions.toc import slugify

from scripts.base.addresses import parts_of
from scripts.base.suggest import nearest
from scripts.base.textfile import read
from scripts.checks.rules import source_rule
from scripts.content.model import Link, Page, Problem, Site, resolve


def known_files(site: Site) -> frozenset[str]:
    """Return every file below docs/ and every page that the build makes, as paths relative to docs/."""
    docs = site.root / "docs"
    files = (Path(folder, name).relative_to(docs).as_posix() for folder, _, names in os.walk(docs) for name in names)
    return site.generated.union(files)


def target_of(page: Page, link: Link) -> str:
    """Return the path, relative to docs/, that an inside link leads to."""
    return resolve(page.path, link.path)


def _internal(site: Site) -> Iterator[tuple[Page, Link, str]]:
    for page in site.pages:
        for link in page.links:
            if not link.external:
                yield page, link, target_of(page, link)


@source_rule("links")
def link_leads_to_a_file(site: Site) -> Iterator[Problem]:
    """A link inside the site names a page or file that exists.

    Bad: [police protection](police-protecton.md)
    Good: [police protection](police-protection.md)
    """
    known = known_files(site)
    folded = {name.casefold() for name in known}
    for page, link, target in _internal(site):
        if target in known or target.casefold() in folded:
            continue  # link-path-keeps-case tells of wrong capitals
        web = link.target.lower().startswith("www.")
        near = f"; write https://{link.target}" if web else nearest(target, known)
        yield Problem(f"docs/{page.path}", link.line, f"`{link.target}` leads to no file{near}", "link-leads-to-a-file")


@source_rule("links")
def link_leads_to_an_id(site: Site) -> Iterator[Problem]:
    """The part of a link after # names an id on the page it leads to.

    Bad: [children not seen](../findings/assessment-and-help.md#f-4-2-99)
    Good: [children not seen](../findings/assessment-and-help.md#f-4-2-03)
    """
    ids = {page.path: page.heading_ids() | {slugify(h.text, "-") for h in page.headings} for page in site.pages}
    for record in site.data_records:
        ids.setdefault(record.path, set()).add(record.id)
    for page, link, target in _internal(site):
        if not link.fragment or target not in ids or link.fragment in ids[target] or link.fragment in site.redirects:
            continue  # link-names-the-current-id tells of an id that was given up
        near = nearest(link.fragment, ids[target])
        message = f"`{link.target}`: {target} has no id `{link.fragment}`{near}"
        yield Problem(f"docs/{page.path}", link.line, message, "link-leads-to-an-id")


@source_rule("links")
def outside_link_is_https(site: Site) -> Iterator[Problem]:
    """A link out of the site is a whole https address.

    Bad: [guidance](http:/www.gov.uk)
    Good: [guidance](https://www.gov.uk/government/publications)
    """
    for page in site.pages:
        for link in page.links:
            parts = parts_of(link.target) if link.external else None
            if parts is None or (parts.scheme == "mailto" and "@" in parts.path):
                continue
            if parts.scheme == "http" and "." in parts.netloc:
                message = f"`{link.target}` is not encrypted; write https://{link.target.partition('//')[2]}"
                yield Problem(f"docs/{page.path}", link.line, message, "outside-link-is-https")
            elif parts.scheme != "https" or "." not in parts.netloc:
                message = f"`{link.target}` is not a web address"
                yield Problem(f"docs/{page.path}", link.line, message, "outside-link-is-https")


PICTURES = frozenset({".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})


@source_rule("pages", local=True)
def picture_can_be_shown(site: Site) -> Iterator[Problem]:
    """A picture is a file of this site of a kind that browsers, the book and slides can show: GIF, JPEG, PNG, SVG or WebP.

    Bad: ![The report's cover](https://www.example.org/cover.png), or ![A plan](plan.bmp)
    Good: ![The report's cover](../assets/images/cover.png)
    """
    for page in site.pages:
        for link in page.links:
            if not link.image:
                continue
            if link.external or link.target.startswith("//"):
                message = (
                    f"the picture `{link.target[:60]}` would be loaded from outside; put the file below docs/assets"
                )
                yield Problem(f"docs/{page.path}", link.line, message, "picture-can-be-shown")
            elif Path(link.path).suffix.lower() not in PICTURES:
                message = (
                    f"`{link.target[:60]}` is no picture that can be shown; save it as {', '.join(sorted(PICTURES))}"
                )
                yield Problem(f"docs/{page.path}", link.line, message, "picture-can-be-shown")


@source_rule("pages")
def image_has_alternative_text(site: Site) -> Iterator[Problem]:
    """Every image says in words what it shows.

    Bad: ![](../images/flow.svg)
    Good: ![From arrest to court in four steps](../images/flow.svg)
    """
    for page in site.pages:
        for link in page.links:
            if link.image and not link.text.strip():
                message = f"the image `{link.target}` has no alternative text; say what it shows"
                yield Problem(f"docs/{page.path}", link.line, message, "image-has-alternative-text")


@source_rule("pages")
def page_is_in_navigation(site: Site) -> Iterator[Problem]:
    """Every page stands in the navigation of mkdocs.yml, and every entry there is a page.

    Bad: a new page docs/powers/new.md that mkdocs.yml does not name
    Good: - powers/new.md under nav in mkdocs.yml
    """
    known = set(site.by_path) | site.generated
    listed = set(site.nav)
    for path in sorted(set(site.by_path) - listed):
        yield Problem(f"docs/{path}", 1, "is in no navigation; add it under nav in mkdocs.yml", "page-is-in-navigation")
    for path in site.nav:
        if path not in known:
            message = f"nav names `{path}`, which is no page{nearest(path, known)}"
            yield Problem("mkdocs.yml", _line(site, path), message, "page-is-in-navigation")


def _line(site: Site, text: str) -> int:
    lines = read(site.root / "mkdocs.yml").text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if text in line), 1)
