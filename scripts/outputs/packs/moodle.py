"""Question files for Moodle: GIFT and Moodle XML. A choice and a short fixed answer are marked, the rest are essays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from xml.sax.saxutils import escape

from scripts.outputs.packs.blocks import plain
from scripts.outputs.packs.content import Asked, Pack

_SPECIAL = re.compile(r"([~=#{}:\\])")
_FEW = 4  # words: a longer answer cannot be marked by comparing letters


def gift(pack: Pack) -> bytes:
    """Return the questions in GIFT: https://docs.moodle.org/en/GIFT_format."""
    parts = [f"// {_one_line(f'{pack.title}. {pack.edition}. {line}')}" for line in pack.review or ("",)]
    parts += [f"$CATEGORY: In harm's way/{_one_line(pack.title).replace('/', ' ')}"]
    parts += ["\n".join(_gift(asked)) for asked in pack.questions]
    return ("\n\n".join(parts) + "\n").encode()


def shape(asked: Asked) -> str:
    """Return the kind of question Moodle is given: multichoice, truefalse, shortanswer or essay."""
    kind = asked.question.meta.type
    if kind == "true-false" and _truth(asked) is not None:
        return "truefalse"
    if asked.options:
        return "multichoice"
    return "shortanswer" if kind == "short" and len(asked.answer.split()) <= _FEW else "essay"


def stem_words(asked: Asked) -> str:
    """Return the question's words in one run: the stem, then what introduces it."""
    return " ".join([plain(asked.stem), *(plain(i) for b in asked.intro for i in b.items)])


def feedback(asked: Asked) -> str:
    """Return what is shown after answering: points, explanation, source and id."""
    points = f"Points to draw out: {'; '.join(plain(p) for p in asked.points)}." if asked.points else ""
    answer = f"Answer: {plain(asked.answer)}" if asked.answer else ""
    return " ".join(x for x in (answer, points, asked.explained(), f"[{asked.id}]") if x)


def _truth(asked: Asked) -> bool | None:
    words = [plain(o.text).strip(" .").lower() for o in asked.options]
    if sorted(words) != ["false", "true"] or len(asked.right) != 1:
        return None
    return words[asked.right[0] - 1] == "true"


def _gift(asked: Asked) -> Iterator[str]:
    yield f"// {asked.id}; {_one_line(asked.place)}"
    yield f"::{_mask(asked.id)}::{_mask(stem_words(asked))} {{"
    after = _mask(feedback(asked))
    kind = shape(asked)
    if kind == "truefalse":
        yield f"{'TRUE' if _truth(asked) else 'FALSE'}"
    elif kind == "multichoice" and len(asked.right) == 1:
        yield from (f"{'=' if o.right else '~'}{_mask(plain(o.text))}" for o in asked.options)
    elif kind == "multichoice":
        yield from (f"~%{_share(asked, right=o.right)}%{_mask(plain(o.text))}" for o in asked.options)
    elif kind == "shortanswer":
        yield from (f"={_mask(a)}" for a in _accepted(asked))
    yield f"####{after}"
    yield "}"


def _accepted(asked: Asked) -> list[str]:
    """Return an answer with and without its full stop."""
    answer = plain(asked.answer)
    return list(dict.fromkeys([answer.rstrip("."), answer]))


def _share(asked: Asked, *, right: bool) -> str:
    """Return an option's share of the mark, in the fractions Moodle knows; wrong ones take as much away."""
    count = len(asked.right) if right else max(len(asked.options) - len(asked.right), 1)
    share = f"{float(Fraction(100, max(count, 1))):.5f}".rstrip("0").rstrip(".")
    return share if right else f"-{share}"


def _mask(text: str) -> str:
    """Return words for GIFT; Moodle takes text of no stated form for HTML where it looks like it."""
    return _SPECIAL.sub(r"\\\1", escape(_one_line(text)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def moodle_xml(pack: Pack) -> bytes:
    """Return the questions in Moodle XML: https://docs.moodle.org/en/Moodle_XML_format."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", '<question type="category">']
    lines += [f"<category><text>$course$/top/In harm's way/{escape(pack.title.replace('/', ' '))}</text></category>"]
    lines += [
        f'<info format="plain_text"><text>{escape(" ".join((f"{pack.edition}.", *pack.review)))}</text></info>',
        "</question>",
    ]
    for asked in pack.questions:
        lines += _xml(asked)
    return ("\n".join([*lines, "</quiz>"]) + "\n").encode()


def _xml(asked: Asked) -> Iterator[str]:
    kind = shape(asked)
    yield f'<question type="{kind}">'
    yield f"<name><text>{escape(asked.id)}</text></name>"
    yield f'<questiontext format="html"><text>{_html(stem_words(asked))}</text></questiontext>'
    yield f'<generalfeedback format="html"><text>{_html(feedback(asked))}</text></generalfeedback>'
    yield f"<defaultgrade>1</defaultgrade><penalty>0</penalty><hidden>0</hidden><idnumber>{escape(asked.id)}</idnumber>"
    if kind == "truefalse":
        for word in ("true", "false"):
            right = (word == "true") is _truth(asked)
            yield _answer("100" if right else "0", word, form="moodle_auto_format")
    elif kind == "multichoice":
        single = len(asked.right) == 1
        yield f"<single>{str(single).lower()}</single><shuffleanswers>1</shuffleanswers><answernumbering>abc</answernumbering>"
        for option in asked.options:
            share = ("100" if option.right else "0") if single else _share(asked, right=option.right)
            yield _answer(share, _html(plain(option.text)), form="html")
    elif kind == "shortanswer":
        yield "<usecase>0</usecase>"
        yield from (_answer("100", escape(a), form="moodle_auto_format") for a in _accepted(asked))
    else:
        yield "<responseformat>editor</responseformat><responserequired>1</responserequired>"
        yield "<responsefieldlines>10</responsefieldlines><attachments>0</attachments>"
        yield f'<graderinfo format="html"><text>{_html(feedback(asked))}</text></graderinfo>'
    level = asked.question.meta.level
    yield f"<tags><tag><text>{level}</text></tag>{''.join(f'<tag><text>{t}</text></tag>' for t in asked.question.meta.tests)}</tags>"
    yield "</question>"


def _answer(fraction: str, text: str, *, form: str) -> str:
    return f'<answer fraction="{fraction}" format="{form}"><text>{text}</text><feedback format="html"><text></text></feedback></answer>'


def _html(text: str) -> str:
    """Return words as HTML inside XML: escaped once for each."""
    return escape(f"<p>{escape(_one_line(text))}</p>")
