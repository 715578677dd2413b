"""The amendments of each edition, made from CHANGELOG.md."""

from __future__ import annotations

import re

from scripts.base.dates import spoken
from scripts.base.edition import HEADING
from scripts.content.former_ids import successors
from scripts.content.model import Site
from scripts.render.pages.frame import head
from scripts.render.records import link_to

_PAGE = "about/amendments.md"
_SECTION = re.compile(r"^## .*$", re.MULTILINE)


def page(site: Site) -> str:
    """Return what each edition of the content changed, newest first, and where ids that were given up lead."""
    text = (site.root / "CHANGELOG.md").read_text(encoding="utf-8")
    lines = head(
        "Amendments",
        "What each edition of this site changed, newest first, and where records that were given up have gone.",
        aliases=("editions", "what is new", "changelog", "versions", "corrections"),
    )
    lines += [
        "The content has calendar editions; the programs that build it have versions of their own.",
        "Each page names its edition at its foot.",
        "",
    ]
    for number, date, body in _editions(text):
        lines += [f"## Edition {number}, {spoken(date)} {{ #edition-{number.replace('.', '-')} }}", "", body, ""]
    lines += ["## Records that were given up", ""]
    gone = [f"- `{old}` is now {link_to(record, _PAGE)}." for old, record in sorted(successors(site).items())]
    lines += gone or ["None so far: every id that was ever published still stands."]
    return "\n".join([*lines, ""])


def _editions(text: str) -> list[tuple[str, str, str]]:
    starts = list(_SECTION.finditer(text))
    found = []
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        if match := HEADING.match(start.group()):
            found.append((match[1], match[2], text[start.end() : end].strip()))
    return found
