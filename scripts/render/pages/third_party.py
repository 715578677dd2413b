"""What the site carries and was made with that others wrote, with licences."""

from __future__ import annotations

from scripts.base.third_party import load_third_party, pinned
from scripts.content.model import Site
from scripts.render.pages.frame import head

_ROLES = {"build": "Makes the site", "check": "Checks it", "test": "Tests it", "under": "Needed by another"}


def page(site: Site) -> str:
    """Return the works of others in three tables: in the zip, programs, packages."""
    lock = site.root / "requirements.lock"
    versions = pinned(lock.read_text(encoding="utf-8")) if lock.is_file() else {}
    listed = load_third_party()
    lines = head(
        "Works of others",
        "Software of others that this site carries or was made with, each with its version and its licence.",
        aliases=("third party", "licences", "software bill of materials", "SBOM", "dependencies"),
    )
    lines += [
        "The zip holds the same list for programs to read: `sbom.cdx.json`, in the form CycloneDX 1.6.",
        "",
        "## In every copy",
        "",
        "| Work | Version | Licence | What it is |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {s.name} | {s.version_in(versions)} | {s.licence} | {s.about} |" for s in listed.shipped]
    lines += [
        "",
        "## Programs that made it",
        "",
        "| Program | From | Licence | What it does |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {t.name} | {t.package} | {t.licence} | {t.about} |" for t in listed.tools]
    lines += [
        "",
        "## Packages",
        "",
        "Pinned by version and hash in `requirements.lock`; none of them is in the zip but the theme above.",
        "",
        "| Package | Version | Licence | Role |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {n} | {versions.get(n, '')} | {licence} | {_ROLES[role]} |" for n, role, licence in listed.each()]
    return "\n".join([*lines, ""])
