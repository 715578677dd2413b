"""Second opinions: everything the build writes, judged by programs of others; what is let pass stands with its reason in outputs.toml."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from time import monotonic

from pydantic import BaseModel, ConfigDict, Field
from rich.table import Table

from scripts.bench.opinions import CHECKS, Check, Said
from scripts.bench.tools import Tools

WAIVERS = Path(__file__).with_name("outputs.toml")
_SHOWN = 5  # of each check; the JSON names all


class Waiver(BaseModel):
    """Words that a check may say of files whose path matches, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    check: str
    contains: str = Field(min_length=8)
    path: str = "*"
    reason: str = Field(min_length=20)
    date: date

    def covers(self, check: Check, said: Said) -> bool:
        """Tell whether it lets something pass."""
        return self.check == check.name and self.contains in said.words and fnmatchcase(said.path, self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one check said: how many files or entries were judged, what stands, what a waiver lets pass."""

    check: Check
    judged: int
    stands: tuple[Said, ...]
    waived: tuple[Said, ...]
    seconds: float


def load_waivers(path: Path = WAIVERS) -> tuple[Waiver, ...]:
    """Read the waivers.

    Raises:
        ValueError: one has another form, or names no check.

    """
    found = tuple(Waiver(**one) for one in tomllib.loads(path.read_text(encoding="utf-8"))["waiver"])
    if unknown := {w.check for w in found} - {c.name for c in CHECKS}:
        raise ValueError(f"{path.name}: no check is called {', '.join(sorted(unknown))}")
    return found


def run(
    site: Path,
    checks: Iterable[Check],
    waivers: Sequence[Waiver],
    *,
    tools: Tools | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Verdict]:
    """Have each check judge a built site. A waiver that its check no longer needs is itself something that stands.

    Args:
        site: folder of the built site.
        checks: those to make.
        waivers: what is let pass.
        tools: where programs come from.
        tell: called with each check's words before it begins.

    Raises:
        NoTool: a program is missing and cannot be fetched.

    """
    kept = tools or Tools()
    verdicts = []
    for check in checks:
        tell(f"{check.output}: {check.tool}")
        start = monotonic()
        judged, said = check.ask(site.resolve(), kept)
        passed = {one: next((w for w in waivers if w.covers(check, one)), None) for one in said}
        idle = [w for w in waivers if w.check == check.name and w not in passed.values()]
        stands = [one for one in said if not passed[one]]
        stands += [Said(WAIVERS.name, f"nothing needs the waiver for “{w.contains}”; take it out") for w in idle]
        if not judged:
            stands.append(Said(site.name, "there was nothing to judge"))
        verdicts.append(
            Verdict(
                check=check,
                judged=judged,
                stands=tuple(stands),
                waived=tuple(one for one in said if passed[one]),
                seconds=monotonic() - start,
            )
        )
    return verdicts


def problems(verdicts: Iterable[Verdict]) -> list[str]:
    """Return a line for the first of what stands of each check, and how many more there are."""
    lines = []
    for verdict in verdicts:
        kinds: dict[str, list[Said]] = defaultdict(list)
        for said in verdict.stands:
            kinds[said.words[:40]].append(said)
        for some in kinds.values():
            lines += [f"{said} [{verdict.check.name}]" for said in some[:_SHOWN]]
            if len(some) > _SHOWN:
                lines.append(f"  and {len(some) - _SHOWN} more like it")
    return lines


def table(verdicts: Iterable[Verdict]) -> Table:
    """Return a row for each check."""
    made = Table()
    for head in ("Output", "Judged by"):
        made.add_column(head)
    for head in ("Judged", "Stands", "Waived", "Seconds"):
        made.add_column(head, justify="right")
    for v in verdicts:
        numbers = (f"{v.judged:,}", f"{len(v.stands):,}", f"{len(v.waived):,}", f"{v.seconds:,.0f}")
        made.add_row(v.check.output, v.check.tool, *numbers)
    return made


def as_json(verdicts: Iterable[Verdict]) -> str:
    """Return all that was said as JSON."""
    data = [
        {
            "check": v.check.name,
            "tool": v.check.tool,
            "judged": v.judged,
            "stands": [[s.path, s.words] for s in v.stands],
            "waived": [[s.path, s.words] for s in v.waived],
        }
        for v in verdicts
    ]
    return json.dumps({"format": "1", "checks": data}, indent=1, ensure_ascii=False) + "\n"
