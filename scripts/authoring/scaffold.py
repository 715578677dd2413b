"""Templates for new pages and records: the next free id, in the right place, each place to fill marked ``[[fill: …]]``."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from string import Template

from scripts.base.clock import today
from scripts.base.suggest import nearest
from scripts.content.kinds import KINDS, PAGE_SCHEMAS, Kind
from scripts.content.model import Site

_TEMPLATES = Path(__file__).with_name("templates")
_HALF_YEAR = dt.timedelta(days=181)


class CannotWrite(Exception):
    """Nothing was written; the message says why and what to do."""


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
    title = " ".join(title.split())
    report = report or site.report
    if report not in site.sources:
        raise CannotWrite(f"no report in bib/sources has the key `{report}`{nearest(report, site.sources)}")
    known = {name: each for name, each in KINDS.items() if each.template}
    if kind not in known:
        raise CannotWrite(f"there is no template for `{kind}`{nearest(kind, known)}; kinds are {', '.join(known)}")
    chosen = known[kind]
    identifier = _identifier(chosen, slug, place or "", site)
    text = _filled(chosen, identifier, title, place or "", report, site)
    if kind in PAGE_SCHEMAS:
        return _write_page(f"docs/{chosen.home}/{identifier}.md", text, site)
    return _write_record(chosen, text, title, page, site)


def _identifier(kind: Kind, slug: str, place: str, site: Site) -> str:
    """Return a page's id as its title gives it, a record's as the next free one."""
    taken = {*site.records, *site.published_ids}
    if kind.name in PAGE_SCHEMAS:
        if slug in taken:
            raise CannotWrite(f"the id `{slug}` is there already; choose another title")
        return slug
    stem, numbered, _ = kind.ids.partition("{number")
    if numbered:
        used = [int(m[1]) for i in taken if (m := re.fullmatch(rf"{stem}(\d+)[a-z]*", i))]
        return kind.ids.format(number=max(used, default=0) + 1)
    if "{place}" in kind.ids and not place:
        raise CannotWrite(f"say which paragraph the {kind.name} rests on: --place 4.2.3; its id is made of it")
    parts = place.lower().split(".")
    last = f"{int(parts[-1]):02d}" if parts[-1].isdigit() else parts[-1]
    first = kind.ids.format(slug=slug, place="-".join([*parts[:-1], last]))
    return next(i for i in (first, *(f"{first}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")) if i not in taken)


def _filled(kind: Kind, identifier: str, title: str, place: str, report: str, site: Site) -> str:
    """Return a kind's template with what is known; of a page of law whether the report tells of it too."""
    day = today()
    cited = f"[@{report}, {site.sources[report].written(place or '…')}]"
    return Template((_TEMPLATES / kind.template).read_text(encoding="utf-8")).substitute(
        id=identifier,
        kind=kind.name,
        title=title,
        title_quoted=json.dumps(title, ensure_ascii=False),
        cited=cited,
        in_report=str(bool(place)).lower(),
        reported=f"The report [[fill: what it says]] {cited}." if place else "The report does not mention it.",
        checked=day,
        review_by=day + _HALF_YEAR,
        day=f"{day.day} {day:%B %Y}",
    )


def _write_page(name: str, text: str, site: Site) -> str:
    path = site.root / name
    if path.exists():
        raise CannotWrite(f"{name} is there already; choose another title")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return name


def _write_record(kind: Kind, lines: str, title: str, page: str | None, site: Site) -> str:
    name = (page or (f"docs/{kind.home}" if kind.home.endswith(".md") else "")).removeprefix("./")
    if not name:
        raise CannotWrite(f"say which page the {kind.name} goes on: --on docs/….md")
    known = {f"docs/{p.path}" for p in site.pages}
    if name not in known:
        raise CannotWrite(f"there is no page {name}{nearest(name, known)}")
    path = site.root / name
    text = path.read_text(encoding="utf-8").rstrip("\n")
    before, after = _glossary_place(text, title) if kind.name == "term" else (text, "")
    before = before.rstrip("\n")
    path.write_text(f"{before}\n\n{lines}\n{after}".rstrip() + "\n", encoding="utf-8", newline="\n")
    return f"{name}:{before.count(chr(10)) + 3}"


def _glossary_place(text: str, title: str) -> tuple[str, str]:
    """Part the glossary where a term belongs by the alphabet."""
    for match in re.finditer(r"^### (?P<term>[^{\n]+)", text, re.MULTILINE):
        if match["term"].strip().casefold() > title.casefold():
            letter = text.rfind("\n## ", 0, match.start())
            same = text[letter + 4 : letter + 5].casefold() == title[:1].casefold()
            cut = match.start() if same or letter < 0 else letter + 1
            return text[:cut], text[cut:]
    return text, ""
