"""``read``: each claim beside the places it cites, and the second reader's verdict on it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scripts.base.environment import ROOT
from scripts.commands.shell import Failed, out, step

if TYPE_CHECKING:
    from scripts.content.claims import Claim
    from scripts.content.model import Site
    from scripts.content.readings import Reading, Verdict

_KEYS: Mapping[str, Verdict] = {
    "t": "true", "s": "stronger", "w": "weaker", "x": "wrong", "m": "miscited", "u": "unclear",
}  # fmt: skip


@click.command()
@click.argument("pages", nargs=-1, metavar="[PAGE]...")
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A report held as addressed paragraphs (JSON Lines, KEY=FILE or the main report's), to show beside each claim.",
)
@click.option(
    "--reader", default="second reader", show_default=True, metavar="ROLE", help="Who reads: a role, no name."
)
@click.option("--all", "again", is_flag=True, help="Show claims that were read as well.")
@click.option("--changed", metavar="REV", help="Only claims on pages changed since REV, as a list; nothing is asked.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), help="List the claims instead of asking."
)
@click.option(
    "--record",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take verdicts from a JSON list of {page, sentence, verdict}, as --format json gives them.",
)
@click.option("--tidy", is_flag=True, help="Sort bib/readings.csv and take out readings of sentences that are gone.")
def read(
    pages: tuple[str, ...],
    sources: tuple[Path, ...],
    reader: str,
    changed: str | None,
    form: str | None,
    record: Path | None,
    *,
    again: bool,
    tidy: bool,
) -> None:
    """Show each unread claim of PAGE beside what it cites, and take the verdict by one key.

    Keys: t true, s stronger, w weaker, x wrong, m miscited, u unclear, Enter later, q stop. What was said is kept at once.
    Exit 0: no claim is left unread. Exit 1: some are. Exit 2: wrong words.
    """
    from scripts.content.claims import claims
    from scripts.content.loader import load_site

    with step("Reading the site"):
        site = load_site(ROOT)
    if bad := [p for p in site.problems if p.rule == "second-reading"]:
        raise Failed("bib/readings.csv cannot be used:\n" + "\n".join(map(str, bad)))
    every = claims(site)
    if tidy or record:
        _keep(site, every, _verdicts(record, every, reader) if record else [])
        return
    chosen = [c for c in _chosen(site, every, pages, changed) if again or not _held(site, c)]
    if form or changed:
        click.echo(_listed(site, chosen, form or "text", _texts(site, sources)))
    else:
        _ask(site, every, chosen, _texts(site, sources), reader)
    sys.exit(1 if any(not _held(site, c) for c in chosen) else 0)


def _held(site: Site, claim: Claim) -> bool:
    """Tell whether a claim was found true as it stands."""
    reading = site.readings.get(claim.identity)
    return reading is not None and reading[1].holds(claim)


def _chosen(site: Site, every: Sequence[Claim], pages: tuple[str, ...], changed: str | None) -> list[Claim]:
    from scripts.base.suggest import nearest
    from scripts.checks.changed import NoHistory, changed_since

    known = {f"docs/{p.path}" for p in site.pages}
    chosen = {page if page.startswith("docs/") else f"docs/{page}" for page in pages}
    for page in chosen - known:
        raise Failed(f"there is no page `{page}`{nearest(page, known)}")
    if changed:
        try:
            chosen = (chosen or known) & changed_since(ROOT, changed)
        except NoHistory as problem:
            raise Failed(str(problem)) from problem
    elif not pages:
        chosen = known
    return [c for c in every if c.path in chosen]


def _texts(site: Site, files: tuple[Path, ...]) -> Mapping[tuple[str, str], str]:
    """Return the words of the places of the reports that the reader has at hand."""
    found: dict[tuple[str, str], str] = {}
    for file in files:
        name, given, path = str(file).partition("=")
        key = name if given else site.report
        for number, line in enumerate(Path(path if given else name).read_text(encoding="utf-8").splitlines(), 1):
            try:
                item = json.loads(line)
                found[key, item["loc"]] = " ".join((item.get("plain") or item["text"]).split())
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise Failed(f"{file}:{number}: not an addressed item: {error!r}") from error
    return found


def _beside(site: Site, claim: Claim, texts: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Return each place that a claim cites with its words, where they are at hand."""
    found = []
    for citation in claim.citations:
        source = site.sources.get(citation.key)
        own = [texts.get((citation.key, loc), "") for loc in source.places(citation.locator)] if source else []
        found.append((f"{citation.key}, {citation.locator}".rstrip(", "), "\n".join(t for t in own if t)))
    return list(dict.fromkeys(found))


