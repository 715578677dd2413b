"""A lock on a file, which the system gives back when its process ends, however it ends. Standard library only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, made with its folder where it is not there, while the block runs.

    Raises:
        BlockingIOError: another process holds it.
        OSError: the file cannot be made.

    """
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        try:
            if sys.platform == "win32":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BlockingIOError(f"another process holds {path}") from error
        yield
