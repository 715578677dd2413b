"""The build of a page: headings in order and with words, tables with headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.model import Finding, Page, Site
from scripts.content.schemas import RECORD_SCHEMAS

_DELIMITER = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*$")


@source_rule("pages", local=True)
def heading_levels_follow(site: Site) -> Iterator[Finding]:
    """A page has one # heading, at its head, and no heading skips a level; records are always ###.

    Bad: ## Home, then #### Who decides
    Good: ## Home, then ### Who decides
    """
    for page in site.pages:
        path = f"docs/{page.path}"
        if not page.headings or page.headings[0].level != 1:
            line = page.headings[0].line if page.headings else page.body_line
            yield Finding(path, line, "the first heading must be the page's one `#` heading", "heading-levels-follow")
        before = 0
        for index, heading in enumerate(page.headings):
            record = heading.level == 3 and set(heading.classes) & set(RECORD_SCHEMAS)
            if index and heading.level == 1:
                message = f"a second `#` heading “{heading.text}”; a page has one"
                yield Finding(path, heading.line, message, "heading-levels-follow")
            elif index and heading.level > before + 1 and not (record and before == 1):
                message = f"“{heading.text}” jumps from {'#' * before} to {'#' * heading.level}"
                yield Finding(path, heading.line, message, "heading-levels-follow")
            before = heading.level


@source_rule("pages", local=True)
def heading_has_words(site: Site) -> Iterator[Finding]:
    """A heading has words; punctuation alone gives a section that nobody can find or link to.

    Bad: ## ???
    Good: ## What is not known
    """
    for page in site.pages:
        for heading in page.headings:
            if not re.search(r"\w", heading.text):
                message = f"the heading “{heading.text}” has no words"
                yield Finding(f"docs/{page.path}", heading.line, message, "heading-has-words")


@source_rule("pages", local=True)
def heading_stands_once(site: Site) -> Iterator[Finding]:
    """No two headings of a page have one text or one id, so that a link to a section leads to one place.

    Bad: ## Training and, further down, ## Training
    Good: ## Training of officers and ## Training of staff
    """
    for page in site.pages:
        seen: dict[str, int] = {}
        for heading in page.headings:
            name = f"#{heading.id}" if heading.id else heading.text
            if name in seen:
                message = f"“{name}” stands already at line {seen[name]}"
                yield Finding(f"docs/{page.path}", heading.line, message, "heading-stands-once")
            seen.setdefault(name, heading.line)


@source_rule("findings", local=True)
def finding_heading_says_it_all(site: Site) -> Iterator[Finding]:
    """The heading of a finding is the finding itself: a statement of at least four words, without a full stop.

    Bad: ### Delay { #f-4-3-33 .finding … }
    Good: ### Delay and drift marked investigations in all forces { #f-4-3-33 .finding … }
    """
    for record in site.of_kind("finding"):
        if len(record.title.split()) < 4:
            message = f"“{record.title}” is a topic; say in the heading what was found"
            yield Finding(f"docs/{record.path}", record.line, message, "finding-heading-says-it-all")
        elif record.title.endswith("."):
            message = "a heading has no full stop"
            yield Finding(f"docs/{record.path}", record.line, message, "finding-heading-says-it-all")


@source_rule("pages", local=True)
def table_has_headers(site: Site) -> Iterator[Finding]:
    """A table's first row names its columns; only the two columns of a table at a glance go without.

    Bad: | | | | above three columns
    Good: | Body | Then | Now |
    """
    for page in site.pages:
        for line, cells in _headers(page):
            if not all(cells) and not (len(cells) == 2 and not any(cells)):
                message = "a column has no header; name every column in the table's first row"
                yield Finding(f"docs/{page.path}", line, message, "table-has-headers")


def _headers(page: Page) -> Iterator[tuple[int, list[str]]]:
    lines = page.masked.split("\n")
    for index in range(1, len(lines)):
        if "-" in lines[index] and "|" in lines[index - 1] and _DELIMITER.match(lines[index]):
            cells = [c.strip() for c in lines[index - 1].strip().strip("|").split("|")]
            yield page.body_line + index - 1, cells
