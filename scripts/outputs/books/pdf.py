"""Typst in a process of its own: what it keeps of each guide, some 300 MB, goes with the process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import typst

from scripts.base.environment import ROOT


def compile_pdf(source: Path, *, inputs: Mapping[str, str], timestamp: int) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a Typst file, set in the fonts that Typst carries.

    Args:
        source: the Typst file; the PDF is written beside it.
        inputs: what the file reads as ``sys.inputs``.
        timestamp: the date of the document, in seconds since 1970.

    Raises:
        subprocess.CalledProcessError: Typst refused the file.

    """
    settings = json.dumps({"sys_inputs": dict(inputs), "timestamp": timestamp})
    subprocess.run([sys.executable, "-m", __name__, str(source), settings], check=True, cwd=ROOT, capture_output=True)
    return source.with_suffix(".pdf").read_bytes()


if __name__ == "__main__":
    typst.compile(
        sys.argv[1],
        str(Path(sys.argv[1]).with_suffix(".pdf")),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        **json.loads(sys.argv[2]),
    )
