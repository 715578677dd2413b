"""Prove a copy: compare a zip or an unpacked folder with its own SHA256SUMS, and unpack a zip only where that is safe."""

from __future__ import annotations

import hashlib
import lzma
import os
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Literal

from scripts.base.filenames import folded, inside, visible, why_unsafe
from scripts.release.signature import MAX_BYTES as MAX_SIGNATURE
from scripts.release.signature import SIGNATURE, is_by

SUMS = "SHA256SUMS"
# The copy of November 2026: 485 files, 34 MB, the largest 3 MB, a third of its size when packed.
MAX_FILES = 20_000
MAX_FILE = 100_000_000
MAX_ALL = 1_000_000_000
MAX_SUMS = 10_000_000
MAX_RATIO = 20
_SMALL = 10_000_000
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_BLOCK = 1 << 20
# What zipfile lets through from a damaged or crafted file.
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ValueError, RuntimeError,
           IndexError, KeyError, AttributeError, OverflowError, MemoryError)  # fmt: skip


class NotACopy(Exception):
    """What was given cannot be verified at all, or not unpacked there; the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One file that is not as SHA256SUMS says, or a name that must not be unpacked; as text it is safe for a terminal."""

    path: str
    what: Literal["changed", "missing", "extra", "unsafe"]
    why: str = ""

    def __str__(self) -> str:
        return visible(f"{self.what}: {self.path}" + (f" ({self.why})" if self.why else ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a run found.

    ``digest`` is the SHA-256 of the zip, or of a folder's SHA256SUMS; ``signed`` tells whether the copy carries a
    signature, and ``by_key`` whether it is by the key that was asked for, None where none was.
    """

    differences: tuple[Difference, ...]
    files: int
    digest: str
    signed: bool = False
    by_key: bool | None = None

    @property
    def unaltered(self) -> bool:
        """Tell whether every file is there, nothing else is, and all bytes are as listed."""
        return not self.differences


def verify(copy: Path, *, key: Path | None = None) -> Verdict:
    """Compare a zip or an unpacked folder with the checksums inside it. Nothing is written.

    Args:
        copy: the zip or the folder.
        key: the publisher's public key, which must have signed the copy.

    Raises:
        NotACopy: no such file, not a zip, no or unreadable SHA256SUMS, or larger than any copy may be.
        SignatureProblem: ssh-keygen is not there, or ``key`` is no key.

    """
    try:
        return _verify_folder(copy, key) if copy.is_dir() else _verify_zip(copy, key)
    except _BROKEN as error:
        raise NotACopy(f"{copy} cannot be read: {error}") from error


def unpack(copy: Path, target: Path, *, key: Path | None = None) -> Verdict:
    """Verify a zip and, where it is unaltered and signed as asked, unpack it into a folder that must not exist yet.

    The folder appears only when all files stand in it and have been proved there once more.
    """
    if copy.is_dir():
        raise NotACopy(f"{copy} is a folder; only a zip can be unpacked")
    try:
        if os.path.lexists(target):
            raise NotACopy(f"{target} is there already; name a folder that is not")
        verdict = verify(copy, key=key)
        if not verdict.unaltered or verdict.by_key is False:
            return verdict
        base = next(p for p in target.absolute().parents if p.exists())
        with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=base) as work:
            made = Path(work) / "copy"
            _extract(copy, made)
            if not _verify_folder(made, None).unaltered:
                raise NotACopy(f"{copy} changed while it was unpacked; nothing was kept")
            target.parent.mkdir(parents=True, exist_ok=True)
            made.rename(target)
    except _BROKEN as error:
        raise NotACopy(f"cannot unpack into {target}: {error}") from error
    return verdict


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file as it stands, whatever it holds."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _extract(copy: Path, folder: Path) -> None:
    with zipfile.ZipFile(copy) as archive:
        for info in archive.infolist():
            path = inside(folder, info.filename)
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(info) as source, path.open("xb") as file:
                shutil.copyfileobj(source, file, _BLOCK)


def _verify_zip(copy: Path, key: Path | None) -> Verdict:
    if not copy.is_file():
        raise NotACopy(f"{copy} is neither a file nor a folder")
    digest = digest_of(copy)
    with zipfile.ZipFile(copy) as archive:
        infos = archive.infolist()
        unsafe = {*_unsafe(infos, copy.stat().st_size), *_hidden(archive, copy)}
        if unsafe:
            return Verdict(differences=tuple(sorted(unsafe)), files=len(infos), digest=digest)
        entries = {i.filename: i for i in infos}
        if SUMS not in entries:
            raise NotACopy(f"{copy} holds no {SUMS}; it is not a copy of this site, or {SUMS} was taken out")
        sums = archive.read(SUMS)
        signature = archive.read(SIGNATURE) if SIGNATURE in entries else None
        found = {name: partial(archive.open, info) for name, info in entries.items()}
        return _verdict(sums, signature, found, (), copy=copy, digest=digest, key=key)


def _unsafe(infos: list[zipfile.ZipInfo], packed: int) -> Iterator[Difference]:
    whole = sum(i.file_size for i in infos)
    if len(infos) > MAX_FILES or whole > MAX_ALL or whole > max(packed * MAX_RATIO, _SMALL):
        raise NotACopy(
            f"holds {len(infos):,} files and {whole:,} bytes in a zip of {packed:,} bytes; no copy of this site does"
        )
    names = {folded(i.orig_filename) for i in infos}
    folders = {parent for name in names for parent in _parents(name)}
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        if why := why_unsafe(name):
            yield Difference(name, "unsafe", why)
        if (kind := stat.S_IFMT(info.external_attr >> 16)) not in {0, stat.S_IFREG}:
            yield Difference(name, "unsafe", "a link" if kind == stat.S_IFLNK else "no ordinary file")
        if info.file_size > {SUMS: MAX_SUMS, SIGNATURE: MAX_SIGNATURE}.get(name, MAX_FILE):
            yield Difference(name, "unsafe", "too large")
        if folded(name) in seen:
            yield Difference(name, "unsafe", "the name stands twice")
        if folded(name) in folders:
            yield Difference(name, "unsafe", "a file and a folder have this name")
        seen.add(folded(name))


def _parents(name: str) -> Iterator[str]:
    while (name := name.rpartition("/")[0]) != "":
        yield name


def _hidden(archive: zipfile.ZipFile, copy: Path) -> Iterator[Difference]:
    """Find bytes of a zip that belong to none of its files: a program before it, words behind it, a file not listed."""
    spaces = {0}
    expected = 0
    with copy.open("rb") as file:
        for info in sorted(archive.infolist(), key=lambda i: i.header_offset):
            if info.header_offset - expected not in spaces:
                yield Difference(copy.name, "unsafe", f"bytes that belong to no file, before {info.orig_filename}")
                return
            file.seek(info.header_offset + 26)
            name, extra = struct.unpack("<HH", file.read(4))
            expected = info.header_offset + 30 + name + extra + info.compress_size
            spaces = {12, 16, 20, 24} if info.flag_bits & 8 else {0}  # sizes that stand behind the file's bytes
        file.seek(-22, os.SEEK_END)
        end = file.read()
    if archive.start_dir - expected not in spaces:
        yield Difference(copy.name, "unsafe", "bytes that belong to no file, before the zip's own list")
    if not (end.startswith(b"PK\x05\x06") and end.endswith(b"\0\0")):
        yield Difference(copy.name, "unsafe", "bytes that belong to no file, at the end of the zip")


def _verify_folder(folder: Path, key: Path | None) -> Verdict:
    found: dict[str, Callable[[], IO[bytes]]] = {}
    odd: list[Difference] = []
    for path in _below(folder):
        name = path.relative_to(folder).as_posix()
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            found[name] = partial(_opened, path)
        elif not stat.S_ISDIR(mode):
            odd.append(Difference(name, "unsafe", "a link" if stat.S_ISLNK(mode) else "no ordinary file"))
    if SUMS not in found:
        raise NotACopy(f"{folder} holds no {SUMS}; unpack the whole zip, or name the zip itself")
    sums = _read(found[SUMS], MAX_SUMS)
    signature = _read(found[SIGNATURE], MAX_SIGNATURE) if SIGNATURE in found else None
    digest = hashlib.sha256(sums).hexdigest()
    return _verdict(sums, signature, found, odd, copy=folder, digest=digest, key=key)


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def _below(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for place, folders, names in os.walk(folder, onerror=refuse):
        yield from (Path(place) / name for name in (*folders, *names))


def _verdict(
    sums: bytes,
    signature: bytes | None,
    found: Mapping[str, Callable[[], IO[bytes]]],
    odd: Iterable[Difference],
    *,
    copy: Path,
    digest: str,
    key: Path | None,
) -> Verdict:
    listed = _listed(sums, copy)
    return Verdict(
        differences=tuple(sorted({*_compare(listed, found), *odd})),
        files=len(listed),
        digest=digest,
        signed=signature is not None,
        by_key=(signature is not None and is_by(sums, signature, key)) if key else None,
    )


def _listed(raw: bytes, copy: Path) -> Mapping[str, str]:
    listed: dict[str, str] = {}
    for number, line in enumerate(raw.decode("utf-8", errors="replace").split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match and match[2] not in listed:
            listed[match[2]] = match[1]
        elif line:
            raise NotACopy(
                f"{copy}: line {number} of {SUMS} is not `checksum  name`, or names a file twice: {line[:80]!r}"
            )
    if not listed:
        raise NotACopy(f"{copy}: {SUMS} is empty")
    return listed


def _compare(listed: Mapping[str, str], found: Mapping[str, Callable[[], IO[bytes]]]) -> Iterator[Difference]:
    yield from (Difference(name, "missing") for name in listed.keys() - found.keys())
    yield from (Difference(name, "extra") for name in found.keys() - listed.keys() - {SUMS, SIGNATURE})
    for name in listed.keys() & found.keys():
        try:
            same = _digest(found[name]()) == listed[name]
        except _BROKEN as error:
            yield Difference(name, "changed", f"cannot be read: {error}")
            continue
        if not same:
            yield Difference(name, "changed")


def _read(opened: Callable[[], IO[bytes]], most: int) -> bytes:
    with opened() as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ValueError(f"larger than {most:,} bytes")
    return data


def _digest(stream: IO[bytes]) -> str:
    digest, size = hashlib.sha256(), 0
    with stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > MAX_FILE:
                raise ValueError(f"larger than {MAX_FILE:,} bytes")
            digest.update(block)
    return digest.hexdigest()
