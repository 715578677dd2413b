"""A session's deck and papers: in the order of its run, with care first, exercises from its kit, and figures as its words have them."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from pptx import Presentation
from tests_support import MakeSite

from scripts.content.selection import from_ids, from_session
from scripts.outputs.packs.content import Pack, make_pack, wording_for
from scripts.outputs.packs.lesson import MOST, lesson
from scripts.outputs.packs.papers import papers
from scripts.outputs.packs.slide import Slide
from scripts.outputs.packs.slides import write_slides
from scripts.outputs.packs.write import pack_files

DATA = (
    "id,measure,value,unit,period,area,base,locator,source_fn,caveat,class\n"
    "s-1,Children seen,5,children,2014,,12 children,para. 1.1.1,,Counted once,statistic\n"
    "s-2,Children at home,1800000,children,2014,,,para. 1.1.1,,,statistic\n"
)
LAW = (
    "---\nid: entry\nkind: power\ntitle: Entry\nsummary: A power of the small site, to be taught.\nprovisions: []\n"
    "nations: [England]\nneed: [protect]\ndecider: [constable]\naliases: [door]\nquestions: [May I go in?]\nin_report: false\n"
    "checked: 2026-11-01\nreview_by: 2027-05-01\n---\n\n# Entry { #entry }\n\n## At a glance\n\n| | |\n| --- | --- |\n"
    "| When | Fear of serious injury. No warrant is needed. |\n| What it does not allow | A search for papers. |\n\n"
    + "".join(
        f'### Change number {n} {{ #e-{n} .event date=201{n}-03 confidence=seen nations="England" instrument="An Act" }}\n\nIt changed.\n\n'
        for n in (7, 5, 6)
    )
)
OTHER = LAW.replace("id: entry", "id: stay").replace("Entry", "Stay").replace("#entry", "#stay").replace("#e-", "#e-o")
PLAN = """---
id: first
kind: session
title: First session
summary: A session of the small site to try decks.
level: core
duration: 100
audience: Response officers, 8 to 20 people
records: [f-1, r-1, entry, stay, q-1]
checked: 2026-11-01
review_by: 2027-05-01
---

# First session { #first }

## Aim and outcomes

By the end, people taking part can:

- see the child, as R-ALL-4 asks

## Before you start

!!! content-note "Content note"
    A child waits alone.

- Bring nothing.

## Run of the session

| Minutes | What | How |
| --- | --- | --- |
| 10 | Welcome, content note, aims | Whole group |
| 20 | What inspectors found | Short talk |
| 20 | Three doors | Groups of four |
| 10 | Break | Leave the room |
| 25 | One case | Groups of four on the case |
| 15 | Check what was learnt | Alone |

## Cases and questions

### A girl who waited

