"""axe over every built page, in light and in dark colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
_ONLY = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(browser: Browser, built_site: Path, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found: list[str] = []
    paths = sorted(built_site.rglob("*.html"))
    for path in paths:
        page.goto(path.as_uri(), wait_until="load")
        for violation in Axe().run(page, options=_ONLY).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                node = violation["nodes"][0]
                found.append(f"{path.relative_to(built_site)}: {violation['id']}: {node['html'][:120]}")
    context.close()
    assert len(paths) > 100
    assert found == []
