"""What others wrote: every pinned package with its licence, and what of theirs the zip carries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_PINNED = re.compile(r"^([a-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
Role = Literal["build", "check", "test", "under"]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Packages(_Closed):
    """Packages of one role with their licences as SPDX expressions."""

    role: Role
    licences: Mapping[str, str]


class Shipped(_Closed):
    """A work of others in the zip; ``files`` are patterns relative to the site's folder.

    One from the npm registry, which no lock pins, has its own ``version`` and the ``sha256`` of its one file.
    """

    name: str
    package: str
    version: str = ""
    sha256: str = ""
    licence: str
    files: tuple[str, ...]
    about: str

    def version_in(self, lock: Mapping[str, str]) -> str:
        """Return its version: its own, or that of the package it comes from."""
        return self.version or lock.get(self.package, "")


class Tool(_Closed):
    """A program inside a package that works at build time only."""

    name: str
    package: str
    licence: str
    about: str


class ThirdParty(_Closed):
    """The whole of scripts/base/third_party.toml."""

    packages: tuple[Packages, ...]
    shipped: tuple[Shipped, ...]
    tools: tuple[Tool, ...]

    def each(self) -> Iterator[tuple[str, Role, str]]:
        """Yield (name, role, licence) of every package, sorted by name."""
        found = [(name, group.role, licence) for group in self.packages for name, licence in group.licences.items()]
        yield from sorted(found)


def load_third_party() -> ThirdParty:
    """Read the list that stands beside this module."""
    path = Path(__file__).with_name("third_party.toml")
    return ThirdParty.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def pinned(lock: str) -> Mapping[str, str]:
    """Return version by package of a lock's text."""
    return {match[1]: match[2] for match in _PINNED.finditer(lock)}


def pinned_hashes(lock: str) -> Mapping[str, Sequence[str]]:
    """Return the SHA-256 of each package's files of a lock's text."""
    _, *parts = _PINNED.split(lock)
    return {name: _HASH.findall(rest) for name, rest in zip(parts[::3], parts[2::3], strict=True)}
