"""Typst in a process of its own: what it keeps of each guide, some 300 MB, goes with the process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
    made = source.with_suffix(".pdf")
    compile_pdfs(source, {made: ""}, inputs=inputs, timestamp=timestamp)
    return made.read_bytes()


def compile_pdfs(source: Path, data: Mapping[Path, str], *, inputs: Mapping[str, str], timestamp: int) -> None:
    """Write tagged PDFs of one Typst file, each made with data of its own, which the file reads as ``data.json``.

    Args:
        source: the Typst file; its data is written beside it.
        data: the data of each PDF, by the file to write.
        inputs: what the file reads as ``sys.inputs``.
        timestamp: the date of the documents, in seconds since 1970.

    Raises:
        TypesetProblem: Typst refused the file.

    """
    order = {"inputs": dict(inputs), "timestamp": timestamp, "data": {str(path): text for path, text in data.items()}}
    command = [sys.executable, "-X", "utf8", "-m", __name__, str(source)]
    done = subprocess.run(
        command, check=False, cwd=ROOT, input=json.dumps(order), capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        raise TypesetProblem(done.stderr.strip().split("\n")[-1] if done.stderr else "Typst ended without a word")


def _compile(source: Path, order: Mapping[str, Any]) -> None:
    compiler = typst.Compiler(str(source), ignore_system_fonts=True, sys_inputs=order["inputs"])
    for path, text in order["data"].items():
        source.with_name("data.json").write_text(text, encoding="utf-8")
        compiler.compile(output=path, format="pdf", pdf_standards="ua-1", timestamp=order["timestamp"])


if __name__ == "__main__":
    _compile(Path(sys.argv[1]), json.load(sys.stdin))
