"""The words beside the words: street words and spellings kept by hand, abbreviations from the glossary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from scripts.content.frontmatter import load_yaml
from scripts.content.model import Site
from scripts.content.schemas import TermMeta
from scripts.outputs.search.index import titles
from scripts.outputs.search.tokens import words

_FILE = Path(__file__).with_name("synonyms.yml")
_LONGEST = 5
_ACT = re.compile(r"[a-z]+\d{4}")


class Wanted(BaseModel):
    """Words that tell which kinds of document are wanted, or the pages of which folder, and by how much to lift them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: tuple[str, ...] = ()
    folder: str = ""
    lift: float
    words: tuple[str, ...]


class Answer(BaseModel):
    """What a question asks for: the words of the sentence that answers it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked: tuple[str, ...]
    words: tuple[str, ...]


class Synonyms(BaseModel):
    """What ``synonyms.yml`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    same: tuple[tuple[str, ...], ...]
    says: Mapping[str, tuple[str, ...]]
    spelling: Mapping[str, str]
    wanted: tuple[Wanted, ...]
    answers: tuple[Answer, ...]
    small: tuple[str, ...]


def load_synonyms() -> Synonyms:
    """Read the curated file."""
    return Synonyms.model_validate(load_yaml(_FILE.read_text(encoding="utf-8")))


def expansions(synonyms: Synonyms, site: Site) -> dict[str, list[str]]:
    """Return, for each form that can be typed, the other forms that mean the same; words divided by spaces."""
    sets = [list(forms) for forms in synonyms.same]
    sets += [
        [*(titles(r.title) or [r.title]), *meta.aliases]
        for r in site.of_kind("term")
        if isinstance(meta := r.meta, TermMeta)
    ]
    found: dict[str, dict[str, None]] = {}
    for forms in sets:
        spoken = list(dict.fromkeys(form for form in (_form(f) for f in forms) if form))
        for form in spoken:
            found.setdefault(form, {}).update(dict.fromkeys(f for f in spoken if f != form))
    for said, meant in synonyms.says.items():
        found.setdefault(_form(said), {}).update(dict.fromkeys(_form(m) for m in meant))
    return {form: list(others) for form, others in sorted(found.items()) if others}


def _form(text: str) -> str:
    found = words(text)
    return " ".join(found) if len(found) <= _LONGEST else ""


def acts(site: Site) -> list[str]:
    """Return the short names of Acts with their years, as people type them: ``ca1989``."""
    keys = (entry.key for entry in site.bibliography.entries.values() if entry.is_law)
    return sorted(key for key in keys if _ACT.fullmatch(key))


def language(synonyms: Synonyms, site: Site) -> dict[str, Any]:
    """Return all that the query needs to know of language, ready to be written."""
    return {
        "expansions": expansions(synonyms, site),
        "spelling": dict(sorted(synonyms.spelling.items())),
        "wanted": [
            {"kinds": w.kinds, "folder": w.folder, "lift": w.lift, "words": [" ".join(words(form)) for form in w.words]}
            for w in synonyms.wanted
        ],
        "answers": [{"asked": a.asked, "words": a.words} for a in synonyms.answers],
        "small": sorted(synonyms.small),
        "acts": acts(site),
    }
