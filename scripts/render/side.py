"""The aide-memoire of a page, on the page: a link to its PDF, and the same side as a sheet that only a printer shows."""

from __future__ import annotations

from markupsafe import Markup

from scripts.base.edition import edition
from scripts.content.aide_memoire import PDF, Part, side_of
from scripts.content.model import Record, Site
from scripts.render.stash import finished, joined


def side_link(record: Record, site: Site) -> str:
    """Return the link to a record's one side of A5, and the button that prints it from the page; empty where it has none."""
    side = side_of(record, site)
    if side is None:
        return ""
    up = "../" * record.path.count("/")
    words = (
        '<p class="side-link no-terms"><a href="{}" download>One side of A5 to take along (PDF)</a> '
        '<button type="button" data-print-side hidden>Print it</button></p>'
    )
    return finished(Markup(words).format(up + PDF.format(side.id)))  # noqa: S704 - written above


def sheet(record: Record, site: Site) -> str:
    """Return a record's side as it is printed from its page; empty where it has none."""
    side = side_of(record, site)
    if side is None:
        return ""
    told = Markup('<p class="side__foot">{}, edition {number} of {spoken}. {} {}</p>').format(
        side.path, side.checked, "A printed copy may be out of date. Not legal advice.", **edition(site.root)
    )
    made = Markup(
        '<section class="side no-terms" aria-label="One side of A5"><p class="side__title">{}</p>{}{}</section>'
    )
    return finished(made.format(side.title, joined(map(_part, side.parts)), told))


def _part(part: Part) -> Markup:
    more = Markup(" ({} more on the page)").format(part.more) if part.more else Markup()
    if len(part.lines) == 1:
        return Markup("<p><strong>{}:</strong> {}{}</p>").format(part.name, part.lines[0], more)
    items = joined(Markup("<li>{}</li>").format(line) for line in part.lines)
    return Markup("<p><strong>{}</strong>{}</p><ul>{}</ul>").format(part.name, more, items)
