"""What a reader does, in Firefox ESR and WebKitGTK: no engine here is the one the site was made in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("ignore::DeprecationWarning:selenium")]
WIDTHS = (390, 720, 768, 1024, 1280)
OPTIONS = "#site-search-list [role=option]"
IN_VIEW = """
const option = document.querySelector(arguments[0])
if (!option) return "no option"
const { left, top, width, height } = option.getBoundingClientRect()
const at = document.elementFromPoint(left + width / 2, top + height / 2)
return at && option.contains(at) ? "" : `${Math.round(width)}x${Math.round(height)} at ${Math.round(top)}, covered by ${at?.className}`
"""


@pytest.fixture(autouse=True)
def _patient(request: pytest.FixtureRequest) -> None:
    if "driver" in request.fixturenames:
        request.getfixturevalue("driver").set_script_timeout(20)


def _until(driver: Any, script: str, *values: object) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(driver, 20, poll_frequency=0.05).until(lambda d: d.execute_script(f"return {script}", *values))


def _open(driver: Any, site: Path, page: str) -> None:
    driver.get((site / page).as_uri())
    _until(driver, "document.readyState === 'complete'")


def _keys(driver: Any, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def _ask(driver: Any, text: str) -> None:
    _keys(driver, "/")
    _until(driver, "document.querySelector('[data-search-dialog]').open")
    _keys(driver, text)
    _until(driver, "document.querySelector('#site-search-list').dataset.answers === arguments[0]", text)


def test_pages_load_without_an_error(driver: Any, built_site: Path) -> None:
    """The console is out of a driver's reach, so scripts of a page are run again by hand with an ear on the window."""
    for page in ("index.html", "powers/police-protection.html", "training/pack.html"):
        _open(driver, built_site, page)
        heard = driver.execute_async_script(
            """
            const done = arguments[arguments.length - 1]
            const heard = []
            addEventListener("error", event => heard.push(event.message || event.target.src || String(event.target)), true)
            dispatchEvent(new Event("resize"))
            setTimeout(() => done(heard), 300)
            """
        )
        assert heard == []
        assert driver.execute_script("return Boolean(window.siteSearch && window.siteSearch.rank)")
        assert driver.execute_script("return !document.querySelector('[data-search-button]').hidden")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_answer_is_in_view(driver: Any, built_site: Path, width: int) -> None:
    driver.set_window_size(width, 900)
    _open(driver, built_site, "index.html")
    _ask(driver, "police protection")
    assert driver.execute_script(IN_VIEW, OPTIONS) == ""


def test_arrows_choose_enter_opens_and_back_brings_the_results(driver: Any, built_site: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.set_window_size(1280, 900)
    _open(driver, built_site, "index.html")
    _ask(driver, "remote control")
    _keys(driver, Keys.ARROW_DOWN)
    chosen = driver.execute_script(
        f"return document.querySelector('{OPTIONS}[aria-selected=true]').href.replace(/[?].*/, '')"
    )
    _keys(driver, Keys.ENTER)
    _until(driver, "location.href.startsWith(arguments[0]) && document.readyState === 'complete'", chosen)
    _until(driver, "document.querySelector('mark.search-hit')?.offsetParent")
    driver.back()
    _until(driver, "document.querySelectorAll(arguments[0]).length > 1", OPTIONS)
    _until(driver, "document.querySelector('#site-search-input').value === 'remote control'")
    assert driver.execute_script(IN_VIEW, OPTIONS) == ""
    _keys(driver, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    second = driver.execute_script(f"return document.querySelector('{OPTIONS}[aria-selected=true]').href")
    _keys(driver, Keys.ENTER)
    _until(driver, "location.href.split(/[?#]/)[0] === arguments[0].split(/[?#]/)[0]", second)


def test_escape_closes_the_search(driver: Any, built_site: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    _open(driver, built_site, "index.html")
    _ask(driver, "s46")
    _keys(driver, Keys.ESCAPE)
    _until(driver, "!document.querySelector('[data-search-dialog]').open")


def test_a_definition_opens_by_keyboard_with_a_dotted_line_and_closes_with_escape(
    driver: Any, built_site: Path
) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.set_window_size(1280, 900)
    _open(driver, built_site, "powers/police-protection.html")
    shown = "getComputedStyle(document.querySelector('.term > .definition')).display"
    driver.execute_script("document.querySelector('.term > a').focus()")
    _until(driver, f"{shown} === 'block'")
    assert (
        driver.execute_script("return getComputedStyle(document.querySelector('.term > a')).textDecorationStyle")
        == "dotted"
    )
    _keys(driver, Keys.ESCAPE)
    _until(driver, f"{shown} === 'none'")


def test_the_dark_look_prints_white(driver: Any, built_site: Path) -> None:
    """A rule for print says light; what it makes of the margins only Chromium's test can see."""
    _open(driver, built_site, "powers/police-protection.html")
    rules = driver.execute_script(
        """
        return [...document.styleSheets].flatMap(sheet => { try { return [...sheet.cssRules] } catch { return [] } })
          .filter(rule => rule.media && rule.media.mediaText === "print").flatMap(rule => [...rule.cssRules])
          .filter(rule => rule.selectorText === ":root").map(rule => rule.style.colorScheme)
        """
    )
    # file:// gives scripts no style sheets; there the sheet itself is read.
    assert rules == ["light"] or "color-scheme: light" in (built_site / "assets/stylesheets/print.css").read_text(
        "utf-8"
    )


def test_firefox_reads_pages_without_scripts(firefox_without_scripts: Any, built_site: Path) -> None:
    driver = firefox_without_scripts
    driver.get((built_site / "index.html").as_uri())
    links = driver.find_elements("css selector", ".site-search-fallback")
    assert [link.is_displayed() for link in links] == [True]
    assert not driver.find_element("css selector", "[data-search-button]").is_displayed()
