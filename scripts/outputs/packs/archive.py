"""Zip files with the same bytes each time: entries sorted, one time for all, no clock and no machine in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

_TIME = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_FIRST = ("mimetype", "[Content_Types].xml", "imsmanifest.xml")


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda n: (_FIRST.index(n) if n in _FIRST else len(_FIRST), n)):
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, files[name])
    return stream.getvalue()


def read_zip(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def settled(data: bytes, date: str) -> bytes:
    """Return an Office file with the dates of its properties set to a day, and likewise in the workbooks it holds."""
    files = read_zip(data)
    stamp = f"{date}T00:00:00Z".encode()
    for name, content in files.items():
        if name == "docProps/core.xml":
            files[name] = _DATES.sub(lambda m: m[1] + stamp + m[2], content)
        elif name.endswith(".xlsx"):
            files[name] = settled(content, date)
    return write_zip(files)
