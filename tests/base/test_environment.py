"""The standard-library start: what it makes, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.base import environment
from scripts.base.environment import EnvironmentProblem, prepare


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment with nothing but pip, which takes longest of all, once."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys._base_executable, "-m", "venv", folder], check=True)  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def clone(tmp_path: Path, bare: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the module at an empty clone with an empty lock; what Python's venv makes there is copied."""

    def run(command: list[str], reasons: dict[str, str], otherwise: str) -> None:
        if command[:3] == [sys._base_executable, "-m", "venv"] and Path(command[0]).name.startswith("python"):  # type: ignore[attr-defined]
            shutil.copytree(bare, command[3], symlinks=True, dirs_exist_ok=True)
        else:
            real(command, reasons, otherwise)

    real = environment._run
    monkeypatch.setattr(environment, "_run", run)
    (tmp_path / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.lock")
    return tmp_path


def test_it_makes_the_environment_once_and_again_after_the_lock_changed(clone: Path) -> None:
    prepare()
    assert environment.current()
    made = (clone / ".venv/lock.sha256").stat().st_mtime_ns
    prepare()
    assert (clone / ".venv/lock.sha256").stat().st_mtime_ns == made
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
    monkeypatch.setattr(sys, "_base_executable", "/bin/false")
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


def change_lock_and_go_offline(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clone / "requirements.lock").write_text(f"nothing-of-that-name==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")


def test_a_changed_lock_without_a_network_leaves_the_former_environment_working(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare()
    (clone / ".venv/mark").write_text("the former one", encoding="utf-8")
    lock = (clone / "requirements.lock").read_bytes()
    change_lock_and_go_offline(clone, monkeypatch)
    with pytest.raises(EnvironmentProblem, match="stands as it was, for the former lock"):
        prepare()
    (clone / "requirements.lock").write_bytes(lock)
    assert environment.current()
    assert (clone / ".venv/mark").is_file()
    assert [p.name for p in clone.glob(".venv*")] == [".venv"]


def test_a_set_up_that_was_killed_gives_the_former_environment_back(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare()
    (clone / ".venv").rename(clone / ".venv.old")
    (clone / ".venv").mkdir()
    monkeypatch.setattr(sys, "_base_executable", "/bin/false")
    prepare()
    assert environment.current()
    assert not (clone / ".venv.old").exists()


def test_the_environment_is_made_by_the_python_beneath_it_and_never_by_its_own(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(clone / ".venv/bin/python"))
    prepare()
    assert environment.current()


def test_a_clone_that_cannot_be_written_is_told_before_anything_else(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(EnvironmentProblem, match=r"cannot write .*: Permission denied"):
        prepare()
    assert list(clone.glob(".venv*")) == []


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("ERROR: No matching distribution found for x==1 (from versions: none)", "Is the network there"),
        ("ERROR: Could not find a version of x==1 (from versions: 2)", "no package for this Python"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "nothing was installed"),
    ],
)
def test_what_pip_says_is_told_apart(said: str, advice: str) -> None:
    command = [sys.executable, "-c", f"import sys; sys.exit({said!r})"]
    with pytest.raises(EnvironmentProblem, match=advice):
        environment._run(command, environment._REASONS, environment._NO_INSTALL)


def test_an_odd_stamp_is_no_traceback(clone: Path) -> None:
    prepare()
    (clone / ".venv/lock.sha256").write_bytes(b"\xff\xfe")
    assert not environment.current()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix's")
def test_the_command_takes_the_place_of_the_one_that_started_it(tmp_path: Path) -> None:
    """So a signal to the process that a person sees ends the command itself."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").write_text('#!/bin/sh\necho "$$ $*"\n', encoding="utf-8")
    (tmp_path / "bin/python").chmod(0o755)
    code = (
        "from pathlib import Path; from scripts.base import environment\n"
        f"environment.VENV = Path({str(tmp_path)!r}); environment.rerun(['check'])"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=environment.ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.communicate()[0] == f"{run.pid} -X utf8 -X rerun -m scripts check\n"


def test_the_editor_finds_python_on_windows_as_well() -> None:
    folder = environment.ROOT / ".vscode"
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    assert settings["python.defaultInterpreterPath"] == "${workspaceFolder}/.venv"
    for task in json.loads((folder / "tasks.json").read_text(encoding="utf-8"))["tasks"]:
        assert task["windows"] == {"command": "py"}


def test_text_that_a_windows_console_cannot_hold_is_written_as_utf_8() -> None:
    settings = {**os.environ, "PYTHONIOENCODING": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    code = "from scripts.base import environment; import sys; environment.rerun(['check', '--list'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=environment.ROOT, env=settings, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "\u23ce" in done.stdout.decode("utf-8")


def test_a_damaged_environment_is_told_in_one_line() -> None:
    code = (
        "import runpy, sys; from scripts.base import environment\n"
        "environment.ready = lambda: True; sys.modules['click'] = None\n"
        "sys.argv = ['scripts', 'check']; runpy.run_module('scripts', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=environment.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "the environment is damaged" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_commands_at_once_make_one_environment_and_the_second_waits(clone: Path) -> None:
    code = (
        "import pathlib, sys; from scripts.base import environment as e; root = pathlib.Path(sys.argv[1]);"
        "e.ROOT, e.VENV, e.LOCK = root, root / '.venv', root / 'requirements.lock'; e.prepare(); print(e.current())"
    )
    command = [sys.executable, "-c", code, str(clone)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [running.communicate(timeout=300) for running in both]
    assert [out for out, _ in said] == ["True\n", "True\n"]
    assert sum("Setting up .venv" in err for _, err in said) == 1
    assert sum("Another command is setting up .venv; waiting" in err for _, err in said) == 1


def test_an_environment_without_its_settings_is_no_environment(clone: Path) -> None:
    prepare()
    (clone / ".venv/pyvenv.cfg").unlink()
    assert not environment.current()


def test_a_damaged_environment_is_told_and_not_tried_for_ever() -> None:
    command = [sys.base_prefix + "/bin/python3", "-X", environment.RERUN, "-m", "scripts", "check"]
    done = subprocess.run(command, cwd=environment.ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "the environment is damaged" in done.stderr
    assert "Traceback" not in done.stderr
