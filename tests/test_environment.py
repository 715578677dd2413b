"""The standard-library start: what it makes, and what it says when it cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.base import environment
from scripts.base.environment import EnvironmentProblem, prepare


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the module at an empty clone with an empty lock."""
    (tmp_path / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    for name, path in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "LOCK": tmp_path / "requirements.lock",
        "STAMP": tmp_path / ".venv/lock.sha256",
        "PYTHON": tmp_path / ".venv" / environment.PYTHON.relative_to(environment.VENV),
    }.items():
        monkeypatch.setattr(environment, name, path)
    return tmp_path


def test_it_makes_the_environment_once_and_again_after_the_lock_changed(clone: Path) -> None:
    prepare()
    assert environment.current()
    made = environment.STAMP.stat().st_mtime_ns
    prepare()
    assert environment.STAMP.stat().st_mtime_ns == made
    (clone / "requirements.lock").write_text("# another\n", encoding="utf-8")
    assert not environment.current()


def test_a_broken_environment_is_made_anew(clone: Path) -> None:
    (clone / ".venv").mkdir()
    (clone / ".venv/half").write_text("left by an interrupted run", encoding="utf-8")
    prepare()
    assert environment.current()
    assert not (clone / ".venv/half").exists()


def test_a_missing_lock_is_told_in_one_line(clone: Path) -> None:
    (clone / "requirements.lock").unlink()
    with pytest.raises(EnvironmentProblem, match=r"requirements\.lock is missing"):
        prepare()


@pytest.mark.usefixtures("clone")
def test_a_missing_venv_module_names_the_debian_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(EnvironmentProblem, match="apt install python3-venv"):
        prepare()
    assert not environment.current()


def test_no_network_is_told_and_leaves_nothing_that_looks_finished(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clone / "requirements.lock").write_text(f"nothing-of-that-name==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(EnvironmentProblem, match="Is the network there"):
        prepare()
    assert not environment.current()


def test_an_old_python_is_told_which_one_is_needed() -> None:
    code = "import sys; sys.version_info = (3, 9, 1); import runpy; runpy.run_module('scripts', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=environment.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "Traceback" not in done.stderr
