"""The phrases that search knows beside the pages lead to what there is, each to one place."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.base.suggest import nearest
from scripts.checks.rules import source_rule
from scripts.content.model import Problem, Site
from scripts.content.phrases import PATH, RULE


@source_rule("pages")
def phrase_leads_to_its_page(site: Site) -> Iterator[Problem]:
    """Each phrase of bib/phrases.yml stands once, in small letters, below a page or a record that there is.

    Bad: powers/police-protecton.md: [take the kid]
    Good: powers/police-protection.md: [take the kid]
    """
    yield from (p for p in site.problems if p.rule == RULE)
    known = {*site.by_path, *site.generated, *site.records}
    first: dict[str, int] = {}
    for name, own in site.phrases.items():
        if name not in known:
            message = f"`{name}` is no page and no record{nearest(name, known)}"
            yield Problem(PATH, own.line, message, RULE)
        for phrase in own.phrases:
            if first.setdefault(phrase.said, phrase.line) != phrase.line:
                message = (
                    f"“{phrase.text}” stands in line {first[phrase.said]} already; keep it where it is answered best"
                )
                yield Problem(PATH, phrase.line, message, RULE)
