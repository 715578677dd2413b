"""What a reader gets holds together: the policy, the settings for servers, redirects, the bill of materials, citation help."""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from jsonschema import Draft7Validator
from playwright.sync_api import Browser
from tests_support import Handler, MakeSite, serving_below

from scripts.base.edition import edition
from scripts.base.environment import ROOT
from scripts.base.filenames import Outside
from scripts.base.third_party import load_third_party, pinned
from scripts.bench.probe import ask, violations
from scripts.checks.built import BuiltSite, load_built
from scripts.checks.policy import HEADER, hash_of, listed
from scripts.checks.runner import check_built
from scripts.content.model import Site
from scripts.engine.deployment import content_types
from scripts.engine.redirects import former_ids, redirect_pages, with_former_ids, write_redirects
from scripts.release.bundle import complete, write_bundle
from scripts.release.sbom import sbom
from scripts.release.verify import unpack, verify
from scripts.render.pages import amendments

SPDX = re.compile(r"^(MIT|MIT-CMU|BSD-2-Clause|BSD-3-Clause|BSD-3-Clause-LBNL|Apache-2\.0|MPL-2\.0|PSF-2\.0)"
                  r"( (AND|OR) (MIT|PSF-2\.0|BSD-2-Clause|Apache-2\.0))*$")  # fmt: skip


