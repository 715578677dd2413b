"""Proving a copy: what was changed, taken out or put in is named; nothing is unpacked where it must not go."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.base.environment import ROOT
from scripts.commands.cli import main
from scripts.release import verify as module
from scripts.release.verify import Difference, NotACopy, unpack, verify, why_unsafe

FILES = {"index.html": b"<h1>Home</h1>", "powers/a b.html": b"<h1>A</h1>", "data/x.csv": b"a,b\n"}


def write_copy(path: Path, files: Mapping[str, bytes] = FILES, *, extra: Mapping[str, bytes] | None = None) -> Path:
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, "SHA256SUMS": sums.encode(), **(extra or {})}.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    unpack(write_copy(tmp_path / "copy.zip"), tmp_path / "a share é")
    return tmp_path / "a share é"


def told(copy: Path) -> list[str]:
    return [str(d) for d in verify(copy).differences]


def test_an_unaltered_zip_and_its_folder_have_no_differences(folder: Path, tmp_path: Path) -> None:
    assert verify(tmp_path / "copy.zip").unaltered
    assert verify(folder).unaltered
    assert verify(folder).files == 3


def test_a_changed_a_missing_and_an_extra_file_are_each_named(folder: Path) -> None:
    (folder / "index.html").write_bytes(b"<h1>Hame</h1>")
    (folder / "data/x.csv").unlink()
    (folder / "powers/evil.js").write_bytes(b"alert(1)")
    assert told(folder) == ["missing: data/x.csv", "changed: index.html", "extra: powers/evil.js"]


def test_a_zip_with_one_more_file_or_another_content_is_altered(tmp_path: Path) -> None:
    assert told(write_copy(tmp_path / "a.zip", extra={"x.html": b""})) == ["extra: x.html"]
    copy = write_copy(tmp_path / "b.zip")
    data = bytearray(copy.read_bytes())
    with zipfile.ZipFile(copy) as archive:
        info = archive.getinfo("powers/a b.html")
    data[info.header_offset + 30 + len(info.filename) + 2] ^= 0xFF
    copy.write_bytes(data)
    assert [d.path for d in verify(copy).differences] == ["powers/a b.html"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/etc/passwd", "absolute path"),
        ("C:/windows/x", "absolute path"),
        ("../x", "leads out of the folder"),
        ("a/../../x", "leads out of the folder"),
        ("a//b", "empty part"),
        ("a\\..\\..\\x", "character that Windows cannot hold"),
        ("a/con.html", "name that Windows keeps for itself"),
        ("a/b. ", "ends with a dot or a space"),
        ("a/" + "b" * 200, "longer than 200 characters"),
    ],
)
def test_an_unsafe_name_is_told_and_nothing_is_unpacked(tmp_path: Path, name: str, why: str) -> None:
    copy = write_copy(tmp_path / "copy.zip", extra={name: b"x"})
    verdict = unpack(copy, tmp_path / "in" / "site")
    assert verdict.differences == (Difference(name, "unsafe", why),)
    assert not (tmp_path / "in").exists()


@given(st.text(min_size=1, max_size=40))
def test_a_name_that_counts_as_safe_stays_inside_its_folder(name: str) -> None:
    if not why_unsafe(name):
        base = Path("/srv/site")
        assert (base / name).is_relative_to(base)
        assert ".." not in (base / name).parts


def test_a_link_a_doubled_name_and_a_bomb_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = write_copy(tmp_path / "link.zip")
    with zipfile.ZipFile(copy, "a") as archive:
        info = zipfile.ZipInfo("link.html")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert told(copy) == ["unsafe: link.html (a link)"]
    assert told(write_copy(tmp_path / "twice.zip", extra={"INDEX.html": b""})) == [
        "unsafe: INDEX.html (the name stands twice)"
    ]
    monkeypatch.setattr(module, "MAX_ALL", 10)
    with pytest.raises(NotACopy, match="no copy of this site does"):
        verify(write_copy(tmp_path / "bomb.zip"))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04cut off"])
def test_what_is_no_zip_is_told_without_a_traceback(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert main(["verify", str(tmp_path / "x.zip")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("sums", [b"", b"nonsense\n", b"\xff\xfe", b"0" * 64 + b"  a\n" + b"0" * 64 + b"  a\n"])
def test_a_damaged_list_of_checksums_is_told(folder: Path, sums: bytes) -> None:
    (folder / "SHA256SUMS").write_bytes(sums)
    with pytest.raises(NotACopy, match="SHA256SUMS"):
        verify(folder)


def test_a_folder_without_checksums_or_one_that_is_there_already_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotACopy, match="is there already"):
        unpack(tmp_path / "copy.zip", folder)
    (folder / "SHA256SUMS").unlink()
    with pytest.raises(NotACopy, match="holds no SHA256SUMS"):
        verify(folder)


def test_the_command_ends_with_the_digest_and_the_right_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = write_copy(tmp_path / "copy.zip")
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    assert main(["verify", str(copy), "--sha256", digest.upper()]) == 0
    assert f"SHA-256 of copy.zip: {digest}\nunaltered\n" in capsys.readouterr().out
    assert main(["verify", str(copy), "--sha256", "0" * 64]) == 1
    assert "altered: the SHA-256 should be 000" in capsys.readouterr().out
    assert main(["verify", str(write_copy(tmp_path / "b.zip", extra={"x": b""}))]) == 1
    assert "extra: x\n" in capsys.readouterr().out


def _documented(heading: str) -> str:
    text = (ROOT / "docs/about/offline.md").read_text(encoding="utf-8")
    match = re.search(rf"### {heading}\n.*?```\w*\n(.*?)```", text, re.DOTALL)
    assert match, heading
    return match[1]


def _tamper_nothing(_folder: Path) -> None: ...


def _tamper_change(folder: Path) -> None:
    (folder / "index.html").write_bytes(b"other")


def _tamper_missing(folder: Path) -> None:
    (folder / "data/x.csv").unlink()


def _tamper_extra(folder: Path) -> None:
    (folder / "extra.html").write_bytes(b"")


@pytest.mark.parametrize("system", ["Linux", "macOS"])
@pytest.mark.parametrize(
    ("tamper", "name"),
    [
        (_tamper_nothing, ""),
        (_tamper_change, "index.html"),
        (_tamper_missing, "data/x.csv"),
        (_tamper_extra, "extra.html"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the two lines are for shells with bash")
def test_the_documented_lines_name_what_differs(
    folder: Path, system: str, tamper: Callable[[Path], None], name: str
) -> None:
    if system == "macOS":
        assert shutil.which("shasum"), "shasum comes with perl"
    tamper(folder)
    done = subprocess.run(["bash", "-c", _documented(system)], cwd=folder, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert (done.returncode == 0) is (not name)
    assert name in said
    if not name:
        assert said == ""
