"""Pages made from the data at build time; ``generate`` returns them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from scripts.content.model import Site
from scripts.render.pages import (
    a_z,
    amendments,
    cases,
    changes,
    downloads,
    law,
    references,
    report_map,
    rules,
    self_test,
    third_party,
)

_MAKERS: dict[str, Callable[[Site], str]] = {
    "a-z.md": a_z.page,
    "powers/index.md": law.index,
    "powers/by-act.md": law.by_act,
    "powers/by-need.md": law.by_need,
    "powers/by-decider.md": law.by_decider,
    "powers/compare.md": law.compare,
    "cases/index.md": cases.page,
    "since-2015/changes.md": changes.page,
    "about/rules.md": rules.page,
    "about/amendments.md": amendments.page,
    "about/third-party.md": third_party.page,
    "training/downloads.md": downloads.page,
    "training/self-test.md": self_test.page,
}


def generate(site: Site, works: Mapping[str, Markup]) -> Mapping[str, str]:
    """Return every generated page, as Markdown with front matter, by its path relative to docs/.

    Args:
        site: the loaded site.
        works: HTML of each work of the bibliography by key, as ``format_citations`` gives it.

    """
    made = {path: make(site) for path, make in _MAKERS.items()}
    return {**made, **report_map.pages(site), "references.md": references.page(site, works)}
