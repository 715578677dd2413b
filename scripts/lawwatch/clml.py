"""legislation.gov.uk's XML (Crown Legislation Markup Language): provisions with their versions, and changes not yet made.

The form is described by the publisher: https://legislation.github.io/clml-schema/ and the guide to its XML formats.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from scripts.content.provisions import ELEMENTS

MAX_BYTES = 60_000_000
_LEG = "{http://www.legislation.gov.uk/namespaces/legislation}"
_UKM = "{http://www.legislation.gov.uk/namespaces/metadata}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCT = "{http://purl.org/dc/terms/}"
_LINK = "{http://www.w3.org/2005/Atom}link"
_WORK = re.compile(r"https?://(?:www\.)?legislation\.gov\.uk/(?:id/)?(?P<work>[a-z]+/(?:[^/]+/){1,3}?\d+)(?=/|$)")
_KIND = {name: kind for kind, name in ELEMENTS.items()}
_ID = re.compile(rf"(?P<name>{'|'.join(_KIND)})-(?P<number>\d[\w.]*)")
_VERSION = ("RestrictStartDate", "RestrictEndDate", "Status")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CHANGES_WORDS = re.compile(r"\b(?:added|amended|inserted|omitted|repealed|revoked|substituted)\b")
_NOT_TEXT = frozenset({"CommentaryRef", "FootnoteRef", "MarginNoteRef", "Commentaries", "Footnotes"})
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2013": "-", "\u2014": "-"})  # fmt: skip


class NotLegislation(Exception):
    """A file is not what it should be; the message says what it is instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A change that another enactment makes and the publisher has not yet made in its text.

    ``affected`` are ids of the publisher (``section-46-3``, ``part-3``), none where the whole work is meant; ``ranges`` the
    first and last of some in a row (``section-186A`` to ``section-186C``); ``heading`` where a heading alone changes;
    ``in_force`` the date it starts, ``""`` where none is set.
    """

    type: str
    affecting: str
    affected: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...]
    heading: bool
    in_force: str

    def concerns(self, element: str, within: tuple[str, ...] = ()) -> bool:
        """Tell whether the change is to a provision (``section-46``), to a part of it, or to what it stands ``within``.

        A change to the whole work concerns all of it where it changes words; a power to amend, or a saving, does not. Nor
        does another heading of a part concern the sections in it.
        """
        if not self.affected:
            return bool(_CHANGES_WORDS.search(self.type))
        return (
            any(a == element or a.startswith(f"{element}-") for a in self.affected)
            or (not self.heading and any(a in within for a in self.affected))
            or any(_in_order(first) <= _in_order(element) <= _in_order(last) for first, last in self.ranges)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One provision as published: from when to when its text holds, its state, where it extends, its words.

    ``start`` is ``""`` for text not yet in force and for that first made, which ``original`` names (``enacted``, ``made``);
    ``within`` are the ids of the parts and chapters around it.
    """

    element: str
    within: tuple[str, ...]
    original: str
    start: str
    end: str
    status: str
    extent: str
    commencement: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The provision as citations name it: ``s. 46``."""
        name, _, number = self.element.partition("-")
        return f"{_KIND[name]} {number}"

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of the SHA-256 of its words."""
        return hashlib.sha256(" ".join(self.words).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What one file says of one Act or instrument; ``work`` is its address without the host (``ukpga/1989/41``).

    ``current`` is false for text of another day, or as first made, where the publisher has a later one.
    """

    work: str
    title: str
    language: str
    valid: str
    current: bool
    provisions: Mapping[str, Provision]
    effects: tuple[Effect, ...]


def read_clml(path: Path) -> Published:
    """Read a file of the publisher: a provision, or a whole Act.

    Raises:
        NotLegislation: not there, too large, not XML, XML with entities, or XML of another kind.

    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NotLegislation(f"is larger than {MAX_BYTES:,} bytes; save single sections")
        data = path.read_bytes()
    except OSError as error:
        raise NotLegislation(f"cannot be read: {error.strerror}") from error
    return parse_clml(data)


def parse_clml(data: bytes) -> Published:
    """Read the publisher's XML; entities are never expanded and nothing is fetched.

    Raises:
        NotLegislation: as :func:`read_clml`.

    """
    if data[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise NotLegislation("is a web page, not the publisher's XML; save …/data.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotLegislation(f"is not whole XML: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotLegislation("declares a document type, which the publisher's files never do; it was not read")
    if root.tag != f"{_LEG}Legislation":
        name = etree.QName(root).localname
        raise NotLegislation(f"holds <{name}>, not the publisher's <Legislation>; save .../data.xml")
    match = _WORK.match(root.get("IdURI") or root.get("DocumentURI") or "")
    if match is None:
        raise NotLegislation("names no Act or instrument (IdURI)")
    meta = root.find(f"{_UKM}Metadata")
    return Published(
        work=match["work"],
        title=_text(meta, f"{_DC}title"),
        language=_text(meta, f"{_DC}language") or "en",
        valid=_date(_text(meta, f"{_DCT}valid")),
        current=meta is None or all(link.get("title") != "current" for link in meta.iterfind(_LINK)),
        provisions=_provisions(root, _text(meta, f"{_DC}identifier")),
        effects=tuple(_effects(meta)) if meta is not None else (),
    )


def _text(meta: etree._Element | None, name: str) -> str:
    found = meta.findtext(name) if meta is not None else None
    return " ".join((found or "").split())


def _date(value: str | None) -> str:
    """Return a date as the publisher writes it, ``""`` for anything else."""
    try:
        return dt.date.fromisoformat(value or "").isoformat()
    except ValueError:
        return ""


def _provisions(root: etree._Element, asked_for: str) -> dict[str, Provision]:
    """Return the provisions of a file; the parts and chapters around the one asked for are there in name only."""
    notes = {c.get("id"): c for c in root.iter(f"{_LEG}Commentary")}
    original = "enacted" if root.find(f"{_LEG}Secondary") is None else "made"
    asked = next((e for e in root.iter(etree.Element) if e.get("DocumentURI") == asked_for), root)
    around = list(asked.iterancestors())
    found: dict[str, Provision] = {}
    for element in root.iter(f"{_LEG}*"):
        name = element.get("id") or ""
        if not _ID.fullmatch(name) or element in around:
            continue
        outer = list(element.iterancestors())
        if any(a.tag == f"{_LEG}BlockAmendment" for a in outer):
            continue  # what stands in an amendment is text of another Act
        version = next((e for e in (element, *outer) if any(e.get(a) for a in _VERSION)), element)
        one = Provision(
            element=name,
            within=tuple(a.get("id") for a in outer if a.get("id")),
            original=original,
            start=_date(version.get("RestrictStartDate")),
            end=_date(version.get("RestrictEndDate")),
            status=version.get("Status") or "",
            extent=next((e.get("RestrictExtent") for e in (element, *outer) if e.get("RestrictExtent")), ""),
            commencement=tuple(_commencement(element, notes)),
            words=tuple(_words(element)),
        )
        if name not in found or (_is_here(one.extent) and not _is_here(found[name].extent)):
            found[name] = one
    return found


def _is_here(extent: str) -> bool:
    return not extent or bool({"E", "W"} & set(extent.split("+")))


def _commencement(element: etree._Element, notes: Mapping[str, etree._Element]) -> Iterator[str]:
    for ref in element.iter(f"{_LEG}CommentaryRef"):
        note = notes.get(ref.get("Ref"))
        if note is not None and note.get("Type") == "I":
            yield " ".join("".join(note.itertext()).split())


def _words(element: etree._Element) -> Iterator[str]:
    """Yield the words and marks of a provision without editors' notes, with one form of quotation marks and dashes.

    Each mark stands alone, so that a comma behind words which the publisher marks as inserted is the same as any other.
    """

    def texts(one: etree._Element) -> Iterator[str]:
        if not isinstance(one.tag, str) or etree.QName(one).localname in _NOT_TEXT:
            return
        yield one.text or ""
        for child in one:
            yield from texts(child)
            yield child.tail or ""

    yield from _TOKEN.findall("\u0020".join(texts(element)).translate(_QUOTES))


def _in_order(element: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return a key by which ids stand as in an Act: 9, 10, 10A."""
    name, _, number = element.partition("-")
    return name, tuple((int(n or 0), letters) for n, letters in re.findall(r"(\d*)([A-Z]*)", number))


def _is_for_us(effect: etree._Element) -> bool:
    """Tell whether a change is one to be made in the law of England or Wales.

    The publisher lists others beside: those that it has decided to make in no text, and those of other nations. An extent
    spelled with plus signs between the letters of "same as affected" is no list of nations, and has an E.
    """
    return effect.get("RequiresApplied") != "false" and _is_here(effect.get("AffectingEffectsExtent", ""))


def _effects(meta: etree._Element) -> Iterator[Effect]:
    for effect in filter(_is_for_us, meta.iter(f"{_UKM}UnappliedEffect")):
        ranges = [
            (r.get("Start", ""), r.get("End", ""))
            for r in effect.iterfind(f"{_UKM}AffectedProvisions//{_UKM}SectionRange")
        ]
        sections = {s.get("Ref") for s in effect.iterfind(f"{_UKM}AffectedProvisions//{_UKM}Section")}
        dates = [d.get("Date") for d in effect.iter(f"{_UKM}InForce") if d.get("Applied") != "true"]
        yield Effect(
            type=effect.get("Type") or "change",
            affecting=_affecting(effect),
            affected=tuple(sorted(s for s in sections if s)),
            ranges=tuple((first, last) for first, last in ranges if first and last),
            heading=effect.get("AffectedProvisions", "").endswith("heading"),
            in_force=min((d for d in map(_date, dates) if d), default=""),
        )


def _affecting(effect: etree._Element) -> str:
    match = _WORK.match(effect.get("AffectingURI") or "")
    provisions = effect.get("AffectingProvisions") or ""
    work = match["work"] if match else f"{effect.get('AffectingYear', '?')} No. {effect.get('AffectingNumber', '?')}"
    return " ".join(f"{work} {provisions}".split())
