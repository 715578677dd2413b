"""A page that was renamed leaves a page at its former address, which leads on to the same record of it."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, relpath

from markupsafe import Markup

from scripts.checks.policy import META
from scripts.content.model import Page, Site

SCRIPT = "assets/javascripts/moved.js"
_PAGE = Markup("""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<link rel="canonical" href="{address}">
<script src="{script}"></script>
<noscript><meta http-equiv="refresh" content="0; url={address}"></noscript>
<title>{title} has moved</title>
</head>
<body>
<main>
<article>
<h1>{title} has moved</h1>
<p>The page stands at <a href="{address}">{title}</a> now.</p>
</article>
</main>
</body>
</html>
""")


def moved_pages(site: Site) -> Mapping[str, str]:
    """Return the HTML of a page at each address that bib/ids.txt gives up for another, by its path in the built site."""
    return {
        _built(old): _moved(old, site.by_path[new])
        for old, new in site.moved.items()
        if new in site.by_path and old not in site.by_path
    }


def _moved(old: str, page: Page) -> str:
    values = {"address": _from(old, _built(page.path)), "script": _from(old, SCRIPT), "title": page.title}
    return _PAGE.format(policy=META, **values)


def _built(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def _from(page: str, target: str) -> str:
    return relpath(target, dirname(page) or ".")
