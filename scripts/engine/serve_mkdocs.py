"""Show the site on this computer while it is written: MkDocs' own server, with words for what it does."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from pathlib import Path

from mkdocs.commands.serve import serve

# Beside docs/ and mkdocs.yml, which MkDocs watches by itself.
WATCHED = ("bib", "overrides", "CHANGELOG.md")
_QUIET = ("Watching paths", "Reloading", "Cleaning", "The following pages exist", "Browser connected")


class PortTaken(Exception):
    """Another program listens at the port; the message names another one to try."""


def show(root: Path, port: int, tell: Callable[[str], None]) -> None:
    """Serve the site of a clone to this computer alone until Ctrl+C, and build it again after each change.

    Args:
        root: the clone.
        port: where to listen.
        tell: called with each line for the person at the terminal: the address, each build, and what is wrong with a page.

    Raises:
        PortTaken: another program listens there, or this user may not.

    """
    _demand_free(port)
    logger = logging.getLogger("mkdocs")
    handler = _Teller(tell)
    level, before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    tell(f"http://localhost:{port}/ as soon as the first build is done, in about ten seconds; Ctrl+C stops it")
    watched = [str(root / name) for name in WATCHED if (root / name).exists()]
    try:
        serve(str(root / "mkdocs.yml"), watch=watched, dev_addr=f"127.0.0.1:{port}", strict=False)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = before


class _Teller(logging.Handler):
    """Hands on what MkDocs logs, without what helps nobody."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        if not words.lstrip().startswith(_QUIET):
            self._tell(words)


def _demand_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        if taken.connect_ex(("127.0.0.1", port)) == 0:
            raise PortTaken(f"port {port} is taken by another program; try --port {port % 65535 + 1}")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            free.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(f"port {port} cannot be used ({error.strerror}); try --port 8001") from error
