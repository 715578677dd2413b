"""What people type who have not read a page: ``bib/phrases.yml``, phrases by the page or record that answers them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.base.textfile import UnreadableError, read
from scripts.content import frontmatter
from scripts.content.model import Problem

PATH = "bib/phrases.yml"
RULE = "phrase-leads-to-its-page"
_FORM = re.compile(r"[a-z0-9][a-z0-9 '&/().,%+?-]{0,78}[a-z0-9?)]")
_SHAPE = "write `page.md:` or `record-id:`, and below it one `  - phrase` a line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One phrase and its line in the file."""

    text: str
    line: int

    @property
    def said(self) -> str:
        """What tells it from others: its letters and digits."""
        return "".join(c for c in self.text if c.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The phrases of one page or record; ``line`` is that of its name."""

    line: int
    phrases: tuple[Phrase, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The phrases as they are typed."""
        return tuple(p.text for p in self.phrases)


def load_phrases(root: Path) -> tuple[Mapping[str, Phrases], tuple[Problem, ...]]:
    """Read the file of a clone: phrases by page path or record id, and what is wrong with its form. No file is an empty one."""
    path = root / PATH
    if not path.is_file():
        return {}, ()
    try:
        text = read(path).text
        frontmatter.load_yaml(text)
    except UnreadableError as error:
        return {}, (_problem(error.line, str(error)),)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line, message = frontmatter.told(error, text)
        return {}, (_problem(line, f"cannot be read: {message}"),)
    problems: list[Problem] = []
    node = yaml.compose(text, Loader=frontmatter.SafeLoader)
    if node is not None and not isinstance(node, yaml.MappingNode):
        return {}, (_problem(1, f"is no list of pages; {_SHAPE}"),)
    found: dict[str, Phrases] = {}
    for name, values in node.value if node else ():
        line = name.start_mark.line + 1
        if not isinstance(values, yaml.SequenceNode):
            problems.append(_problem(line, f"`{name.value}` has no phrases; {_SHAPE}"))
            continue
        found[name.value] = Phrases(line=line, phrases=tuple(_phrases(values, problems)))
    return found, tuple(problems)


def _phrases(values: yaml.SequenceNode, problems: list[Problem]) -> Iterator[Phrase]:
    for node in values.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:str":
            problems.append(_problem(line, "is no text; put the phrase in quotes"))
        elif not _FORM.fullmatch(node.value):
            message = f"`{node.value[:60]}` is no phrase; it has 2 to 80 small letters, digits, spaces and plain signs"
            problems.append(_problem(line, message))
        else:
            yield Phrase(text=node.value, line=line)


def _problem(line: int, message: str) -> Problem:
    return Problem(PATH, line, message, RULE)
