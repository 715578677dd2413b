"""What each built page needs for everyone: a title, a description, one main heading, landmarks, a language."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.checks.built import BuiltPage, BuiltSite
from scripts.checks.rules import built_rule
from scripts.content.model import Problem

_ERROR_PAGE = "404.html"


def _pages(built: BuiltSite) -> Iterator[BuiltPage]:
    return (page for page in built.pages if page.path != _ERROR_PAGE)


@built_rule("built pages")
def built_title_is_its_own(built: BuiltSite) -> Iterator[Problem]:
    """Every built page has a title that no other page has, so that tabs, bookmarks and search tell them apart.

    Bad: <title>In harm's way</title> on every page
    Good: <title>Police protection - In harm's way</title>
    """
    seen: dict[str, str] = {}
    for page in _pages(built):
        if not page.title:
            yield Problem(page.path, 1, "the page has no title", "built-title-is-its-own")
        elif seen.setdefault(page.title, page.path) != page.path:
            message = f"the title “{page.title}” is that of {seen[page.title]} too"
            yield Problem(page.path, page.line_of("<title>"), message, "built-title-is-its-own")


@built_rule("built pages")
def built_description_is_its_own(built: BuiltSite) -> Iterator[Problem]:
    """Every built page has a description that no other page has.

    Bad: two pages with <meta name="description" content="Police and children">
    Good: the summary of each page's front matter
    """
    seen: dict[str, str] = {}
    for page in _pages(built):
        if not page.description:
            yield Problem(page.path, 1, "the page has no description", "built-description-is-its-own")
        elif seen.setdefault(page.description, page.path) != page.path:
            message = f"the description “{page.description[:60]}…” is that of {seen[page.description]} too"
            yield Problem(page.path, page.line_of('name="description"'), message, "built-description-is-its-own")


@built_rule("built pages")
def built_page_has_one_main_heading(built: BuiltSite) -> Iterator[Problem]:
    """Every built page has one h1, with words in it.

    Bad: <h1>Delay</h1> … <h1>Cases</h1>
    Good: <h1>Delay</h1> … <h2>Cases</h2>
    """
    for page in _pages(built):
        if len(page.headings) != 1 or not page.headings[0]:
            message = f"the page has {len(page.headings)} h1 headings; it needs one, with words"
            yield Problem(page.path, page.line_of("<h1"), message, "built-page-has-one-main-heading")


@built_rule("built pages")
def built_page_has_landmarks(built: BuiltSite) -> Iterator[Problem]:
    """Every built page has one main, a header and a footer, and each nav has a name, so that a screen reader can jump.

    Bad: <div class="content">
    Good: <main>
    """
    for page in _pages(built):
        mains = page.landmarks["main"]
        if mains != 1:
            message = f"the page has {mains} <main> elements; it needs one"
            yield Problem(page.path, page.line_of("<main"), message, "built-page-has-landmarks")
        for tag in ("header", "footer"):
            if not page.landmarks[tag]:
                yield Problem(page.path, 1, f"the page has no <{tag}>", "built-page-has-landmarks")
        for line in page.unnamed:
            yield Problem(page.path, line, "a <nav> has no name; give it aria-label", "built-page-has-landmarks")


@built_rule("built pages")
def built_page_names_its_language(built: BuiltSite) -> Iterator[Problem]:
    """Every built page says that it is in English, so that it is read aloud as English.

    Bad: <html>
    Good: <html lang="en">
    """
    for page in built.pages:
        if page.language.split("-")[0] != "en":
            message = f'<html lang="{page.language}">; write lang="en"'
            yield Problem(page.path, page.line_of("<html"), message, "built-page-names-its-language")
