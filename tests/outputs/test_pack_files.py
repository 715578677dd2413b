"""The files of a pack, opened by other means than those that wrote them."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import dataclass

import pytest
from lxml import etree
from pptx import Presentation

from scripts.content.model import Site
from scripts.content.selection import from_ids
from scripts.outputs.packs.content import Pack, make_pack, wording_for
from scripts.outputs.packs.slides import write_slides
from scripts.outputs.packs.write import pack_files

IDS = ["police-protection", "case-16", "f-4-1-07", "s-t2-03", "r-da-5", "q-001", "q-003", "q-004", "q-005", "q-093"]
SPACES = {
    "q": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "c": "http://www.imsglobal.org/xsd/imscp_v1p1",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
}


@pytest.fixture(scope="module")
def pack(real_site: Site) -> Pack:
    chosen = from_ids(real_site, IDS)
    return make_pack(chosen, wording_for(real_site, [chosen]))


@pytest.fixture(scope="module")
def files(pack: Pack) -> dict[str, bytes]:
    return pack_files([pack])[0]


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_a_pack_written_again_later_has_the_same_bytes(pack: Pack, files: dict[str, bytes]) -> None:
    time.sleep(2.1)  # zip times count in steps of two seconds
    again = pack_files([pack])[0]
    assert list(files) == list(again)
    assert [name for name in files if files[name] != again[name]] == []


def test_every_slide_has_id_edition_and_notes_and_the_chart_says_what_it_shows(
    pack: Pack, files: dict[str, bytes]
) -> None:
    deck = Presentation(io.BytesIO(files["slides.pptx"]))
    footers = []
    for slide in deck.slides:
        (footer,) = [s.text_frame.text for s in slide.placeholders if s.element.ph.get("type") == "ftr"]
        assert pack.number in footer
        assert slide.notes_slide.notes_text_frame.text.strip()
        assert slide.shapes.title.text_frame.text
        footers.append(footer.split("  |  ")[0])
    assert {i for i in IDS if i not in footers} == set()
    charts = [s for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert len(charts) == 1
    described = charts[0]._element.nvGraphicFramePr.cNvPr.get("descr")
    assert "Half of Force C's cases were inadequate" in described
    assert [len(p.values) for p in charts[0].chart.plots[0].series] == [8, 8, 8]


def test_the_cover_tells_edition_and_review_and_the_end_the_works(pack: Pack, files: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(files["slides.pptx"]))
    cover, last = deck.slides[0], deck.slides[len(deck.slides) - 1]
    words = "\n".join(s.text_frame.text for s in cover.placeholders)
    assert pack.edition in words
    assert "review is due" in words
    assert last.shapes.title.text_frame.text == "Works cited"
    assert all(work in last.notes_slide.notes_text_frame.text for work in pack.works)


def test_a_table_of_figures_stands_as_a_table_with_its_head(real_site: Site) -> None:
    chosen = from_ids(real_site, ["f-es-4-02", "q-001"])
    deck = Presentation(io.BytesIO(write_slides(make_pack(chosen, wording_for(real_site, [chosen])))))
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    assert len(tables) == 1
    assert tables[0].first_row
    assert tables[0].cell(1, 0).text_frame.text == "A"


def test_no_slide_holds_more_than_its_body_can(files: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(files["slides.pptx"]))
    for slide in deck.slides:
        for shape_ in slide.placeholders:
            if shape_.placeholder_format.idx == 1:
                assert len(shape_.text_frame.text) < 900, slide.shapes.title.text_frame.text


@pytest.mark.parametrize("name", ["handout", "facilitator-notes", "questions", "answers"])
def test_a_word_document_is_sound_dated_by_its_edition_and_has_a_footer(
    pack: Pack, files: dict[str, bytes], name: str
) -> None:
    with opened(files[f"{name}.docx"]) as archive:
        assert archive.testzip() is None
        parts = {n: archive.read(n) for n in archive.namelist()}
    for part, data in parts.items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(data)
    assert parts["docProps/core.xml"].count(f"{pack.date}T00:00:00Z".encode()) == 2
    footers = [data for part, data in parts.items() if part.startswith("word/footer")]
    assert any(pack.number.encode() in data for data in footers)
    text = "".join(etree.fromstring(parts["word/document.xml"]).itertext())
    assert pack.edition in text


def test_the_question_sheet_tells_no_answer_and_the_answers_tell_all(pack: Pack, files: dict[str, bytes]) -> None:
    def words(name: str) -> str:
        with opened(files[name]) as archive:
            tree = etree.fromstring(archive.read("word/document.xml"))
        return "\n".join("".join(p.itertext()) for p in tree.iter(f"{{{SPACES['w']}}}p"))

    sheet, answers = words("questions.docx"), words("answers.docx")
    for asked in pack.questions:
        assert asked.id in sheet
        assert asked.stem in sheet
        assert asked.stem in answers
        assert asked.explained()[:60] not in sheet
    assert "Answer: " not in sheet
    assert answers.count("Answer: ") == sum(not a.points for a in pack.questions)


def test_the_handout_is_a_tagged_pdf_in_british_english(files: dict[str, bytes]) -> None:
    for name in ("handout.pdf", "questions.pdf", "answers.pdf"):
        data = files[name]
        assert data.startswith(b"%PDF-1.7")
        assert b"/MarkInfo" in data
        assert b"/Lang(en-GB)" in data
        assert b"pdfuaid:part" in data


@dataclass(frozen=True)
class Gift:
    name: str
    stem: str
    answers: tuple[tuple[str, float, str, str], ...]
    truth: str
    feedback: str


def read_gift(text: str) -> list[Gift]:
    """Read GIFT strictly: comments, categories, and questions ``::name::stem { answers #### feedback }``."""
    found = []
    for block in re.split(r"\n\n+", text.strip()):
        lines = [line for line in block.split("\n") if not line.startswith("//")]
        if not lines or lines[0].startswith("$CATEGORY: "):
            continue
        words = "\n".join(lines)
        token = re.compile(r"\\[~=#{}:\\n]|[^~=#{}:\\]|::|####|[~={}#]", re.DOTALL)
        tokens, at = [], 0
        while at < len(words):
            match = token.match(words, at)
            assert match, f"{words[at : at + 30]!r} is not GIFT"
            tokens.append(match.group())
            at = match.end()
        assert tokens[0] == "::"
        second = tokens.index("::", 1)
        opening, closing = tokens.index("{"), tokens.index("}")
        assert closing == len(tokens) - 1
        assert "".join(tokens[1:second]).strip()
        inner = tokens[opening + 1 : closing]
        mark = inner.index("####")
        answers: list[tuple[str, float, str, str]] = []
        truth = ""
        sign = ""
        collected: list[str] = []
        for item in [*inner[:mark], "~"]:
            if item in {"~", "="}:
                end = collected.index("#") if "#" in collected else len(collected)
                said, told = plain(collected[:end]), plain(collected[end + 1 :])
                if sign:
                    weight = re.match(r"%(-?\d+(?:\.\d+)?)%", said)
                    share = float(weight[1]) if weight else 100.0 if sign == "=" else 0.0
                    answers.append((sign, share, said[weight.end() :] if weight else said, told))
                elif said:
                    assert said in {"TRUE", "FALSE"}
                    truth = said
                sign, collected = item, []
            else:
                assert item not in {"::", "{", "####"}
                collected.append(item)
        found.append(
            Gift(
                plain(tokens[1:second]),
                plain(tokens[second + 1 : opening]),
                tuple(answers),
                truth,
                plain(inner[mark + 1 :]),
            )
        )
    return found


def plain(tokens: list[str]) -> str:
    return "".join(t[1] if len(t) == 2 and t[0] == "\\" else t for t in tokens).strip()


def test_gift_read_back_gives_the_questions(pack: Pack, files: dict[str, bytes]) -> None:
    read = {g.name.rsplit("(", 1)[1].rstrip(")"): g for g in read_gift(files["questions-gift.txt"].decode())}
    assert list(read) == [a.id for a in pack.questions]
    for asked in pack.questions:
        gift = read[asked.id]
        assert gift.stem.endswith(asked.stem)
        assert asked.explained() in gift.feedback
        kind = asked.shape
        if kind == "multichoice":
            assert [(a[2], a[1] > 0, bool(a[3])) for a in gift.answers] == [
                (o.text, o.right, bool(o.feedback)) for o in asked.options
            ]
            assert sum(a[1] for a in gift.answers if a[1] > 0) == pytest.approx(100, abs=0.01)
        elif kind == "truefalse":
            assert gift.truth == asked.options[asked.right[0] - 1].text.upper()
        else:
            assert (gift.answers == ()) is (kind == "essay")


def test_moodle_xml_has_a_question_of_the_right_type_for_each(pack: Pack, files: dict[str, bytes]) -> None:
    tree = etree.fromstring(files["questions-moodle.xml"])
    assert tree.tag == "quiz"
    asked = [q for q in tree.findall("question") if q.get("type") != "category"]
    assert tree[0].get("type") == "category"
    assert [(q.get("type"), q.findtext("name/text")) for q in asked] == [(a.shape, a.name) for a in pack.questions]
    kinds = {q.get("type") for q in asked}
    assert {"multichoice", "truefalse", "essay"} <= kinds <= {"multichoice", "truefalse", "essay", "shortanswer"}
    for element, question in zip(asked, pack.questions, strict=True):
        shares = [float(a.get("fraction", "")) for a in element.findall("answer")]
        if element.get("type") == "multichoice":
            assert sum(s for s in shares if s > 0) == pytest.approx(100, abs=0.01)
            assert element.findtext("single") == str(len(question.right) == 1).lower()
        elif element.get("type") == "truefalse":
            assert sorted(shares) == [0, 100]
        assert element.findtext("idnumber") == question.id


def test_qti_names_every_file_in_its_manifest_and_every_item_declares_what_it_uses(
    pack: Pack, files: dict[str, bytes]
) -> None:
    with opened(files["questions-qti.zip"]) as archive:
        parts = {n: etree.fromstring(archive.read(n)) for n in archive.namelist()}
    manifest = parts.pop("imsmanifest.xml")
    listed = manifest.xpath("//c:file/@href", namespaces=SPACES)
    assert sorted(listed) == sorted(parts)
    resources = set(manifest.xpath("//c:resource/@identifier", namespaces=SPACES))
    assert set(manifest.xpath("//c:dependency/@identifierref", namespaces=SPACES)) <= resources
    test = parts.pop("test.xml")
    assert sorted(test.xpath("//q:assessmentItemRef/@href", namespaces=SPACES)) == sorted(parts)
    for asked in pack.questions:
        item = parts[f"items/{asked.id}.xml"]
        assert item.get("identifier") == asked.id
        declared = set(item.xpath("//q:responseDeclaration/@identifier", namespaces=SPACES))
        assert set(item.xpath("//@responseIdentifier")) == declared
        outcomes = set(item.xpath("//q:outcomeDeclaration/@identifier", namespaces=SPACES))
        assert set(item.xpath("//q:setOutcomeValue/@identifier", namespaces=SPACES)) <= outcomes
        right = item.xpath("//q:correctResponse/q:value/text()", namespaces=SPACES)
        assert right == [f"O{n}" for n in asked.right]
        choices = item.xpath("//q:simpleChoice/@identifier", namespaces=SPACES)
        assert choices == [f"O{n}" for n in range(1, len(asked.options) + 1)]
