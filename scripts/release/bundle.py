"""A copy that people get: the built site with a start note, a manifest, checksums and a signature, and the zip of it."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.base.edition import edition, epoch
from scripts.base.third_party import pinned
from scripts.content.model import Site
from scripts.release.sbom import sbom
from scripts.release.signature import SIGNATURE, sign
from scripts.release.verify import SUMS, digest_of

NAME = "in-harms-way"
_TIME = (1980, 1, 1, 0, 0, 0)
_START = """In harm's way, edition {number} ({spoken})

Open index.html in any browser. Nothing needs to be installed and no page asks the internet for anything.
On a file share: unpack the whole zip into one folder and link people to its index.html.
To prove that this copy is unaltered, in this folder:
  Linux:    sha256sum --quiet -c SHA256SUMS
  macOS:    shasum -a 256 -c SHA256SUMS
  Windows:  see about/offline.html for the PowerShell line, or run python3 -m scripts verify FILE.zip in a clone.
To prove who made it: about/offline.html tells how to try the signature SHA256SUMS.sig.
If there is no SHA256SUMS.sig beside this file, this copy is unsigned: nothing in it proves who made it.
On a web server: about/deploy.html tells how; the folder deploy holds the settings.
What made this copy, and whose works it carries: sbom.cdx.json, about/third-party.html.
Printed or copied text may be out of date: the home page tells the age of the copy.
"""


def bundle_name(root: Path) -> str:
    """Return the zip's file name: project and edition."""
    return f"{NAME}-{edition(root)['number']}.zip"


def complete(built: Path, site: Site, *, key: Path | None = None) -> None:
    """Put into a built site what makes it a copy that can be proved: note, licence, parts, manifest, checksums, signature.

    Args:
        built: the folder of the built site.
        site: the sources it was made from.
        key: the publisher's key to sign the checksums with; without it the copy is unsigned.

    Raises:
        SignatureProblem: the key cannot sign.

    """
    about = edition(site.root)
    for name in (SUMS, SIGNATURE):
        (built / name).unlink(missing_ok=True)
    note = _START.format(**about).replace("\n", "\r\n")  # Notepad of older Windows shows LF as one long line
    (built / "START-HERE.txt").write_bytes(note.encode())
    shutil.copyfile(site.root / "LICENSE", built / "LICENSE")
    _write(built, "sbom.cdx.json", sbom(site.root, about, {n: d for n, (_, d) in _listed(built).items()}))
    (built / "manifest.json").unlink(missing_ok=True)
    _write(built, "manifest.json", _manifest(site, _listed(built)))
    sums = "".join(f"{digest}  {name}\n" for name, (_, digest) in _listed(built).items())
    (built / SUMS).write_text(sums, encoding="utf-8", newline="\n")
    if key:
        sign(built / SUMS, key)


def write_bundle(folder: Path, target: Path) -> None:
    """Write the zip of a complete folder; the same folder gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, path.read_bytes())


def write_digest(bundle: Path, target: Path, name: str) -> None:
    """Write a zip's SHA-256 in the form that ``sha256sum -c`` reads, under the name the zip will have."""
    target.write_text(f"{digest_of(bundle)}  {name}\n", encoding="utf-8", newline="\n")


def _listed(folder: Path) -> Mapping[str, tuple[int, str]]:
    """Return size and SHA-256 of each file below a folder by its name."""
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: (path.stat().st_size, digest_of(path)) for name, path in sorted(files.items())}


def _manifest(site: Site, listed: Mapping[str, tuple[int, str]]) -> Mapping[str, Any]:
    """Return what a copy holds: edition, commit, how it was built, counts of records, each file with size and SHA-256."""
    return {
        "name": NAME,
        "edition": edition(site.root),
        "build": build_parameters(site.root),
        "records": dict(sorted(Counter(r.kind for r in site.records.values()).items())),
        "files": [{"path": name, "bytes": size, "sha256": digest} for name, (size, digest) in listed.items()],
    }


def build_parameters(root: Path) -> Mapping[str, Any]:
    """Return what a second build needs to give the same bytes; nothing of the machine is in it."""
    lock = (root / "requirements.lock").read_bytes()
    versions = pinned(lock.decode("utf-8"))
    engine = ("mkdocs", "mkdocs-material", "mkdocs-bibtex", "pypandoc-binary")
    return {
        "command": "python3 -m scripts build",
        "source_date_epoch": epoch(root),
        "requirements.lock": hashlib.sha256(lock).hexdigest(),
        "engine": {name: versions[name] for name in engine if name in versions},
    }


def _write(folder: Path, name: str, data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
