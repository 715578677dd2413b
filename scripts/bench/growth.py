"""A clone with as many times the content: each copy a collection of its own, with its own report, ids and changed words."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from mkdocs.utils.yaml import yaml_load

from scripts.content.loader import load_site
from scripts.content.model import Site, resolve
from scripts.render.pages import generate
from scripts.render.stash import FINISHED

FOLDERS = ("powers", "situations", "findings", "recommendations", "cases")
_LINK = re.compile(r"(\]\()([^)#\s:]*)(#[^)\s]*)?(\))")
_HEADING_ID = re.compile(r"(\{ ?#)([\w-]+)")
_PAGE_ID = re.compile(r"^(id: )([\w-]+)$", re.MULTILINE)
_WORD = re.compile(r"(?<![\w@#/.\-\[(=\"])[a-z]{6,}(?![\w@#/\-=\]:\"])")
_ONE_IN = 6  # of the longer words of a copy, one in so many is another word of the site, so that vocabulary grows too


def grow(source: Path, target: Path, times: int) -> Path:
    """Write a clone's content to ``target`` as many times as wanted; the same input gives the same output.

    The first is the content itself. Each copy keeps the link density, table forms and citations; its records have ids of
    their own, its paragraphs cite a report of their own, and one longer word in six is another one.
    Glossary, statistics and pages about the site stay single, as they would.
    """
    for name in ("docs", "bib", "overrides"):
        shutil.copytree(source / name, target / name)
    for name in ("CHANGELOG.md", "LICENSE", "requirements.lock", "pyproject.toml"):
        shutil.copy(source / name, target / name)
    (target / "scripts").mkdir()
    site = load_site(source)
    copied = {p.path: p for p in site.pages if p.path.split("/")[0] in FOLDERS}
    ids = {r.id for p in copied.values() for r in p.records}
    words = sorted({w for p in copied.values() for w in _WORD.findall(p.body)})
    published = [(source / "bib/ids.txt").read_text(encoding="utf-8").rstrip("\n")]
    for number in range(1, times):
        suffix = f"c{number:03}"
        chance = random.Random(number)  # noqa: S311 - nothing secret; the same words each time
        for path in copied:
            raw = (source / "docs" / path).read_text(encoding="utf-8")
            text = _copy(raw, path, suffix, set(copied), ids, words, chance)
            text = re.sub(rf"@{site.report}\b", f"@{site.report}{suffix}", text)
            place = target / "docs" / suffix / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        published += [f"{i}-{suffix}" for i in sorted(ids)]
        _source(site, target, suffix)
    (target / "bib/ids.txt").write_text("\n".join(published) + "\n", encoding="utf-8")
    _configuration(source, target, site, sorted(copied), times)
    return target


def _copy(
    text: str, path: str, suffix: str, copied: set[str], ids: set[str], words: list[str], chance: random.Random
) -> str:
    def link(match: re.Match[str]) -> str:
        head, target, fragment, tail = match[1], match[2], match[3] or "", match[4]
        if resolve(path, target) in copied or not target:
            name = fragment[1:]
            return f"{head}{target}{f'#{name}-{suffix}' if name in ids else fragment}{tail}"
        return f"{head}../{target}{fragment}{tail}"

    def other(match: re.Match[str]) -> str:
        return chance.choice(words) if chance.random() < 1 / _ONE_IN else match[0]

    text = _LINK.sub(link, text)
    text = _HEADING_ID.sub(lambda m: f"{m[1]}{m[2]}-{suffix}" if m[2] in ids else m[0], text)
    text = _PAGE_ID.sub(rf"\g<1>\g<2>-{suffix}", text)
    front, mark, body = text.partition("\n---\n")
    lines = [line if line.startswith(("!!!", "|", "<", "#")) else _WORD.sub(other, line) for line in body.split("\n")]
    return front + mark + "\n".join(lines)


def _source(site: Site, target: Path, suffix: str) -> None:
    key, sources = f"{site.report}{suffix}", target / "bib/sources"
    index = json.loads((sources / f"{site.report}.json").read_text(encoding="utf-8"))
    index |= {"key": key, "main": False, "map": f"{suffix}/{index['map']}"}
    (sources / f"{key}.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    shutil.copy(sources / f"{site.report}.labels.csv", sources / f"{key}.labels.csv")
    entry = (
        f"@report{{{key},\n  title = {{In harm's way, part {suffix[1:]}}},\n  author = {{{{HMIC}}}},\n"
        f"  institution = {{HMIC}},\n  year = {{2015}},\n}}\n"
    )
    (target / "bib" / f"{suffix}.bib").write_text(entry, encoding="utf-8")


def _configuration(source: Path, target: Path, site: Site, copied: list[str], times: int) -> None:
    config = yaml_load((source / "mkdocs.yml").read_text(encoding="utf-8"))
    config["hooks"] = [str(source / "scripts/engine/hooks.py")]
    config["theme"]["custom_dir"] = str(target / "overrides")
    folder = f"{site.sources[site.report].file.map}/"
    maps = sorted(p for p in site.generated if p.startswith(folder))
    config["nav"] = [*config["nav"], {"Collections": [_nav(f"c{n:03}", copied, maps) for n in range(1, times)]}]
    if times == 1:
        config["nav"].pop()
    (target / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def _nav(suffix: str, copied: list[str], maps: list[str]) -> Mapping[str, object]:
    sections: list[object] = [
        {folder.capitalize(): [f"{suffix}/{p}" for p in copied if p.startswith(f"{folder}/")]} for folder in FOLDERS
    ]
    return {f"Collection {suffix[1:]}": [*sections, {"Map": [f"{suffix}/{m}" for m in maps]}]}


def stock(grown: Path, target: Path) -> Path:
    """Write the same pages, generated ones included, for MkDocs with Material as they come: no hooks, the theme's search."""
    shutil.copytree(grown / "docs", target / "docs")
    for path, text in generate(load_site(grown), {}).items():
        place = target / "docs" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace(FINISHED, ""), encoding="utf-8", newline="\n")
    config = yaml_load((grown / "mkdocs.yml").read_text(encoding="utf-8"))
    for key in ("hooks", "extra_css", "extra_javascript"):
        config.pop(key, None)
    config["theme"].pop("custom_dir")
    config |= {"plugins": ["search"], "strict": False, "validation": dict(_quiet())}
    (target / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return target


def _quiet() -> Iterator[tuple[str, str]]:
    for name in ("omitted_files", "not_found", "absolute_links", "unrecognized_links", "anchors"):
        yield name, "ignore"
