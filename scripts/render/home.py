"""The parts of the home page that the data makes: search box, likely situations, latest changes, state of this copy."""

from __future__ import annotations

from markupsafe import Markup

from scripts.base.dates import spoken
from scripts.base.edition import edition
from scripts.content.model import Record, Site
from scripts.content.schemas import EventMeta, LawMeta
from scripts.render.records import link_to
from scripts.render.stash import as_words, joined

LIKELY = (
    "immediate-risk-at-home",
    "domestic-abuse",
    "missing-child",
    "sexual-exploitation",
    "arresting-a-child",
    "child-in-custody",
    "mental-health-crisis",
    "disclosure-and-retraction",
)
_SEARCH = """<form class="home-search" data-search-open role="search" action="a-z.html">
<label for="home-query">Search powers, situations, findings and cases</label>
<input id="home-query" name="q" type="search" autocomplete="off" placeholder="s46, CAWN, missing child, how long can …">
<button type="submit">Search</button>
</form>"""


KEEP = Markup('<div class="kept" data-keep="offer" hidden></div>')
"""The place where keep.js offers to keep the site on the device; empty where a browser or an address allows none."""
_BOOKS = (
    (
        "aide-memoires.pdf",
        "Aide-memoires",
        "one side of A5 for each power, duty, order and situation, in large type (PDF)",
    ),
    ("pocket-guide.pdf", "Pocket guide", "every situation and power in short, A5, with page numbers (PDF)"),
    ("in-harms-way.epub", "The whole site as a book", "for a reader on a phone or tablet (EPUB)"),
    ("in-harms-way.htm", "The whole site as one page", "one file that any browser opens, without the rest (HTML)"),
)


def downloads(page: str) -> Markup:
    """Return the list of books that the build writes beside the pages, as HTML, seen from a page.

    They are not links in Markdown, since MkDocs knows no file that is made after the pages.
    """
    up = "../" * page.count("/")
    item = Markup('<li><a href="{}" download>{}</a>: {}</li>')
    items = joined(item.format(up + name, title, words) for name, title, words in _BOOKS)
    return Markup('<ul class="downloads">{}</ul>').format(items)


def fill(text: str, site: Site) -> str:
    """Replace the marks ``<!-- search -->``, ``<!-- situations -->``, ``<!-- latest -->`` of the home page."""
    for mark, made in (("search", _SEARCH), ("situations", _situations(site)), ("latest", _latest(site))):
        text = text.replace(f"<!-- {mark} -->", made)
    return text


def _situations(site: Site) -> str:
    known = [site.records[i] for i in LIKELY if i in site.records]
    if not known:
        return ""
    links = "\n".join(f"- {link_to(r, 'index.md')}" for r in known)
    more = "[All situations](situations/index.md)"
    return f'<div class="likely" markdown="1">\n\n## What is in front of you?\n\n{links}\n\n{more}\n\n</div>'


def _of(record: Record, site: Site) -> str:
    """Return the law that a change changed, which its title on that law's own page need not name."""
    page = site.by_path[record.path]
    return f" ({as_words(page.title)})" if isinstance(page.meta, LawMeta) else ""


def _latest(site: Site) -> str:
    dated = [(m.date, r) for r in site.of_kind("event") if isinstance(m := r.meta, EventMeta) and m.date[0].isdigit()]
    latest = sorted(dated, key=lambda pair: (pair[0], pair[1].id), reverse=True)[:5]
    lines = "\n".join(
        f"- **{spoken(date)}**: {link_to(record, 'index.md')}{_of(record, site)}" for date, record in latest
    )
    age = Markup('<p class="copy-state" data-edition-date="{date}">This copy is edition {number} of {spoken}.</p>')
    return (
        '<div class="latest" markdown="1">\n\n## What changed lately\n\n'
        f"{lines}\n\n[Every change since 2015](since-2015/changes.md)\n\n</div>\n\n"
        f"## To take with you\n\n{downloads('index.md')}\n\n{KEEP}\n\n{age.format(**edition(site.root))}"
    )
