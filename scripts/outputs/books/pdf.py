"""Typst in a process of its own: what it keeps of each guide, some 300 MB, goes with the process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import typst

from scripts.base.environment import ROOT

_NO_LETTER = re.compile(r'the text (?P<quoted>"(?:[^"\\]|\\.)*") could not be displayed')


class TypesetProblem(Exception):
    """A text could not be set as a PDF; the message says what and where, ``letters`` what the fonts lack, if that is it."""

    def __init__(self, said: str, *, where: str = "") -> None:
        match = _NO_LETTER.search(said)
        self.letters = match["quoted"][1:-1] if match else ""
        told = f"no font of the PDF has {self.letters}; write it in words" if self.letters else said.strip()
        super().__init__(f"{where}: {told}" if where else told)
        self.said = said


def compile_pdf(source: Path, *, inputs: Mapping[str, str], timestamp: int) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a Typst file, set in the fonts that Typst carries.

    Args:
        source: the Typst file; the PDF is written beside it.
        inputs: what the file reads as ``sys.inputs``.
        timestamp: the date of the document, in seconds since 1970.

    Raises:
        TypesetProblem: Typst refused the file.

    """
    settings = json.dumps({"sys_inputs": dict(inputs), "timestamp": timestamp})
    command = [sys.executable, "-X", "utf8", "-m", __name__, str(source), settings]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise TypesetProblem(done.stderr.strip().split("\n")[-1] if done.stderr else "Typst ended without a word")
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
