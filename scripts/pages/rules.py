"""The page of rules, made from the rules' docstrings."""

from __future__ import annotations

from scripts.model import Site
from scripts.pages.frame import head
from scripts.rules import RULES


def page(_site: Site) -> str:
    """Return every rule of the checker with a bad and a good line."""
    lines = head(
        "Rules of the checks",
        "Every rule that `check` applies to this site, with an example that breaks it and one that keeps it.",
    )
    lines += [f"{len(RULES)} rules. `python3 -m scripts check` applies them all and ends with what it counted.", ""]
    for rule in RULES.values():
        lines += [
            f"## {rule.id} {{ #rule-{rule.id} }}",
            "",
            rule.sentence,
            "",
            f"- Bad: `{rule.bad}`",
            f"- Good: `{rule.good}`",
            "",
        ]
    return "\n".join(lines)
