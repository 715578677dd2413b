"""The project's own environment in ``.venv``, made from the hash-pinned lock. Standard library only."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "lock.sha256"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


class EnvironmentProblem(Exception):
    """The environment cannot be made; the message says why and what to do."""


def inside() -> bool:
    """Tell whether this interpreter is the environment's own and the environment matches the lock."""
    return Path(sys.prefix).resolve() == VENV.resolve() and current()


def current() -> bool:
    """Tell whether the environment stands and was made from the lock as it is now, for this Python release."""
    return PYTHON.exists() and STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted_stamp()


def wanted_stamp() -> str:
    """Return what the stamp must hold: the lock's SHA-256 and the Python release it was installed for."""
    if not LOCK.is_file():
        raise EnvironmentProblem(f"{LOCK.name} is missing from {ROOT}; the clone is not complete.")
    release = ".".join(map(str, sys.version_info[:2]))
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {release}"


def prepare() -> None:
    """Make ``.venv`` and install the lock, unless that is done already.

    Raises:
        EnvironmentProblem: no venv module, no network, a hash that does not match, a folder that cannot be written.

    """
    if current():
        return
    wanted = wanted_stamp()
    print(f"Setting up {VENV.name} from {LOCK.name} (once, about a minute) …", file=sys.stderr, flush=True)
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        _run([sys.executable, "-m", "venv", str(VENV)], _NO_VENV)
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot write {VENV}: {error.strerror}. Make the folder writable or delete it."
        ) from error
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    _run([*install, "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)], _NO_INSTALL)
    STAMP.write_text(wanted, encoding="ascii")


_NO_VENV = "Python's venv module does not work here. On Debian: apt install python3-venv. Then run the command again."
_NO_INSTALL = "the packages could not be installed. Is the network there, and does it reach a Python package index?"


def _run(command: list[str], advice: str) -> None:
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        last = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()][-3:]
        raise EnvironmentProblem("\n  ".join([advice, *last]))


def rerun(arguments: list[str]) -> int:
    """Run ``python -m scripts`` with the arguments inside the environment; return its exit code."""
    try:
        return subprocess.run([str(PYTHON), "-m", "scripts", *arguments], check=False).returncode
    except KeyboardInterrupt:
        return 130