def _listed(site: Site, chosen: Sequence[Claim], form: str, texts: Mapping[tuple[str, str], str]) -> str:
    if form == "json":
        rows: list[dict[str, Any]] = [
            {"page": c.path, "line": c.line, "sentence": c.sentence, "words": c.words, "cites": dict(_beside(site, c, texts)), "verdict": ""}
            for c in chosen
        ]  # fmt: skip
        return json.dumps(rows, indent=1, ensure_ascii=False)
    if form == "github":
        return "\n".join(f"- [ ] `{c.path}:{c.line}` {c.words}" for c in chosen) or "No claim is left unread."
    return "\n".join([*(f"{c.path}:{c.line}: {c.words}" for c in chosen), f"{len(chosen):,} claims unread"])


def _ask(
    site: Site, every: Sequence[Claim], chosen: Sequence[Claim], texts: Mapping[tuple[str, str], str], reader: str
) -> None:
    from scripts.base.clock import today
    from scripts.content.readings import VERDICTS, reading_of

    given: list[Reading] = []
    for number, claim in enumerate(chosen, 1):
        out.rule(f"{number} of {len(chosen)}  {claim.path}:{claim.line}")
        out.print(claim.words, style="bold", markup=False)
        for place, text in _beside(site, claim, texts):
            out.print(f"\n{place}", style="cyan", markup=False)
            out.print(text or "(not at hand: open it)", markup=False)
        out.print("\n" + ", ".join(f"{key} {verdict}" for key, verdict in _KEYS.items()) + ", Enter later, q stop", style="dim")  # fmt: skip
        while (key := click.getchar().lower()) not in {*_KEYS, "\r", "\n", "q", ""}:
            pass
        if key in {"q", ""}:
            break
        if key in _KEYS:
            given.append(reading_of(claim, _KEYS[key], on=today(), reader=reader))
            out.print(f"{_KEYS[key]}: {VERDICTS[_KEYS[key]]}", style="green")
            _keep(site, every, given)


def _verdicts(record: Path, every: Sequence[Claim], reader: str) -> list[Reading]:
    from scripts.base.clock import today
    from scripts.content.readings import VERDICTS, reading_of

    known = {c.identity: c for c in every}
    given = []
    try:
        rows = json.loads(record.read_text(encoding="utf-8"))
        for number, row in enumerate(rows, 1):
            if not row["verdict"]:
                continue
            claim = known.get((row["page"], row["sentence"]))
            if claim is None:
                raise Failed(
                    f"{record}: entry {number}: the sentence no longer stands on {row['page']}; nothing was written"
                )
            if row["verdict"] not in VERDICTS:
                raise Failed(f"{record}: entry {number}: `{row['verdict']}` is none of {', '.join(VERDICTS)}")
            given.append(reading_of(claim, row["verdict"], on=today(), reader=reader))
    except (ValueError, KeyError, TypeError) as error:
        raise Failed(f"{record} is not a list of {{page, sentence, verdict}}: {error!r}") from error
    return given


def _keep(site: Site, every: Sequence[Claim], given: Sequence[Reading]) -> None:
    """Write the table: what it holds of sentences that stand, and what was said now."""
    from scripts.content.readings import PATH, written

    known = {c.identity for c in every}
    kept = {i: r for i, (_, r) in site.readings.items() if i in known} | {r.identity: r for r in given}
    part = (ROOT / PATH).with_suffix(".part")
    part.write_text(written(kept.values()), encoding="utf-8", newline="\n")
    part.replace(ROOT / PATH)
