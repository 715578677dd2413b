"""Results take the place of former ones together or not at all, one build at a time; what a killed build left is mended."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from scripts.base.locking import locked

_JOURNAL = "placing.json"


class Busy(Exception):
    """Another build of this clone is at work."""


class Mixed(Exception):
    """Results could be neither put in place nor taken back; the message says what stands where."""


@contextmanager
def working_folder(root: Path) -> Iterator[Path]:
    """Give a folder beside the results, gone when done, to this build alone; what stood before is not touched.

    What a killed build left behind is put right first: results it had already moved away come back, its folder goes.

    Raises:
        Busy: another build of this clone is at work.

    """
    cache = root / ".cache"
    with ExitStack() as held:
        try:
            held.enter_context(locked(cache / "build.lock"))
        except BlockingIOError as error:
            raise Busy("another build of this clone is at work; wait until it is done") from error
        _recover(cache)
        yield Path(
            held.enter_context(tempfile.TemporaryDirectory(prefix="build-", dir=cache, ignore_cleanup_errors=True))
        )


def _recover(cache: Path) -> None:
    for left in cache.glob("build-*"):
        shutil.rmtree(left, ignore_errors=True)
    journal = cache / _JOURNAL
    if journal.is_file():
        with suppress(ValueError, AttributeError):  # a journal cut short: no result had moved yet
            _take_back({Path(p): had for p, had in json.loads(journal.read_text(encoding="utf-8")).items()})
        journal.unlink()


def put_in_place(made: Mapping[Path, Path], cache: Path) -> None:
    """Move finished files and folders to their places, all of them or none.

    Each new one is first brought beside its place, on the same disk; then former ones step aside and new ones take their
    places, while a journal in the cache names the places. A failure takes all back, and so does the next build after a kill.
    A place that is a link to a folder keeps the link, and the folder behind it is replaced.

    Args:
        made: the place of each new file or folder, by where it was made.
        cache: the folder of the journal.

    Raises:
        OSError: a place could not be taken; all stands as it was.
        Mixed: a place could not be taken, and not all could be taken back.

    """
    new = {path: _behind_links(place) for path, place in made.items()}
    journal = cache / _JOURNAL
    try:
        for path, place in new.items():
            _demand_same_kind(path, place)
            place.parent.mkdir(parents=True, exist_ok=True)
            _tidy(place)
            _bring(path, _fresh(place))
        had = {place: os.path.lexists(place) for place in new.values()}
        _write(journal, json.dumps({str(place): before for place, before in had.items()}))
        try:
            for place, before in had.items():
                if before:
                    place.rename(_former(place))
                _fresh(place).rename(place)
            journal.unlink()  # from here the new ones count
        except BaseException:
            _take_back(had)
            journal.unlink()
            raise
    except Mixed:  # the former results are needed by the next build, which takes them back
        raise
    except BaseException:
        _tidy(*new.values())
        raise
    _tidy(*new.values())


def _take_back(had: Mapping[Path, bool]) -> None:
    """Give every former result its place again, and leave a place empty that was empty before."""
    failed = []
    for place, before in had.items():
        try:
            if os.path.lexists(_former(place)) or not before:
                _remove(_fresh(place))
                if os.path.lexists(place):
                    place.rename(_fresh(place))
            if os.path.lexists(_former(place)):
                _former(place).rename(place)
        except OSError as error:
            failed.append(str(error))
    if failed:
        raise Mixed(f"{'; '.join(failed)}; some results are new and some are old until the next build takes them back")


def _tidy(*places: Path) -> None:
    """Remove what was set aside; what cannot be removed hurts nobody, and the next build tries again."""
    for place in places:
        for left in (_fresh(place), _former(place)):
            with suppress(OSError):
                _remove(left)


def _demand_same_kind(path: Path, place: Path) -> None:
    if place.exists() and place.is_dir() is not path.is_dir():
        raise OSError(f"{place} is {'a folder' if place.is_dir() else 'a file'}; move it away")


def _behind_links(place: Path) -> Path:
    return place.resolve() if place.is_symlink() else place.absolute()


def _fresh(place: Path) -> Path:
    return place.with_name(f".{place.name}.new")


def _former(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")


def _bring(path: Path, to: Path) -> None:
    """Move a file or folder, by way of a copy where it lies on another disk."""
    if path.stat().st_dev == to.parent.stat().st_dev:
        path.rename(to)
    elif path.is_dir():
        shutil.copytree(path, to)
    else:
        shutil.copyfile(path, to)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
