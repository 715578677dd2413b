"""``law``: what the publisher's open data says of the provisions that pages rest on, beside what was read."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.base.environment import ROOT
from scripts.commands.shell import Failed, err, step

if TYPE_CHECKING:
    from scripts.content.model import Site
    from scripts.lawwatch.clml import Published
    from scripts.lawwatch.compare import Standing

_WORDS = (
    ".cache/law/words"  # the text as it was read, by fingerprint: for the difference on the terminal, never committed
)


@click.command()
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    help="A folder with the publisher's XML (…/data.xml of sections or whole Acts), saved from a machine with a network.",
)
@click.option(
    "--online", is_flag=True, help="Ask legislation.gov.uk for each Act (one request a second, kept for a day)."
)
@click.option(
    "--write", is_flag=True, help="Bring bib/law-read.csv up to date for what moved, after a person has read it."
)
@click.option("--key", "keys", multiple=True, metavar="KEY", help="Only this Act or instrument; may be given again.")
@click.option(
    "--reader", default="editor", show_default=True, metavar="ROLE", help="Whose reading --write records: a role."
)
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON, for other programs.")
def law(folder: Path | None, keys: tuple[str, ...], reader: str, *, online: bool, write: bool, as_json: bool) -> None:
    """Tell which pages rest on law whose text has moved since it was read.

    Exit 0: nothing moved. Exit 1: text moved, was repealed or, with --from or --online, was never read. Exit 2: no input.
    """
    from scripts.base.suggest import nearest
    from scripts.content.loader import load_site
    from scripts.lawwatch.compare import standings

    with step("Reading the site"):
        site = load_site(ROOT)
    if bad := [p for p in site.problems if p.rule == "law-reading"]:
        raise Failed("bib/law-read.csv cannot be used:\n" + "\n".join(map(str, bad)))
    known = [k for k, e in site.bibliography.entries.items() if e.is_law]
    for key in keys:
        if key not in known:
            raise Failed(f"there is no Act or instrument `{key}`{nearest(key, known)}")
    if folder and online:
        raise Failed("give --from or --online, not both")
    if write and not (folder or online):
        raise Failed("--write needs the publisher's text: add --from FOLDER or --online")
    published = _published(site, folder, frozenset(keys), online=online)
    found = [s for s in standings(site, published) if not keys or s.key in keys]
    if write:
        with step("Writing bib/law-read.csv"):
            _write(site, found, reader)
        found = [s for s in standings(load_site(ROOT), published) if not keys or s.key in keys]
    click.echo(_json(found) if as_json else _text(found, asked=bool(folder or online)))
    wrong = {"moved", "gone"} | ({"never read"} if folder or online else set())
    sys.exit(1 if any(s.state in wrong and (s.published or s.state != "never read") for s in found) else 0)


def _published(site: Site, folder: Path | None, keys: frozenset[str], *, online: bool) -> list[Published]:
    from scripts.lawwatch.clml import NotLegislation, read_clml
    from scripts.lawwatch.compare import rested_on, work_of

    works = {work_of(site, key) for key, _ in rested_on(site) if not keys or key in keys} - {""}
    paths = _saved(folder) if folder else list(_asked(sorted(works))) if online else []
    found = []
    for path in paths:
        try:
            one = read_clml(path)
        except NotLegislation as problem:
            err.print(f"{path}: {problem}", markup=False)
            continue
        if why := _of_no_use(one, works):
            err.print(f"{path}: {why}; passed over", markup=False)
            continue
        if not one.provisions:
            err.print(f"{path}: holds no provision, only contents or notices; save its text", markup=False)
        found.append(one)
    if paths and not found:
        raise Failed("none of the files holds the current text of an Act or instrument that pages cite")
    return found


def _of_no_use(one: Published, works: set[str]) -> str:
    """Return why a file cannot be compared with what was read, ``""`` where it can."""
    if one.work not in works:
        return f"is {one.work} ({one.title or 'no title'}), which no page cites"
    if one.language.startswith("cy"):
        return f"is the Welsh text of {one.work}"
    if not one.current:
        day = f" of {one.valid}" if one.valid else ", as first made"
        return f"is old text of {one.work}{day}; save the address without a date or `enacted`"
    return ""


def _saved(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise Failed(f"{folder} is not a folder")
    paths = sorted(p for p in folder.rglob("*.xml") if p.is_file())
    if not paths:
        raise Failed(f"{folder} holds no .xml file; save …/data.xml of each section or Act into it")
    return paths


def _asked(works: list[str]) -> Iterator[Path]:
    from scripts.lawwatch.fetch import NoAnswer, Publisher

    publisher = Publisher(ROOT / ".cache/law")
    for number, work in enumerate(works, 1):
        with step(f"Asking for {work} ({number} of {len(works)})"):
            try:
                yield publisher.file(work)
            except NoAnswer as problem:
                err.print(f"{work}: {problem}", markup=False)


def _write(site: Site, found: list[Standing], reader: str) -> None:
    from scripts.base.clock import today
    from scripts.content.law_read import PATH, written
    from scripts.lawwatch.compare import read_again

    readings = dict(site.law_read)
    kept = ROOT / _WORDS
    kept.mkdir(parents=True, exist_ok=True)
    for standing in found:
        if standing.published and standing.state != "gone":
            words = "\n".join(standing.published.words)
            (kept / standing.published.fingerprint).write_text(words, encoding="utf-8", newline="\n")
            readings[standing.key, standing.provision] = read_again(standing, on=today().isoformat(), reader=reader)
    target = ROOT / PATH
    part = target.with_suffix(".part")
    part.write_text(written(readings), encoding="utf-8", newline="\n")
    part.replace(target)


def _text(found: list[Standing], *, asked: bool) -> str:
    lines = []
    for s in found:
        if s.state in {"moved", "gone"} or (asked and s.state == "never read" and s.published):
            lines.append(f"{s.key} {s.provision}: {s.state}: {s.why}; rests on it: {', '.join(s.pages)}")
            lines.extend(_difference(s))
        for effect in s.effects:
            starts = f"from {effect.in_force}" if effect.in_force else "no date set"
            lines.append(f"{s.key} {s.provision}: outstanding: {effect.type} by {effect.affecting}, {starts}")
    counts = Counter(s.state for s in found)
    read = sum(s.reading is not None for s in found)
    states = ", ".join(f"{number:,} {state}" for state, number in counts.most_common())
    return "\n".join([*lines, f"{len(found):,} provisions that pages rest on, {read:,} read: {states}"])


def _difference(standing: Standing) -> list[str]:
    """Return which words moved, where the words that were read are still kept on this machine; they never leave it."""
    from scripts.lawwatch.compare import moved_words

    if not (standing.reading and standing.reading.fingerprint and standing.published):
        return []
    kept = ROOT / _WORDS / standing.reading.fingerprint
    if not kept.is_file():
        return []
    before = tuple(kept.read_text(encoding="utf-8").split("\n"))
    return [f"    {line}" for line in moved_words(before, standing.published.words)]


def _json(found: list[Standing]) -> str:
    return json.dumps(
        [
            {
                "key": s.key,
                "provision": s.provision,
                "state": s.state,
                "why": s.why,
                "pages": s.pages,
                "read": s.reading.model_dump(mode="json") if s.reading else None,
                "published": s.published
                and {"start": s.published.start, "extent": s.published.extent, "status": s.published.status},
                "outstanding": [{"type": e.type, "by": e.affecting, "in_force": e.in_force} for e in s.effects],
            }
            for s in found
        ],
        indent=1,
    )
