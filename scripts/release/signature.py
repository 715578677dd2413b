"""A publisher's signature over SHA256SUMS, made and proved by OpenSSH's ssh-keygen (docs/about/decisions/0009-signature.md)."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

SIGNATURE = "SHA256SUMS.sig"
NAMESPACE = "in-harms-way"
MAX_BYTES = 20_000
_WHO = "publisher"


class SignatureProblem(Exception):
    """Nothing can be signed or proved: no ssh-keygen, or no key where one was named; the message says which."""


def fingerprint(key: Path) -> str:
    """Return the fingerprint of a key, public or private, such as ``SHA256:…``.

    Raises:
        SignatureProblem: ssh-keygen is not there, or the file holds no key.

    """
    done = _run("-l", "-f", str(key))
    words = done.stdout.decode("utf-8", "replace").split()
    if done.returncode or len(words) < 2:
        raise SignatureProblem(f"{key} holds no OpenSSH key; ssh-keygen -t ed25519 makes one ({_said(done)})")
    return words[1]


def sign(sums: Path, key: Path) -> Path:
    """Write the signature of a list of checksums beside it, and return where; a passphrase is asked for on the terminal.

    Raises:
        SignatureProblem: ssh-keygen is not there, or cannot use the key.

    """
    made = sums.with_name(SIGNATURE)
    done = _run("-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE, str(sums))
    if done.returncode or not made.is_file():
        raise SignatureProblem(f"{key} cannot sign: {_said(done)}")
    return made


def is_by(sums: bytes, signature: bytes, public: Path) -> bool:
    """Tell whether a signature is over these bytes and by the key in a ``.pub`` file.

    Raises:
        SignatureProblem: ssh-keygen is not there, or the file is no public key.

    """
    fingerprint(public)
    lines = [line for line in public.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    if len(lines) != 1 or "PRIVATE" in lines[0]:
        raise SignatureProblem(f"{public} is not one public key; name the publisher's .pub file")
    with tempfile.TemporaryDirectory(prefix="in-harms-way-") as name:
        signers, signed = Path(name) / "signers", Path(name) / SIGNATURE
        signers.write_text(f'{_WHO} namespaces="{NAMESPACE}" {lines[0]}\n', encoding="utf-8", newline="\n")
        signed.write_bytes(signature)
        words = ("-Y", "verify", "-f", str(signers), "-I", _WHO, "-n", NAMESPACE, "-s", str(signed))
        return _run(*words, data=sums).returncode == 0


def _run(*words: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["ssh-keygen", *words], check=False, capture_output=True, input=data)
    except OSError as error:
        raise SignatureProblem(
            "ssh-keygen (OpenSSH) is needed for signatures. Debian: apt install openssh-client. "
            "Windows: Settings, System, Optional features, OpenSSH Client."
        ) from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = (done.stderr or done.stdout).decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), "no reason given")
