"""Every sentence of the site is written here, not taken from a report."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.base.textfile import UnreadableError, read
from scripts.checks.own_words import NotAWordIndex, allowed, allowed_phrases, load_words, words
from scripts.checks.rules import source_rule
from scripts.content.model import ALLOW_FILE, Page, Problem, Site


@source_rule("pages", local=True)
def words_are_our_own(site: Site) -> Iterator[Problem]:
    """No page shares nine words in a row with a report, save titles and phrases of law in bib/own-words-allow.txt.

    Bad: a sentence of the report, or most of one, on a page
    Good: the same fact in words of our own, cited
    """
    allow = site.root / ALLOW_FILE
    try:
        phrases = allowed_phrases(read(allow).text.splitlines()) if allow.exists() else []
    except UnreadableError:
        return  # readable tells of it
    for key, source in site.sources.items():
        path = f"bib/sources/{key}.words"
        if not any(item.figures for item in source.file.items) and not (site.root / path).is_file():
            continue  # a report indexed by its sections alone, whose text nobody here holds
        try:
            index = load_words(site.root / path)
        except (OSError, NotAWordIndex) as error:
            message = f"cannot be used ({error}); make it with `python3 -m scripts index-words`"
            yield Problem(path, 1, message, "words-are-our-own")
            continue
        for page in site.pages:
            for tokens in (words(_front(page)), words(page.masked, page.body_line)):
                for line, run in index.shared(tokens):
                    if not allowed(run, phrases, index.run):
                        shown = " ".join(run[:20])
                        message = f"{len(run)} words stand so in `{key}`: “{shown}”; say it in words of our own"
                        yield Problem(f"docs/{page.path}", line, message, "words-are-our-own")


def _front(page: Page) -> str:
    return " ".join([page.meta.title, page.meta.summary, *page.meta.aliases, *page.meta.questions])
