"""The ready packs of the site: one for each session plan, made again only where words or code have changed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tempfile
import zipfile
import zlib
from importlib.metadata import version
from pathlib import Path

import pypandoc

from scripts.base.filenames import inside
from scripts.content.model import Site
from scripts.content.pack_files import FILES, FOLDER, files_of
from scripts.content.selection import from_session, sessions
from scripts.outputs.packs.archive import read_zip, write_zip
from scripts.outputs.packs.blocks import Wording
from scripts.outputs.packs.content import Pack, make_pack
from scripts.render.citations import Formatted

MANIFEST = "pack.json"


def write_ready_packs(site: Site, formatted: Formatted, site_folder: Path) -> list[Path]:
    """Write the pack of every session plan below ``training/packs`` of a built site; return the files.

    What was made before stands in ``.cache/packs`` by a hash of the pack's words and of the code that writes it.
    A plan that names an unknown record gets no pack: the checks report it.
    """
    wording = Wording(site, formatted)
    packs: dict[str, Pack] = {}
    for session in sessions(site):
        if files_of(session, site):
            packs[session.id] = make_pack(from_session(site, session.id), wording)
    cache = site.root / ".cache/packs"
    cache.mkdir(parents=True, exist_ok=True)
    kept = {name: cache / f"{_key(pack)}.zip" for name, pack in packs.items()}
    ready = {name: files for name, path in kept.items() if (files := _read(path))}
    if missing := [name for name in kept if name not in ready]:
        from scripts.outputs.packs.write import pack_files  # its libraries take a tenth of a second to load

        for name, files in zip(missing, pack_files([packs[n] for n in missing]), strict=True):
            ready[name] = files
            with tempfile.NamedTemporaryFile(dir=cache, suffix=".new", delete=False) as fresh:
                fresh.write(write_zip(files))
            Path(fresh.name).replace(kept[name])
    written = []
    for name in kept:
        folder = inside(site_folder / FOLDER, name)
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in ready[name].items():
            path = inside(folder, file)
            path.write_bytes(data)
            written.append(path)
    for old in set(cache.iterdir()) - set(kept.values()):
        old.unlink(missing_ok=True)
    return sorted(written)


def _read(path: Path) -> dict[str, bytes]:
    """Return the files of a pack kept before; none where it is not there, is cut short, or is not as its manifest says."""
    try:
        files = read_zip(path.read_bytes())
        listed = json.loads(files[MANIFEST])["files"]
        whole = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST} == listed
    except (OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return {}
    return files if whole and set(listed) <= {name for name, _ in FILES} else {}


def _key(pack: Pack) -> str:
    made = hashlib.sha256(_code())
    made.update(repr(dataclasses.astuple(pack)).encode())
    return made.hexdigest()[:32]


def _code() -> bytes:
    """Return what the writing depends on beside the words: our code and the versions of the libraries."""
    files = sorted(p for p in Path(__file__).parents[1].glob("[lp]*/**/*") if p.is_file() and p.suffix != ".pyc")
    versions = [*(version(n) for n in ("python-pptx", "typst", "lxml", "xlsxwriter")), pypandoc.get_pandoc_version()]
    return b"\0".join([*(p.read_bytes() for p in files), *(v.encode() for v in versions)])
