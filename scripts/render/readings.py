"""What was read, shown on the page: the version of each provision, the claims a second reader found true, and what was not read."""

from __future__ import annotations

from markupsafe import Markup

from scripts.base.dates import spoken
from scripts.content.claims import claims_of
from scripts.content.model import Page, Site
from scripts.content.provisions import order, provisions
from scripts.render.stash import finished, joined

UNREAD = "(text not read here: check before relying on it)"


def unread_lines(page: Page, site: Site) -> frozenset[int]:
    """Return the lines of a page that cite law of which no provision they name was read."""
    found: dict[int, bool] = {}
    for citation in page.citations:
        entry = site.bibliography.entries.get(citation.key)
        if entry is None or not entry.is_law:
            continue
        for provision in provisions(citation.locator):
            found[citation.line] = found.get(citation.line, False) or (citation.key, provision) in site.law_read
    return frozenset(line for line, read in found.items() if not read)


def marked(line: str) -> str:
    """Return a line of Markdown with the mark of law that was not read; one that says so itself stays as it is."""
    return line if "before relying on it" in line or not line.strip() else f"{line} *{UNREAD}*"


def text_read(page: Page, site: Site) -> str:
    """Return a table of the provisions a page rests on that were read: version and day; empty where none was."""
    cited = {
        (c.key, provision)
        for c in page.citations
        if (entry := site.bibliography.entries.get(c.key)) and entry.is_law
        for provision in provisions(c.locator)
    }
    known = sorted(cited & site.law_read.keys(), key=lambda place: (place[0], order(place[1])))
    if not known:
        return ""
    row = Markup('<tr><th scope="row">{}, {}</th><td>{}</td><td>{}</td></tr>')
    rows = joined(
        row.format(site.bibliography.entries[key].title, name, _version(r.version), spoken(r.read_on.isoformat()))
        for key, name in known
        for r in [site.law_read[key, name]]
    )
    rest = len(cited) - len(known)
    words = f"{len(known)} provisions read" + (f", {rest} not read here" if rest else "")
    table = Markup(
        '<details class="text-read"><summary>{}</summary><table class="data"><thead><tr><th scope="col">Provision</th>'
        '<th scope="col">Version read</th><th scope="col">Read on</th></tr></thead><tbody>{}</tbody></table></details>'
    )
    return finished(table.format(words, rows))


def _version(version: str) -> str:
    return f"as {version}" if version.isalpha() else f"text of {spoken(version)}"


def second_reader(page: Page, site: Site) -> str:
    """Return how many of a page's claims a second reader found true, and when last; empty where none was read."""
    own = claims_of(page, site)
    held = [r for c in own if (found := site.readings.get(c.identity)) and (r := found[1]).holds(c)]
    if not held:
        return ""
    last = spoken(max(r.read_on for r in held).isoformat())
    words = (
        "Every claim on this page was"
        if len(held) == len(own)
        else f"{len(held)} of {len(own)} claims on this page were"
    )
    return finished(Markup('<p class="second-reader">{} read against the source by a second reader, last on {}.</p>').format(words, last))  # fmt: skip
