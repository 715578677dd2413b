"""Work on every processor, and on one where the system refuses what several need."""

from __future__ import annotations

from typing import Never

import pytest

from scripts.engine import workers
from scripts.engine.workers import Workers


def test_without_shared_memory_tasks_run_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> Never:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(workers, "ProcessPoolExecutor", refused)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    with Workers() as some:
        assert [some.submit(abs, -n).result() for n in (1, 2)] == [1, 2]
        with pytest.raises(ZeroDivisionError):
            some.submit(divmod, 1, 0).result()
