"""How links are written: as links, with words that say where they lead, to ids as they are now."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.checks.rules.links import known_files, target_of
from scripts.content.grammar import with_links
from scripts.content.model import Link, Page, Problem, Site
from scripts.content.prose import without_links

_VAGUE = frozenset(
    ["here", "click here", "this", "this page", "this link", "link", "page", "more", "read more", "see here", "there"]
)
_RAW = re.compile(r"<(?P<tag>a|img|iframe|script|link|object|embed|video|audio|source)\b", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>)\]]+|(?<![\w/.@])www\.[^\s<>)\]]+")
_ID_TEXT = re.compile(r"^R-[A-Z]+-\d+$")


def _links(site: Site) -> Iterator[tuple[Page, Link]]:
    for page in site.pages:
        for link in page.links:
            yield page, link


@source_rule("links", local=True)
def link_text_says_where(site: Site) -> Iterator[Problem]:
    """A link's words say where it leads, also when they are read alone, as a screen reader lists them.

    Bad: The powers are [here](powers/index.md).
    Good: See [the powers](powers/index.md).
    """
    for page, link in _links(site):
        words = link.text.strip().strip(".").lower()
        if not link.image and (words in _VAGUE or not words):
            message = f"the link text “{link.text}” says nothing; name what `{link.target}` is"
            yield Problem(f"docs/{page.path}", link.line, message, "link-text-says-where")


@source_rule("links", local=True)
def link_text_names_its_target(site: Site) -> Iterator[Problem]:
    """A link whose words are a recommendation's id leads to that recommendation.

    Bad: [R-DA-5](../recommendations/domestic-abuse.md#r-da-2)
    Good: [R-DA-5](../recommendations/domestic-abuse.md#r-da-5)
    """
    for page, link in _links(site):
        if _ID_TEXT.match(link.text) and link.fragment != link.text.lower():
            message = f"the link says {link.text} but leads to `#{link.fragment}`"
            yield Problem(f"docs/{page.path}", link.line, message, "link-text-names-its-target")


@source_rule("links")
def link_names_the_current_id(site: Site) -> Iterator[Problem]:
    """A link names the id in use, not one that bib/ids.txt redirects.

    Bad: [the case](../cases/delay.md#case-16-old), where bib/ids.txt says case-16-old -> case-16
    Good: [the case](../cases/delay.md#case-16)
    """
    for page, link in _links(site):
        if not link.external and link.fragment in site.redirects:
            message = f"`#{link.fragment}` was given up; write `#{site.redirects[link.fragment]}`"
            yield Problem(f"docs/{page.path}", link.line, message, "link-names-the-current-id")


@source_rule("links", local=True)
def address_is_a_link(site: Site) -> Iterator[Problem]:
    """A web address stands behind words, as a link's target, never bare in the text.

    Bad: See https://www.gov.uk/pace-codes.
    Good: See [the PACE codes](https://www.gov.uk/pace-codes).
    """
    for page in site.pages:
        for number, line in enumerate(page.masked.split("\n"), page.body_line):
            if ("://" in line or "www." in line) and (match := _BARE.search(without_links(line))):
                shown = match.group()[:80].rstrip(".,;:")
                address = f"https://{shown}" if shown.startswith("www.") else shown
                message = f"`{shown}` is bare; write `[what it is]({address})`"
                yield Problem(f"docs/{page.path}", number, message, "address-is-a-link")


@source_rule("links", local=True)
def link_is_markdown(site: Site) -> Iterator[Problem]:
    """Links and images are written in Markdown, where the checks see them, and pages carry no script or frame.

    Bad: <a href="police-protection.md">police protection</a>
    Good: [police protection](police-protection.md)
    """
    for page in site.pages:
        for number, line in enumerate(page.masked.split("\n"), page.body_line):
            for match in _RAW.finditer(line) if "<" in line else ():
                message = f"`{match.group()}` is raw HTML; write `[words](target)` or `![words](picture)`"
                yield Problem(f"docs/{page.path}", number, message, "link-is-markdown")


@source_rule("links", local=True)
def link_is_closed(site: Site) -> Iterator[Problem]:
    """What begins like a link is one: no space in its target, its brackets closed, all on one line.

    Bad: [the plan](the plan.md)
    Good: [the plan](the-plan.md)
    """
    for page in site.pages:
        for number, line in enumerate(page.masked.split("\n"), page.body_line):
            if "](" not in line:
                continue
            if "](" in (rest := without_links(line)):
                shown = rest[rest.index("](") :][:60]
                message = f'`{shown}` is no link target; close it, write spaces as %20 and a title in "straight" quotes'
                yield Problem(f"docs/{page.path}", number, message, "link-is-closed")
            elif "](" in (rest := with_links(line, lambda words, _: words)):
                shown = rest[rest.index("](") :][:60]
                message = (
                    f"the words before `{shown}` are not closed in [ ] on this line; put the whole link on one line"
                )
                yield Problem(f"docs/{page.path}", number, message, "link-is-closed")


@source_rule("links")
def link_path_keeps_case(site: Site) -> Iterator[Problem]:
    """A link's path has the capitals of the file's name: what works on Windows breaks on a web server.

    Bad: [police protection](Police-Protection.md)
    Good: [police protection](police-protection.md)
    """
    folded = {name.casefold(): name for name in known_files(site)}
    for page, link in _links(site):
        if link.external or not link.path:
            continue
        target = target_of(page, link)
        exact = folded.get(target.casefold())
        if exact and exact != target:
            message = f"`{link.target}`: the file is `{exact}`, with these capitals"
            yield Problem(f"docs/{page.path}", link.line, message, "link-path-keeps-case")
