"""What each built page needs for everyone: a title, a description, one main heading, landmarks, a language."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from scripts.built import BuiltPage, BuiltSite
from scripts.model import Finding
from scripts.rules import built_rule

_ERROR_PAGE = "404.html"


def _pages(built: BuiltSite) -> Iterator[BuiltPage]:
    return (page for page in built.pages if page.path != _ERROR_PAGE)


def _texts(page: BuiltPage, tag: str) -> list[str]:
    return [" ".join("".join(e.itertext()).split()) for e in page.tree.iter(tag) if not _in_picture(e)]


def _in_picture(element: HtmlElement) -> bool:
    return any(True for _ in element.iterancestors("svg"))


def _description(page: BuiltPage) -> str:
    return next((e.get("content", "").strip() for e in page.tree.iter("meta") if e.get("name") == "description"), "")


@built_rule("built pages")
def built_title_is_its_own(built: BuiltSite) -> Iterator[Finding]:
    """Every built page has a title that no other page has, so that tabs, bookmarks and search tell them apart.

    Bad: <title>In harm's way</title> on every page
    Good: <title>Police protection - In harm's way</title>
    """
    seen: dict[str, str] = {}
    for page in _pages(built):
        title = next(iter(_texts(page, "title")), "")
        if not title:
            yield Finding(page.path, 1, "the page has no title", "built-title-is-its-own")
        elif seen.setdefault(title, page.path) != page.path:
            message = f"the title “{title}” is that of {seen[title]} too"
            yield Finding(page.path, page.line_of("<title>"), message, "built-title-is-its-own")


@built_rule("built pages")
def built_description_is_its_own(built: BuiltSite) -> Iterator[Finding]:
    """Every built page has a description that no other page has.

    Bad: two pages with <meta name="description" content="Police and children">
    Good: the summary of each page's front matter
    """
    seen: dict[str, str] = {}
    for page in _pages(built):
        description = _description(page)
        if not description:
            yield Finding(page.path, 1, "the page has no description", "built-description-is-its-own")
        elif seen.setdefault(description, page.path) != page.path:
            message = f"the description “{description[:60]}…” is that of {seen[description]} too"
            yield Finding(page.path, page.line_of('name="description"'), message, "built-description-is-its-own")


@built_rule("built pages")
def built_page_has_one_main_heading(built: BuiltSite) -> Iterator[Finding]:
    """Every built page has one h1, with words in it.

    Bad: <h1>Delay</h1> … <h1>Cases</h1>
    Good: <h1>Delay</h1> … <h2>Cases</h2>
    """
    for page in _pages(built):
        heads = _texts(page, "h1")
        if len(heads) != 1 or not heads[0]:
            message = f"the page has {len(heads)} h1 headings; it needs one, with words"
            yield Finding(page.path, page.line_of("<h1"), message, "built-page-has-one-main-heading")


@built_rule("built pages")
def built_page_has_landmarks(built: BuiltSite) -> Iterator[Finding]:
    """Every built page has one main, a header and a footer, and each nav has a name, so that a screen reader can jump.

    Bad: <div class="content">
    Good: <main>
    """
    for page in _pages(built):
        mains = sum(1 for _ in page.tree.iter("main"))
        if mains != 1:
            message = f"the page has {mains} <main> elements; it needs one"
            yield Finding(page.path, page.line_of("<main"), message, "built-page-has-landmarks")
        for tag in ("header", "footer"):
            if next(page.tree.iter(tag), None) is None:
                yield Finding(page.path, 1, f"the page has no <{tag}>", "built-page-has-landmarks")
        for nav in page.tree.iter("nav"):
            if not (nav.get("aria-label") or nav.get("aria-labelledby")):
                message = "a <nav> has no name; give it aria-label"
                yield Finding(page.path, nav.sourceline or 1, message, "built-page-has-landmarks")


@built_rule("built pages")
def built_page_names_its_language(built: BuiltSite) -> Iterator[Finding]:
    """Every built page says that it is in English, so that it is read aloud as English.

    Bad: <html>
    Good: <html lang="en">
    """
    for page in built.pages:
        language = page.tree.get("lang") or ""
        if language.split("-")[0] != "en":
            message = f'<html lang="{language}">; write lang="en"'
            yield Finding(page.path, page.line_of("<html"), message, "built-page-names-its-language")
