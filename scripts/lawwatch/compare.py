"""What was read, beside what is published now: moved, outstanding, never read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from scripts.base.clock import today
from scripts.content.law_read import LawReading
from scripts.content.model import Site
from scripts.content.provisions import element, order, provisions
from scripts.lawwatch.clml import Effect, Provision, Published

Place = tuple[str, str]
State = Literal["same", "moved", "gone", "never read", "not published here"]
_AROUND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One provision that pages rest on: how its reading stands to what is published; ``why`` in words."""

    key: str
    provision: str
    pages: tuple[str, ...]
    state: State
    why: str = ""
    reading: LawReading | None = None
    published: Provision | None = None
    effects: tuple[Effect, ...] = ()


def rested_on(site: Site) -> Mapping[Place, tuple[str, ...]]:
    """Return each provision that pages cite, with the pages, sorted by Act and provision."""
    found: dict[Place, dict[str, None]] = {}
    for page in site.pages:
        for citation in page.citations:
            entry = site.bibliography.entries.get(citation.key)
            for provision in provisions(citation.locator) if entry and entry.is_law else ():
                found.setdefault((citation.key, provision), {})[f"docs/{page.path}"] = None
    ordered = sorted(found, key=lambda place: (place[0], order(place[1])))
    return {place: tuple(found[place]) for place in ordered}


def work_of(site: Site, key: str) -> str:
    """Return an Act's address at the publisher without the host (``ukpga/1989/41``); ``""`` where it has none."""
    address = site.bibliography.entries[key].address()
    return address.partition("legislation.gov.uk/")[2].strip("/")


def standings(site: Site, published: Iterable[Published]) -> list[Standing]:
    """Return how the reading of each provision stands, by Act and provision.

    Of two files that hold a provision the one with the later version counts.
    """
    now: dict[tuple[str, str], Provision] = {}
    effects: dict[str, dict[Effect, None]] = {}
    for one in published:
        effects.setdefault(one.work, {}).update(dict.fromkeys(one.effects))
        for name, provision in one.provisions.items():
            known = now.get((one.work, name))
            if known is None or known.start < provision.start:
                now[one.work, name] = provision
    found = []
    for (key, name), pages in rested_on(site).items():
        work = work_of(site, key)
        current = now.get((work, element(name)))
        reading = site.law_read.get((key, name))
        state, why = _state(reading, current)
        within = current.within if current else ()
        own = tuple(e for e in effects.get(work, ()) if e.concerns(element(name), within))
        found.append(
            Standing(key=key, provision=name, pages=pages, state=state, why=why, reading=reading, published=current, effects=own)
        )  # fmt: skip
    return found


def _state(reading: LawReading | None, current: Provision | None) -> tuple[State, str]:
    if current is None:
        return ("not published here", "no file holds it") if reading else ("never read", "no file holds it")
    if gone := _gone(current):
        return "gone", gone
    version = _version(current)
    if reading is None:
        return "never read", f"published: {version}"
    if reading.fingerprint:
        same = reading.fingerprint == current.fingerprint
        return ("same", "") if same else ("moved", f"the words differ from those read; {version}")
    if current.start and (not reading.version[:1].isdigit() or current.start > reading.version):
        return "moved", f"read in the version of {reading.version}, published now that of {current.start}"
    return "same", "by date alone; no fingerprint was kept"


def _gone(current: Provision) -> str:
    if current.status == "Dead":
        return "repealed before it came into force"
    if current.status == "Repealed" or "" < current.end <= today().isoformat():
        return f"repealed from {current.end or current.start or 'a day not told'}"
    return ""


def _version(current: Provision) -> str:
    if current.status == "Prospective":
        return "not yet in force"
    if current.start > today().isoformat():
        return f"in force from {current.start}"
    return f"version of {current.start}" if current.start else f"text as {current.original}"


def read_again(standing: Standing, *, on: str, reader: str) -> LawReading:
    """Return the reading of a provision that a person has now read as published."""
    assert standing.published is not None  # noqa: S101 - the caller asks of published ones alone
    return LawReading.model_validate(
        {
            "key": standing.key,
            "provision": standing.provision,
            "version": standing.published.start or standing.published.original,
            "read_on": on,
            "reader": reader,
            "fingerprint": standing.published.fingerprint,
            "outstanding": str(len(standing.effects)),
            "seen_in": "legislation.gov.uk data.xml",
        }
    )


def moved_words(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    """Return each stretch that differs, with a few words around it, as ``- was`` and ``+ is`` lines."""
    lines = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            head, tail = " ".join(before[max(0, a - _AROUND) : a]), " ".join(before[b : b + _AROUND])
            lines.append(f"- {head} [{' '.join(before[a:b])}] {tail}")
            lines.append(f"+ {head} [{' '.join(after[c:d])}] {tail}")
    return lines
