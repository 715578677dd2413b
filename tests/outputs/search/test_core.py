"""The core of the search in Node, without a browser: ``*.test.js`` beside this."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import playwright
from lxml import html

from scripts.bench.queries import FOLDER, LISTS, load_queries
from scripts.content.frontmatter import load_yaml
from scripts.content.model import Site
from scripts.outputs.search.documents import documents
from scripts.outputs.search.tokens import words
from scripts.outputs.search.weights import for_the_browser, load_weights
from scripts.render.pages import generate

NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
"""The one that Playwright brings along, so that nobody needs another."""
IDS = ("f-4-2-03", "case-11", "e-police-protection-wales", "s-es-4-2-01", "q-050")
ODD = ("S. 46(1ZB) of the CA 1989", "39 per cent, 1,234,567", "ünïcödé child’s ‘quoted’", "§ 46", "s.4.2", "½ ²")


def test_the_core_answers_without_a_browser(real_site: Site, built_site: Path, tmp_path: Path) -> None:
    assert set(IDS) <= set(real_site.records)
    texts = [*(s.text for d in documents(real_site, {}) for s in d.sentences), *ODD]
    given = {
        "lists": {name: [query.model_dump() for query in load_queries(name)] for name in LISTS},
        "ids": IDS,
        "words": [(text, words(text)) for text in texts],
        "weights": [
            {"table": table, "name": name, **one} for table, own in shown().items() for name, one in own.items()
        ],
    }
    path = tmp_path / "given.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    run = subprocess.run(
        [NODE, "--test", *map(str, sorted(FOLDER.glob("*.test.js")))],
        env=os.environ | {"SEARCH_SITE": str(built_site), "SEARCH_GIVEN": str(path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]


def test_each_weight_that_the_browser_reads_has_a_search_that_shows_it() -> None:
    tables = {name: own for name, own in load_weights().items() if name in for_the_browser()}
    read = {(table, name) for table, own in tables.items() for name, value in own.items() if value not in {0, 1}}
    assert {(table, name) for table, own in shown().items() for name in own} == read


def test_the_lists_are_long_enough_and_do_not_overlap() -> None:
    tuned = [query for name in ("tuned", "by trade", "by another hand") for query in load_queries(name)]
    held = load_queries("held back")
    assert len(tuned) >= 100
    assert len(held) >= 50
    assert not {q.ask for q in tuned} & {q.ask for q in held}
    assert len({q.ask for q in [*tuned, *held]}) == len(tuned) + len(held)


def test_every_address_leads_to_a_place_that_is_there(real_site: Site, built_site: Path) -> None:
    missing = []
    ids: dict[str, set[str]] = {}
    for document in documents(real_site, generate(real_site, {})):
        if document.page not in ids:
            path = built_site / document.page
            text = path.read_text("utf-8") if path.is_file() else "<html></html>"
            ids[document.page] = {
                e.get("id", "") for e in html.document_fromstring(text).iter() if isinstance(e.tag, str)
            }
            if not path.is_file():
                missing.append(document.page)
        anchors = [document.anchor, *(anchor for _, anchor, _ in document.parts)]
        missing += [f"{document.page}#{a}" for a in anchors if a and a not in ids[document.page]]
    assert missing == []


def shown() -> Any:
    """Return for each weight another value and a search that it changes."""
    return load_yaml((FOLDER / "weights.yml").read_text("utf-8"))
