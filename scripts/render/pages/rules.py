"""The page of rules, made from the rules' docstrings."""

from __future__ import annotations

from scripts.checks.rules import BUILT_RULES, RULES, SOURCE_RULES
from scripts.content.model import Site
from scripts.render.pages.frame import head


def page(_site: Site) -> str:
    """Return every rule of the checker with a bad and a good line."""
    lines = head(
        "Rules of the checks",
        "Every rule that `check` applies to this site, with an example that breaks it and one that keeps it.",
    )
    lines += [
        f"{len(SOURCE_RULES)} rules look at the sources and {len(BUILT_RULES)} at the built pages.",
        "`python3 -m scripts check --built` applies them all and ends with what it counted.",
        "How to mend what they find: [change a page](change-a-page.md).",
        "",
    ]
    for rule in RULES.values():
        lines += [
            f"## {rule.id} {{ #rule-{rule.id} }}",
            "",
            rule.sentence + (" A problem is a warning and stops nothing." if rule.severity == "warning" else ""),
            "",
            f"- Bad: `{rule.bad}`",
            f"- Good: `{rule.good}`",
            "",
        ]
    return "\n".join(lines)
