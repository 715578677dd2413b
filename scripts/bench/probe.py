"""What a web server must send for the site: asked over HTTP, and in Chromium with the policy's header on."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from scripts.engine.deployment import content_types

SAMPLE = (
    "index.html",
    "a-z.html",
    "glossary.html",
    "references.html",
    "powers/police-protection.html",
    "powers/compare.html",
    "findings/initial-contact.html",
    "recommendations/domestic-abuse.html",
    "cases/index.html",
    "statistics/index.html",
    "report/map/chapter-4.html",
    "about/rules.html",
    "404.html",
)
HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One thing asked of a server: what, whether it is so, and what came instead."""

    what: str
    good: bool
    came: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A server's answer; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(address: str, headers: Mapping[str, str] | None = None, *, method: str = "GET") -> Answer:
    """Ask for an address as it stands, following nothing."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(method, parts.path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return Answer(
            status=answer.status,
            headers={k.lower(): v for k, v in answer.getheaders()},
            body=answer.read(),
        )
    finally:
        connection.close()


def probe(base: str, folder: Path) -> Iterator[Result]:
    """Ask a server that shows ``folder`` at ``base`` (no slash at its end) for what every copy needs of it."""
    line = (folder / "csp.txt").read_text(encoding="utf-8").strip()
    home = ask(f"{base}/")
    yield _result("home page at the sub-path", home.status == 200 and b"<h1" in home.body, f"{home.status}")
    bare = ask(base)
    yield _result("address without the last slash leads on", bare.status in {301, 308}, f"{bare.status}")
    listing = ask(f"{base}/assets/")
    yield _result("no listing of folders", listing.status in {403, 404}, f"{listing.status}")
    for place in ("gone.html", "powers/gone/deeper/x.html"):
        gone = ask(f"{base}/{place}")
        told = gone.status == 404 and b"There is no page at this address" in gone.body
        yield _result(f"404 page for {place}", told, f"{gone.status}, {len(gone.body)} bytes")
    outside = ask(f"{base}/../../../../etc/passwd")
    yield _result("nothing outside the folder", outside.status in {400, 403, 404}, f"{outside.status}")
    yield from _types(base, folder)
    for name, expected in {**HEADERS, "content-security-policy": line}.items():
        bad = [p for p in ("/index.html", "/gone.html", "/assets/images/mark.svg")
               if ask(base + p).headers.get(name) != expected]  # fmt: skip
        yield _result(f"header {name}", not bad, ", ".join(bad))
    yield from _caching(base)
    yield from _compression(base, folder)
    for method in ("PUT", "POST", "DELETE", "OPTIONS"):
        answer = ask(f"{base}/index.html", method=method)
        yield _result(f"no {method}", answer.status in {403, 405}, f"{answer.status}")


def _types(base: str, folder: Path) -> Iterator[Result]:
    endings = {p.suffix: p for p in sorted(folder.rglob("*")) if p.is_file()}
    for ending, expected in content_types().items():
        if ending in endings:
            answer = ask(f"{base}/{endings[ending].relative_to(folder).as_posix()}")
            came = answer.headers.get("content-type", "")
            same = re.sub(r";.*", "", came).strip() == expected
            text = expected.startswith("text/")
            yield _result(f"type of {ending}", same and (not text or "utf-8" in came.lower()), came)


def _caching(base: str) -> Iterator[Result]:
    page, asset = ask(f"{base}/index.html"), ask(f"{base}/assets/images/mark.svg")
    yield _result("pages are asked for again", "no-cache" in page.headers.get("cache-control", ""), str(page.headers))
    yield _result("other files are kept", "max-age=3600" in asset.headers.get("cache-control", ""), str(asset.headers))
    tag = {"If-None-Match": page.headers.get("etag", "")}
    yield _result("an unchanged page costs no body", ask(f"{base}/index.html", tag).status == 304, "no 304")


def _compression(base: str, folder: Path) -> Iterator[Result]:
    for name in ("index.html", "assets/search/index.js", "data/catalogue.json"):
        if not (folder / name).is_file():
            continue
        answer = ask(f"{base}/{name}", {"Accept-Encoding": "gzip"})
        packed = answer.headers.get("content-encoding") == "gzip"
        same = packed and gzip.decompress(answer.body) == (folder / name).read_bytes()
        yield _result(f"compression of {name}", same, answer.headers.get("content-encoding", "none"))


def violations(browser: Browser, base: str, folder: Path) -> list[str]:
    """Open the sample of pages, use search and the buttons of a page; return every break of the policy and failed request."""
    found: list[str] = []
    context = browser.new_context()
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))"
    )
    page = context.new_page()
    page.on("console", lambda m: found.append(f"{page.url}: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: found.append(f"{page.url}: {e}"))
    for name in SAMPLE:
        if (folder / name).is_file():
            page.goto(f"{base}/{name}")
            page.wait_for_timeout(50)
    page.goto(f"{base}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("police protection")
    page.locator("#site-search-list [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/powers/police-protection.html*")
    for toggle in page.locator("form[data-md-component=palette] label:visible").all():
        toggle.click()
    page.locator("article .term a").first.focus()
    page.wait_for_timeout(100)
    context.close()
    return found


def _result(what: str, good: bool, came: str) -> Result:  # noqa: FBT001 - what was asked stands beside it
    return Result(what=what, good=good, came="" if good else came)