She [waited](findings.md#f-1) [@hmic2015, para. 1.1.1].

1. Who saw her?

!!! tip "Facilitator's note"
    Nobody did.

!!! tip "Model answer"
    Go and see her.

## Figures to show

- Of children asked, only 5 of 12 were seen [@hmic2015, para. 1.1.1]: [the row](statistics/rows.md#s-1).
- Almost 1.8 million children were at home [@hmic2015, para. 1.1.1]: [the row](statistics/rows.md#s-2).
- Many waited [@hmic2015, para. 1.1.1]: [the finding](findings.md#f-1).

## The law now

- [Entry](entry.md#entry): fear of serious injury [@hmic2015, para. 1.1.1].
"""
KIT = """---
title: Exercise kit for the first session
summary: What the exercises of the small session need.
---

# Exercise kit

## Three doors

### On screen

1. Read the scene.
2. Choose a power.

### Say and ask

- Which word decides?

### Model answer

- The second door is open [@hmic2015, gloss. child].

### Scene 1

A neighbour calls at two.

### Card: entry

| When | Fear |
| --- | --- |
| At night | Yes |
"""
BANK = (
    "---\ntitle: Questions\nsummary: The questions of the small site.\n---\n\n# Questions\n\n"
    '### Who goes in? { #q-1 .question level=core type=single tests="entry" checked=2026-11-01 }\n\n- [ ] Nobody\n- [x] You\n- [ ] Later\n\n'
    "See [entry](entry.md#entry).\n"
)
PAGE = "---\ntitle: Data\nsummary: Where the rows of the small site stand.\n---\n\n# Data\n\n``` table\ndata: rows\ncaption: Rows\n```\n"
SITE = {
    "docs/plan.md": PLAN, "docs/training/kits/first.md": KIT, "docs/bank.md": BANK, "docs/entry.md": LAW, "docs/stay.md": OTHER,
    "docs/statistics/rows.md": PAGE, "docs/statistics/data/rows.csv": DATA,
}  # fmt: skip


@pytest.fixture
def pack(make_site: MakeSite) -> Pack:
    site = make_site(SITE)
    assert [str(p) for p in site.problems] == []
    chosen = from_session(site, "first")
    return make_pack(chosen, wording_for(site, [chosen]))


def slide(pack: Pack, title: str) -> Slide:
    (found,) = [s for s in lesson(pack) if s.title == title]
    return found


def test_the_deck_follows_the_run_with_care_before_it(pack: Pack) -> None:
    assert [s.title for s in lesson(pack)] == [
        "First session",
        "Before we begin",
        "What we do in 100 minutes",
        "By the end you can",
        "What the report shows",
        "Entry at a glance",
        "The law now",
        "What has changed since 2015",
        "Three doors",
        "Three doors: one answer",
        "Break",
        "A girl who waited",
        "A girl who waited: one answer",
        "Check what was learnt",
        "Answer 1",
        "Before you go",
    ]
    assert slide(pack, "Before we begin").lines[0] == "**A child waits alone.**"
    assert slide(pack, "By the end you can").lines == ("See the child",)
    assert ("20", "Three doors") in slide(pack, "What we do in 100 minutes").table


def test_what_is_said_and_the_minute_stand_in_the_notes_and_no_source_on_the_slide(pack: Pack) -> None:
    for told in lesson(pack)[1:-1]:
        assert told.notes.startswith("Minute "), told.title
        assert "2015, p" not in " ".join([*told.lines, *(w for card in told.cards for w in card)]), told.title
    case = slide(pack, "A girl who waited")
    assert case.lines == ("She waited.", "1.  Who saw her?")
    assert "Minute 60 to 85 of 100" in case.notes
    assert "para. 1.1.1" in case.notes
    assert "Listen for:\n- Nobody did." in case.notes


def test_a_figure_keeps_what_limits_it(pack: Pack) -> None:
    assert slide(pack, "What the report shows").cards == (
        ("5 of 12", "Of children asked, only 5 of 12 were seen."),
        ("Almost 1.8 million", "Almost 1.8 million children were at home."),
        ("", "Many waited."),
    )


def test_changes_of_the_law_stand_by_date_two_of_a_page_and_each_once(pack: Pack) -> None:
    assert slide(pack, "What has changed since 2015").events == (
        ("March 2015", "Change number 5"), ("March 2016", "Change number 6"), ("March 2017", "Change number 7"),
    )  # fmt: skip


def test_an_exercise_shows_its_kit_and_its_paper_holds_no_answer(pack: Pack) -> None:
    shown = slide(pack, "Three doors")
    assert (shown.lines, shown.minutes) == (("Read the scene.", "Choose a power."), 20)
    assert "Ask:\n- Which word decides?" in shown.notes
    made = {name: str(document.data()) for name, document in papers(pack).items()}
    assert "neighbour" in made["kit"]
    assert "'second'" not in made["kit"]
    assert "'second'" in made["facilitator-notes"]
    files = pack_files([pack])[0]
    with zipfile.ZipFile(io.BytesIO(files["kit.docx"])) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    assert [set(b.attrib.values()) for b in document.iter("{*}br")] == [{"page"}, {"page"}]
    assert files["kit.pdf"].startswith(b"%PDF")


def test_an_empty_cell_of_a_kit_keeps_room_to_write(make_site: MakeSite) -> None:
    form = "### Form\n\n| Who | What |\n| --- | --- |\n| Child | |\n| Adult | |\n"
    site = make_site({**SITE, "docs/training/kits/first.md": f"{KIT}\n{form}"})
    chosen = from_session(site, "first")
    files = pack_files([make_pack(chosen, wording_for(site, [chosen]))])[0]
    with zipfile.ZipFile(io.BytesIO(files["kit.docx"])) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    assert sum(not b.attrib for b in document.iter("{*}br")) == 4  # two lines in each of two cells


def test_the_words_of_a_kit_have_their_citations_in_words(pack: Pack) -> None:
    (exercise,) = pack.taught.kit
    assert exercise.answer[0].startswith("The second door is open (HMIC 2015")
    assert exercise.shown == ("The second door is open.",)


def test_what_can_be_spared_goes_first_from_a_deck_that_is_too_long(make_site: MakeSite) -> None:
    more = "".join(f"### Case number {n}\n\nIt was so.\n\n1. Why?\n\n" for n in range(2, 14))
    site = make_site({**SITE, "docs/plan.md": PLAN.replace("## Figures to show", f"{more}## Figures to show")})
    chosen = from_session(site, "first")
    titles = [s.title for s in lesson(make_pack(chosen, wording_for(site, [chosen])))]
    assert len(titles) > MOST  # cases are never dropped
    assert [t for t in titles if "one answer" in t or "at a glance" in t or "changed" in t] == []
    assert "The law now" in titles


def test_every_run_of_the_deck_is_british_english_and_drawings_say_what_they_show(pack: Pack) -> None:
    data = write_slides(pack)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if n.endswith(".xml")}
    assert [n for n, part in parts.items() if b"en-US" in part] == []
    for name, part in parts.items():
        if name.startswith(("ppt/slides/", "ppt/notesSlides/")):
            runs = list(etree.fromstring(part).iter("{*}r"))
            assert [r for r in runs if r.find("{*}rPr") is None or r.find("{*}rPr").get("lang") != "en-GB"] == [], name
    assert b"4:3" not in parts["docProps/app.xml"]
    deck = Presentation(io.BytesIO(data))
    (drawing,) = [s for one in deck.slides for s in one.shapes if s.shape_type == 6]
    assert "March 2015: Change number 5" in drawing._element.nvGrpSpPr.cNvPr.get("descr")


def test_a_deck_of_many_long_ids_is_written(make_site: MakeSite) -> None:
    ids = [f"f-a-finding-with-a-long-id-{n:02d}" for n in range(20)]
    findings = "".join(
        f'### Children were not seen, number {i} {{ #{i} .finding direction=weakness extent="often" }}\n\nSo it was [@hmic2015, para. 1.1.1].\n\n'
        for i in ids
    )
    site = make_site(
        {"docs/many.md": f"---\ntitle: Many\nsummary: Many findings of the small site.\n---\n\n# Many\n\n{findings}"}
    )
    chosen = from_ids(site, ids)
    deck = Presentation(io.BytesIO(write_slides(make_pack(chosen, wording_for(site, [chosen])))))
    kept = deck.core_properties.keywords.split()
    assert kept == ids[: len(kept)]
    assert len(kept) > 5
