"""The training pages in headless Chromium, opened from a folder: a pack of six records, and the self-test."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scripts.content.model import Site
from scripts.content.pack_files import files_of
from scripts.content.session_run import run_of

pytestmark = pytest.mark.browser
SIX = ["police-protection", "case-01", "case-16", "f-4-1-07", "r-da-5", "q-001"]


@pytest.fixture
def page(context: BrowserContext, built_site: Path) -> Iterator[Page]:
    """Open pages from the folder; any request outside it and any word on the console fails the test."""
    page = context.new_page()
    seen: list[str] = []
    page.on(
        "request", lambda r: None if r.url.startswith((built_site.as_uri(), "data:", "blob:")) else seen.append(r.url)
    )
    page.on("console", lambda m: seen.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: seen.append(str(e)))
    yield page
    assert seen == []


def listed(page: Page) -> list[str]:
    return [
        facts.split(". ")[1].rstrip(".") for facts in page.locator(".pack-list > li > .record-facts").all_inner_texts()
    ]


def test_a_pack_of_six_records_is_gathered_ordered_shared_and_saved(page: Page, built_site: Path) -> None:
    places = {
        "police-protection": "powers/police-protection.html",
        "case-01": "cases/initial-contact.html",
        "case-16": "cases/delay.html",
        "f-4-1-07": "findings/initial-contact.html",
        "r-da-5": "recommendations/domestic-abuse.html",
        "q-001": "training/questions/powers-to-protect.html",
    }
    for number, (identifier, path) in enumerate(places.items(), 1):
        page.goto(f"{built_site.as_uri()}/{path}")
        page.get_by_role("button", name=f"Add to pack: {identifier}", exact=True).click()
        expect(page.locator(".open-pack:visible").last).to_have_text(f"Open pack ({number})")
    page.locator(".open-pack:visible").last.click()
    expect(page.locator(".pack-list > li")).to_have_count(6)
    assert listed(page) == SIX
    page.get_by_role("button", name="Down: Police protection", exact=True).press("Enter")
    page.locator(".pack-list > li").nth(5).locator(".pack-remove").press("Enter")
    order = ["case-01", "police-protection", "case-16", "f-4-1-07", "r-da-5"]
    assert listed(page) == order
    assert page.url.endswith(f"training/pack.html?ids={','.join(order)}")
    expect(page.locator(".pack-command code")).to_have_text(f"python3 -m scripts pack {' '.join(order)} -o my-pack")
    page.get_by_label("Add a record by id or title").fill("q-001")
    page.keyboard.press("Enter")
    assert listed(page) == [*order, "q-001"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download Markdown").click()
    markdown = download.value.path().read_text(encoding="utf-8")
    assert markdown.startswith("# Training pack\n")
    assert all(f". {identifier}. " in markdown for identifier in SIX)
    assert "(HMIC 2015, p. " in markdown
    with page.expect_download() as download:
        page.get_by_role("button", name="Download HTML").click()
    saved = download.value.path().read_text(encoding="utf-8")
    assert saved.count("<section>") == 6
    assert "<script" not in saved


def test_a_link_to_a_pack_needs_no_storage_and_an_unknown_id_is_told(browser: Browser, built_site: Path) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError') } })"
    )
    page = context.new_page()
    page.goto(f"{built_site.as_uri()}/training/pack.html?ids=case-16,case-99,q-001")
    expect(page.locator(".pack-list > li")).to_have_count(3)
    expect(page.locator(".pack-list")).to_contain_text("There is no record with this id in this edition.")
    page.get_by_label("Add a record by id or title").fill("no such thing")
    page.keyboard.press("Enter")
    expect(page.locator(".pack-status")).to_contain_text("There is no record")
    page.goto(f"{built_site.as_uri()}/cases/delay.html")
    page.get_by_role("button", name="Add to pack: case-16", exact=True).click()
    expect(page.locator(".open-pack:visible")).to_have_attribute(
        "href", f"{built_site.as_uri()}/training/pack.html?ids=case-16"
    )
    context.close()


def test_a_pack_prints_without_its_controls(page: Page, built_site: Path) -> None:
    page.goto(f"{built_site.as_uri()}/training/pack.html?ids=case-16,q-001")
    expect(page.locator(".pack-list > li")).to_have_count(2)
    page.emulate_media(media="print")
    assert page.locator(".pack-control:visible").count() == 0
    assert page.locator(".pack-list details:visible").count() == 0
    expect(page.locator(".pack-list")).to_contain_text("No record showed that police had spoken to either boy")
    assert page.locator("article > p:not(.print-only):visible").count() == 0


def test_a_pack_prints_with_its_own_title_and_with_answers_where_they_are_wanted(page: Page, built_site: Path) -> None:
    page.goto(f"{built_site.as_uri()}/training/pack.html?ids=q-001")
    page.evaluate("window.print = () => {}")
    page.get_by_label("Title", exact=True).fill("Night shift")
    expect(page.locator(".pack-command code")).to_have_text(
        'python3 -m scripts pack q-001 --title "Night shift" -o my-pack'
    )
    assert page.url.endswith("?ids=q-001&title=Night%20shift")
    page.get_by_role("button", name="Print with answers").click()
    page.emulate_media(media="print")
    expect(page.locator(".pack-print-title")).to_have_text("Night shift")
    expect(page.locator(".pack-list details")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Print without answers").click()
    page.emulate_media(media="print")
    expect(page.locator(".pack-list details")).to_be_hidden()


def test_the_letter_of_an_option_stands_on_its_first_line(page: Page, built_site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{built_site.as_uri()}/training/questions/powers-to-protect.html")
    label = page.locator(".question-options label").first
    assert label.evaluate("e => getComputedStyle(e).display") == "block"  # a letter keeps to the first line of a block


def test_a_question_shows_its_answer_after_choosing_by_keyboard_alone(page: Page, built_site: Path) -> None:
    page.goto(f"{built_site.as_uri()}/training/self-test.html")
    page.locator("#self-test-theme").select_option(label="Questions on powers to protect")
    box = page.locator("#test-q-001 ~ .question-options").first
    answer = page.locator("#test-q-001 ~ details").first
    expect(answer).to_be_hidden()
    box.locator("input").first.focus()
    page.keyboard.press("Space")
    for _ in range(int(box.get_attribute("data-right") or "0") - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_contain_text("Right.")
    expect(answer).to_be_visible()
    expect(answer).to_contain_text("names no rank for it")
    expect(page.locator(".self-test-score")).to_have_text("1 of 1 right at the first try.")
    assert page.locator("#theme-custody:visible").count() == 0


def test_without_scripts_answers_stand_in_a_disclosure_and_plans_offer_ready_packs(
    browser: Browser, built_site: Path, real_site: Site
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{built_site.as_uri()}/training/questions/powers-to-protect.html")
    answer = page.locator("#q-001 ~ details").first
    answer.locator("summary").click()
    expect(answer).to_contain_text(". Any constable.")
    page.goto(f"{built_site.as_uri()}/training/pack.html")
    expect(page.locator("article")).to_contain_text("use the ready packs")
    page.goto(f"{built_site.as_uri()}/training/sessions/initial-contact-session.html")
    links = page.locator(".ready-pack a")
    assert links.count() == len(files_of(real_site.records["initial-contact-session"], real_site)) > 13
    for link in links.all():
        target = (built_site / "training/sessions" / (link.get_attribute("href") or "")).resolve()
        assert target.stat().st_size > 500, target
    context.close()


def test_an_own_session_plan_is_composed_by_keyboard_and_kept_in_a_file(
    page: Page, built_site: Path, real_site: Site, tmp_path: Path
) -> None:
    run = run_of(real_site.records["powers-to-protect-now"])
    length, count = sum(part.minutes for part in run), len(run)
    last = next(part for part in reversed(run) if part.minutes < 20)
    left = length - last.minutes  # for what stays of it
    fits = f"{count} steps: {left + 5} of {length} minutes, {last.minutes - 5} left."
    clock = f"{left // 60}:{left % 60:02} to {(left + 5) // 60}:{(left + 5) % 60:02}"
    page.goto(f"{built_site.as_uri()}/training/pack.html?ids=case-16,q-001&title=Night%20shift")
    plan = page.locator(".plan")
    told = plan.get_by_role("status")
    expect(told).to_have_text("No step yet.")
    plan.get_by_label("Begin with a session of this site").select_option(label="Powers to protect now")
    plan.get_by_role("button", name="Take its steps").press("Enter")
    expect(told).to_have_text(f"{count} steps: {length} of {length} minutes, it fits.")
    plan.get_by_role("button", name="Down: Welcome, content note, aims").press("Enter")
    expect(told).to_contain_text(f"Welcome, content note, aims is now step 2 of {count}.")
    expect(plan.get_by_role("button", name="Down: Welcome, content note, aims")).to_be_focused()
    plan.get_by_role("button", name=f"Remove: {last.what}").press("Enter")
    plan.get_by_role("button", name="Add a step", exact=True).press("Enter")
    page.keyboard.type("Our own case")
    page.keyboard.press("Tab")
    page.keyboard.type("200")
    page.keyboard.press("Tab")
    page.keyboard.type("Ask: who saw her?")
    expect(told).to_contain_text(f"{left + 200} of {length} minutes, {200 - last.minutes} too many.")
    plan.get_by_label("Minutes", exact=True).last.fill("5")
    expect(told).to_have_text(fits)
    expect(plan.locator(".plan-clock").last).to_have_text(clock)
    with page.expect_download() as download:
        plan.get_by_role("button", name="Save the plan").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.get_by_label("The file pack.json of a pack you have taught").set_input_files(file)
    expect(page.locator(".pack-since")).to_contain_text(re.compile(r"edition \d{4}\.\d\d\S*; .*0 of 2 changed, 0 gone"))
    with page.expect_download() as download:
        plan.get_by_role("button", name="Make it a Word file").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        words = archive.read("word/document.xml").decode()
    assert "Session plan: Night shift" in words
    assert (
        words.index(run[1].what)
        < words.index(run[0].what)
        < words.index("Our own case")
        < words.index("Ask: who saw her?")
    )


def test_a_saved_session_plan_opens_on_another_device_and_prints(page: Page, built_site: Path, tmp_path: Path) -> None:
    steps = [
        {"minutes": 10, "what": "Welcome", "notes": ""},
        {"minutes": 25, "what": "Our own case", "notes": "Ask: who saw her?"},
    ]
    told = {"kind": "in-harms-way-session-plan", "format": 1, "title": "Night shift", "length": 30, "steps": steps}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({**told, "ids": ["case-16", "q-001"]}), encoding="utf-8")
    page.goto(f"{built_site.as_uri()}/training/pack.html")
    page.get_by_label("Open a plan that was saved here").set_input_files(file)
    plan = page.locator(".plan")
    expect(plan.get_by_role("status")).to_contain_text("2 steps: 35 of 30 minutes, 5 too many.")
    expect(page.locator(".pack-list > li")).to_have_count(2)
    expect(page.get_by_label("Title", exact=True)).to_have_value("Night shift")
    page.evaluate(
        "window.print = () => window.printed = [...document.querySelectorAll('.prints-plan td')].map(e => e.innerText)"
    )
    page.get_by_role("button", name="Print the plan").press("Enter")
    assert page.evaluate("window.printed.slice(-4)") == ["0:10 to 0:35", "25", "Our own case", "Ask: who saw her?"]
    file.write_text(json.dumps({**told, "format": 2}), encoding="utf-8")
    page.get_by_label("Open a plan that was saved here").set_input_files(file)
    expect(plan.get_by_role("status")).to_contain_text("This is no session plan")
    expect(plan.locator(".plan-steps > li")).to_have_count(2)


def test_a_pack_taught_before_shows_what_has_changed_since(page: Page, built_site: Path, tmp_path: Path) -> None:
    then = json.loads((built_site / "training/packs/powers-to-protect-now/pack.json").read_text(encoding="utf-8"))
    assert set(then["state"]) == {*then["records"], *then["questions"]}
    then["state"]["case-25"] = "0" * 10
    then["state"]["q-nothing"] = "0" * 10
    then["edition"] = "2026.05"
    file = tmp_path / "pack.json"
    file.write_text(json.dumps(then), encoding="utf-8")
    page.goto(f"{built_site.as_uri()}/training/pack.html")
    page.get_by_label("The file pack.json of a pack you have taught").set_input_files(file)
    since = page.locator(".pack-since")
    expect(since).to_contain_text("was made from edition 2026.05")
    expect(since).to_contain_text(f"1 of {len(then['state'])} changed, 1 gone")
    expect(since.locator("li a")).to_have_text(re.compile(r"\(case-25\)$"))
    expect(since).to_contain_text("q-nothing is no longer here.")
    page.get_by_role("button", name="Take these records into the pack").click()
    expect(page.locator(".pack-list > li")).to_have_count(len(then["state"]))
    file.write_text("[]", encoding="utf-8")
    page.get_by_label("The file pack.json of a pack you have taught").set_input_files(file)
    expect(since).to_contain_text("This is no list of a pack")
