"""Kept on the device: offered in words with its size, there without a network, renewed when asked, and gone when asked."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from conftest import SMALL
from playwright.sync_api import Browser, Page, expect
from small_clone import run_build, small_clone
from tests_support import Handler, serving

from scripts.base.edition import edition
from scripts.checks.policy import HEADER
from scripts.outputs.keep import write_keep

pytestmark = pytest.mark.browser
HOME = SMALL["docs/index.md"] + "\n<!-- latest -->\n"
NEXT = {"number": "2026.12", "date": "2026-12-14", "spoken": "14 December 2026", "commit": "0" * 12}


class _Handler(Handler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", HEADER)
        super().end_headers()


def served(folder: Path, port: int = 0) -> AbstractContextManager[int]:
    return serving(folder, _Handler, port)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_clone(tmp_path_factory.mktemp("keep"), {**SMALL, "docs/index.md": HOME})
    done = run_build(root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def web(built: Path, tmp_path: Path) -> Path:
    """Give a server's folder with the site in a folder of it."""
    shutil.copytree(built / "site", tmp_path / "police/site")
    return tmp_path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    page.clock.set_fixed_time("2026-12-03")
    yield page
    context.close()
    assert problems == []


def keep(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.get_by_role("button", name="Keep on this device").click()
    expect(page.locator("article [data-keep]")).to_contain_text(
        "Kept on this device: edition 2026.11 of 23 November 2026"
    )


def test_nothing_is_kept_unasked_and_the_size_is_told_before(page: Page, web: Path) -> None:
    with served(web) as port:
        page.goto(f"http://127.0.0.1:{port}/police/site/index.html")
        offer = page.get_by_role("button", name="Keep on this device")
        told = json.loads((web / "police/site/keep/edition.json").read_text("utf-8"))["bytes"]
        expect(offer).to_have_text(f"Keep on this device, {round(told / 1e6)} MB")
        assert page.evaluate("caches.keys()") == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
        page.goto(f"http://127.0.0.1:{port}/police/site/findings.html")
        expect(page.locator("[data-keep]")).to_be_hidden()


def test_what_is_kept_opens_with_the_network_cut_and_tells_edition_and_age_on_every_page(page: Page, web: Path) -> None:
    with served(web) as port:
        address = f"http://127.0.0.1:{port}/police/site"
        keep(page, address)
    with pytest.raises(ConnectionRefusedError):  # the network is cut
        socket.create_connection(("127.0.0.1", port))
    for path in ("", "findings.html?h=child#f-1", "a-z.html"):
        page.goto(f"{address}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("footer [data-keep]")).to_contain_text("edition 2026.11 of 23 November 2026, 10 days old")
    page.keyboard.press("/")
    page.keyboard.type("children seen")
    expect(page.locator(".site-search__option").first).to_be_visible()
    other = page.goto(f"{address}/pocket-guide.pdf")
    assert other
    assert other.status == 503


def test_a_newer_edition_is_told_of_and_taken_only_when_asked_for(page: Page, web: Path) -> None:
    site = web / "police/site"
    with served(web) as port:
        address = f"http://127.0.0.1:{port}/police/site"
        keep(page, address)
        (site / "findings.html").write_bytes(
            (site / "findings.html").read_bytes().replace(b"Of 12 children", b"Of a dozen")
        )
        write_keep(site, NEXT)
        page.goto(f"{address}/findings.html")
        expect(page.locator(".kept-news")).to_contain_text(
            "A newer one can be had: edition 2026.12 of 14 December 2026"
        )
        expect(page.locator("article")).to_contain_text("Of 12 children")
        page.locator(".kept-news").get_by_role("button", name="Update").click()
        expect(page.locator("footer [data-keep]")).to_contain_text("edition 2026.12 of 14 December 2026")
        expect(page.locator(".kept-news")).to_have_count(0)
    page.goto(f"{address}/findings.html")
    expect(page.locator("article")).to_contain_text("Of a dozen")
    assert len(page.evaluate("caches.keys()")) == 1


def test_a_file_that_is_not_what_the_edition_names_leaves_what_was_kept(page: Page, web: Path) -> None:
    site = web / "police/site"
    with served(web) as port:
        address = f"http://127.0.0.1:{port}/police/site"
        keep(page, address)
        (site / "findings.html").write_bytes((site / "findings.html").read_bytes() + b"\n")
        write_keep(site, NEXT)
        (site / "glossary.html").write_text("<h1>Altered on the way</h1>", encoding="utf-8")
        page.goto(f"{address}/index.html")
        page.locator(".kept-news").get_by_role("button", name="Update").click()
        expect(page.locator("article [data-keep]")).to_contain_text("What was kept before still is")
        assert len(page.evaluate("caches.keys()")) == 1
    page.goto(f"{address}/glossary.html")
    expect(page.locator("article")).to_contain_text("Anyone under 18")


def test_it_is_removed_wholly(page: Page, web: Path) -> None:
    with served(web) as port:
        keep(page, f"http://127.0.0.1:{port}/police/site")
        page.locator("article [data-keep]").get_by_role("button", name="Remove").click()
        expect(page.get_by_role("button", name="Keep on this device")).to_be_visible()
        assert page.evaluate("caches.keys()") == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_from_a_folder_it_is_not_there_and_nothing_complains(page: Page, web: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((web / "police/site/index.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("[data-keep]:visible").count() == 0
    assert page.locator("link[rel=manifest]").count() == 0
    assert said == []


def test_no_page_holds_the_list_of_files_or_a_hash_of_it(built: Path) -> None:
    told = json.loads((built / "site/keep/files.json").read_text("utf-8"))
    assert told["edition"] == edition(built)
    assert {"index.html", "findings.html", "assets/javascripts/site.js", "aide-memoires.pdf"} <= set(told["files"])
    assert {p.suffix for p in map(Path, told["files"])}.isdisjoint({".zip", ".epub", ".csv"})
    for path in (built / "site").rglob("*.html"):
        text = path.read_text("utf-8")
        assert not any(secret in text for secret in (told["digest"], *told["files"].values())), path.name
