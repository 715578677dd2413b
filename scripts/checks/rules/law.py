"""Law pages keep one form, and say nothing as law that was not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.base.suggest import nearest
from scripts.checks.rules import source_rule
from scripts.content.model import Page, Problem, Site
from scripts.content.schemas import LAW_KINDS, EventMeta, LawMeta

PARTS = ("At a glance", "The words that decide", "In July 2015", "The law now", "What inspectors found about its use")
ROWS = (
    "Who may use it", "When", "What it allows", "Time limit", "Rank or court",
    "Then you must", "What it does not allow", "Applies in",
)  # fmt: skip
_GLANCE_ROW = re.compile(r"^\| (?P<label>[^|]+?) \| (?P<cell>.*) \|$")
_UNSURE = re.compile(
    r"\b(?:unsure|we think|probably|it is believed|(?<!reasonably )believed to|may have been (?:amended|repealed)|seems to have)\b",
    re.IGNORECASE,
)
_ACT_WORD = r"(?<![\w'’-])[A-Z][\w'’-]*"
_ACT = re.compile(
    rf"(?P<before>(?:{_ACT_WORD},? )?(?:\band|\bof) |{_ACT_WORD},? )?(?P<last>{_ACT_WORD})\)? Act (?P<year>[12]\d{{3}})\b"
)
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^“”\n]*”")
_DECIDES = re.compile(r"\*\*(?:must|must not|may|may not|should|should not|cannot)\*\*", re.IGNORECASE)


def law_pages(site: Site) -> Iterator[tuple[Page, LawMeta]]:
    """Yield the pages of law with their front matter."""
    for page in site.pages:
        if isinstance(page.meta, LawMeta) and page.meta.kind in LAW_KINDS:
            yield page, page.meta


@source_rule("law pages", local=True)
def law_page_has_every_part(site: Site) -> Iterator[Problem]:
    """A law page has its five headings in order and the eight rows of the table at a glance.

    Bad: a page without ## The words that decide
    Good: ## At a glance, ## The words that decide, ## In July 2015, ## The law now, ## What inspectors found about its use
    """
    for page, _ in law_pages(site):
        path = f"docs/{page.path}"
        heads = tuple(h.text for h in page.headings if h.level == 2)
        if heads != PARTS:
            line = next((h.line for h in page.headings if h.level == 2), 1)
            yield Problem(path, line, f"the ## headings must be {'; '.join(PARTS)}", "law-page-has-every-part")
        rows = [m["label"] for line in page.body.split("\n") if (m := _GLANCE_ROW.match(line)) and m["label"] != "---"]
        if tuple(rows[: len(ROWS)]) != ROWS:
            line = next((h.line for h in page.headings if h.text == PARTS[0]), 1)
            yield Problem(path, line, f"the rows at a glance must be {'; '.join(ROWS)}", "law-page-has-every-part")


@source_rule("law pages", local=True)
def glance_fits_one_screen(site: Site) -> Iterator[Problem]:
    """The table at a glance has at most 170 words, labels included, so that it fits one phone screen.

    Bad: a cell that explains the whole procedure
    Good: | Time limit | 72 hours at most, and no longer than the test is met. |
    """
    for page, _ in law_pages(site):
        count, first = 0, 1
        for number, line in enumerate(page.masked.split("\n"), page.body_line):
            if (match := _GLANCE_ROW.match(line)) and match["label"] in ROWS:
                first = first if count else number
                count += len(re.sub(r"\]\([^)]*\)|\[@[^\]]*\]", " ", line).replace("|", " ").split())
        if count > 170:
            yield Problem(
                f"docs/{page.path}", first, f"the table has {count} words; 170 fit one screen", "glance-fits-one-screen"
            )


@source_rule("law pages", local=True)
def deciding_words_are_marked(site: Site) -> Iterator[Problem]:
    """Each line of The words that decide has its must, may or should in bold, and a citation.

    Bad: - You must tell the council.
    Good: - You **must** tell the council what was done and why [@ca1989, s. 46(3)].
    """
    for page, _ in law_pages(site):
        inside = False
        for number, line in enumerate(page.body.split("\n"), page.body_line):
            if line.startswith("## "):
                inside = line.startswith("## The words that decide")
            elif inside and line.startswith("- "):
                if not _DECIDES.search(line):
                    yield Problem(
                        f"docs/{page.path}",
                        number,
                        "no **must**, **may** or **should** in bold",
                        "deciding-words-are-marked",
                    )
                if "[@" not in line:
                    yield Problem(f"docs/{page.path}", number, "cites nothing", "deciding-words-are-marked")


@source_rule("law pages", local=True)
def change_has_instrument_date_and_source(site: Site) -> Iterator[Problem]:
    """Every change since 2015 has an instrument, a date or not-confirmed, how sure it is, and cites a source.

    Bad: ### The age limit rose { #e-x-2016 .event date=2016 confidence=seen instrument="" nations="England" }
    Good: { #e-x-2016 .event date=2016-04-06 confidence=seen nations="Wales" instrument="…, s. 77" } and a citation below
    """
    for record in site.of_kind("event"):
        if isinstance(record.meta, EventMeta) and not any(c.key != site.report for c in record.citations):
            message = f"`{record.id}` cites no source for the change"
            yield Problem(f"docs/{record.path}", record.line, message, "change-has-instrument-date-and-source")


@source_rule("law pages", local=True)
def doubt_stands_in_an_open_point(site: Site) -> Iterator[Problem]:
    """What is unsure about the law stands in an open-point block, and doubt about the report in an editor's note.

    Bad: The section was probably amended in 2023.
    Good: !!! open-point "Not confirmed"
    """
    for page, _ in law_pages(site):
        inside = False
        for number, line in enumerate(page.masked.split("\n"), page.body_line):
            if line.startswith("!!! "):
                inside = line.startswith(("!!! open-point", "!!! editor-note"))
            elif line.strip() and not line.startswith("    "):
                inside = False
            if not inside and (match := _UNSURE.search(_QUOTED.sub("", line))):
                message = f"“{match.group()}” stands outside an open point"
                yield Problem(f"docs/{page.path}", number, message, "doubt-stands-in-an-open-point")


@source_rule("source places")
def law_footnote_is_covered(site: Site) -> Iterator[Problem]:
    """Every footnote of the report that names law is cited on a law page.

    Bad: a footnote of kind law that no page in docs/powers cites
    Good: … transfer a child under 17 [@hmic2015, fn. 13].
    """
    for key, source in site.sources.items():
        cited = {
            loc
            for page, _ in law_pages(site)
            for c in page.citations
            if c.key == key
            for loc in source.places(c.locator)
        }
        for item in source.items.values():
            if item.footnote_kind == "law" and item.loc not in cited:
                message = f"{source.written(item.loc)} names law but no law page cites it"
                yield Problem("docs/powers", 1, message, "law-footnote-is-covered")


@source_rule("pages")
def act_is_named_as_it_is_called(site: Site) -> Iterator[Problem]:
    """An Act named in a sentence has the title and year under which the bibliography holds it.

    Bad: Section 46 of the Children Act 1998 …
    Good: Section 46 of the Children Act 1989 …
    """
    years: dict[str, dict[str, str]] = {}
    for entry in site.bibliography.entries.values():
        for match in _ACT.finditer(entry.title):
            years.setdefault(_act(match), {})[match["year"]] = match.group()
    for page in site.pages:
        for number, line in enumerate(page.masked.split("\n"), page.body_line):
            for match in _ACT.finditer(line) if "Act " in line else ():
                known = years.get(_act(match), {})
                if known and match["year"] not in known:
                    message = f"“{match.group()}” is not in the bibliography{nearest(match.group(), known.values())}"
                    yield Problem(f"docs/{page.path}", number, message, "act-is-named-as-it-is-called")


def _act(match: re.Match[str]) -> str:
    """Return the last words of an Act's title; a word that only begins the sentence is not part of it."""
    before = (match["before"] or "").lower().strip()
    return match["last"].lower() if before in {"", "the", "under", "in", "of"} else f"{before} {match['last'].lower()}"


@source_rule("law pages")
def provision_is_in_the_bibliography(site: Site) -> Iterator[Problem]:
    """Every provision in front matter names an Act or instrument of the bibliography.

    Bad: provisions: [ca1998 s46]
    Good: provisions: [ca1989 s46]
    """
    for page, meta in law_pages(site):
        for provision in meta.provisions:
            key = provision.split(" ")[0]
            if key not in site.bibliography.entries:
                message = (
                    f"`{provision}`: there is no `{key}` in the bibliography{nearest(key, site.bibliography.entries)}"
                )
                yield Problem(f"docs/{page.path}", 1, message, "provision-is-in-the-bibliography")
