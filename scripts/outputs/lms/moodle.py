"""Question files for Moodle: GIFT and Moodle XML. A choice and a short fixed answer are marked, the rest are essays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from scripts.outputs.lms.asked import Asked, Quiz
from scripts.outputs.packs.blocks import plain

_SPECIAL = re.compile(r"([~=#{}:\\])")
_LEAD = re.compile(r"^(?:the|a|an|since|from|within|under|over|at|on|in|by|about|for|up to)\s+", re.IGNORECASE)
_TOP = "In harm's way"


def gift(quiz: Quiz) -> bytes:
    """Return the questions in GIFT, with ids and tags as Moodle reads them: https://docs.moodle.org/en/GIFT_format."""
    parts = [f"// {_one_line(f'{quiz.title}. {quiz.edition}. {line}')}" for line in quiz.about or ("",)]
    for path, questions in quiz.groups():
        parts.append(f"$CATEGORY: {'/'.join(_one_line(p).replace('/', ' ') for p in ('$course$', 'top', _TOP, *path))}")
        parts += ["\n".join(_gift(asked)) for asked in questions]
    return ("\n\n".join(parts) + "\n").encode()


def stem_words(asked: Asked) -> str:
    """Return the question's words in one run: the scene, then what is asked."""
    return f"{asked.scene} {plain(asked.stem)}".strip()


def feedback(asked: Asked) -> str:
    """Return what is shown after answering, in plain words: points or answer, and the explanation."""
    points = f"Points to draw out: {'; '.join(plain(p) for p in asked.points)}." if asked.points else ""
    answer = f"Answer: {plain(asked.answer)}" if asked.answer else ""
    return " ".join(x for x in (answer, points, asked.explained()) if x)


def _gift(asked: Asked) -> Iterator[str]:
    tags = " ".join(f"[tag:{tag}]" for tag in asked.tags)
    yield f"// [id:{asked.id}] {tags}"
    yield f"::{_mask(asked.name)}::{_mask(stem_words(asked))} {{"
    if asked.shape == "truefalse":
        yield f"{'TRUE' if asked.truth else 'FALSE'}{_gift_truth(asked)}"
    elif asked.shape == "multichoice":
        for option in asked.options:
            sign = "=" if option.right else "~"
            weight = f"~%{_share(asked, right=option.right)}%" if len(asked.right) > 1 else sign
            yield f"{weight}{_mask(plain(option.text))}{f'#{_mask(plain(option.feedback))}' if option.feedback else ''}"
    elif asked.shape == "shortanswer":
        yield from (f"={_mask(a)}" for a in _accepted(asked))
    yield f"####{_mask(feedback(asked))}"
    yield "}"


def _gift_truth(asked: Asked) -> str:
    """Return the feedback of true or false: first what is said of the wrong choice, then of the right one."""
    said = {o.right: plain(o.feedback) for o in asked.options}
    return "".join(f"#{_mask(said[right])}" for right in (False, True)) if any(said.values()) else ""


def _accepted(asked: Asked) -> list[str]:
    """Return what is taken for right: each way to write it, and where it has two words or more, those words amid others."""
    core = [_LEAD.sub("", way) for way in asked.ways]
    return list(dict.fromkeys([*asked.ways, *(f"*{c}*" for c in core if len(c.split()) > 1)]))


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


def moodle_xml(quiz: Quiz, address: str = "") -> bytes:
    """Return the questions in Moodle XML: https://docs.moodle.org/en/Moodle_XML_format.

    Args:
        quiz: the questions, each put into the category of its group.
        address: where the site is served, if anywhere: with it, feedback links to the pages.

    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    about = " ".join((f"{quiz.edition}.", *quiz.about))
    for path, questions in quiz.groups():
        lines.append(category_xml("/".join(p.replace("/", "//") for p in path), about))
        for asked in questions:
            lines += question_xml(asked, address)
    return ("\n".join([*lines, "</quiz>"]) + "\n").encode()


def category_xml(path: str, about: str) -> str:
    """Return what puts the questions that follow it into a category; slashes divide it into those around it."""
    return (
        f'<question type="category"><category><text>{escape(f"$course$/top/{_TOP}/{path}")}</text></category>\n'
        f'<info format="plain_text"><text>{escape(about)}</text></info></question>'
    )


def question_xml(asked: Asked, address: str = "") -> Iterator[str]:
    """Yield the lines of a question."""
    after = _paragraphs(escape(feedback(asked)), _see(asked, address))
    yield f'<question type="{asked.shape}">'
    yield f"<name><text>{escape(asked.name)}</text></name>"
    yield f'<questiontext format="html"><text>{_html(asked.scene, plain(asked.stem))}</text></questiontext>'
    yield f'<generalfeedback format="html"><text>{after}</text></generalfeedback>'
    yield f"<defaultgrade>1</defaultgrade><penalty>0</penalty><hidden>0</hidden><idnumber>{escape(asked.id)}</idnumber>"
    if asked.shape == "truefalse":
        said = {plain(o.text).strip(" .").lower(): o for o in asked.options}
        for word in ("true", "false"):
            yield _answer("100" if said[word].right else "0", word, said[word].feedback, form="moodle_auto_format")
    elif asked.shape == "multichoice":
        yield from _choice(asked)
    elif asked.shape == "shortanswer":
        yield "<usecase>0</usecase>"
        yield from (_answer("100", escape(a), "", form="moodle_auto_format") for a in _accepted(asked))
    else:
        yield "<responseformat>editor</responseformat><responserequired>1</responserequired>"
        yield "<responsefieldlines>10</responsefieldlines><attachments>0</attachments>"
        yield f'<graderinfo format="html"><text>{after}</text></graderinfo>'
    yield f"<tags>{''.join(f'<tag><text>{escape(t)}</text></tag>' for t in asked.tags)}</tags>"
    yield "</question>"


def _choice(asked: Asked) -> Iterator[str]:
    single = not asked.several
    yield f"<single>{str(single).lower()}</single><shuffleanswers>true</shuffleanswers><answernumbering>ABCD</answernumbering>"
    for name, words in (
        ("correctfeedback", "Right."),
        ("partiallycorrectfeedback", "Right in part."),
        ("incorrectfeedback", "Not right."),
    ):
        yield f'<{name} format="html"><text>{_html(words)}</text></{name}>'
    for option in asked.options:
        share = ("100" if option.right else "0") if single else _share(asked, right=option.right)
        yield _answer(share, _html(plain(option.text)), option.feedback, form="html")


def _see(asked: Asked, address: str) -> str:
    """Return where the answer rests, as HTML: links where the site has an address, titles where it has none."""
    base = address.rstrip("/")
    named = [
        f"<a href={quoteattr(f'{base}/{page}')}>{escape(title)}</a>" if base else escape(title)
        for title, page in asked.see
    ]
    return f"On the site: {'; '.join(named)}." if named else ""


def _answer(fraction: str, text: str, told: str, *, form: str) -> str:
    said = f'<feedback format="html"><text>{_html(plain(told)) if told else ""}</text></feedback>'
    return f'<answer fraction="{fraction}" format="{form}"><text>{text}</text>{said}</answer>'


def _html(*words: str) -> str:
    """Return words as HTML inside XML, a paragraph each: escaped once for each."""
    return _paragraphs(*(escape(w) for w in words))


def _paragraphs(*inner: str) -> str:
    return escape("".join(f"<p>{_one_line(i)}</p>" for i in inner if i))
