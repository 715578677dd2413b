"""Questions in learning systems: what a trainer imports has names, tags, feedback and marks, and a package reports its result."""

from __future__ import annotations

import io
import json
import mimetypes
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import BrowserContext, Page, Route, expect
from tests_support import MakeSite

from scripts.content.question_sets import question_sets
from scripts.content.questions import about_report, parse_question
from scripts.content.selection import from_ids, from_session
from scripts.outputs.lms.asked import Quiz
from scripts.outputs.lms.moodle import gift, moodle_xml
from scripts.outputs.lms.qti import qti
from scripts.outputs.lms.scorm import scorm_briefing, scorm_quiz
from scripts.outputs.lms.sheet import sheet
from scripts.outputs.lms.write import write_quizzes
from scripts.outputs.packs.content import Pack, make_pack, wording_for
from scripts.render.citations import format_citations
from scripts.render.pages import downloads

LAW = (
    "---\nid: entry\nkind: power\ntitle: Entry\nsummary: A power of the small site, to be tested.\nprovisions: []\n"
    "nations: [England]\nneed: [protect]\ndecider: [constable]\naliases: [door]\nquestions: [May I go in?]\nin_report: false\n"
    "checked: 2026-11-01\nreview_by: 2027-05-01\n---\n\n# Entry { #entry }\n\nYou may go in [@hmic2015, para. 1.1.1].\n"
)
BANK = (
    "---\ntitle: Questions\nsummary: The questions of the small site.\ntheme: doors\naudiences: [response, custody]\n---\n\n# Questions\n\n"
    '### Do you go in? { #q-1 .question level=core type=single tests="entry" checked=2026-11-01 }\n\n'
    "You hear a scream. Nobody opens.\n\n"
    "- [ ] No: {wait} ~ = #\n    Waiting may cost a life.\n    So go in.\n- [x] Yes\n    A scream is enough [@hmic2015, para. 1.1.1].\n"
    "- [ ] Later\n    Too late.\n\nSee [entry](entry.md#entry).\n\n"
    '### Which of these help? { #q-2 .question level=core type=several tests="entry" checked=2026-11-01 audiences="custody" }\n\n'
    "- [x] Light\n- [ ] Noise\n- [x] Time\n- [ ] Haste\n\nSee [entry](entry.md#entry).\n\n"
    '### When did it begin? { #q-3 .question level=core type=short tests="entry" checked=2026-11-01 }\n\n'
    "Answer: Since 31 January 2022; or early in 2022\n\nSee [entry](entry.md#entry).\n\n"
    '### Were children seen? { #q-4 .question level=advanced type=true-false tests="f-1" }\n\n'
    "- [ ] True\n- [x] False\n\nSee [the finding](findings.md#f-1) [@hmic2015, para. 1.1.1].\n"
)
PLAN = (
    "---\nid: first\nkind: session\ntitle: First session\nsummary: A session of the small site to try packs.\nlevel: core\nduration: 20\n"
    "audience: All\nrecords: [entry, f-1, q-1, q-4]\nchecked: 2026-11-01\nreview_by: 2027-05-01\n---\n\n# First session { #first }\n\n"
    "## Aim\n\nBy the end:\n\n- see the child\n\n## Run of the session\n\n| Minutes | What | How |\n| --- | --- | --- |\n| 20 | All | Alone |\n\n"
    "## The law now\n\n- [Entry](entry.md#entry): one word [@hmic2015, para. 1.1.1].\n"
)
SPACES = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p1"}


@pytest.fixture
def pack(make_site: MakeSite) -> Pack:
    site = make_site({"docs/bank.md": BANK, "docs/entry.md": LAW, "docs/plan.md": PLAN})
    assert [str(p) for p in site.problems] == []
    chosen = from_ids(site, ["entry", "q-1", "q-2", "q-3", "q-4"])
    return make_pack(chosen, wording_for(site, [chosen]))


@pytest.fixture
def quiz(pack: Pack) -> Quiz:
    return pack.quiz


def xml_of(quiz: Quiz, identifier: str, address: str = "") -> etree._Element:
    (found,) = [q for q in etree.fromstring(moodle_xml(quiz, address)) if q.findtext("idnumber") == identifier]
    return found


