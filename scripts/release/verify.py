"""Prove a copy: compare a zip or an unpacked folder with its own SHA256SUMS, and unpack a zip only where that is safe."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Literal

SUMS = "SHA256SUMS"
MAX_FILES = 500_000
MAX_FILE = 1_000_000_000
MAX_ALL = 20_000_000_000
MAX_SUMS = 100_000_000
_LINE = re.compile(r"^([0-9a-f]{64}) [ *](.+)$")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_BLOCK = 1 << 20


class NotACopy(Exception):
    """What was given cannot be verified at all; the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One file that is not as SHA256SUMS says, or a name that must not be unpacked."""

    path: str
    what: Literal["changed", "missing", "extra", "unsafe"]
    why: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.path}" + (f" ({self.why})" if self.why else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a run found; ``digest`` is the SHA-256 of the zip, or of a folder's SHA256SUMS."""

    differences: tuple[Difference, ...]
    files: int
    digest: str

    @property
    def unaltered(self) -> bool:
        """Tell whether every file is there, nothing else is, and all bytes are as listed."""
        return not self.differences


def verify(copy: Path) -> Verdict:
    """Compare a zip or an unpacked folder with the checksums inside it. Nothing is written.

    Raises:
        NotACopy: no such file, not a zip, no or unreadable SHA256SUMS, or larger than any copy may be.

    """
    try:
        return _verify_folder(copy) if copy.is_dir() else _verify_zip(copy)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise NotACopy(f"{copy} cannot be read: {error}") from error


def unpack(copy: Path, target: Path) -> Verdict:
    """Verify a zip and, where it is unaltered, unpack it into a folder that must not exist yet.

    The folder appears only when all files stand in it.
    """
    if target.exists():
        raise NotACopy(f"{target} is there already; name a folder that is not")
    verdict = verify(copy)
    if copy.is_dir() or not verdict.unaltered:
        return verdict
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=target.parent) as work, zipfile.ZipFile(copy) as archive:
        made = Path(work) / "copy"
        for info in archive.infolist():
            path = made / info.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(info) as source, path.open("wb") as file:
                shutil.copyfileobj(source, file, _BLOCK)
        made.rename(target)
    return verdict


def why_unsafe(name: str) -> str:
    """Say why a name must not be unpacked on Linux or Windows; ``""`` where it may."""
    parts = name.split("/")
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("absolute path", lambda: name.startswith("/") or bool(re.match(r"^[A-Za-z]:", name))),
        ("leads out of the folder", lambda: ".." in parts),
        ("empty part", lambda: "" in parts or "." in parts),
        ("character that Windows cannot hold", lambda: bool(re.search(r'[<>:"\\|?*\x00-\x1f]', name))),
        ("name that Windows keeps for itself", lambda: any(_RESERVED.match(p) for p in parts)),
        ("ends with a dot or a space", lambda: any(p.endswith((".", " ")) for p in parts)),
        ("longer than 200 characters", lambda: len(name) > 200),
    )
    return next((why for why, is_so in checks if is_so()), "")


def _verify_zip(copy: Path) -> Verdict:
    with zipfile.ZipFile(copy) as archive:
        unsafe = tuple(_unsafe(archive))
        if unsafe:
            return Verdict(differences=tuple(sorted(unsafe)), files=len(archive.infolist()), digest=_file_digest(copy))
        entries = {i.filename: i for i in archive.infolist()}
        if SUMS not in entries:
            raise NotACopy(f"{copy} holds no {SUMS}; it is not a copy of this site, or {SUMS} was taken out")
        listed = _listed(archive.read(SUMS), copy)
        found = {name: partial(archive.open, info) for name, info in entries.items()}
        return Verdict(differences=_compare(listed, found), files=len(listed), digest=_file_digest(copy))


def _unsafe(archive: zipfile.ZipFile) -> Iterator[Difference]:
    infos = archive.infolist()
    if len(infos) > MAX_FILES or sum(i.file_size for i in infos) > MAX_ALL:
        raise NotACopy(f"holds more than {MAX_FILES:,} files or {MAX_ALL:,} bytes; no copy of this site does")
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        if why := why_unsafe(name):
            yield Difference(name, "unsafe", why)
        if stat.S_ISLNK(info.external_attr >> 16):
            yield Difference(name, "unsafe", "a link")
        if info.file_size > MAX_FILE or (info.filename == SUMS and info.file_size > MAX_SUMS):
            yield Difference(name, "unsafe", "too large")
        if name.casefold() in seen:
            yield Difference(name, "unsafe", "the name stands twice")
        seen.add(name.casefold())


def _verify_folder(folder: Path) -> Verdict:
    sums = folder / SUMS
    if not sums.is_file():
        raise NotACopy(f"{folder} holds no {SUMS}; unpack the whole zip, or name the zip itself")
    raw = sums.read_bytes()
    listed = _listed(raw, folder)
    found: dict[str, Callable[[], IO[bytes]]] = {}
    links = []
    for place, folders, names in os.walk(folder):
        for name in (*names, *folders):
            path = Path(place) / name
            relative = path.relative_to(folder).as_posix()
            if path.is_symlink():
                links.append(Difference(relative, "unsafe", "a link"))
            elif name in names:
                found[relative] = partial(_opened, path)
    differences = (*_compare(listed, found), *links)
    return Verdict(differences=tuple(sorted(differences)), files=len(listed), digest=hashlib.sha256(raw).hexdigest())


def _listed(raw: bytes, copy: Path) -> Mapping[str, str]:
    listed: dict[str, str] = {}
    for number, line in enumerate(raw.decode("utf-8", errors="replace").splitlines(), 1):
        match = _LINE.match(line)
        if not match or match[2] in listed:
            raise NotACopy(
                f"{copy}: line {number} of {SUMS} is not `checksum  name`, or names a file twice: {line[:80]!r}"
            )
        listed[match[2]] = match[1]
    if not listed:
        raise NotACopy(f"{copy}: {SUMS} is empty")
    return listed


def _compare(listed: Mapping[str, str], found: Mapping[str, Callable[[], IO[bytes]]]) -> tuple[Difference, ...]:
    differences = [Difference(name, "missing") for name in listed.keys() - found.keys()]
    differences += [Difference(name, "extra") for name in found.keys() - listed.keys() - {SUMS}]
    for name in sorted(listed.keys() & found.keys()):
        try:
            same = _digest(found[name]()) == listed[name]
        except (OSError, zipfile.BadZipFile, EOFError, ValueError) as error:
            differences.append(Difference(name, "changed", f"cannot be read: {error}"))
            continue
        if not same:
            differences.append(Difference(name, "changed"))
    return tuple(sorted(differences))


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def _file_digest(path: Path) -> str:
    return _digest(_opened(path))


def _digest(stream: IO[bytes]) -> str:
    digest, size = hashlib.sha256(), 0
    with stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > MAX_FILE:
                raise ValueError(f"larger than {MAX_FILE:,} bytes")
            digest.update(block)
    return digest.hexdigest()
