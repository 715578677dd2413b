"""The A to Z of everything: the fallback where search has no scripts to run."""

from __future__ import annotations

from markupsafe import Markup

from scripts.content.kinds import KINDS
from scripts.content.model import Site
from scripts.render.pages.frame import head
from scripts.render.records import linked, linked_page
from scripts.render.stash import bullets

_PAGE = "a-z.md"


def page(site: Site) -> str:
    """Return titles and other names of all powers, situations, recommendations, terms, bodies and pages, by letter."""
    entries: set[tuple[str, str, Markup]] = set()  # name, title of what it leads to, HTML
    for record in site.of_kind(*(kind.name for kind in KINDS.values() if kind.in_a_z)):
        link = Markup("{} ({})").format(linked(record, _PAGE), KINDS[record.kind].label.lower())
        entries.add((record.title, "", link))
        names = record.meta.aliases if hasattr(record.meta, "aliases") else ()
        for alias in names:
            if alias.casefold() != record.title.casefold():
                entries.add((alias, record.title, Markup("{}: see {}").format(alias, linked(record, _PAGE))))
    for other in site.pages:
        if not any(r.line == 1 for r in other.records) and other.path != "index.md":
            entries.add((other.title, "", linked_page(other.path, other.title, _PAGE)))
    letters: dict[str, list[Markup]] = {}
    for name, _, link in sorted(entries, key=lambda e: (e[0].casefold(), *e)):
        first = next((c.upper() for c in name if c.isalnum()), "#")
        letters.setdefault(first if first.isalpha() else "0 to 9", []).append(link)
    lines = head(
        "A to Z", "Every power, situation, recommendation and term by letter, with the other names people use for them."
    )
    lines += [" ".join(f"[{letter}](#{_id(letter)})" for letter in sorted(letters)), "{ .letters }", ""]
    for letter in sorted(letters):
        lines += [f"## {letter} {{ #{_id(letter)} }}", "", bullets(letters[letter]), ""]
    return "\n".join(lines)


def _id(letter: str) -> str:
    return "letter-" + letter.lower().replace(" ", "-")
