"""Build the site into ``site/``: MkDocs in a working folder, checks over what it made, then one swap."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypandoc
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from scripts.base.edition import epoch
from scripts.engine.deployment import write_settings
from scripts.outputs.books import write_books
from scripts.outputs.books.pdf import TypesetProblem

# A sitemap needs an address of its own, which a copy on a share does not have; the theme's source maps help nobody offline.
_DROPPED = ("sitemap.xml", "sitemap.xml.gz", "assets/**/*.map", "assets/javascripts/lunr")


class BuildProblem(Exception):
    """The site could not be built; the message holds what MkDocs said, one line each."""


def build_pages(root: Path, folder: Path, *, strict: bool = True) -> None:
    """Build the site of a clone into a folder, from nothing, with every MkDocs warning an error unless told otherwise.

    Raises:
        BuildProblem: MkDocs refused, warned or failed.

    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.environ["SOURCE_DATE_EPOCH"] = str(
        epoch(root)
    )  # whatever stood there: the edition's date alone goes into the site
    _demand_pandoc()
    with _messages() as messages, _few_collections():
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=strict)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
        except (MkDocsException, SystemExit) as error:
            raise BuildProblem("\n".join(messages) or str(error)) from error
        except TypesetProblem as error:
            raise BuildProblem(str(error)) from error
    for pattern in _DROPPED:
        for path in folder.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    try:
        write_books(folder, config.extra["site"])
    except TypesetProblem as error:
        raise BuildProblem(str(error)) from error
    write_settings(root, folder)


def _demand_pandoc() -> None:
    try:
        pypandoc.get_pandoc_path()
    except OSError as error:
        raise BuildProblem(
            "pandoc is missing from the environment; delete the folder .venv and run the command again, "
            "or install pandoc (Debian: apt install pandoc)"
        ) from error


@contextmanager
def _few_collections() -> Iterator[None]:
    """Have Python look for unused cycles seldom: nearly all that a build makes lives to its end, and the looking took an eighth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
    """Give a folder beside the results, on the same disk, gone when done; what stood before is not touched.

    What a killed build left behind is put right first: results it had already moved away come back, its folder goes.
    """
    cache = root / ".cache"
    cache.mkdir(exist_ok=True)
    _recover(cache, root)
    with tempfile.TemporaryDirectory(prefix=f"build-{os.getpid()}-", dir=cache) as name:
        yield Path(name)


def _recover(cache: Path, root: Path) -> None:
    for left in cache.glob("build-*"):
        if _runs(left.name):
            continue
        old = left / "site.old"
        if old.is_dir() and not (root / "site").exists():
            old.rename(root / "site")
        shutil.rmtree(left, ignore_errors=True)


def _runs(name: str) -> bool:
    """Tell whether the build that made a folder still runs; where that cannot be told, say it does."""
    number = name.split("-")[1]
    if not number.isdigit() or os.name == "nt":  # on Windows a signal 0 would end the process
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return int(number) != os.getpid()


def put_in_place(made: Path, target: Path) -> None:
    """Move a finished folder or file to its place; the former one goes only when the new one stands ready beside it.

    A file is replaced in one step. A folder takes two; a build that is killed between them is mended by the next.
    """
    target.parent.mkdir(exist_ok=True)
    if not made.is_dir():
        made.replace(target)
        return
    old = made.with_name(made.name + ".old")
    if target.exists():
        target.rename(old)
    try:
        made.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    if old.exists():
        shutil.rmtree(old)
