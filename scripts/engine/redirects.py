"""Old ids lead on: a small page r/OLD.html, an anchor at the new record, and a page at a page record's former address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from scripts.base.filenames import inside
from scripts.checks.policy import META
from scripts.content.former_ids import successors
from scripts.content.model import Record, Site
from scripts.engine.moved import moved_pages

_HEADING = re.compile(r'(<h[1-6]\b[^>]*\bid="([^"]+)"[^>]*>)')
_PAGE = Markup("""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<link rel="canonical" href="{address}">
<title>{old} is now {new}</title>
</head>
<body>
<main>
<article>
<h1>{old} is now {new}</h1>
<p>The record {old} was given up. <a href="{address}">{title}</a> stands in its place.</p>
</article>
</main>
</body>
</html>
""")


def former_ids(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return the ids that each record in use once had, by its id now."""
    found: dict[str, list[str]] = {}
    for old, record in sorted(successors(site).items()):
        found.setdefault(record.id, []).append(old)
    return {new: tuple(olds) for new, olds in found.items()}


def with_former_ids(content: str, former: Mapping[str, tuple[str, ...]]) -> str:
    """Return a page's content with an empty anchor for each former id inside the heading of the record in use."""
    if not former:
        return content

    def add(match: re.Match[str]) -> str:
        return match[1] + "".join(Markup('<span id="{}"></span>').format(old) for old in former.get(match[2], ()))

    return _HEADING.sub(add, content)


def redirect_pages(site: Site) -> Mapping[str, str]:
    """Return the HTML of every redirect page by its path in the built site."""
    made: dict[str, str] = {}
    for old, record in successors(site).items():
        target = record.path.removesuffix(".md") + ".html"
        made[f"r/{old}.html"] = _page(old, record, f"../{target}#{record.id}")
        former = f"{record.path.rpartition('/')[0]}/{old}.md".lstrip("/")
        if record.line == 1 and former not in site.by_path:
            made[former.removesuffix(".md") + ".html"] = _page(old, record, f"{target.rpartition('/')[2]}#{record.id}")
    return made | dict(moved_pages(site))


def write_redirects(site: Site, folder: Path) -> list[Path]:
    """Write the redirect pages into a built site; a page that stands there already is left alone.

    Raises:
        Outside: a former id would lead out of the built site.

    """
    written = []
    for name, text in sorted(redirect_pages(site).items()):
        path = inside(folder, name)
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _page(old: str, record: Record, address: str) -> str:
    return _PAGE.format(old=old, new=record.id, address=address, title=record.title, policy=META)
