"""Templates for new pages and records: the next free id, in the right place, each place to fill marked ``[[fill: …]]``."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scripts.base.clock import today
from scripts.base.suggest import nearest
from scripts.checks.rules.law import PARTS, ROWS
from scripts.content.model import Site
from scripts.content.schemas import LAW_KINDS

_HALF_YEAR = dt.timedelta(days=181)
_FOLDERS = {**dict.fromkeys(LAW_KINDS, "powers"), "situation": "situations", "session": "training/sessions"}


class CannotWrite(Exception):
    """Nothing was written; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    kind: str
    title: str
    slug: str
    place: str
    report: str
    site: Site


def scaffold(
    site: Site, kind: str, title: str, *, page: str | None = None, place: str | None = None, report: str | None = None
) -> str:
    """Write a template and return where it stands, as ``path`` or ``path:line``.

    Args:
        site: the loaded site; ids in use or ever published are not given again.
        kind: a kind of page (``power``, ``situation``) or of record (``finding``, ``case``).
        title: the page's title or the record's heading.
        page: for a record, the file it goes on, e.g. ``docs/findings/delay.md``; terms go on the glossary.
        place: the paragraph of the report it rests on, e.g. ``4.2.3``; needed for a finding, whose id it gives.
        report: the key of the indexed report it rests on; the main report's if none is given.

    Raises:
        CannotWrite: an unknown kind or report, a page that is not there or already there, a title that gives no id.

    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", "").replace("’", "")).strip("-")
    if not slug:
        raise CannotWrite(f"the title {title!r} has no letters or digits to make an id of")
    report = report or site.report
    if report not in site.sources:
        raise CannotWrite(f"no report in bib/sources has the key `{report}`{nearest(report, site.sources)}")
    wanted = _Wanted(kind=kind, title=" ".join(title.split()), slug=slug, place=place or "", report=report, site=site)
    if kind in _FOLDERS:
        return _write_page(wanted)
    if kind in _RECORDS:
        return _write_record(wanted, page or ("docs/glossary.md" if kind == "term" else ""))
    kinds = [*_FOLDERS, *_RECORDS]
    raise CannotWrite(f"there is no kind `{kind}`{nearest(kind, kinds)}; kinds are {', '.join(kinds)}")


def _taken(site: Site) -> set[str]:
    return {*site.records, *site.published_ids}


def _write_page(wanted: _Wanted) -> str:
    name = f"docs/{_FOLDERS[wanted.kind]}/{wanted.slug}.md"
    path = wanted.site.root / name
    if path.exists() or wanted.slug in _taken(wanted.site):
        raise CannotWrite(f"{name} or the id `{wanted.slug}` is there already; choose another title")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_page(wanted), encoding="utf-8", newline="\n")
    return name


def _page(wanted: _Wanted) -> str:
    day = today()
    front: list[str] = [
        f"id: {wanted.slug}",
        f"kind: {wanted.kind}",
        f"title: {json.dumps(wanted.title, ensure_ascii=False)}",
        f'summary: "{_fill("one sentence of at most 200 characters, what this is and for whom")}"',
    ]
    names = f'aliases: ["{_fill("another name people use")}"]'
    common = [names, "questions:", f'  - "{_fill("a question this page answers, in the words of an officer")}"']
    dates = [f"checked: {day}", f"review_by: {day + _HALF_YEAR}"]
    if wanted.kind in LAW_KINDS:
        front += [
            f"provisions: [] # {_fill('such as ca1989 s46')}",
            f"nations: [England, Wales] # {_fill('where it holds')}",
            f"need: [protect] # {_fill('what it is for')}",
            f"decider: [constable] # {_fill('who decides')}",
        ]
        front += [*common, f"in_report: {'true' if wanted.place else 'false'}", *dates]
        body = _law_body(wanted, day)
    elif wanted.kind == "session":
        front += [
            f"# {_fill('level: core or advanced')}",
            "level: core",
            f"# {_fill('duration: in minutes')}",
            "duration: 60",
            f'audience: "{_fill("who it is for")}"',
            f"records: [police-protection] # {_fill('the ids it teaches, in order')}",
            *dates,
        ]
        body = _session_body(day)
    else:
        front += [*common, *dates]
        body = _parts("First steps", "Powers", "What inspectors found")
    head = ["---", *front, "---", "", f"# {wanted.title} {{ #{wanted.slug} }}", ""]
    return "\n".join([*head, *body]).rstrip() + "\n"


def _fill(what: str) -> str:
    """Return the mark of a place to fill, which the rule place-is-filled names until it is gone."""
    return f"[[fill: {what}]]"


def _parts(*names: str) -> list[str]:
    return [line for name in names for line in (f"## {name}", "", _fill("this part"), "")]


def _session_body(day: dt.date) -> list[str]:
    """Return the parts of a plan, by the headings that packs find them by; the run's minutes add up to its duration."""
    run = [
        ("10", "Welcome, content note, aims", "Whole group"),
        ("15", _fill("a talk, an exercise or cases"), _fill("how")),
        ("25", _fill("an exercise or cases"), _fill("how")),
        ("10", "Check what was learnt", "Alone, then together"),
    ]
    notes = {
        "Aim and outcomes": ["By the end, people taking part can:", "", f"- {_fill('what they can do')}"],
        "Before you start": ['!!! content-note "Content note"', f"    {_fill('what the cases tell of')}"],
        "Run of the session": [
            "| Minutes | What | How |",
            "| --- | --- | --- |",
            *(f"| {' | '.join(r)} |" for r in run),
        ],
        "Cases and questions": [f"### {_fill('a case')}", "", f"1. {_fill('a question to discuss')}"],
        "Figures to show": [f"- {_fill('a figure, with a link to its row')}"],
        "The law now": [f"Checked {day.day} {day:%B %Y}. {_fill('the law pages, each with its words')}"],
        "Check what was learnt": [f"- {_fill('links to questions of the bank')}"],
    }
    return [line for part, inner in notes.items() for line in (f"## {part}", "", *inner, "")]


