"""The way out of the engine: the same docs built with ProperDocs and with Zensical, and what differs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections import Counter
from difflib import ndiff
from pathlib import Path

from rich.console import Console

from scripts.base.edition import epoch
from scripts.base.environment import ROOT

VERSIONS = {"properdocs": "1.6.7", "zensical": "0.0.73"}
_SOURCES = (
    "docs",
    "bib",
    "overrides",
    "scripts",
    "mkdocs.yml",
    "CHANGELOG.md",
    "LICENSE",
    "requirements.lock",
    "deploy",
)
_LOST = {
    "citations left as written": re.compile(r"\[@[a-z][\w-]*"),
    "definitions of terms": re.compile(r'class="term"'),
    "links from elsewhere": re.compile(r'class="linked-from'),
    "lists of works cited": re.compile(r'class="sources"'),
}


class NoEngine(Exception):
    """An engine could not be installed; the message says what pip said."""


def run() -> int:
    """Build with all three engines in a folder of their own and print what differs; return 0 where ProperDocs gives the same.

    Needs a network that reaches a Python package index; the lock is not touched.
    """
    console = Console()
    with tempfile.TemporaryDirectory(prefix="in-harms-way-engines-") as name:
        work = Path(name)
        programs = installed(work / "venv", *VERSIONS)
        clone = work / "clone"
        clone.mkdir()
        for source in _SOURCES:
            path = ROOT / source
            if path.is_dir():
                shutil.copytree(path, clone / source)
            else:
                shutil.copy(path, clone / source)
        base = [sys.executable, "-m", "mkdocs", "build", "--no-strict", "-q", "-d", str(work / "mkdocs")]
        _build(base, clone)
        _build(
            [
                str(programs / "properdocs"),
                "build",
                "--no-strict",
                "-q",
                "-f",
                "mkdocs.yml",
                "-d",
                str(work / "proper"),
            ],
            clone,
        )
        same = _compared(work / "mkdocs", work / "proper", console)
        said = _build([str(programs / "zensical"), "build", "-f", "mkdocs.yml"], clone)
        console.print(f"Zensical {VERSIONS['zensical']} with our configuration: {said or 'built'}")
        text = (clone / "mkdocs.yml").read_text(encoding="utf-8")
        ours = text.replace("markdown_extensions:\n", "markdown_extensions:\n  - scripts.render.extension\n")
        plain = ours.replace("  custom_dir: overrides\n", "").replace("strict: true", "strict: false")
        (clone / "mkdocs.yml").write_text(plain, encoding="utf-8")
        said = _build([str(programs / "zensical"), "build", "-f", "mkdocs.yml"], clone)
        console.print(f"Zensical without our templates, with our Markdown extension: {said or 'built'}")
        _lost(work / "mkdocs", clone / "site", console)
    return 0 if same else 1


def installed(folder: Path, *names: str) -> Path:
    """Make an environment with some of the engines in it; return the folder of its programs.

    Raises:
        NoEngine: pip could not install them.

    """
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    library = subprocess.run(
        [str(programs / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    # the environment's own packages stay as the lock pins them; only the engines come anew
    Path(library, "project.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pins = [f"{name}=={VERSIONS[name]}" for name in names]
    done = subprocess.run(
        [str(programs / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *pins],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise NoEngine(f"{' and '.join(pins)} could not be installed: {done.stderr.strip()[-300:]}")
    return programs


def _build(command: list[str], clone: Path) -> str:
    """Run an engine; return the last line it said where it failed, and nothing where it went well."""
    settings = {
        **os.environ,
        "PYTHONPATH": str(clone),
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": str(epoch(ROOT)),
    }
    done = subprocess.run(command, cwd=clone, check=False, capture_output=True, text=True, env=settings)
    return (done.stderr or done.stdout).strip().splitlines()[-1] if done.returncode else ""


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _compared(ours: Path, other: Path, console: Console) -> bool:
    one, two = _files(ours), _files(other)
    different = sorted(n for n in one.keys() & two.keys() if one[n] != two[n])
    lines: Counter[str] = Counter()
    for name in different:
        if name.endswith(".html"):
            pairs = ndiff(one[name].decode().splitlines(), two[name].decode().splitlines())
            lines.update(line.strip() for line in pairs if line[0] in "+-")
    console.print(
        f"ProperDocs {VERSIONS['properdocs']}: {len(one)} files and {len(two)}, {len(one.keys() ^ two.keys())} of one side only, "
        f"{len(different)} differ"
    )
    for line, count in lines.most_common(10):
        console.print(f"  {count} × {line}", markup=False)
    only_name = all('name="generator"' in line for line in lines)
    return one.keys() == two.keys() and only_name and all(n.endswith(".html") for n in different)


def _lost(ours: Path, other: Path, console: Console) -> None:
    for engine, folder in (("MkDocs", ours), ("Zensical", other)):
        pages = [p.read_text(encoding="utf-8") for p in folder.rglob("*.html")] if folder.is_dir() else []
        counts = {what: sum(len(pattern.findall(page)) for page in pages) for what, pattern in _LOST.items()}
        console.print(f"  {engine}: {len(pages)} pages, {counts}", markup=False)
