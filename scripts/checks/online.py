"""Whether the addresses outside still answer: asked politely, a few at a time, remembered, asked again when they stumble."""

from __future__ import annotations

import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from http.client import HTTPException
from pathlib import Path

from scripts.base.addresses import parts_of
from scripts.checks.runner import EVERYTHING, Report, Scope
from scripts.content.model import Problem, Site

RULE = "address-answers"
_AGENT = "Mozilla/5.0 (compatible; in-harms-way link check)"
_FRESH = 7 * 86_400
_REFUSED_TO_PROGRAMS = frozenset({401, 403, 405, 406, 429, 999})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answered: the status (0 for none), where it ended after redirects, the trouble in words."""

    status: int
    final: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How to ask: at most ``workers`` at a time, ``pause`` seconds between two requests to one host."""

    workers: int = 8
    pause: float = 1.0
    timeout: float = 20.0
    tries: int = 3
    patience: float = 2.0


def addresses(site: Site) -> Mapping[str, list[tuple[str, int]]]:
    """Return every outside address with the places that name it: links of pages and entries of the bibliography."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for page in site.pages:
        for link in page.links:
            if link.external and parts_of(link.target).scheme in {"http", "https"}:
                found[link.target.partition("#")[0]].append((f"docs/{page.path}", link.line))
    for entry in site.bibliography.entries.values():
        if entry.address():
            found[entry.address().partition("#")[0]].append((entry.path, entry.line))
    return dict(sorted(found.items()))


class Asker:
    """Asks addresses and remembers the answers in a file; what failed is asked again next time."""

    def __init__(self, cache: Path, manners: Manners | None = None, now: Callable[[], float] = time.time) -> None:
        self._cache = cache
        self._manners = manners or Manners()
        self._now = now
        self._hosts: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._known = self._remembered()

    def ask_all(self, wanted: Iterable[str]) -> Mapping[str, Answer]:
        """Return the answer of each address."""
        addresses = list(dict.fromkeys(wanted))
        fresh = {a: self._known[a][1] for a in addresses if a in self._known}
        missing = [a for a in addresses if a not in fresh]
        with ThreadPoolExecutor(self._manners.workers) as pool:
            for address, answer in zip(missing, pool.map(self._politely, missing), strict=True):
                fresh[address] = answer
                if not answer.trouble:
                    self._known[address] = (self._now(), answer)
        self._remember()
        return fresh

    def _politely(self, address: str) -> Answer:
        """Ask one address; one request at a time to a host, with a pause after each."""
        with self._hosts[parts_of(address).netloc]:
            for attempt in range(1, self._manners.tries + 1):
                answer, again = self._once(address)
                time.sleep(self._manners.pause)
                if not again or attempt == self._manners.tries:
                    break
                time.sleep(self._manners.patience * attempt)
        return answer

    def _once(self, address: str) -> tuple[Answer, bool]:
        """Ask once; the second value tells whether asking again may help."""
        try:
            request = urllib.request.Request(address, headers={"User-Agent": _AGENT, "Accept": "*/*"})  # noqa: S310 - http(s) only
            with urllib.request.urlopen(request, timeout=self._manners.timeout) as reply:  # noqa: S310 - as above
                return Answer(status=reply.status, final=reply.url, trouble=""), False
        except urllib.error.HTTPError as error:
            error.close()
            trouble = "" if error.code in _REFUSED_TO_PROGRAMS else f"answers {error.code}"
            return Answer(status=error.code, final=error.url or address, trouble=trouble), error.code >= 500
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLError):
                return Answer(
                    status=0, final=address, trouble=f"has no valid certificate: {error.reason.reason}"
                ), False
            return Answer(status=0, final=address, trouble=f"does not answer: {error.reason}"), True
        except (OSError, HTTPException, ValueError) as error:
            return Answer(status=0, final=address, trouble=f"does not answer: {error or type(error).__name__}"), True

    def _remembered(self) -> dict[str, tuple[float, Answer]]:
        try:
            stored = json.loads(self._cache.read_text(encoding="utf-8"))
            known = {address: (float(when), Answer(**answer)) for address, (when, answer) in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
        return {address: held for address, held in known.items() if self._now() - held[0] < _FRESH}

    def _remember(self) -> None:
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        stored = {address: (when, asdict(answer)) for address, (when, answer) in sorted(self._known.items())}
        self._cache.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def check_online(site: Site, cache: Path, scope: Scope = EVERYTHING) -> Report:
    """Ask every outside address and report what does not answer; answers are remembered in ``cache`` for a week."""
    wanted = addresses(site)
    problems = outside_problems(site, Asker(cache).ask_all(wanted))
    return Report(
        problems=tuple(f for f in problems if scope.files is None or f.path in scope.files),
        waived=(),
        counts={"outside addresses": len(wanted)},
        idle=() if wanted else (RULE,),
        stops=frozenset({RULE}),
    )


def outside_problems(site: Site, answers: Mapping[str, Answer]) -> list[Problem]:
    """Return a problem for each place whose address is dead, has no valid certificate, or has moved."""
    problems = []
    for address, places in addresses(site).items():
        answer = answers[address]
        message = ""
        if answer.trouble:
            message = f"`{address}` {answer.trouble}"
        elif _moved(address, answer.final):
            message = f"`{address}` has moved; write `{answer.final}`"
        problems += [Problem(path, line, message, RULE) for path, line in places if message]
    return sorted(problems)


def _moved(asked: str, final: str) -> bool:
    """Tell whether a redirect led to another page: not to https, a language, a query or a slash added."""
    before, after = parts_of(asked), parts_of(final)
    same_host = before.netloc.removeprefix("www.") == after.netloc.removeprefix("www.")
    return not (same_host and before.path.rstrip("/") == after.path.rstrip("/"))