def _law_body(wanted: _Wanted, day: dt.date) -> list[str]:
    table = ["| | |", "| --- | --- |", *(f"| {row} | {_fill('a few words')} |" for row in ROWS)]
    notes = {
        PARTS[0]: table,
        PARTS[1]: [f"- You **must** {_fill('what, and the place in the law')} [@ca1989, s. 46]."],
        PARTS[2]: [f"The report {_fill('what it says')} {_cited(wanted)}."]
        if wanted.place
        else ["The report does not mention it."],
        PARTS[3]: [f"Checked {day.day} {day:%B %Y}. {_fill('what the law says now')}"],
        PARTS[4]: [f"The report describes no finding on its use. {_fill('or the findings, linked')}"],
    }
    classes = {PARTS[2]: " { .reported }", PARTS[3]: " { .law-now }"}
    return [line for part in PARTS for line in (f"## {part}{classes.get(part, '')}", "", *notes[part], "")]


def _write_record(wanted: _Wanted, page: str) -> str:
    name = page.removeprefix("./")
    if not name:
        raise CannotWrite(f"say which page the {wanted.kind} goes on: --on docs/….md")
    known = {f"docs/{p.path}" for p in wanted.site.pages}
    if name not in known:
        raise CannotWrite(f"there is no page {name}{nearest(name, known)}")
    lines = _RECORDS[wanted.kind](wanted)
    path = wanted.site.root / name
    text = path.read_text(encoding="utf-8").rstrip("\n")
    before, after = _glossary_place(text, wanted.title) if wanted.kind == "term" else (text, "")
    path.write_text(
        "\n".join([before.rstrip("\n"), "", *lines, *([after] if after else [])]).rstrip() + "\n",
        encoding="utf-8",
        newline="\n",
    )
    return f"{name}:{before.rstrip(chr(10)).count(chr(10)) + 3}"


