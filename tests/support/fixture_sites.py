"""Fixtures of the rules: one clean small site, and for each rule an edit that keeps it and one that breaks it.

A fixture is a text file of parts, each headed by a line that begins with ``== ``:

- ``== edit PATH`` with lines to find, a line ``=>`` and the lines to put in their place;
- ``== write PATH`` with a whole file;
- ``== expect`` with the problems of the rule, one a line, as ``check`` prints them (bad fixtures only).

Paths of the built site begin with ``site/``.
"""

from __future__ import annotations

import html
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts.checks.built import BuiltSite, load_built
from scripts.checks.policy import META
from scripts.content.catalogue import catalogue, catalogue_schema
from scripts.content.kinds import TABLES
from scripts.content.loader import load_site
from scripts.content.model import Site

HERE = Path(__file__).parents[1] / "checks/rules"
BASE = HERE / "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """Edits of the clean site, and the problems that must come of them."""

    edits: tuple[tuple[str, str, str], ...]
    expected: tuple[str, ...]


def read_fixture(path: Path) -> Fixture:
    edits: list[tuple[str, str, str]] = []
    expected: tuple[str, ...] = ()
    text = "\n" + path.read_bytes().decode("utf-8").removesuffix("\n")
    for part in text.split("\n== ")[1:]:
        head, _, body = part.partition("\n")
        verb, _, name = head.partition(" ")
        if verb == "expect":
            expected = tuple(body.split("\n"))
        elif verb == "edit":
            old, arrow, new = body.partition("\n=>\n")
            assert arrow, f"{path.name}: {head}: no line =>"
            edits.append((name, old, new))
        else:
            assert verb == "write", f"{path.name}: {head}"
            edits.append((name, "", f"{body}\n" if body else ""))
    return Fixture(edits=tuple(edits), expected=expected)


def apply(fixture: Fixture, root: Path, *, built: bool) -> None:
    for name, old, new in fixture.edits:
        if name.startswith("site/") is not built:
            continue
        path = root / name
        if old:
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{name}: {old!r} stands {text.count(old)} times"
            path.write_text(text.replace(old, new), encoding="utf-8", newline="")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(new, encoding="utf-8", newline="")


def source_site(root: Path, fixture: Fixture) -> Site:
    """Copy the clean site, edit it and load it."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    apply(fixture, root, built=False)
    return load_site(root)


def built_site(root: Path, fixture: Fixture) -> BuiltSite:
    """Write a plain built form of the clean site, edit it and load it."""
    site = source_site(root, fixture)
    folder = root / "site"
    pages = {p.path.removesuffix(".md") + ".html": p for p in site.pages}
    for path, page in pages.items():
        up = "../" * path.count("/")
        ids = [r.id for r in site.records.values() if r.path == page.path]
        links = "".join(f'<a href="{up}{other}">{other}</a>\n' for other in pages)
        heads = "".join(f'<h2 id="{i}">{i}</h2>\n' for i in ids)
        text = (
            f'<!doctype html>\n<html lang="en">\n<head><meta http-equiv="Content-Security-Policy" content="{META}">\n<title>{html.escape(page.title)}</title>\n'
            f'<meta name="description" content="{html.escape(page.meta.summary)}">\n</head>\n<body>\n<header></header>\n'
            f'<nav aria-label="Pages">\n{links}</nav>\n<main>\n<article>\n<h1>{html.escape(page.title)}</h1>\n'
            f"{heads}<p>Text.</p>\n</article>\n</main>\n<footer></footer>\n</body>\n</html>\n"
        )
        _write(folder / path, text)
    _write(folder / "data/catalogue.json", json.dumps(catalogue(site), indent=1, ensure_ascii=False))
    _write(folder / "data/catalogue.schema.json", json.dumps(catalogue_schema(), indent=1))
    for table, kinds in TABLES.items():
        _write(folder / "data" / table.file, "\n".join(["id", *(r.id for r in site.of_kind(*kinds))]) + "\n")
    _write(folder / "assets/search/index.js", json.dumps([*pages, *site.records], indent=0))
    _write(folder / "assets/site.css", "body { color: black; }\n")
    _write(folder / "assets/site.js", "document.title;\n")
    apply(fixture, root, built=True)
    return load_built(folder, site)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
