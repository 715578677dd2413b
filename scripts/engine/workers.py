"""Work on every processor: tasks in child processes that share what the parent has loaded, or at once where that cannot be."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeVar

Value = TypeVar("Value")


def _end_with(parent: int) -> None:
    """Have a child end soon after its parent, however that ends."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Workers:
    """Runs tasks beside the parent on Linux, where a child begins as a copy of it; elsewhere each runs when it is given.

    All children begin with the first task, so whatever they share has to be loaded by then.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._alone = sys.platform != "linux" or (os.cpu_count() or 1) < 2

    def submit(self, task: Callable[..., Value], *arguments: Any) -> Future[Value]:
        """Give a task, a function of a module with arguments that can be pickled; the future holds what it returns or raises."""
        if self._alone:
            done: Future[Value] = Future()
            try:
                done.set_result(task(*arguments))
            except Exception as error:  # noqa: BLE001 - the future hands it on, as a pool's would
                done.set_exception(error)
            return done
        if self._pool is None:
            context = multiprocessing.get_context("fork")
            try:
                self._pool = ProcessPoolExecutor(min(os.cpu_count() or 1, 8), context, _end_with, (os.getpid(),))
            except (OSError, ImportError):  # no shared memory for locks, as in a bare container
                self._alone = True
                return self.submit(task, *arguments)
        return self._pool.submit(task, *arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=kind is not None)
            self._pool = None
