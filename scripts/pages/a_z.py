"""The A to Z of everything: the fallback where search has no scripts to run."""

from __future__ import annotations

from scripts.model import Site
from scripts.pages.frame import head
from scripts.render.records import KIND_NAMES, link_to
from scripts.schemas import LAW_KINDS

_KINDS = (*LAW_KINDS, "situation", "recommendation", "term", "body", "session")


def page(site: Site) -> str:
    """Return titles and other names of all powers, situations, recommendations, terms, bodies and pages, by letter."""
    entries: set[tuple[str, str]] = set()
    for record in site.of_kind(*_KINDS):
        link = f"{link_to(record, 'a-z.md')} ({KIND_NAMES[record.kind].lower()})"
        entries.add((record.title, link))
        names = record.meta.aliases if hasattr(record.meta, "aliases") else ()
        for alias in names:
            if alias.casefold() != record.title.casefold():
                entries.add((alias, f"{alias.replace('[', '(').replace(']', ')')}: see {link_to(record, 'a-z.md')}"))
    for other in site.pages:
        if not any(r.line == 1 for r in other.records) and other.path != "index.md":
            entries.add((other.title, f"[{other.title}]({other.path})"))
    letters: dict[str, list[tuple[str, str]]] = {}
    for name, link in entries:
        first = next((c.upper() for c in name if c.isalnum()), "#")
        letters.setdefault(first if first.isalpha() else "0 to 9", []).append((name, link))
    lines = head(
        "A to Z", "Every power, situation, recommendation and term by letter, with the other names people use for them."
    )
    lines += [" ".join(f"[{letter}](#{_id(letter)})" for letter in sorted(letters)), "{ .letters }", ""]
    for letter in sorted(letters):
        lines += [f"## {letter} {{ #{_id(letter)} }}", ""]
        lines += [f"- {link}" for _, link in sorted(letters[letter], key=lambda e: (e[0].casefold(), e[1]))]
        lines.append("")
    return "\n".join(lines)


def _id(letter: str) -> str:
    return "letter-" + letter.lower().replace(" ", "-")
