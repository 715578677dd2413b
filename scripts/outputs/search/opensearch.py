"""An OpenSearch description, so that a browser on an intranet can search the site from its address bar."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

FILE = "assets/search/opensearch.xml"


def write_opensearch(name: str, address: str, site_folder: Path) -> Path | None:
    """Write the description where the site has an address of its own; a copy on a share has none and needs none.

    Args:
        name: the site's name, shown by the browser.
        address: where the site is served, as ``https://intranet.example/children/``.
        site_folder: the folder that people get.

    """
    if not address.startswith(("http://", "https://")):
        return None
    path = site_folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    home = escape(address.rstrip("/") + "/index.html", {'"': "&quot;"})
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{escape(name[:16])}</ShortName>\n"
        f"  <Description>{escape(f'Search {name}')}</Description>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        f'  <Url type="text/html" template="{home}?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n",
        encoding="utf-8",
        newline="\n",
    )
    return path
