"""The build of a page: headings in order and with words, tables with headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.model import Page, Problem, Site
from scripts.content.schemas import RECORD_SCHEMAS

_DELIMITER = re.compile(r"\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)*\|?")
_MARKS = re.compile(r"(?P<marks>#{1,6})(?P<space>[ \t]*)(?P<rest>.*)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
_BESIDE = re.compile(r"[ \t]*[|>#<]|[ \t]*[-*+] ")
_CITED = re.compile(r"\[@[^\[\]]*\]?")
_LIST_AT_END = re.compile(r"\{[^{}]*\}[ \t]*$")


@source_rule("pages", local=True)
def heading_levels_follow(site: Site) -> Iterator[Problem]:
    """A page has one # heading, at its head, and no heading skips a level; records are always ###.

    Bad: ## Home, then #### Who decides
    Good: ## Home, then ### Who decides
    """
    for page in site.pages:
        path = f"docs/{page.path}"
        if not page.headings or page.headings[0].level != 1:
            line = page.headings[0].line if page.headings else page.body_line
            yield Problem(path, line, "the first heading must be the page's one `#` heading", "heading-levels-follow")
        before = 0
        for index, heading in enumerate(page.headings):
            record = heading.level == 3 and set(heading.classes) & set(RECORD_SCHEMAS)
            if index and heading.level == 1:
                message = f"a second `#` heading “{heading.text}”; a page has one"
                yield Problem(path, heading.line, message, "heading-levels-follow")
            elif index and heading.level > before + 1 and not (record and before == 1):
                message = f"“{heading.text}” jumps from {'#' * before} to {'#' * heading.level}"
                yield Problem(path, heading.line, message, "heading-levels-follow")
            before = heading.level


@source_rule("pages", local=True)
def heading_form(site: Site) -> Iterator[Problem]:
    """A heading is # at the left edge, a space and plain words, with one list in braces at its end: all readers see the same.

    Bad: ###Children not seen, or a line underlined with ---, or ## Delay [@hmic2015, para. 4.2.3]
    Good: ### Children not seen { #f-4-2-03 .finding … }
    """
    for page in site.pages:
        for line, message in _malformed_headings(page):
            yield Problem(f"docs/{page.path}", line, message, "heading-form")


def _malformed_headings(page: Page) -> Iterator[tuple[int, str]]:
    before = ""
    for number, line in enumerate(page.masked.split("\n"), page.body_line):
        if match := _MARKS.match(line.lstrip(" ")) if "#" in line else None:
            if message := _trouble(match, line):
                yield number, message
        elif line[:1] in {"-", "="} and before.strip() and _UNDERLINE.fullmatch(line) and not _BESIDE.match(before):
            yield (
                number,
                f"a line of {line[0]} makes a heading of the line above; write # marks, or an empty line between",
            )
        before = line


def _trouble(heading: re.Match[str], line: str) -> str:
    marks, rest = heading["marks"], heading["rest"].rstrip()
    words = _LIST_AT_END.sub("", rest).rstrip()
    trouble = ""
    if not heading["space"] and rest:
        trouble = f"`{line.strip()[:30]}` has no space after {marks}; write one, or begin the line with another sign"
    elif 0 < len(line) - len(line.lstrip(" ")) < 4:
        trouble = "a heading begins at the left edge; take out the spaces before it"
    elif cited := _CITED.search(words):
        trouble = f"`{cited[0][:40]}` stands in a heading, whose words go into the menu; cite in the sentence below"
    elif "{" in words or "}" in words:
        trouble = "braces stand among the words of a heading; only its list at the end has them"
    elif words.startswith(("=", "+", "-", "@")):
        trouble = f"a heading begins with {words[0]}, which a spreadsheet takes for a formula; begin with a word"
    elif words.endswith("#"):
        trouble = "a # at the end of a heading is not shown; write it otherwise"
    return trouble


@source_rule("pages", local=True)
def heading_has_words(site: Site) -> Iterator[Problem]:
    """A heading has words; punctuation alone gives a section that nobody can find or link to.

    Bad: ## ???
    Good: ## What is not known
    """
    for page in site.pages:
        for heading in page.headings:
            if not re.search(r"\w", heading.text):
                message = f"the heading “{heading.text}” has no words"
                yield Problem(f"docs/{page.path}", heading.line, message, "heading-has-words")


@source_rule("pages", local=True)
def heading_stands_once(site: Site) -> Iterator[Problem]:
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
                yield Problem(f"docs/{page.path}", heading.line, message, "heading-stands-once")
            seen.setdefault(name, heading.line)


@source_rule("findings", local=True)
def finding_heading_says_it_all(site: Site) -> Iterator[Problem]:
    """The heading of a finding is the finding itself: a statement of at least four words, without a full stop.

    Bad: ### Delay { #f-4-3-33 .finding … }
    Good: ### Delay and drift marked investigations in all forces { #f-4-3-33 .finding … }
    """
    for record in site.of_kind("finding"):
        if len(record.title.split()) < 4:
            message = f"“{record.title}” is a topic; say in the heading what was found"
            yield Problem(f"docs/{record.path}", record.line, message, "finding-heading-says-it-all")
        elif record.title.endswith("."):
            message = "a heading has no full stop"
            yield Problem(f"docs/{record.path}", record.line, message, "finding-heading-says-it-all")


@source_rule("pages", local=True)
def table_has_headers(site: Site) -> Iterator[Problem]:
    """A table's first row names its columns; only the two columns of a table at a glance go without.

    Bad: | | | | above three columns
    Good: | Body | Then | Now |
    """
    for page in site.pages:
        for line, cells in _headers(page):
            if not all(cells) and not (len(cells) == 2 and not any(cells)):
                message = "a column has no header; name every column in the table's first row"
                yield Problem(f"docs/{page.path}", line, message, "table-has-headers")


def _headers(page: Page) -> Iterator[tuple[int, list[str]]]:
    lines = page.masked.split("\n")
    for index in range(1, len(lines)):
        if "-" in lines[index] and "|" in lines[index - 1] and _DELIMITER.fullmatch(lines[index].strip()):
            cells = [c.strip() for c in lines[index - 1].strip().strip("|").split("|")]
            yield page.body_line + index - 1, cells
