"""The list of all cases, by what they show; a script may filter it, without one the groups stand as they are."""

from __future__ import annotations

from markupsafe import Markup

from scripts.content.model import Record, Site
from scripts.content.schemas import CaseMeta
from scripts.render.pages.frame import head
from scripts.render.records import linked
from scripts.render.stash import as_words, bullets, joined

_PAGE = "cases/index.md"


def page(site: Site) -> str:
    """Return the cases grouped by tag, each with age and source."""
    cases = [(r, m) for r in site.of_kind("case") if isinstance(m := r.meta, CaseMeta)]
    cases.sort(key=lambda pair: pair[0].id)
    lines = head(
        "Cases",
        "All boxed examples of the report, retold in our words, grouped by what they show.",
        aliases=("case studies", "examples"),
    )
    forms = [sum(m.form == form for _, m in cases) for form in ("case", "quotation", "excerpt")]
    lines += [
        f"The report sets {len(cases)} examples in boxes: {forms[0]} cases, {forms[1]} quotation and {forms[2]} excerpts from inspection reports.",
        "A case stands under every heading that fits it.",
        "",
        '<div class="filter" data-filter="case-list" data-label="Show only cases about"></div>',
        "",
        "## All cases",
        "",
        '<div class="case-list" markdown="1">',
        "",
        bullets(_line(r, m) for r, m in cases),
        "",
        "</div>",
        "",
    ]
    tags = sorted({tag for _, m in cases for tag in m.tags})
    for tag in tags:
        words = tag.replace("-", " ").capitalize()
        lines += [
            f"## {as_words(words)} {{ #tag-{tag} }}",
            "",
            bullets(_line(r, m) for r, m in cases if tag in m.tags),
            "",
        ]
    return "\n".join(lines)


def _line(record: Record, meta: CaseMeta) -> Markup:
    tags = joined((Markup('<span class="badge tag">{}</span>').format(t.replace("-", " ")) for t in meta.tags), " ")
    return Markup("{} ({}, age {}) {}").format(linked(record, _PAGE), record.id, meta.age, tags)
