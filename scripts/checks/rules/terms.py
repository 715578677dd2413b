"""Terms and short forms: defined where they are used, used where they are defined, and by their present name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scripts.checks.rules import source_rule
from scripts.checks.rules.records import place
from scripts.content.glossary import alike, forms
from scripts.content.model import Page, Problem, Record, Site
from scripts.content.prose import Line, prose
from scripts.content.schemas import LAW_KINDS, TermMeta
from scripts.content.wordlists import word_list

_GLOSSARY = "glossary.md"
_WORD = re.compile(r"[\w'&-]+")
_SHORT = re.compile(r"(?<![\w.-])(?P<short>[A-Z][A-Z&]*[A-Z])s?(?![\w-])")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAST = re.compile(
    r"\b(?:replaced|former|formerly|then|no longer|history|become|became|succeeded|succeeds|gave way|given way|"
    r"called|known as|renamed|abolished|repealed|old)\b"
)


def _abbreviation(form: str) -> bool:
    return sum(c.isupper() for c in form) > 1 and " " not in form


class _Forms:
    """Every way a term is written, found word by word: one pass over a text, whatever the number of terms."""

    def __init__(self, written: Mapping[str, Record]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, Record]]] = {}
        for form, record in written.items():
            tokens = tuple(t.lower() for t in _WORD.findall(alike(form)))
            if tokens:
                self._by_first.setdefault(tokens[0], []).append((tokens, form, record))
        for entries in self._by_first.values():
            entries.sort(key=lambda e: -len(e[0]))

    def uses(self, text: str) -> Iterator[tuple[str, Record]]:
        """Yield each use of a term as written, the longest form at each word."""
        found = _WORD.findall(alike(text))
        folded = [t.lower() for t in found]
        position = 0
        while position < len(found):
            step = 1
            for tokens, form, record in self._by_first.get(folded[position], ()):
                end = position + len(tokens)
                if tuple(folded[position:end]) != tokens or (_abbreviation(form) and found[position] != form):
                    continue
                yield " ".join(found[position:end]), record
                step = len(tokens)
                break
            position += step


def _all_forms(records: list[Record]) -> dict[str, Record]:
    written: dict[str, Record] = {}
    for record in records:
        for form in forms(record):
            written.setdefault(form, record)
    return written


@source_rule("terms")
def term_is_used(site: Site) -> Iterator[Problem]:
    """Every term of the glossary, or another form of it, is used on a page other than the glossary.

    Bad: a term that no page uses
    Good: a term that stands on at least one page
    """
    terms = site.of_kind("term")
    finder = _Forms(_all_forms(terms))
    used: set[str] = set()
    for page in site.pages:
        if page.path != _GLOSSARY:
            used.update(record.id for _, record in finder.uses(page.masked))
            used.update(link.fragment for link in page.links)
    for record in terms:
        if record.id not in used:
            yield Problem(*place(record), f"the term `{record.title}` is used on no other page", "term-is-used")


@source_rule("pages", local=True)
def abbreviation_is_explained(site: Site) -> Iterator[Problem]:
    """A short form is in the glossary, or stands in brackets behind its long form before it is used.

    Bad: The XYZ decides. (and nothing says what XYZ is)
    Good: The example youth zone (XYZ) decides.
    """
    if any(p.path == f"docs/{_GLOSSARY}" for p in site.lost):
        return  # the glossary cannot be read; what it explains is not known
    known = set(_all_forms(site.of_kind("term"))) | set(word_list("abbreviations"))
    for page in site.pages:
        explained: set[str] = set()
        reported: set[str] = set()
        for line in prose(page):
            for match in _SHORT.finditer(line.words):
                short = match["short"]
                if short in known or match.group() in known or re.fullmatch(r"[IVX]+", short):
                    continue
                if re.search(rf"\({re.escape(short)}s?\)", line.words):
                    explained.add(short)
                if short not in explained | reported:
                    reported.add(short)
                    message = f"{short} is explained nowhere; write its long form first, or add it to the glossary"
                    yield Problem(f"docs/{page.path}", line.number, message, "abbreviation-is-explained")


@source_rule("terms", local=True)
def name_is_the_present_one(site: Site) -> Iterator[Problem]:
    """A law page or situation uses a body's or order's present name, save where it speaks of the past.

    Bad: Ask the safeguarding board. (on a page about today's law)
    Good: Ask the safeguarding partners, who replaced the safeguarding board.
    """
    former = [r for r in site.of_kind("term") if isinstance(r.meta, TermMeta) and r.meta.superseded]
    finder = _Forms(_all_forms(former))
    for page in site.pages:
        if getattr(page.meta, "kind", "") not in {*LAW_KINDS, "situation"}:
            continue
        for line, dated in _dated(page, site):
            if dated:
                continue
            for written, record in finder.uses(line.words):
                superseded = getattr(record.meta, "superseded", "")
                message = f"“{written}” is a former name; write {superseded}, or say when"
                yield Problem(f"docs/{page.path}", line.number, message, "name-is-the-present-one")


def _dated(page: Page, site: Site) -> Iterator[tuple[Line, bool]]:
    """Yield each line with whether it, or its paragraph, speaks of the past: a year, a report, what was replaced."""
    paragraph: list[Line] = []
    past = str(getattr(page.meta, "id", ""))
    reports = {c.line for c in page.citations if c.key in site.sources}
    for line in [*prose(page), None]:
        if paragraph and (line is None or line.number != paragraph[-1].number + 1):
            text = " ".join(each.raw for each in paragraph)
            cites = any(each.number in reports for each in paragraph)
            dated = bool(_YEAR.search(text) or _PAST.search(text) or cites or past.startswith("repealed"))
            for each in paragraph:
                reported = "July 2015" in each.section or "inspectors found" in each.section
                yield each, dated or reported or each.block in {"editor-note", "reported"}
            paragraph = []
        if line is not None:
            paragraph.append(line)
