"""A small clone that builds in seconds with the real theme, hooks and settings, for tests of the build itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from mkdocs.utils.yaml import yaml_load

from scripts.base.environment import ROOT
from scripts.content.generated import GENERATED


def small_clone(target: Path, small: Mapping[str, str]) -> Path:
    """Write the small site's sources with the real configuration around them."""
    for name, text in small.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for name in ("overrides", "deploy", "docs/assets"):
        shutil.copytree(ROOT / name, target / name, dirs_exist_ok=True)
    for name in ("bib/style.csl", "requirements.lock"):
        shutil.copy(ROOT / name, target / name)
    config = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config["hooks"] = [str(ROOT / "scripts/engine/hooks.py")]
    config["theme"]["custom_dir"] = "overrides"
    pages = [n.removeprefix("docs/") for n in small if n.startswith("docs/") and n.endswith(".md")]
    config["nav"] = [*pages, *sorted(GENERATED)]
    config["strict"] = False
    config["validation"] = dict.fromkeys(config["validation"], "info")
    (target / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return target


def build_command(root: Path, before: str = "", words: Sequence[str] = ()) -> list[str]:
    """Return a command that runs ``scripts build --no-check`` over a clone; ``before`` is Python that runs first."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "import scripts.engine.build, scripts.commands.cli\n"
        f"scripts.commands.cli.ROOT = Path({str(root)!r})\n"
        f"{before}\n"
        f"sys.exit(scripts.commands.cli.main(['build', '--no-check', *{list(words)!r}]))\n"
    )
    return [sys.executable, "-c", code]


def run_build(
    root: Path, before: str = "", *, words: Sequence[str] = (), settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Build a clone in a process of its own."""
    environment = {**os.environ, **(settings or {})}
    return subprocess.run(
        build_command(root, before, words), cwd=root, env=environment, capture_output=True, text=True, check=False
    )