def _glossary_place(text: str, title: str) -> tuple[str, str]:
    """Part the glossary where a term belongs by the alphabet."""
    for match in re.finditer(r"^### (?P<term>[^{\n]+)", text, re.MULTILINE):
        if match["term"].strip().casefold() > title.casefold():
            letter = text.rfind("\n## ", 0, match.start())
            same = text[letter + 4 : letter + 5].casefold() == title[:1].casefold()
            cut = match.start() if same or letter < 0 else letter + 1
            return text[:cut], text[cut:]
    return text, ""


def _numbered(stem: str, site: Site, width: int) -> str:
    taken = [int(m[1]) for i in _taken(site) if (m := re.fullmatch(rf"{stem}-(\d+)[a-z]*", i))]
    return f"{stem}-{max(taken, default=0) + 1:0{width}d}"


def _lettered(stem: str, site: Site) -> str:
    taken = _taken(site)
    return next(i for i in (stem, *(f"{stem}{c}" for c in "bcdefghijklmnopqrstuvwxyz")) if i not in taken)


def _cited(wanted: _Wanted) -> str:
    return f"[@{wanted.report}, {wanted.site.sources[wanted.report].written(wanted.place or '…')}]"


def _finding(wanted: _Wanted) -> list[str]:
    if not wanted.place:
        raise CannotWrite("say which paragraph the finding rests on: --place 4.2.3; its id is made of it")
    parts = wanted.place.lower().split(".")
    stem = "f-" + "-".join([*parts[:-1], f"{int(parts[-1]):02d}" if parts[-1].isdigit() else parts[-1]])
    identifier = _lettered(stem, wanted.site)
    return [
        f'### {wanted.title} {{ #{identifier} .finding direction=weakness extent="{_fill("how often")}" unanswered="{_fill("why, or link a recommendation")}" }}',
        "",
        f"{_fill('what inspectors found, in words of our own; is it a weakness?')} {_cited(wanted)}.",
    ]


def _case(wanted: _Wanted) -> list[str]:
    identifier = _numbered("case", wanted.site, 2)
    return [
        f'### {wanted.title} {{ #{identifier} .case age="{_fill("the age, or not stated")}" tags="delay" source="{_fill("the report it stands in")}" }}',
        "",
        f"{_fill('what happened, told plainly; and the tags in the heading')} {_cited(wanted)}.",
        "",
        _fill("Shows, and a link to the finding"),
    ]


def _term(wanted: _Wanted) -> list[str]:
    identifier = _lettered(f"t-{wanted.slug}", wanted.site)
    return [
        f"### {wanted.title} {{ #{identifier} .term }}",
        "",
        f"{_fill('what it means, in one sentence')} {_cited(wanted)}.",
        "",
    ]


def _event(wanted: _Wanted) -> list[str]:
    identifier = _lettered(f"e-{wanted.slug}", wanted.site)
    return [
        f'### {wanted.title} {{ #{identifier} .event date=not-confirmed confidence=known nations="England, Wales" instrument="{_fill("Act or document")}" }}',
        "",
        f"{_fill('what changed, the date in the heading, and the source that says so')} [@ca1989, s. 46].",
    ]


def _question(wanted: _Wanted) -> list[str]:
    identifier = _numbered("q", wanted.site, 3)
    return [
        f"### {wanted.title} {{ #{identifier} .question level=core type=single tests=police-protection }}",
        "",
        f"- [ ] {_fill('a wrong answer')}",
        f"- [x] {_fill('the right answer; and what it tests in the heading')}",
        "",
        f"{_fill('why it is right')} {_cited(wanted)}.",
    ]


_RECORDS: Mapping[str, Callable[[_Wanted], list[str]]] = {
    "finding": _finding,
    "case": _case,
    "term": _term,
    "event": _event,
    "question": _question,
}