def test_the_lines_under_an_option_are_its_feedback_and_no_part_of_the_explanation(make_site: MakeSite) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/entry.md": LAW})
    read = parse_question(site.records["q-1"])
    assert [o.feedback for o in read.options] == [
        "Waiting may cost a life. So go in.", "A scream is enough [@hmic2015, para. 1.1.1].", "Too late.",
    ]  # fmt: skip
    assert read.explanation == "See [entry](entry.md#entry)."
    assert {r.id: about_report(r, site) for r in site.of_kind("question")} == {
        "q-1": False, "q-2": False, "q-3": False, "q-4": True,
    }  # fmt: skip


def test_the_bank_is_given_whole_by_theme_by_audience_and_apart_what_is_about_the_report(make_site: MakeSite) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/entry.md": LAW})
    assert {s.name: [q.id for q in s.questions] for s in question_sets(site)} == {
        "all": ["q-1", "q-2", "q-3", "q-4"],
        "about-the-report": ["q-4"],
        "scenarios": ["q-1"],
        "theme-doors": ["q-1", "q-2", "q-3", "q-4"],
        "for-response": ["q-1", "q-3", "q-4"],
        "for-custody": ["q-1", "q-2", "q-3", "q-4"],
    }


def test_every_set_is_written_in_every_format_with_the_same_bytes(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/entry.md": LAW})
    formatted = format_citations(site)
    first = write_quizzes(site, formatted, tmp_path / "one")
    again = write_quizzes(site, formatted, tmp_path / "two")
    assert len(first) == 30
    assert [p.name for p, other in zip(first, again, strict=True) if p.read_bytes() != other.read_bytes()] == []


def test_the_page_of_downloads_links_every_file_that_is_written(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/entry.md": LAW, "docs/plan.md": PLAN})
    written = {p.name for p in write_quizzes(site, format_citations(site), tmp_path)}
    linked = set(re.findall(r'href="quizzes/([^"]+)"', downloads.page(site)))
    assert linked == written
    assert 'href="packs/first/slides.pptx" download="first-slides.pptx"' in downloads.page(site)


def test_moodle_finds_a_question_by_name_tag_and_id_and_tells_of_each_option(quiz: Quiz) -> None:
    element = xml_of(quiz, "q-1", "https://intranet.example/site/")
    assert element.findtext("name/text") == "Entry: Do you go in? (q-1)"
    tags = {t.findtext("text") for t in element.iter("tag")}
    assert {"doors", "for response", "for custody", "core", "single", "scenario", "entry"} == tags
    assert [(a.get("fraction"), a.findtext("feedback/text")) for a in element.findall("answer")] == [
        ("0", "<p>Waiting may cost a life. So go in.</p>"),
        ("100", "<p>A scream is enough (HMIC 2015, pp. 4–5, para. 1.1.1).</p>"),
        ("0", "<p>Too late.</p>"),
    ]
    assert element.findtext("questiontext/text") == "<p>You hear a scream. Nobody opens.</p><p>Do you go in?</p>"
    after = element.findtext("generalfeedback/text") or ""
    assert '<a href="https://intranet.example/site/entry.html#entry">Entry</a>' in after
    assert "[entry]" not in after


def test_what_is_about_the_report_goes_into_a_category_of_its_own(quiz: Quiz) -> None:
    places: dict[str, str] = {}
    at = ""
    for element in etree.fromstring(moodle_xml(quiz)):
        if element.get("type") == "category":
            at = (element.findtext("category/text") or "").rsplit("/", 1)[1]
        else:
            places[element.findtext("idnumber") or ""] = at
    assert places == {**dict.fromkeys(["q-1", "q-2", "q-3"], quiz.title), "q-4": "About the report"}
    assert gift(quiz).decode().count("$CATEGORY: ") == 2


def test_a_short_answer_is_right_without_its_first_word_and_in_each_way_given(quiz: Quiz) -> None:
    accepted = [a.findtext("text") for a in xml_of(quiz, "q-3").findall("answer")]
    assert accepted == ["Since 31 January 2022", "early in 2022", "*31 January 2022*", "*early in 2022*"]


def test_gift_has_id_tags_and_feedback_masked(quiz: Quiz) -> None:
    text = gift(quiz).decode()
    assert "// [id:q-1] [tag:doors] [tag:for response]" in text
    assert r"~No\: \{wait\} \~ \= \##Waiting may cost a life. So go in." in text


def test_qti_shows_the_feedback_of_what_was_chosen(quiz: Quiz) -> None:
    with zipfile.ZipFile(io.BytesIO(qti(quiz))) as archive:
        item = etree.fromstring(archive.read("items/q-1.xml"))
        sections = etree.fromstring(archive.read("test.xml")).xpath("//q:assessmentSection/@title", namespaces=SPACES)
    shown = item.xpath("//q:feedbackInline[@outcomeIdentifier='CHOSEN']/@identifier", namespaces=SPACES)
    assert shown == ["O1", "O2", "O3"]
    assert item.xpath("//q:setOutcomeValue[@identifier='CHOSEN']/q:variable/@identifier", namespaces=SPACES) == [
        "RESPONSE"
    ]
    assert sections == [quiz.title, f"{quiz.title}: About the report"]


def test_excel_has_a_row_for_each_question_and_no_formula(quiz: Quiz) -> None:
    with zipfile.ZipFile(io.BytesIO(sheet(quiz))) as archive:
        strings = "".join(etree.fromstring(archive.read("xl/sharedStrings.xml")).itertext())
        pages = [etree.fromstring(archive.read(f"xl/worksheets/sheet{n}.xml")) for n in (1, 2)]
    assert [sum(1 for _ in p.iter("{*}row")) for p in pages] == [4, 2]
    assert all(p.find(".//{*}f") is None for p in pages)
    assert "Waiting may cost a life. So go in." in strings


@pytest.mark.parametrize("kind", ["quiz", "briefing"])
def test_a_scorm_package_names_its_files_and_says_which_version(pack: Pack, quiz: Quiz, kind: str) -> None:
    data = scorm_quiz(quiz) if kind == "quiz" else scorm_briefing(pack)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
    assert {f.get("href") for f in manifest.iter("{*}file")} == names - {"imsmanifest.xml"}
    assert manifest.findtext(".//{*}schemaversion") == "1.2"
    assert manifest.findtext(".//{*}masteryscore") == ("80" if kind == "quiz" else None)
    assert "q-4" not in json.dumps(content_of(data)["questions"] if kind == "quiz" else [])


def content_of(package: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        found: dict[str, list[dict[str, str]]] = json.loads(archive.read("content.js").decode().split("=", 1)[1])
        return found


LMS = """<!doctype html><title>LMS</title><script>
const kept = JSON.parse(sessionStorage.getItem("cmi") ?? "{}"), calls = [], wrong = []
const read = { "cmi.core.lesson_status": "not attempted", "cmi.suspend_data": "", "cmi.interactions._count": "0", ...kept }
const rules = {
  "cmi.core.lesson_status": /^(passed|completed|failed|incomplete|browsed)$/, "cmi.core.score.(raw|min|max)": /^(100|\\d{1,2})$/,
  "cmi.core.lesson_location": /^.{0,255}$/, "cmi.suspend_data": /^.{0,4096}$/, "cmi.core.exit": /^(time-out|suspend|logout|)$/,
  "cmi.core.session_time": /^\\d{2,4}:\\d\\d:\\d\\d(\\.\\d{1,2})?$/, "cmi.interactions.\\\\d+.id": /^[\\w-]{1,255}$/,
  "cmi.interactions.\\\\d+.type": /^(true-false|choice)$/, "cmi.interactions.\\\\d+.time": /^\\d\\d:\\d\\d:\\d\\d$/,
  "cmi.interactions.\\\\d+.correct_responses.0.pattern": /^([tf]|[a-z](,[a-z])*)$/, "cmi.interactions.\\\\d+.weighting": /^\\d+$/,
  "cmi.interactions.\\\\d+.student_response": /^([tf]|[a-z](,[a-z])*)$/, "cmi.interactions.\\\\d+.result": /^(correct|wrong)$/,
}
let open = false
window.API = {
  LMSInitialize() { open = true; calls.push("init"); return "true" },
  LMSGetValue(key) { if (!open) wrong.push(key); return read[key] ?? "" },
  LMSSetValue(key, value) {
    const [, rule] = Object.entries(rules).find(([name]) => new RegExp(`^${name}$`).test(key)) ?? []
    if (!open || !rule?.test(value)) wrong.push([key, value])
    read[key] = value
    if (key.endsWith(".id")) read["cmi.interactions._count"] = String(Number(read["cmi.interactions._count"]) + 1)
    return "true"
  },
  LMSCommit() { sessionStorage.setItem("cmi", JSON.stringify(read)); calls.push("commit"); return "true" },
  LMSFinish() { open = false; calls.push("finish"); return "true" },
  LMSGetLastError() { return "0" },
}
</script><iframe src="index.html" title="lesson" width="800" height="900"></iframe>"""


def taught(context: BrowserContext, package: bytes) -> Page:
    """Open a package inside a page that keeps SCORM 1.2's data model by its own rules and remembers what it was told."""
    archive = zipfile.ZipFile(io.BytesIO(package))

    def serve(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        body = archive.read(name) if name else LMS.encode()
        route.fulfill(body=body, content_type=mimetypes.guess_type(name)[0] or "text/html")

    context.route("http://lms.test/**", serve)
    page = context.new_page()
    page.goto("http://lms.test/")
    return page


def answer(page: Page, right: list[int]) -> None:
    frame = page.frame_locator("iframe")
    for number in right:
        frame.locator("input").nth(number).check()
    frame.get_by_role("button", name="Check").click()


@pytest.mark.browser
def test_a_quiz_reports_each_answer_the_score_and_whether_it_was_passed(context: BrowserContext, quiz: Quiz) -> None:
    page = taught(context, scorm_quiz(quiz))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Question 1 of 2")).to_be_focused()
    answer(page, [0])
    expect(frame.locator(".said").first).to_have_text("Waiting may cost a life. So go in.")
    frame.get_by_role("button", name="Next").click()
    page.reload()  # the learner comes back: the second question, and the first as answered
    expect(frame.get_by_role("heading", name="Question 2 of 2")).to_be_visible()
    answer(page, [0, 2])
    frame.get_by_role("button", name="See the result").click()
    expect(frame.locator("main")).to_contain_text("1 of 2 right: 50 percent. The mark to pass is 80 percent.")
    told = page.evaluate("read")
    assert (told["cmi.core.lesson_status"], told["cmi.core.score.raw"]) == ("failed", "50")
    assert [told[f"cmi.interactions.{n}.result"] for n in (0, 1)] == ["wrong", "correct"]
    assert told["cmi.interactions.1.student_response"] == "a,c"
    frame.get_by_role("button", name="Try other questions").click()
    answer(page, [1])
    frame.get_by_role("button", name="Next").click()
    answer(page, [0, 2])
    frame.get_by_role("button", name="See the result").click()
    page.evaluate("document.querySelector('iframe').remove()")
    assert page.evaluate("[read['cmi.core.lesson_status'], calls.at(-1), wrong]") == ["passed", "finish", []]


@pytest.mark.browser
def test_a_briefing_is_complete_at_its_end_and_works_without_a_learning_system(
    context: BrowserContext, make_site: MakeSite
) -> None:
    site = make_site({"docs/bank.md": BANK, "docs/entry.md": LAW, "docs/plan.md": PLAN})
    chosen = from_session(site, "first")
    page = taught(context, scorm_briefing(make_pack(chosen, wording_for(site, [chosen]))))
    frame = page.frame_locator("iframe")
    seen = []
    while not frame.locator("fieldset").count():
        seen.append(frame.locator("h2").inner_text())
        frame.get_by_role("button", name="Next").click()
    assert seen == ["Before you begin", "Why it matters", "What you should be able to do", "The law now"]
    answer(page, [1])
    frame.get_by_role("button", name="See the result").click()
    assert page.evaluate("[read['cmi.core.lesson_status'], read['cmi.core.score.raw'], wrong]") == [
        "completed",
        "100",
        [],
    ]
    alone = context.new_page()
    alone.goto("http://lms.test/index.html")
    expect(alone.get_by_role("heading", name="Before you begin")).to_be_visible()
