"""The zip that people get."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts.content.model import Site
from scripts.release.bundle import complete, write_bundle


@pytest.fixture(scope="module")
def bundle(built_site: Path, real_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    shutil.copytree(built_site, folder / "site")
    complete(folder / "site", real_site)
    write_bundle(folder / "site", folder / "site.zip")
    return folder / "site.zip"


def test_the_same_site_gives_the_same_bytes(bundle: Path, built_site: Path, real_site: Site, tmp_path: Path) -> None:
    shutil.copytree(built_site, tmp_path / "site")
    for _ in range(2):  # a folder that is complete already gives the same again
        complete(tmp_path / "site", real_site)
    write_bundle(tmp_path / "site", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


def test_checksums_and_manifest_name_every_file(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        names = set(archive.namelist())
        lines = archive.read("SHA256SUMS").decode().splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        assert set(sums) == names - {"SHA256SUMS"}
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == digest for name, digest in sums.items())
        manifest = json.loads(archive.read("manifest.json"))
    assert {f["path"] for f in manifest["files"]} == names - {"SHA256SUMS", "manifest.json"}
    assert manifest["records"]["recommendation"] == 44
    assert {"index.html", "START-HERE.txt", "LICENSE"} <= names


def test_names_are_safe_on_windows(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
    assert len({n.casefold() for n in names}) == len(names)
    assert all(len(n) < 200 and not set(n) & set('<>:"\\|?*') for n in names)


@pytest.mark.browser
def test_the_unpacked_zip_opens_from_disk_and_search_answers(bundle: Path, browser: Browser, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "share")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "share/index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("police protection")
    page.locator("#site-search-list [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/powers/police-protection.html*")
    assert page.locator("h1").inner_text().startswith("Police protection")
    context.close()
