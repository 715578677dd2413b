"""Sentences as we write them: one a line, short, British, plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.rules import source_rule
from scripts.content.model import Problem, Site
from scripts.content.prose import prose
from scripts.content.wordlists import pattern, word_list

MAX_WORDS = 35
# A stop after these ends no sentence: v., No., para., s., e.g., initials, titles and the ranks of the police.
_GO_ON = (
    "v", "No", "no", "para", "paras", "s", "ss", "pt", "pts", "sch", "fn", "Art", "Arts", "Reg", "Regs", "art", "reg", "cl", "ch", "ed", "eds", "vol",
    "cf", "Dr", "Mr", "Ms", "Mrs", "St", "Prof", "Rev", "Hon", "Sir", "Cllr", "Jr", "Sr", "Co", "Ltd",
    "Con", "Const", "Cst", "Sgt", "Sgts", "Insp", "Ch", "Det", "Supt", "Cmdr", "Cdr", "Asst", "Dep", "Capt", "Lt", "Col", "Maj", "Gen",
    "e.g", "i.e", "a.m", "p.m", "approx",
)  # fmt: skip
_SENTENCE_END = re.compile(
    rf"{''.join(f'(?<!{chr(92)}b{re.escape(word)})' for word in _GO_ON)}"
    r"(?<!\b[A-Z])[.!?][\"”’)]*[ \t]+[\"“‘(]*(?P<next>[A-Z]\w*)"
)
# Names of bodies that are spelled as their owners spell them.
_NAME = re.compile(r"(?<![\w'’-])[A-Z][\w'’-]*(?:,? (?:(?:of|and|for|the|on|in|&) )*[A-Z][\w'’-]*)+")
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^“”\n]*”")


@source_rule("pages", local=True)
def sentence_has_its_own_line(site: Site) -> Iterator[Problem]:
    """Each sentence stands on a line of its own, so that a problem names one sentence and a change shows as one line.

    Bad: Nobody asked the child. The case was closed.
    Good: Nobody asked the child.⏎The case was closed.
    """
    for page in site.pages:
        for line in prose(page):
            if match := _SENTENCE_END.search(line.words):
                message = f"a second sentence begins at “{match['next']}”; put it on a line of its own"
                yield Problem(f"docs/{page.path}", line.number, message, "sentence-has-its-own-line")


@source_rule("pages", severity="warning", local=True)
def sentence_is_short(site: Site) -> Iterator[Problem]:
    """A sentence has at most 35 words, so that it is understood at the first reading.

    Bad: a sentence of 60 words with three commas and two brackets
    Good: the same as two sentences
    """
    for page in site.pages:
        for line in prose(page):
            count = len(line.words.split())
            if count > MAX_WORDS:
                message = f"this sentence has {count} words; {MAX_WORDS} read well"
                yield Problem(f"docs/{page.path}", line.number, message, "sentence-is-short")


@source_rule("pages", local=True)
def spelling_is_british(site: Site) -> Iterator[Problem]:
    """Words are spelled as in Britain, save in quotation marks and in names (World Health Organization).

    Bad: The child's behavior was not recorded.
    Good: The child's behaviour was not recorded.
    """
    for page in site.pages:
        for line in prose(page):
            for match in pattern("american").finditer(_NAME.sub("", _QUOTED.sub("", line.words))):
                british = word_list("american")[match.group().lower()]
                message = f"“{match.group()}” is American; write {british}, or put a name in quotation marks"
                yield Problem(f"docs/{page.path}", line.number, message, "spelling-is-british")


@source_rule("pages", local=True)
def word_is_plain_and_fair(site: Site) -> Iterator[Problem]:
    """No word blames a child, makes a sensation of harm, or pads a sentence (list with reasons: scripts/content/words.toml).

    Bad: The report slammed the force.
    Good: The report found that the force had not asked.
    """
    for page in site.pages:
        for line in prose(page):
            for match in pattern("banned").finditer(_QUOTED.sub("", line.words)):
                message = f"“{match.group()}”: {word_list('banned')[match.group().lower()]}"
                yield Problem(f"docs/{page.path}", line.number, message, "word-is-plain-and-fair")
