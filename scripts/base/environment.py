"""The project's own environment in ``.venv``, made from the hash-pinned lock. Standard library only."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from scripts.base.locking import locked

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = "lock.sha256"
RERUN = "rerun"
"""The interpreter's own option (``-X``) of a command that runs again inside the environment."""
PYTHON = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"


class EnvironmentProblem(Exception):
    """The environment cannot be made; the message says why and what to do."""


def ready() -> bool:
    """Tell whether this interpreter is the environment's own, current, and runs as the commands need it.

    They need text in UTF-8 whatever the console, and the sentences that stand in docstrings.
    """
    own = Path(sys.prefix).resolve() == VENV.resolve()
    return own and current() and bool(sys.flags.utf8_mode) and not sys.flags.optimize


def current() -> bool:
    """Tell whether the environment stands and was made from the lock as it is now, for this Python release."""
    return _whole(VENV) and (VENV / STAMP).read_bytes() == wanted_stamp()


def _whole(folder: Path) -> bool:
    return all((folder / part).is_file() for part in (PYTHON, "pyvenv.cfg", STAMP))


def wanted_stamp() -> bytes:
    """Return what the stamp must hold: the lock's SHA-256 and the Python release it was installed for."""
    if not LOCK.is_file():
        raise EnvironmentProblem(f"{LOCK.name} is missing from {ROOT}; the clone is not complete.")
    release = ".".join(map(str, sys.version_info[:2]))
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {release}".encode("ascii")


def prepare() -> None:
    """Make ``.venv`` and install the lock, unless that is done already; of several commands one does it, the others wait.

    A former environment steps aside and is given back, working, where the new one cannot be made. It is never deleted while
    this interpreter runs from it: the interpreter beneath it makes the new one, and what runs keeps its open files.

    Raises:
        EnvironmentProblem: no venv module, no network, a hash that does not match, a folder that cannot be written.

    """
    wanted = wanted_stamp()
    if current():
        return
    with ExitStack() as held:
        _take_turn(held)
        _prepare(wanted)


def _take_turn(held: ExitStack) -> None:
    waited = 0
    while True:
        try:
            held.enter_context(locked(ROOT / ".cache" / "environment.lock"))
        except BlockingIOError:
            if waited % 10 == 0:
                print(f"Another command is setting up {VENV.name}; waiting, {waited} s", file=sys.stderr, flush=True)
        except OSError as error:
            raise EnvironmentProblem(_cannot_write(error)) from error
        else:
            return
        time.sleep(1)
        waited += 1


def _prepare(wanted: bytes) -> None:
    former = VENV.with_name(VENV.name + ".old")
    try:
        if _whole(former) and not _whole(VENV):  # a run was killed before it had made the new one
            _clear(VENV)
            former.rename(VENV)
        if current():
            return
        print(f"Setting up {VENV.name} from {LOCK.name} (once: a minute, 720 MB) …", file=sys.stderr, flush=True)
        _clear(former)
        if os.path.lexists(VENV):
            VENV.rename(former)
    except OSError as error:
        raise EnvironmentProblem(_cannot_write(error)) from error
    try:
        _make(wanted)
    except BaseException as error:
        _clear(VENV)
        kept = os.path.lexists(former)
        if kept:
            former.rename(VENV)
        if isinstance(error, OSError | EnvironmentProblem):
            said = _cannot_write(error) if isinstance(error, OSError) else str(error)
            raise EnvironmentProblem(
                said + ("\n  .venv stands as it was, for the former lock" if kept else "")
            ) from error
        raise
    with suppress(OSError):
        _clear(former)  # on Windows a program may still run from it; the next change clears it


def _make(wanted: bytes) -> None:
    VENV.mkdir()
    base: str = getattr(sys, "_base_executable", sys.executable)
    _run([base, "-m", "venv", str(VENV)], {}, _NO_VENV)
    python = str(VENV / PYTHON)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    _run([*install, "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)], _REASONS, _NO_INSTALL)
    (VENV / STAMP).write_bytes(wanted)


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()


def _cannot_write(error: OSError) -> str:
    return f"cannot write {error.filename or VENV}: {error.strerror}. Make the folder writable, or close what uses it."


_NO_VENV = "Python's venv module does not work here. On Debian: apt install python3-venv. Then run the command again."
_NO_INSTALL = "the packages could not be installed. Is the network there, and does it reach a Python package index?"
_REASONS = {
    r"No space left on device|Disk quota": "the disk is full; the environment needs 720 MB.",
    r"DO NOT MATCH THE HASHES": f"a package is not the one that {LOCK.name} names; nothing was installed.",
    r"\(from versions: (?!none)": "the index answers, but has no package for this Python "
    f"({'.'.join(map(str, sys.version_info[:2]))} on {sys.platform}); try another release of Python, such as 3.12.",
}


def _run(command: list[str], reasons: dict[str, str], otherwise: str) -> None:
    """Run a command, say every ten seconds that it still runs, and tell its failure by what it said."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as running:
        waited = 0
        while True:
            try:
                said = running.communicate(timeout=10)[0]
                break
            except subprocess.TimeoutExpired:
                waited += 10
                print(f"  still at it, {waited} s", file=sys.stderr, flush=True)
            except BaseException:
                running.kill()
                raise
    if running.returncode:
        advice = next((words for pattern, words in reasons.items() if re.search(pattern, said)), otherwise)
        raise EnvironmentProblem("\n  ".join([advice, *[line for line in said.splitlines() if line.strip()][-3:]]))


def rerun(arguments: list[str]) -> int:
    """Run ``python -m scripts`` with the arguments inside the environment, in place of this process where the system can.

    So a signal reaches the command itself. On Windows, which cannot, it waits and returns the exit code.
    """
    command = [str(VENV / PYTHON), "-X", "utf8", "-X", RERUN, "-m", "scripts", *arguments]
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONOPTIMIZE"}
    if sys.platform != "win32":
        os.execve(command[0], command, settings)  # noqa: S606 - no shell on purpose
    with subprocess.Popen(command, env=settings) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:  # the console has told the command too
                continue
            except BaseException:
                running.terminate()
                raise
