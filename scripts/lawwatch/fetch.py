"""Ask legislation.gov.uk for whole Acts as XML: one request at a time, with pauses, kept for a day, asked again when it stumbles."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from scripts.lawwatch.clml import MAX_BYTES

HOST = "https://www.legislation.gov.uk"
_AGENT = "in-harms-way law watch (a knowledge site on protecting children; one request at a time)"
_FRESH = 86_400
_BUSY = frozenset({202, 429, 436, 500, 502, 503, 504})


class NoAnswer(Exception):
    """The publisher did not give a file; the message says why."""


class Publisher:
    """The publisher's files, kept in a folder.

    Args:
        folder: where files are kept.
        host: the publisher's address.
        pause: seconds between two requests.
        tries: how often to ask for one file; the wait doubles each time, or is what the publisher asks for.

    """

    def __init__(self, folder: Path, *, host: str = HOST, pause: float = 1.0, tries: int = 4) -> None:
        self._folder = folder
        self._host = host
        self._pause = pause
        self._tries = tries

    def file(self, work: str, *, sleep: Callable[[float], None] = time.sleep) -> Path:
        """Return the file of an Act or instrument (``ukpga/1989/41``), asking for it where none of today is kept.

        Raises:
            NoAnswer: the publisher refused, or did not answer in time.

        """
        path = self._folder / f"{work.replace('/', '-')}.xml"
        if path.is_file() and time.time() - path.stat().st_mtime < _FRESH:
            return path
        for attempt in range(1, self._tries + 1):
            sleep(self._pause)
            data, wait, trouble = self._ask(f"{self._host}/{work}/data.xml")
            if data:
                self._folder.mkdir(parents=True, exist_ok=True)
                part = path.with_suffix(".part")
                part.write_bytes(data)
                part.replace(path)
                return path
            if wait < 0 or attempt == self._tries:
                raise NoAnswer(trouble)
            sleep(wait or self._pause * 2**attempt)
        raise NoAnswer("was not asked for")

    def _ask(self, address: str) -> tuple[bytes, float, str]:
        """Ask once; return the file, or how long to wait (below 0: do not ask again) and what went wrong."""
        request = urllib.request.Request(address, headers={"User-Agent": _AGENT, "Accept": "application/xml"})  # noqa: S310 - https, or a test's own server
        try:
            with urllib.request.urlopen(request, timeout=120) as reply:  # noqa: S310 - as above
                if reply.status in _BUSY:
                    return b"", _seconds(reply.headers.get("Retry-After")), f"answers {reply.status}"
                data = reply.read(MAX_BYTES + 1)
                return (b"", -1, f"sends more than {MAX_BYTES:,} bytes") if len(data) > MAX_BYTES else (data, 0, "")
        except urllib.error.HTTPError as error:
            error.close()
            wait = _seconds(error.headers.get("Retry-After")) if error.code in _BUSY else -1
            return b"", wait, f"answers {error.code}"
        except (OSError, HTTPException) as error:
            return b"", 0, f"does not answer: {error or type(error).__name__}"


def _seconds(value: str | None) -> float:
    return min(float(value), 300.0) if value and value.isdigit() else 0
