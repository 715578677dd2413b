"""The folders of scripts/ are the pipeline: each layer uses those below it alone, and no module hides one of Python's own."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from lxml import etree

from scripts.base.environment import ROOT

LAYERS = (
    "base", "content", "checks", "render", "outputs", "release", "engine", "authoring", "lawwatch", "bench", "commands",
)  # fmt: skip
MODULES = sorted(p for p in (ROOT / "scripts").rglob("*.py") if p.parent.name != "scripts")


def layer(module: str) -> int | None:
    parts = module.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 and parts[0] == "scripts" and parts[1] in LAYERS else None


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def test_every_module_stands_in_a_layer() -> None:
    folders = {p.name for p in (ROOT / "scripts").iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders == set(LAYERS)
    assert {p.name for p in (ROOT / "scripts").glob("*.py")} == {"__init__.py", "__main__.py"}


def test_the_tests_stand_in_folders_as_the_code_does() -> None:
    beside = {
        "reader",
        "whole",
        "support",
        "__pycache__",
    }  # what is done in browsers, what concerns all, what tests share
    assert {p.name for p in (ROOT / "tests").iterdir() if p.is_dir()} <= {*LAYERS, *beside}
    assert [p.name for p in (ROOT / "tests").glob("*.py")] == ["conftest.py"]


def test_arrows_go_down() -> None:
    upward = [
        f"{path.relative_to(ROOT)} uses {module}"
        for path in MODULES
        for module in imported(path)
        if (there := layer(module)) is not None and there > LAYERS.index(path.relative_to(ROOT).parts[1])
    ]
    assert upward == []


def test_no_module_is_named_like_one_of_pythons_own_or_a_dependency() -> None:
    taken = {*sys.stdlib_module_names, *packages_distributions()} - {"scripts", "tests"}
    assert [str(p.relative_to(ROOT)) for p in MODULES if p.stem in taken and p.stem != "__init__"] == []


def test_the_picture_and_the_table_of_the_layers_show_what_is() -> None:
    uses: dict[str, set[str]] = {name: set() for name in reversed(LAYERS)}
    for path in MODULES:
        own = path.relative_to(ROOT).parts[1]
        uses[own] |= {LAYERS[there] for module in imported(path) if (there := layer(module)) is not None} - {own}
    picture = etree.parse(ROOT / "docs/assets/images/layers.svg")
    page = (ROOT / "docs/about/decisions/0010-layers.md").read_text("utf-8")
    assert picture.xpath("//*[@class='layer']/text()") == list(uses)
    assert re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE) == [
        (name, ", ".join(sorted(below, key=LAYERS.index)) or "none") for name, below in uses.items()
    ]
