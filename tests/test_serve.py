"""The site shown while it is written: an address, a line for each build, and words where it cannot be shown."""

from __future__ import annotations

import queue
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SMALL
from small_clone import small_clone

from scripts.base.environment import ROOT
from scripts.commands.cli import main


class Terminal:
    """What a running command prints, line by line."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self._running = running
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._running.stderr
        for line in self._running.stderr:
            self._lines.put(line)

    def wait_for(self, words: str, seconds: float = 60) -> str:
        seen = ""
        while words not in seen:
            try:
                seen += self._lines.get(timeout=seconds)
            except queue.Empty:
                pytest.fail(f"{words!r} did not come; seen: {seen}")
        return seen


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return small_clone(tmp_path / "clone", SMALL)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def terminal(clone: Path, port: int) -> Iterator[Terminal]:
    code = (
        "import sys; from pathlib import Path; import scripts.commands.cli\n"
        f"scripts.commands.cli.ROOT = Path({str(clone)!r}); sys.exit(scripts.commands.cli.main(['serve', '--port', '{port}']))"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, encoding="utf-8") as running:
        yield Terminal(running)
        running.kill()


def test_it_tells_its_address_and_each_build_and_watches_what_a_page_is_made_of(
    terminal: Terminal, clone: Path, port: int
) -> None:
    assert f"http://localhost:{port}/" in terminal.wait_for("Ctrl+C stops it", 10)
    terminal.wait_for(f"Serving on http://127.0.0.1:{port}/")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/index.html") as answer:
        assert b"<h1" in answer.read()
    for name in ("bib/ids.txt", "CHANGELOG.md", "overrides/main.html", "docs/index.md"):
        path = clone / name
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        terminal.wait_for("Documentation built in")
    (clone / "docs/index.md").write_text("---\ntitel: x\n---\n\n# Home\n", encoding="utf-8")
    assert "docs/index.md:1: `title` is missing" in terminal.wait_for("Documentation built in")


def test_a_taken_port_is_told_before_anything_is_built(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert main(["serve", "--port", str(port)]) == 2
    assert f"port {port} is taken by another program; try --port" in capsys.readouterr().err.replace("\n", " ")
    assert main(["serve", "--port", "99999"]) == 2
