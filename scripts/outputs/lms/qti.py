"""Question files in QTI 2.1: a content package with one item for each question, a test over them and a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from scripts.outputs.lms.asked import Asked, Quiz
from scripts.outputs.lms.moodle import feedback, stem_words
from scripts.outputs.packs.archive import write_zip
from scripts.outputs.packs.blocks import plain

_NS = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_NS} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"


def qti(quiz: Quiz) -> bytes:
    """Return the package as a zip."""
    files = {f"items/{asked.id}.xml": _item(asked).encode() for asked in quiz.questions}
    files["test.xml"] = _test(quiz).encode()
    files["imsmanifest.xml"] = _manifest(quiz).encode()
    return write_zip(files)


def _root(name: str, attributes: str) -> str:
    return f'<{name} xmlns="{_NS}" xmlns:xsi="{_XSI}" xsi:schemaLocation="{_SCHEMA}" {attributes}>'


def _item(asked: Asked) -> str:
    title = quoteattr(asked.name)
    attributes = f'identifier="{asked.id}" title={title} adaptive="false" timeDependent="false"'
    body = _choice(asked) if asked.options else _extended(asked)
    words = escape(feedback(asked))
    shown = f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="GENERAL" showHide="show"><p>{words}</p></modalFeedback>'
    return "\n".join([_HEAD + _root("assessmentItem", attributes), *body, shown, "</assessmentItem>", ""])


def _outcomes(*, marked: bool) -> Iterator[str]:
    yield '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>'
    if marked:
        yield '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>1</value></defaultValue></outcomeDeclaration>'
    yield '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>'


def _chosen(asked: Asked) -> bool:
    """Tell whether an item says something of each option."""
    return any(o.feedback for o in asked.options)


def _choice(asked: Asked) -> Iterator[str]:
    single = not asked.several
    cardinality = "single" if single else "multiple"
    yield f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">'
    yield f"<correctResponse>{''.join(f'<value>O{n}</value>' for n in asked.right)}</correctResponse></responseDeclaration>"
    yield from _outcomes(marked=True)
    if _chosen(asked):
        yield f'<outcomeDeclaration identifier="CHOSEN" cardinality="{cardinality}" baseType="identifier"/>'
    fixed = asked.question.meta.type == "true-false"
    yield f'<itemBody><choiceInteraction responseIdentifier="RESPONSE" shuffle="{"false" if fixed else "true"}" maxChoices="{1 if single else 0}">'
    yield f"<prompt>{escape(stem_words(asked))}</prompt>"
    for number, option in enumerate(asked.options, 1):
        said = (
            f'<feedbackInline outcomeIdentifier="CHOSEN" identifier="O{number}" showHide="show"> {escape(plain(option.feedback))}</feedbackInline>'
            if option.feedback
            else ""
        )
        yield f'<simpleChoice identifier="O{number}">{escape(plain(option.text))}{said}</simpleChoice>'
    yield "</choiceInteraction></itemBody>"
    chosen = '<setOutcomeValue identifier="CHOSEN"><variable identifier="RESPONSE"/></setOutcomeValue>'
    yield (
        "<responseProcessing><responseCondition><responseIf><match>"
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf>'
        '<responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue></setOutcomeValue>'
        "</responseElse></responseCondition>" + _FEEDBACK + (chosen if _chosen(asked) else "") + "</responseProcessing>"
    )


_FEEDBACK = (
    '<setOutcomeValue identifier="FEEDBACK"><baseValue baseType="identifier">GENERAL</baseValue></setOutcomeValue>'
)


def _extended(asked: Asked) -> Iterator[str]:
    """Yield an item that a person marks; the answer or the points stand in its rubric and in the feedback."""
    yield '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>'
    yield from _outcomes(marked=False)
    yield f'<itemBody><rubricBlock view="scorer"><p>{escape(feedback(asked))}</p></rubricBlock>'
    yield '<extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="6">'
    yield f"<prompt>{escape(stem_words(asked))}</prompt></extendedTextInteraction></itemBody>"
    yield f"<responseProcessing>{_FEEDBACK}</responseProcessing>"


def _test(quiz: Quiz) -> str:
    """Return the test: a section for each group, so that what is about the report stands in one of its own."""
    head = _root("assessmentTest", f'identifier="test-{quiz.name}" title={quoteattr(quiz.title)}')
    sections = "\n".join(
        f'<assessmentSection identifier="section-{number}" title={quoteattr(": ".join(path))} visible="true">\n'
        + "\n".join(f'<assessmentItemRef identifier="ref-{a.id}" href="items/{a.id}.xml"/>' for a in questions)
        + "\n</assessmentSection>"
        for number, (path, questions) in enumerate(quiz.groups(), 1)
    )
    return (
        f'{_HEAD}{head}\n<testPart identifier="part-1" navigationMode="nonlinear" submissionMode="individual">\n'
        f"{sections}\n</testPart>\n</assessmentTest>\n"
    )


def _manifest(quiz: Quiz) -> str:
    items = "\n".join(
        f'<resource identifier="res-{a.id}" type="imsqti_item_xmlv2p1" href="items/{a.id}.xml"><file href="items/{a.id}.xml"/></resource>'
        for a in quiz.questions
    )
    needs = "".join(f'<dependency identifierref="res-{a.id}"/>' for a in quiz.questions)
    return (
        f'{_HEAD}<manifest xmlns="{_CP}" xmlns:xsi="{_XSI}" '
        f'xsi:schemaLocation="{_CP} http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd" '
        f'identifier="manifest-{quiz.name}">\n'
        "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n<organizations/>\n"
        f'<resources>\n<resource identifier="res-test" type="imsqti_test_xmlv2p1" href="test.xml"><file href="test.xml"/>{needs}</resource>\n'
        f"{items}\n</resources>\n</manifest>\n"
    )