class _Handler(Handler):
    """Python's own server with what an intranet's server adds: the policy's header and the 404 page."""

    def end_headers(self) -> None:
        line = Path(self.directory, "police/site/csp.txt").read_text(encoding="utf-8").strip()
        self.send_header("Content-Security-Policy", line)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != http.HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = Path(self.directory, "police/site/404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def served(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving_below(tmp_path_factory.mktemp("server"), built_site, _Handler) as address:
        yield address


@pytest.mark.browser
def test_pages_keep_the_strict_policy_while_they_are_read_and_searched(
    served: str, built_site: Path, browser: Browser
) -> None:
    assert violations(browser, served, built_site) == []


@pytest.mark.browser
def test_the_policy_stops_a_script_that_is_not_ours(served: str, built_site: Path, browser: Browser) -> None:
    page_file = built_site / "tampered.html"
    page_file.write_text("<h1>x</h1><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">")
    try:
        page = browser.new_page()
        page.goto(f"{served}/tampered.html")
        page.wait_for_timeout(200)
        assert page.title() != "run"
        page.close()
    finally:
        page_file.unlink()


@pytest.mark.browser
def test_the_404_page_finds_the_home_page_from_any_depth(served: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{served}/powers/gone/deeper/x.html")
    page.get_by_role("link", name="Go to the home page").click()
    page.wait_for_url("**/police/site/index.html")
    page.close()


def test_pythons_own_server_sends_the_types_that_browsers_need(served: str) -> None:
    for name in ("index.html", "assets/javascripts/site.js", "assets/stylesheets/site.css", "assets/images/mark.svg"):
        answer = ask(f"{served}/{name}")
        assert answer.status == 200
        wanted = content_types()[Path(name).suffix]
        assert answer.headers["content-type"].split(";")[0] in {wanted, "application/javascript"}
    gone = ask(f"{served}/gone/x.html")
    assert gone.status == 404
    assert b"There is no page at this address" in gone.body


def test_the_policy_names_the_listed_scripts_by_hash_and_allows_nothing_unsafe(built_site: Path) -> None:
    line = (built_site / "csp.txt").read_text(encoding="utf-8")
    assert line.strip() == HEADER
    assert "unsafe" not in line
    assert "http" not in line
    assert set(re.findall(r"'(sha256-[^']+)'", line)) == {*listed("script"), *listed("style")}
    assert "default-src 'none'" in line


@pytest.fixture(scope="module")
def judged(built_site: Path, real_site: Site) -> BuiltSite:
    return load_built(built_site, real_site)


def test_no_hash_is_listed_in_vain(judged: BuiltSite) -> None:
    inline = {hash_of(text) for page in judged.pages for _, text in page.inline}
    assert {*listed("script"), *listed("style")} <= inline


def test_the_built_rules_find_nothing_in_the_real_site(judged: BuiltSite) -> None:
    report = check_built(judged)
    assert [str(f) for f in report.problems] == []
    assert report.idle == ()


def test_the_settings_carry_this_sites_policy(built_site: Path) -> None:
    line = (built_site / "csp.txt").read_text(encoding="utf-8").strip()
    for name in ("nginx.conf", "apache.conf", "htaccess.txt", "web.config"):
        text = (built_site / "deploy" / name).read_text(encoding="utf-8")
        assert line in text, name
        assert "@POLICY@" not in text
    ET.parse(built_site / "deploy/web.config")  # noqa: S314 - our own file
    for name in ("github-pages.yml", "gitlab-pages.yml", "github-law-watch.yml"):
        assert yaml.safe_load((built_site / "deploy" / name).read_text(encoding="utf-8"))


def test_no_setting_says_more_than_it_does() -> None:
    """Seen on real servers, with ``bench servers``; here so that no edit brings the words back."""
    nginx = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    assert nginx.count("absolute_redirect off;") == nginx.count("\nlocation ") == 2
    assert "charset_types text/html" not in nginx
    apache = (ROOT / "deploy/apache.conf").read_text(encoding="utf-8")
    assert "Require method GET HEAD" in apache
    assert "Require all" not in apache


def test_a_type_is_named_for_every_ending_that_the_site_holds(built_site: Path) -> None:
    endings = {p.suffix for p in built_site.rglob("*") if p.is_file()} - {"", ".conf", ".yml", ".config"}
    assert endings <= set(content_types())


def test_an_id_that_was_given_up_leads_to_its_successor(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site({"bib/ids.txt": "f-0 -> f-1\nf-00 -> f-0\nf-1\nr-1\nt-child\nx -> y\ny -> x\n"})
    pages = redirect_pages(site)
    assert set(pages) == {"r/f-0.html", "r/f-00.html"}
    for page in pages.values():
        assert 'content="0; url=../findings.html#f-1"' in page
        assert '<a href="../findings.html#f-1">Children were not seen</a>' in page
    written = write_redirects(site, tmp_path / "built")
    assert [p.name for p in written] == ["f-0.html", "f-00.html"]
    assert write_redirects(site, tmp_path / "built") == []
    content = with_former_ids('<h3 id="f-1">Children</h3>', former_ids(site))
    assert content == '<h3 id="f-1"><span id="f-0"></span><span id="f-00"></span>Children</h3>'


@pytest.mark.parametrize("old", ["../../../../pwned", "/../../../pwned", "a\0b"])
def test_an_id_cannot_write_outside_the_built_site(real_site: Site, tmp_path: Path, old: str) -> None:
    changed = replace(real_site, redirects={old: "police-protection"})
    with pytest.raises(Outside):
        write_redirects(changed, tmp_path / "a/b/site")
    assert not list(tmp_path.rglob("*.html"))


def test_a_page_that_was_renamed_leaves_a_page_at_its_former_address(real_site: Site) -> None:
    changed = replace(real_site, redirects={"police-custody": "police-protection"})
    pages = redirect_pages(changed)
    assert set(pages) == {"r/police-custody.html", "powers/police-custody.html"}
    assert 'href="police-protection.html#police-protection"' in pages["powers/police-custody.html"]


@pytest.fixture(scope="module")
def unpacked(built_site: Path, real_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(built_site, folder / "site")
    complete(folder / "site", real_site)
    assert verify(folder / "site").unaltered
    write_bundle(folder / "site", folder / "site.zip")
    assert verify(folder / "site.zip").unaltered
    target = folder / "unc" / "server é" / "share name" / "police" / "deep"
    unpack(folder / "site.zip", target)
    return target


def test_the_zip_opens_from_its_root_and_carries_what_proves_it(unpacked: Path) -> None:
    wanted = {"index.html", "START-HERE.txt", "LICENSE", "manifest.json", "SHA256SUMS", "sbom.cdx.json", "csp.txt"}
    assert wanted <= {p.name for p in unpacked.iterdir()}
    manifest = json.loads((unpacked / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["edition"] == edition(ROOT)
    assert manifest["build"]["engine"]["mkdocs"] == "1.6.1"
    assert str(ROOT) not in json.dumps(manifest)
    assert str(unpacked.parent) not in json.dumps(manifest)


@pytest.mark.browser
def test_the_copy_opens_from_a_read_only_folder_with_spaces_and_accents(unpacked: Path, browser: Browser) -> None:
    for path in (*unpacked.rglob("*"), unpacked):
        path.chmod(0o555 if path.is_dir() else 0o444)
    page = browser.new_page()
    page.goto((unpacked / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("police protection")
    page.locator("#site-search-list [role=option]").first.wait_for()
    page.close()
    for path in (unpacked, *unpacked.rglob("*")):
        path.chmod(0o755)
    assert verify(unpacked).unaltered


def test_the_bill_of_materials_names_every_pinned_package_and_what_the_zip_carries(unpacked: Path) -> None:
    bill = json.loads((unpacked / "sbom.cdx.json").read_text(encoding="utf-8"))
    versions = pinned((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    packages = {c["name"]: c["version"] for c in bill["components"] if c.get("purl", "").startswith("pkg:pypi/")}
    assert packages == dict(versions)
    carried = {f["name"] for c in bill["components"] for f in c.get("components", ())}
    theme = {p.relative_to(unpacked).as_posix() for p in (unpacked / "assets").rglob("*") if ".min." in p.name}
    assert theme <= carried
    references = [c["bom-ref"] for c in bill["components"]]
    assert len(references) == len(set(references))
    assert set(bill["dependencies"][0]["dependsOn"]) <= set(references)
    Draft7Validator(_CYCLONEDX_CORE).validate(bill)


# The part of the published schema (bom-1.6.schema.json) that a reader of the file relies on.
_CYCLONEDX_CORE = {
    "type": "object",
    "required": ["bomFormat", "specVersion", "version", "serialNumber", "metadata", "components"],
    "properties": {
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.6"},
        "version": {"type": "integer", "minimum": 1},
        "serialNumber": {"pattern": "^urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"},
        "metadata": {"required": ["timestamp", "component"]},
        "components": {
            "items": {
                "required": ["type", "name"],
                "properties": {
                    "type": {"enum": ["application", "library", "file", "data"]},
                    "scope": {"enum": ["required", "optional", "excluded"]},
                    "licenses": {"maxItems": 1, "items": {"required": ["expression"]}},
                    "purl": {"pattern": "^pkg:(pypi|npm)/"},
                },
            }
        },
    },
}


def test_two_bills_of_one_edition_are_the_same() -> None:
    about = edition(ROOT)
    assert sbom(ROOT, about, {}) == sbom(ROOT, about, {})
    assert sbom(ROOT, {**about, "number": "2027.01"}, {})["serialNumber"] != sbom(ROOT, about, {})["serialNumber"]


def test_every_pinned_package_has_a_licence_and_none_is_listed_in_vain() -> None:
    listed = {name: licence for name, _, licence in load_third_party().each()}
    assert set(listed) == set(pinned((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    assert [n for n, licence in listed.items() if not SPDX.match(licence)] == []


def test_what_came_from_the_npm_registry_is_as_it_was_released_and_runs_no_words() -> None:
    own = {s.files[0].rsplit("/", 1)[1]: s for s in load_third_party().shipped if s.version}
    there = {p.name: p for p in (ROOT / "docs/assets/vendor").iterdir() if p.suffix == ".js"}
    assert set(own) == set(there)
    for name, path in there.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == own[name].sha256, name
        assert not re.search(r"\beval\(", path.read_text(encoding="utf-8")), name


def test_the_citation_file_names_this_edition_and_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == edition(ROOT)["number"]
    assert str(cited["date-released"]) == edition(ROOT)["date"]
    assert cited["references"][0]["version"] == project["version"]
    assert edition(ROOT)["number"] in (ROOT / "docs/about/citing.md").read_text(encoding="utf-8")


def test_the_page_of_amendments_tells_every_edition_newest_first(make_site: MakeSite) -> None:
    text = (
        "# Changelog\n\n## 2027.02 (2027-02-01)\n\n- Powers: s46 told anew.\n\n## Software 0.2.0\n\n- Faster.\n\n"
        "## 2026.11 (2026-11-23)\n\n- First edition.\n"
    )
    page = amendments.page(make_site({"CHANGELOG.md": text}))
    assert page.index("Edition 2027.02") < page.index("Edition 2026.11")
    assert "- Powers: s46 told anew." in page
    assert "Faster" not in page
    assert "1 February 2027" in page


@pytest.mark.browser
@pytest.mark.parametrize(
    ("now", "said"),
    [("2026-12-01", None), ("2027-01-10", "It is 1 month old"), ("2028-12-01", "It is 24 months old")],
)
def test_the_home_page_tells_the_age_of_the_copy_by_the_readers_clock(
    built_site: Path, browser: Browser, now: str, said: str | None
) -> None:
    page = browser.new_page()
    page.clock.set_fixed_time(now)
    page.goto((built_site / "index.html").as_uri())
    told = page.locator("[data-edition-date]").first.inner_text()
    assert ("old; ask for a newer one" in told) is (said is not None)
    assert (said or "") in told
    page.close()


@pytest.mark.browser
def test_a_query_is_shown_as_text_and_never_run(built_site: Path, browser: Browser) -> None:
    evil = "<img src=x onerror=document.title='run'>police"
    page = browser.new_page()
    page.goto(f"{(built_site / 'index.html').as_uri()}?q=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D'run'%3E")
    page.keyboard.press("/")
    page.keyboard.type(evil)
    page.wait_for_timeout(500)
    assert page.title() != "run"
    assert page.locator("dialog img[src=x]").count() == 0
    page.close()
