"""The offline zip: the built site with a start note, a manifest and checksums; the same commit gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.base.edition import edition, epoch
from scripts.base.third_party import pinned
from scripts.content.model import Site
from scripts.release.sbom import sbom

NAME = "in-harms-way"
_TIME = (1980, 1, 1, 0, 0, 0)
_START = """In harm's way, edition {number} ({spoken})

Open index.html in any browser. Nothing needs to be installed and no page asks the internet for anything.
On a file share: unpack the whole zip into one folder and link people to its index.html.
To prove that this copy is unaltered, in this folder:
  Linux:    sha256sum --quiet -c SHA256SUMS
  macOS:    shasum -a 256 -c SHA256SUMS
  Windows:  see about/offline.html for the PowerShell line, or run python3 -m scripts verify FILE.zip in a clone.
On a web server: about/deploy.html tells how; the folder deploy holds the settings.
What made this copy, and whose works it carries: sbom.cdx.json, about/third-party.html.
Printed or copied text may be out of date: the home page tells the age of the copy.
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of the zip; its bytes are read when they are written, so that a large site needs no large memory."""

    source: Path | bytes
    size: int
    digest: str

    @classmethod
    def of_file(cls, path: Path) -> _Entry:
        data = path.read_bytes()
        return cls(path, len(data), _sha256(data))

    @classmethod
    def of_bytes(cls, data: bytes) -> _Entry:
        return cls(data, len(data), _sha256(data))

    def data(self) -> bytes:
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


def bundle_name(root: Path) -> str:
    """Return the zip's file name: project and edition."""
    return f"{NAME}-{edition(root)['number']}.zip"


def write_bundle(built: Path, site: Site, target: Path) -> None:
    """Write the zip of a built site.

    Args:
        built: the folder of the built site.
        site: the sources it was made from.
        target: the file to write.

    """
    about = edition(site.root)
    listed = {p.relative_to(built).as_posix(): _Entry.of_file(p) for p in sorted(built.rglob("*")) if p.is_file()}
    listed["START-HERE.txt"] = _Entry.of_bytes(_START.format(**about).encode())
    listed["LICENSE"] = _Entry.of_file(site.root / "LICENSE")
    listed["sbom.cdx.json"] = _Entry.of_bytes(_json(sbom(site.root, about, {n: e.digest for n, e in listed.items()})))
    listed["manifest.json"] = _Entry.of_bytes(_json(_manifest(site, listed)))
    sums = "".join(f"{entry.digest}  {name}\n" for name, entry in sorted(listed.items()))
    listed["SHA256SUMS"] = _Entry.of_bytes(sums.encode())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, entry in sorted(listed.items()):
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, entry.data())


def write_digest(bundle: Path, target: Path, name: str) -> None:
    """Write a zip's SHA-256 in the form that ``sha256sum -c`` reads, under the name the zip will have."""
    target.write_text(f"{_sha256(bundle.read_bytes())}  {name}\n", encoding="utf-8", newline="\n")


def _manifest(site: Site, listed: Mapping[str, _Entry]) -> Mapping[str, Any]:
    """Return what a copy holds: edition, commit, how it was built, counts of records, each file with size and SHA-256."""
    return {
        "name": NAME,
        "edition": edition(site.root),
        "build": build_parameters(site.root),
        "records": dict(sorted(Counter(r.kind for r in site.records.values()).items())),
        "files": [{"path": n, "bytes": e.size, "sha256": e.digest} for n, e in sorted(listed.items())],
    }


def build_parameters(root: Path) -> Mapping[str, Any]:
    """Return what a second build needs to give the same bytes; nothing of the machine is in it."""
    lock = (root / "requirements.lock").read_bytes()
    versions = pinned(lock.decode("utf-8"))
    engine = ("mkdocs", "mkdocs-material", "mkdocs-bibtex", "pypandoc-binary")
    return {
        "command": "python3 -m scripts build",
        "source_date_epoch": epoch(root),
        "requirements.lock": _sha256(lock),
        "engine": {name: versions[name] for name in engine if name in versions},
    }


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
