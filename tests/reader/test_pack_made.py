"""Files made on the pack page, from a folder and without a network, say what the command's say, in the same order."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser
from pptx import Presentation
from pptx.shapes.group import GroupShape

from scripts.content.model import Site
from scripts.content.selection import choose
from scripts.outputs.lms.moodle import moodle_xml
from scripts.outputs.lms.scorm import scorm_quiz
from scripts.outputs.packs.content import make_pack, wording_for
from scripts.outputs.packs.papers import papers
from scripts.outputs.packs.slides import write_slides
from scripts.outputs.packs.typeset import typeset

pytestmark = pytest.mark.browser
TITLE = "Night shift: who's next & why?"
SESSION = "powers-to-protect-now"
CHOSEN = [
    "missing-and-exploitation", "police-protection", "case-01", "s-t2-05", "case-16", "f-es-4-02", "s-t2-03", "s-4-4-5-01",
    "r-da-5", "s-2-7-2-06", "unexpected-death-of-a-child", "s-fn58-01", "q-001", "q-166", "q-029", "q-146", "q-059", "t-child",
]  # fmt: skip
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Made:
    """The page's files, the command's, and what the page asked for outside its folder or wrote on the console."""

    page: dict[str, bytes]
    outside: list[str]
    command: dict[str, bytes]


@pytest.fixture(scope="module")
def all_made(browser: Browser, built_site: Path, real_site: Site) -> dict[str, Made]:
    """Make a pack of chosen records under a title, and that of a session, which the build has made by the command's hands."""
    selection = choose(real_site, CHOSEN, theme=None, session=None, every=False, title=TITLE)[""]
    pack = make_pack(selection, wording_for(real_site, [selection]))
    by_command = typeset(
        {f"{name}.docx": paper for name, paper in papers(pack).items()}, footer="In harm's way", date=pack.date
    ) | {
        "slides.pptx": write_slides(pack),
        "questions-moodle.xml": moodle_xml(pack.quiz),
        "quiz-scorm.zip": scorm_quiz(pack.quiz),
    }
    ready = {path.name: path.read_bytes() for path in (built_site / "training/packs" / SESSION).iterdir()}
    return {
        "chosen": Made(*on_the_page(browser, built_site, CHOSEN, TITLE), by_command),
        "session": Made(*on_the_page(browser, built_site, [SESSION], ""), ready),
    }


@pytest.fixture(params=["chosen", "session"])
def made(request: pytest.FixtureRequest, all_made: dict[str, Made]) -> Made:
    return all_made[request.param]


def on_the_page(browser: Browser, built_site: Path, ids: list[str], title: str) -> tuple[dict[str, bytes], list[str]]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    outside: list[str] = []
    inside = (built_site.as_uri(), "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(inside) else outside.append(r.url))
    page.on("console", lambda m: outside.append(m.text))
    page.on("pageerror", lambda e: outside.append(str(e)))
    page.goto(f"{built_site.as_uri()}/training/pack.html?ids={','.join(ids)}")
    page.get_by_label("Title", exact=True).fill(title)
    assert page.evaluate("document.querySelectorAll('script[src*=vendor], script[src*=maker]').length") == 0
    files = {}
    for button in page.locator(".pack-made button").all():
        with page.expect_download() as download:
            button.click()
        files[download.value.suggested_filename] = download.value.path().read_bytes()
    context.close()
    return files, outside


def slides(data: bytes) -> list[list[str]]:
    """Return each slide's words: title, body, table or chart, footer, and notes."""
    return [
        [*(w for s in slide.shapes for w in shape_words(s)), *slide.notes_slide.notes_text_frame.text.split()]
        for slide in Presentation(io.BytesIO(data)).slides
    ]


def shape_words(shape: Any) -> Iterator[str]:
    if (
        shape.is_placeholder
        and shape.placeholder_format.type is not None
        and "SLIDE_NUMBER" in str(shape.placeholder_format.type)
    ):
        return
    if isinstance(shape, GroupShape):
        yield from (w for inner in shape.shapes for w in shape_words(inner))
    elif shape.has_chart:
        plot = shape.chart.plots[0]
        yield from (str(c) for c in plot.categories)
        yield from (f"{s.name}: {[float(v) if v is not None else None for v in s.values]}" for s in plot.series)
    elif shape.has_table:
        yield from (w for row in shape.table.rows for cell in row.cells for w in cell.text.split())
    elif shape.has_text_frame:
        yield from shape.text_frame.text.split()


def document_words(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    return [w for p in body.iter(f"{W}p") for w in "".join(t.text or "" for t in p.iter(f"{W}t")).split()]


def test_slides_made_on_the_page_say_what_the_commands_say(made: Made) -> None:
    ours, theirs = slides(made.page["slides.pptx"]), slides(made.command["slides.pptx"])
    assert [s[:6] for s in ours] == [s[:6] for s in theirs]
    assert ours == theirs
    assert len(ours) > 15


@pytest.mark.parametrize("name", ["handout.docx", "questions.docx", "answers.docx"])
def test_papers_made_on_the_page_say_what_the_commands_say(made: Made, name: str) -> None:
    ours, theirs = document_words(made.page[name]), document_words(made.command[name])
    at = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), 0)
    assert ours == theirs, f"from word {at}: {ours[at - 8 : at + 8]} is not {theirs[at - 8 : at + 8]}"


def test_question_files_made_on_the_page_are_the_commands(made: Made) -> None:
    assert made.page["questions-moodle.xml"] == made.command["questions-moodle.xml"]
    ours, theirs = (zipfile.ZipFile(io.BytesIO(files["quiz-scorm.zip"])) for files in (made.page, made.command))
    assert sorted(ours.namelist()) == sorted(theirs.namelist())
    for name in ours.namelist():
        if name != "content.js":
            assert ours.read(name) == theirs.read(name), name
    content = [json.loads(z.read("content.js").split(b" = ", 1)[1]) for z in (ours, theirs)]
    assert content[0] == content[1]


def test_nothing_was_asked_for_outside_and_nothing_written_on_the_console(made: Made) -> None:
    assert len(set(made.page) & set(made.command)) == 6
    assert made.outside == []
