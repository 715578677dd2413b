"""Aide-memoires as PDF: one file of all sides, and each side as a file of its own, tagged for screen readers."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from scripts.base.edition import edition
from scripts.content.aide_memoire import PDF, Side
from scripts.content.model import Site
from scripts.outputs.books.pdf import compile_pdfs

NAME = "aide-memoires.pdf"
_TEMPLATE = Path(__file__).with_name("side.typ")


def write_sides(built: Path, site: Site, sides: Sequence[Side], target: Path) -> None:
    """Write some sides as one PDF and as one each; the same sides of the same edition give the same bytes.

    Args:
        built: the folder of the built site.
        site: the sources they were made from.
        sides: what goes into it, in order.
        target: the PDF of all.

    Raises:
        TypesetProblem: a side is too long for A5 in a type that can be read, or Typst refused it for another reason.

    """
    now = edition(site.root)
    midnight = dt.datetime.fromisoformat(now["date"]).replace(tzinfo=dt.UTC)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "side.typ"
        shutil.copyfile(_TEMPLATE, source)
        files = {target: list(sides)} | {built / PDF.format(side.id): [side] for side in sides}
        for path in files:
            path.parent.mkdir(exist_ok=True)
        data = {path: json.dumps([asdict(side) for side in own]) for path, own in files.items()}
        compile_pdfs(source, data, inputs=now, timestamp=int(midnight.timestamp()))
