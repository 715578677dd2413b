"""Build the pages of the site into a folder, with MkDocs and all that is made beside its pages."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypandoc
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from scripts.base.edition import edition, epoch
from scripts.base.filenames import Outside
from scripts.engine import plugin
from scripts.engine.deployment import write_settings
from scripts.engine.workers import Workers
from scripts.outputs.books import books
from scripts.outputs.books.pdf import TypesetProblem
from scripts.outputs.keep import write_keep

# A sitemap needs an address of its own, which a copy on a share does not have; the theme's source maps help nobody offline.
_DROPPED = ("sitemap.xml", "sitemap.xml.gz", "assets/**/*.map", "assets/javascripts/lunr")


class BuildProblem(Exception):
    """The site could not be built; the message holds what MkDocs said, one line each."""


def build_pages(root: Path, folder: Path, *, strict: bool = True, papers: bool = True) -> None:
    """Build the site of a clone into a folder, with every MkDocs warning an error unless told otherwise.

    Args:
        root: the clone.
        folder: where the site is built.
        strict: whether a warning stops the build.
        papers: whether books and training packs are made too.

    Raises:
        BuildProblem: MkDocs refused, warned or failed, or a source that the checks let pass could not be made into a page.

    """
    _demand_pandoc()
    with _messages() as messages, _few_collections(), _clock_at(epoch(root)), Workers() as workers:
        plugin.build.workers, plugin.build.papers = workers, papers
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=strict)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
            for pattern in _DROPPED:
                for path in folder.glob(pattern):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            count = len(books(folder, config.extra["site"])) if papers else 0
            for task in [workers.submit(_write_book, number, folder) for number in range(count)]:
                task.result()
            write_settings(root, folder)
            write_keep(folder, edition(root))
        except (MkDocsException, SystemExit) as error:
            raise BuildProblem("\n".join(messages) or str(error)) from error
        except TypesetProblem as error:
            raise BuildProblem(str(error)) from error
        except Outside as error:
            raise BuildProblem(f"a path that data names is refused: {error}") from error
        except OSError:
            raise
        except Exception as error:
            raise BuildProblem("\n".join([*messages, _unforeseen(root, error)])) from error


def _unforeseen(root: Path, error: Exception) -> str:
    """Keep the traceback of a failure that no check foresaw, and return a line for the person who edits."""
    log = root / ".cache/last-failure.txt"
    log.parent.mkdir(exist_ok=True)
    log.write_text("".join(traceback.format_exception(error)), encoding="utf-8", newline="\n")
    said = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {said[:300]}; the checks should have named this: please report it, with {log}"


@contextmanager
def _clock_at(seconds: int) -> Iterator[None]:
    """Give the programs that a build runs the edition's date for a clock, whatever stood there; then what stood there."""
    names = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(seconds)}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _write_book(number: int, folder: Path) -> None:
    books(folder, plugin.build.prepared.site)[number]()


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
