"""SCORM 1.2 packages: a quiz with a pass mark, or a briefing of some screens and three questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from scripts.outputs.lms.asked import Asked, Quiz, marked
from scripts.outputs.lms.briefing import Screen, screens
from scripts.outputs.packs.archive import write_zip
from scripts.outputs.packs.blocks import plain, signed
from scripts.outputs.packs.content import LEGAL, Pack

_PLAYER = Path(__file__).with_name("player")
DRAWN, PASS = 10, 80  # questions in an attempt, percent
_AFTER_BRIEFING = 3
TITLE = "@TITLE@"
_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"


def scorm_quiz(quiz: Quiz) -> bytes:
    """Return a package that draws ten questions for each attempt and passes at 80 percent.

    Questions about the report alone are asked only where there are no others.

    Raises:
        ValueError: no question of the set can be marked by choice.

    """
    choices = marked(quiz.questions)
    asked = tuple(a for a in choices if not a.about_report) or choices
    if not asked:
        raise ValueError(f"{quiz.name}: no question can be marked by choice")
    return _package(quiz, (), asked, draw=min(DRAWN, len(asked)), mark=PASS)


def scorm_briefing(pack: Pack) -> bytes:
    """Return a package of a session's briefing, complete when its last screen is reached."""
    asked = tuple(a for a in marked(pack.questions) if not a.about_report) or marked(pack.questions)
    drawn = asked[:_AFTER_BRIEFING]
    return _package(pack.quiz, screens(pack), drawn, draw=len(drawn), mark=0)


def _package(quiz: Quiz, told: Sequence[Screen], asked: Sequence[Asked], *, draw: int, mark: int) -> bytes:
    title = f"{quiz.title}: {'briefing' if told else 'quiz'}"
    content = {
        "about": " ".join((f"In harm's way. {quiz.edition}.", *quiz.about, LEGAL)),
        "draw": draw,
        "pass": mark,
        "screens": [{"t": s.title, "b": signed(s.blocks)} for s in told],
        "questions": [_question(a) for a in asked],
    }
    files = {name: words.replace(TITLE, escape(title)).encode() for name, words in frame(quiz.name, mark).items()}
    files["content.js"] = (
        f"window.packageContent = {json.dumps(content, ensure_ascii=False, sort_keys=True)}\n".encode()
    )
    return write_zip(files)


def frame(name: str, mark: int) -> dict[str, str]:
    """Return the files of a package without ``content.js``, with ``TITLE`` where its title goes."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(_PLAYER.iterdir())}
    return files | {"imsmanifest.xml": _manifest(name, sorted([*files, "content.js"]), mark)}


def _question(asked: Asked) -> dict[str, Any]:
    return {
        "i": asked.id,
        "q": plain(asked.stem),
        "s": signed(asked.intro),
        "o": [[o.text, int(o.right), o.feedback] for o in asked.options],
        "m": int(asked.several),
        "tf": int(asked.shape == "truefalse"),
        "x": signed(asked.explanation),
        "w": asked.place,
    }


def _manifest(name: str, files: Sequence[str], mark: int) -> str:
    mastery = f"<adlcp:masteryscore>{mark}</adlcp:masteryscore>" if mark else ""
    listed = "".join(f'<file href="{file}"/>' for file in files)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest identifier="ihw-{name}" version="1.0" xmlns="{_CP}" xmlns:adlcp="{_ADL}" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{_CP} imscp_rootv1p1p2.xsd {_ADL} adlcp_rootv1p2.xsd">\n'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\n"
        f'<organizations default="all"><organization identifier="all"><title>{TITLE}</title>'
        f'<item identifier="one" identifierref="sco"><title>{TITLE}</title>{mastery}</item></organization></organizations>\n'
        f'<resources><resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="index.html">{listed}</resource></resources>\n'
        "</manifest>\n"
    )
