"""The baseline of browsers that scripts and styles keep to, proved by MDN's data of what each browser can do."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from scripts.base.environment import ROOT

BASELINE: Mapping[str, float] = {"safari": 15.4, "safari_ios": 15.4, "firefox": 115, "chrome": 107}
NEWER = ROOT / "tests/reader/baseline/newer.txt"
ALLOWED = ROOT / "tests/reader/baseline/allowed.toml"
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
_TEXT = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'")
_WHERE = {"property": r"(?<![\w-]){}\s*:", "selector": r"::?{}(?![\w-])", "at-rule": r"@{}(?![\w-])", "unit": r"(?<=\d){}(?![\w%])",
          "member": r"\.\??{}(?!\w)", "global": r"(?<![.\w$]){}(?=[.(\s])"}  # fmt: skip


class Allowed(BaseModel):
    """Features newer than the baseline that a file may use, since a browser without them loses nothing that counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    features: tuple[str, ...] = Field(min_length=1)
    file: str = "*"
    reason: str = Field(min_length=20)


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A place where something newer than the baseline is used."""

    file: str
    line: int
    feature: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.feature} is newer than the baseline"


def newer(data: Mapping[str, Any]) -> list[str]:
    """Return what MDN's data (``@mdn/browser-compat-data``) knows and the baseline lacks, a line each: ``property gap``.

    Members of interfaces count only where every interface that has one of the name lacks it.
    """
    found = {f"property {n}" for n, part in data["css"]["properties"].items() if _lacks(part)}
    found |= {f"selector {n}" for n, part in data["css"]["selectors"].items() if _lacks(part)}
    found |= {f"at-rule {n}" for n, part in data["css"]["at-rules"].items() if _lacks(part)}
    found |= {
        f"unit {n}"
        for n, part in data["css"]["types"]["length"].items()
        if n.islower() and n.isalpha() and _lacks(part)
    }
    members: dict[str, list[bool]] = {}
    for group in (data["javascript"]["builtins"], data["api"]):
        for name, part in group.items():
            if _lacks(part):
                found.add(f"global {name}")
            for member, inner in part.items():
                if re.fullmatch(r"[a-z]\w*", member) and member not in {"worker_support", name}:
                    members.setdefault(member.removesuffix("_static"), []).append(_lacks(inner))
    found |= {f"member {name}" for name, each in members.items() if all(each)}
    return sorted(found)


def _lacks(part: Mapping[str, Any]) -> bool:
    """Tell whether some browser of the baseline has a feature under no name or only behind a switch."""
    support = part.get("__compat", {}).get("support", {})
    return bool(support) and not all(_has(support.get(browser), version) for browser, version in BASELINE.items())


def _has(said: Any, version: float) -> bool:
    for one in said if isinstance(said, list) else [said or {}]:
        added = re.match(r"≤?(\d+(?:\.\d+)?)", str(one.get("version_added") or ""))
        plain = not one.get("flags") and not one.get("alternative_name") and not one.get("prefix")
        if plain and added and float(added[1]) <= version and not one.get("version_removed"):
            return True
    return False


def uses(file: Path, names: list[str]) -> Iterator[Use]:
    """Yield each use of one of some features in a script or a style."""
    script = file.suffix == ".js"
    text = _blank(_COMMENT if script else re.compile(r"/\*.*?\*/", re.DOTALL), file.read_text(encoding="utf-8"))
    text = _blank(_TEXT, text)
    kinds = {"member", "global"} if script else {"property", "selector", "at-rule", "unit"}
    for name in names:
        kind, _, word = name.partition(" ")
        if kind in kinds and word in text:
            for match in re.finditer(_WHERE[kind].format(re.escape(word)), text):
                yield Use(file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name,
                          text.count("\n", 0, match.start()) + 1, name)  # fmt: skip


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: "\n" * m[0].count("\n") + " ", text)


def own_files() -> list[Path]:
    """Return the scripts and styles that are ours."""
    found = [p for p in (ROOT / "docs/assets").rglob("*") if p.suffix in {".js", ".css"} and p.parent.name != "vendor"]
    return sorted([*found, *(ROOT / "scripts/release").glob("*.js")])


def judge() -> tuple[list[Use], list[str]]:
    """Return the uses of ours that nothing allows, and what is allowed in vain."""
    names = NEWER.read_text(encoding="utf-8").splitlines()
    allowed = [Allowed(**one) for one in tomllib.loads(ALLOWED.read_text(encoding="utf-8"))["allowed"]]
    found = [use for file in own_files() for use in uses(file, names)]
    free: dict[tuple[str, str], bool] = {(feature, a.file): False for a in allowed for feature in a.features}
    left = []
    for use in found:
        covering = [key for key in free if key[0] == use.feature and fnmatchcase(Path(use.file).name, key[1])]
        free.update(dict.fromkeys(covering, True))
        left += [] if covering else [use]
    return left, [f"{feature} in {file}" for (feature, file), taken in free.items() if not taken]


def write(data: Path) -> int:
    """Write what is newer than the baseline anew from MDN's data; return how much it is."""
    names = newer(json.loads(data.read_text(encoding="utf-8")))
    NEWER.parent.mkdir(parents=True, exist_ok=True)
    NEWER.write_text("\n".join(names) + "\n", encoding="utf-8", newline="\n")
    return len(names)
