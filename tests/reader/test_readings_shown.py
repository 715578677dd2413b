"""Pages show which text of the law was read, and mark what rests on text that was not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from scripts.content.claims import claims
from scripts.content.law_read import LawReading
from scripts.content.model import Site
from scripts.content.readings import reading_of
from scripts.render.page import expand
from scripts.render.readings import UNREAD, second_reader

PATH = "powers/police-protection.md"


def read(site: Site, *places: tuple[str, str]) -> Site:
    readings = {
        (key, name): LawReading(
            key=key, provision=name, version="2026-03-25", read_on=dt.date(2026, 11, 29), reader="law reader",
            fingerprint="", outstanding="", seen_in="a copy",
        )
        for key, name in places
    }  # fmt: skip
    return replace(site, law_read=readings)


def test_law_that_was_read_shows_its_version_and_law_that_was_not_is_marked(real_site: Site) -> None:
    page = real_site.by_path[PATH]
    known = expand(page, read(real_site, ("ca1989", "s. 46")))
    line = next(x for x in known.split("\n") if "as soon as reasonably practicable" in x and "s. 46(3)" in x)
    assert UNREAD not in line
    assert "text of 25 March 2026" in known
    unknown = expand(page, read(real_site))
    line = next(x for x in unknown.split("\n") if "as soon as reasonably practicable" in x and "s. 46(3)" in x)
    assert line.count("before relying on it") == 1
    assert "text of 25 March 2026" not in unknown


def test_a_page_says_how_many_of_its_claims_a_second_reader_found_true(real_site: Site) -> None:
    page = real_site.by_path[PATH]
    own = [c for c in claims(real_site) if c.path == f"docs/{PATH}"]
    day = dt.date(2026, 11, 29)
    some = {c.identity: (2, reading_of(c, "true", on=day, reader="second reader")) for c in own[:2]}
    assert second_reader(page, replace(real_site, readings={})) == ""
    assert f"2 of {len(own)} claims" in second_reader(page, replace(real_site, readings=some))
    every = {c.identity: (2, reading_of(c, "true", on=day, reader="second reader")) for c in own}
    assert "Every claim on this page was read" in second_reader(page, replace(real_site, readings=every))
