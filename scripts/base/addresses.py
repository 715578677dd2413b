"""Web addresses taken apart without surprises."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_IGNORED = re.compile(r"[\x00-\x20]+")  # what a browser passes over in an address, and somewhat more
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BROKEN = SplitResult("broken", "", "", "", "")

# Sites of departments, of their agencies and public bodies, and of public inquiries: what the archive says it collects
# (nationalarchives.gov.uk/webarchive/archive-a-website/how-to-archive-a-website). The form is the one that GOV.UK links with.
_ARCHIVE = "https://webarchive.nationalarchives.gov.uk/ukgwa/*/"
_COLLECTED = frozenset(
    {"www.gov.uk", "assets.publishing.service.gov.uk", "www.justiceinspectorates.gov.uk", "www.cps.gov.uk",
     "hmicfrs.justiceinspectorates.gov.uk", "www.homeoffice.gov.uk", "www.iicsa.org.uk", "www.hmic.gov.uk"}
)  # fmt: skip


def archived_at(address: str) -> str:
    """Return where the UK Government Web Archive lists its copies of an address; empty where it does not collect the site.

    >>> archived_at("https://www.gov.uk/guidance/x")
    'https://webarchive.nationalarchives.gov.uk/ukgwa/*/https://www.gov.uk/guidance/x'
    """
    return _ARCHIVE + address if parts_of(address).netloc in _COLLECTED else ""


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address; one that cannot be read (``http://[::1``) has the scheme ``broken``."""
    try:
        return urlsplit(address)
    except ValueError:
        return _BROKEN


def outside(address: str) -> str:
    """Return the scheme of an address, ``//`` where it has a host alone, and ``""`` where it stays inside the site."""
    plain = _IGNORED.sub("", address).replace("\\", "/")
    if match := _SCHEME.match(plain):
        return match[1].lower()
    return "//" if plain.startswith("//") else ""
