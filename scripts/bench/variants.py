"""The sites that are measured: ours, the same pages with the theme's search, and both grown by a factor."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.utils.yaml import yaml_load

from scripts.content.loader import load_site
from scripts.outputs.search.documents import Document, documents
from scripts.outputs.search.files import write_index
from scripts.outputs.search.index import build_index
from scripts.outputs.search.synonyms import language, load_synonyms
from scripts.render.pages import generate

_SHIM = "assets/iframe-worker/shim.js"
_SEARCH_FOLDER = "assets/search"
_WORD = re.compile(r"[A-Za-z]{5,}")
_ONE_IN = 6  # of the longer words of a copy, one in so many is another word


def build_ours(root: Path, folder: Path) -> None:
    """Build the site as it is; pages in the making are built as well, whatever the checks say of them."""
    _build(root, folder)


def build_stock(root: Path, folder: Path) -> None:
    """Build the same pages with Material's search and offline plugins as they come."""
    theme = folder.with_name(folder.name + "-theme")
    shutil.copytree(root / "overrides", theme)
    (theme / "partials/search.html").unlink()
    main = theme / "main.html"
    main.write_text(
        re.sub(
            r"\{% block (?:header|htmltitle|scripts) %\}.*?\{% endblock %\}\n",
            "",
            main.read_text("utf-8"),
            flags=re.DOTALL,
        ),
        "utf-8",
    )
    with (root / "mkdocs.yml").open("rb") as stream:
        own = yaml_load(stream)
    scripts = [s for s in own["extra_javascript"] if "/search/" not in str(s)]
    styles = [s for s in own["extra_css"] if "search" not in str(s)]
    features = [*own["theme"]["features"], "search.highlight", "search.share", "search.suggest"]
    _build(
        root,
        folder,
        theme=own["theme"] | {"custom_dir": str(theme), "features": features},
        plugins=["search", "offline", *own["plugins"]],
        extra_javascript=scripts,
        extra_css=styles,
        extra=own["extra"] | {"polyfills": [_SHIM]},
    )
    shutil.rmtree(folder / _SEARCH_FOLDER)
    (folder / _SHIM).parent.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("stock_worker.js"), folder / _SHIM)


def _build(root: Path, folder: Path, **changes: Any) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=False, **changes)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)


def grow_ours(root: Path, folder: Path, times: int) -> int:
    """Replace a built site's index by one of so many times the documents; return their number."""
    site = load_site(root)
    own = documents(site, generate(site, {}))
    grown = [_varied(d, copy) for copy in range(times) for d in own]
    spoken = language(load_synonyms(), site)
    said = {word for form in spoken["expansions"] for word in form.split()}
    write_index(build_index(grown, said), spoken, folder / _SEARCH_FOLDER)
    return len(grown)


def grow_stock(folder: Path, times: int) -> int:
    """Replace a built site's index by one of so many times the entries; return their number."""
    path = folder / "search/search_index.js"
    data = json.loads(path.read_text("utf-8").removeprefix("var __index = "))
    own = data["docs"]
    data["docs"] = [
        entry
        | {
            "location": _moved(entry["location"], copy),
            "title": vary(entry["title"], copy),
            "text": vary(entry["text"], copy),
        }
        for copy in range(times)
        for entry in own
    ]
    path.write_text("var __index = " + json.dumps(data), "utf-8")
    return len(data["docs"])


def _moved(location: str, copy: int) -> str:
    return f"copy-{copy}/{location}" if copy else location


def _varied(document: Document, copy: int) -> Document:
    if not copy:
        return document
    return dataclasses.replace(
        document,
        page=_moved(document.page, copy),
        title=vary(document.title, copy),
        id=f"{document.id}-{copy}" if document.id else "",
        names=tuple(vary(n, copy) for n in document.names),
        questions=tuple(vary(q, copy) for q in document.questions),
        phrases=tuple(vary(p, copy) for p in document.phrases),
        summary=vary(document.summary, copy),
        sentences=tuple(dataclasses.replace(s, text=vary(s.text, copy)) for s in document.sentences),
    )


def vary(text: str, copy: int) -> str:
    """Return a text with one in six of its longer words made into another; always the same for the same copy."""
    if not copy:
        return text
    chance = random.Random(f"{copy} {text}")  # noqa: S311 - repeatable on purpose
    return _WORD.sub(
        lambda m: "".join(_shuffled(m.group(), chance)) if chance.randrange(_ONE_IN) == 0 else m.group(), text
    )


def _shuffled(word: str, chance: random.Random) -> Iterator[str]:
    """Yield the letters of a word with the two before the last changed: some 400 other words for each word."""
    yield word[:-2]
    yield chance.choice("bcdfghklmnprstvw")
    yield chance.choice("aeiouy")
    yield word[-1]
