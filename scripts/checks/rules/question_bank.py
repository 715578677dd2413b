"""The bank as a whole gives no answer away: by place, by length, by order or by a wrong option that was padded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from scripts.checks.rules import source_rule
from scripts.checks.rules.records import place
from scripts.content.model import Problem, Site
from scripts.content.questions import Question, questions_of

_ENOUGH = 8  # questions: fewer tell nothing about chance
_PAGE = 12
_PADDED = (1.6, 60)  # times as long as the right option, and characters
_NAMED = 12


@source_rule("questions")
def right_letter_is_spread(site: Site) -> Iterator[Problem]:
    """The right option of single questions stands at each letter about as often as chance has it, over the bank and a page.

    Bad: 20 of 40 right options are C
    Good: A 10, B 11, C 9, D 10
    """
    bank = _of_type(site, "single")
    pages = [list(inner) for _, inner in groupby(bank, key=lambda q: q.record.path)]
    for where, some in [("the bank", bank), *(("this page", p) for p in pages if len(p) >= _PAGE)]:
        if len(some) < _ENOUGH:
            continue
        for number in range(max(len(q.options) for q in some)):
            shares = [1 / len(q.options) if number < len(q.options) else 0 for q in some]
            count, letter = sum(q.right == (number + 1,) for q in some), chr(65 + number)
            if count > _limit(shares) or (not count and sum(shares) >= 3):
                message = f"over {where} the right option is {letter} in {count} of {len(some)} single questions; chance gives {_told(shares)}"
                yield Problem(*place(some[0].record), f"{message}; move some", "right-letter-is-spread")


@source_rule("questions")
def length_gives_nothing_away(site: Site) -> Iterator[Problem]:
    """Whoever always ticks the longest option, or always the second longest, is right no more often than by chance.

    Bad: the right option is the second longest in 48 of 85 single questions
    Good: the right option is longest, second, third and shortest about as often
    """
    bank = _of_type(site, "single")
    if len(bank) < _ENOUGH:
        return
    for rank, words in enumerate(("longest", "second longest")):
        shares = [1 / len(q.options) for q in bank]
        score = sum(_at_rank(q, rank) for q in bank)
        if score > _limit(shares):
            told = _some(q.id for q in bank if _at_rank(q, rank) == 1)
            message = f"whoever ticks the {words} option is right in {score:.0f} of {len(bank)} single questions; chance gives {_told(shares)}"
            yield Problem(*place(bank[0].record), f"{message}; {told}", "length-gives-nothing-away")


@source_rule("questions")
def several_have_no_fixed_order(site: Site) -> Iterator[Problem]:
    """Where several options are right, the first is right and the last wrong no more often than chance has it.

    Bad: the first option is right in 22 of 22 questions
    Good: right and wrong options stand mixed
    """
    bank = _of_type(site, "several")
    if len(bank) < _ENOUGH:
        return
    share = [len(q.right) / len(q.options) for q in bank]
    for words, chances, found in (
        ("first option is right", share, [q for q in bank if q.options[0].right]),
        ("last option is wrong", [1 - s for s in share], [q for q in bank if not q.options[-1].right]),
    ):
        if len(found) > _limit(chances):
            message = f"the {words} in {len(found)} of {len(bank)} questions with several right; chance gives {_told(chances)}"
            told = _some(q.id for q in found)
            yield Problem(*place(bank[0].record), f"{message}; {told}", "several-have-no-fixed-order")


@source_rule("questions", local=True)
def distractor_is_not_padded(site: Site) -> Iterator[Problem]:
    """No wrong option runs on past the right one: it is not over 60 characters and over 1.6 times as long.

    Bad: a right option of 40 characters beside a wrong one of 77
    Good: options of like length
    """
    times, least = _PADDED
    for question in _of_type(site, "single"):
        right = max((len(o.text) for o in question.options if o.right), default=0)
        for number, option in enumerate(question.options, 1):
            length = len(option.text)
            if right and not option.right and length > least and length > times * right:
                message = (
                    f"`{question.id}` option {chr(64 + number)} has {length} characters, the right one {right}; cut it"
                )
                yield Problem(*place(question.record), message, "distractor-is-not-padded")


@source_rule("questions", local=True)
def every_option_has_its_feedback(site: Site) -> Iterator[Problem]:
    """Where one option of a question has feedback under it, each has.

    Bad: a line under option B alone
    Good: a line of its own under each option
    """
    for question in questions_of(site.of_kind("question")):
        without = [chr(64 + n) for n, o in enumerate(question.options, 1) if not o.feedback]
        if without and len(without) < len(question.options):
            message = f"`{question.id}` says nothing under {', '.join(without)}; write a line, indented by four, under each option"
            yield Problem(*place(question.record), message, "every-option-has-its-feedback")


def _of_type(site: Site, kind: str) -> list[Question]:
    return [q for q in questions_of(site.of_kind("question")) if q.meta.type == kind and q.options]


def _limit(chances: Sequence[float]) -> float:
    """Return what chance goes beyond in one of forty banks: two standard deviations above what it gives."""
    return sum(chances) + 2 * math.sqrt(sum(p * (1 - p) for p in chances))


def _told(chances: Sequence[float]) -> str:
    return f"{sum(chances):.0f}, at most {math.floor(_limit(chances))}"


def _at_rank(question: Question, rank: int) -> float:
    """Return how likely whoever ticks the option of a rank by length is right: options of one length share their ranks."""
    right = [len(o.text) for o in question.options if o.right]
    lengths = [len(o.text) for o in question.options]
    longer, alike = sum(n > right[0] for n in lengths), lengths.count(right[0])
    return 1 / alike if right and longer <= rank < longer + alike else 0


def _some(ids: Iterable[str]) -> str:
    found = list(ids)
    return ", ".join(found[:_NAMED]) + (f" and {len(found) - _NAMED} more" if len(found) > _NAMED else "")
