"""Build the site into ``site/``: MkDocs in a working folder, checks over what it made, then one swap."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from scripts.edition import edition

# A sitemap needs an address of its own, which a copy on a share does not have; the theme's source maps help nobody offline.
_DROPPED = ("sitemap.xml", "sitemap.xml.gz", "assets/**/*.map", "assets/javascripts/lunr")


class BuildProblem(Exception):
    """The site could not be built; the message holds what MkDocs said, one line each."""


def build_pages(root: Path, folder: Path) -> None:
    """Build the site of a clone into a folder, from nothing, with every MkDocs warning an error.

    Raises:
        BuildProblem: MkDocs refused, warned or failed.

    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.environ["SOURCE_DATE_EPOCH"] = str(
        int(datetime.fromisoformat(edition(root)["date"]).replace(tzinfo=UTC).timestamp())
    )
    with _messages() as messages:
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
        except (MkDocsException, SystemExit) as error:
            raise BuildProblem("\n".join(messages) or str(error)) from error
    for pattern in _DROPPED:
        for path in folder.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _messages() -> Iterator[list[str]]:
    """Collect what MkDocs logs at warning level and above, and keep it off the terminal."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    handler = Collector(level=logging.WARNING)
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


@contextmanager
def working_folder(root: Path) -> Iterator[Path]:
    """Give a folder beside the results, on the same disk, gone when done; what stood before is not touched."""
    (root / ".cache").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="build-", dir=root / ".cache") as name:
        yield Path(name)


def put_in_place(made: Path, target: Path) -> None:
    """Move a finished folder or file to its place; the former one goes only when the new one stands ready beside it."""
    target.parent.mkdir(exist_ok=True)
    old = made.with_name(made.name + ".old")
    if target.exists():
        target.rename(old)
    made.rename(target)
    if old.is_dir():
        shutil.rmtree(old)
    elif old.exists():
        old.unlink()
