"""Question files in QTI 2.1: a content package with one item for each question, a test over them and a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from scripts.outputs.packs.archive import write_zip
from scripts.outputs.packs.blocks import plain
from scripts.outputs.packs.content import Asked, Pack
from scripts.outputs.packs.moodle import feedback, stem_words

_NS = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_NS} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"


def qti(pack: Pack) -> bytes:
    """Return the package as a zip."""
    files = {f"items/{asked.id}.xml": _item(asked).encode() for asked in pack.questions}
    files["test.xml"] = _test(pack).encode()
    files["imsmanifest.xml"] = _manifest(pack).encode()
    return write_zip(files)


def _root(name: str, attributes: str) -> str:
    return f'<{name} xmlns="{_NS}" xmlns:xsi="{_XSI}" xsi:schemaLocation="{_SCHEMA}" {attributes}>'


def _item(asked: Asked) -> str:
    title = quoteattr(plain(asked.stem)[:200])
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


def _choice(asked: Asked) -> Iterator[str]:
    single = asked.question.meta.type != "several"
    yield f'<responseDeclaration identifier="RESPONSE" cardinality="{"single" if single else "multiple"}" baseType="identifier">'
    yield f"<correctResponse>{''.join(f'<value>O{n}</value>' for n in asked.right)}</correctResponse></responseDeclaration>"
    yield from _outcomes(marked=True)
    fixed = asked.question.meta.type == "true-false"
    yield f'<itemBody><choiceInteraction responseIdentifier="RESPONSE" shuffle="{"false" if fixed else "true"}" maxChoices="{1 if single else 0}">'
    yield f"<prompt>{escape(stem_words(asked))}</prompt>"
    for number, option in enumerate(asked.options, 1):
        yield f'<simpleChoice identifier="O{number}">{escape(plain(option.text))}</simpleChoice>'
    yield "</choiceInteraction></itemBody>"
    yield (
        "<responseProcessing><responseCondition><responseIf><match>"
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf>'
        '<responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue></setOutcomeValue>'
        "</responseElse></responseCondition>" + _FEEDBACK + "</responseProcessing>"
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


def _test(pack: Pack) -> str:
    refs = "\n".join(f'<assessmentItemRef identifier="ref-{a.id}" href="items/{a.id}.xml"/>' for a in pack.questions)
    head = _root("assessmentTest", f'identifier="test-{pack.selection.name}" title={quoteattr(pack.title)}')
    return (
        f'{_HEAD}{head}\n<testPart identifier="part-1" navigationMode="nonlinear" submissionMode="individual">\n'
        f'<assessmentSection identifier="section-1" title={quoteattr(pack.edition)} visible="true">\n{refs}\n'
        "</assessmentSection>\n</testPart>\n</assessmentTest>\n"
    )


def _manifest(pack: Pack) -> str:
    items = "\n".join(
        f'<resource identifier="res-{a.id}" type="imsqti_item_xmlv2p1" href="items/{a.id}.xml"><file href="items/{a.id}.xml"/></resource>'
        for a in pack.questions
    )
    needs = "".join(f'<dependency identifierref="res-{a.id}"/>' for a in pack.questions)
    return (
        f'{_HEAD}<manifest xmlns="{_CP}" xmlns:xsi="{_XSI}" '
        f'xsi:schemaLocation="{_CP} http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd" '
        f'identifier="manifest-{pack.selection.name}">\n'
        "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n<organizations/>\n"
        f'<resources>\n<resource identifier="res-test" type="imsqti_test_xmlv2p1" href="test.xml"><file href="test.xml"/>{needs}</resource>\n'
        f"{items}\n</resources>\n</manifest>\n"
    )
