"""Proving a copy: what was changed, taken out or put in is named; nothing is unpacked where it must not go."""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.base.environment import ROOT
from scripts.base.filenames import why_unsafe
from scripts.commands.cli import main
from scripts.release import verify as module
from scripts.release.bundle import write_bundle
from scripts.release.signature import fingerprint, sign
from scripts.release.verify import Difference, NotACopy, unpack, verify

FILES = {"index.html": b"<h1>Home</h1>", "powers/a b.html": b"<h1>A</h1>", "data/x.csv": b"a,b\n"}


def write_copy(path: Path, files: Mapping[str, bytes] = FILES, *, extra: Mapping[str, bytes] | None = None) -> Path:
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, "SHA256SUMS": sums.encode(), **(extra or {})}.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
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


@pytest.mark.parametrize(
    "name",
    [
        "COM¹", "com³.txt", "CONIN$", "conout$.html", "LPT0", "con .txt", "NUL", "a/aux.html",
        "a\u202efdp.html", "a\u200bb", "a\u009bb", "a\x1bb", "a\u00a0b", "caf\u0065\u0301.html", "\ud800",
        "x" * 201, "é" * 101, "a/", "a:b", "",
    ],
)  # fmt: skip
def test_a_name_that_some_system_refuses_or_hides_is_unsafe(name: str) -> None:
    assert why_unsafe(name)


@pytest.mark.parametrize("name", ["index.html", "a b/é.html", "comfort.html", "console/aux-form.html", "lpt.txt"])
def test_an_ordinary_name_is_safe(name: str) -> None:
    assert why_unsafe(name) == ""


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ({"index.html/x": b""}, "unsafe: index.html (a file and a folder have this name)"),
        ({"POWERS": b""}, "unsafe: POWERS (a file and a folder have this name)"),
        ({"caf\u0065\u0301": b"", "caf\u00e9": b""}, "unsafe: café (the name stands twice)"),
    ],
)
def test_names_that_cannot_stand_beside_each_other_are_refused(
    tmp_path: Path, extra: Mapping[str, bytes], why: str
) -> None:
    assert why in told(write_copy(tmp_path / "copy.zip", extra=extra))
    assert not unpack(tmp_path / "copy.zip", tmp_path / "out").unaltered
    assert [p.name for p in tmp_path.iterdir()] == ["copy.zip"]


def _with_hidden_file(data: bytes) -> bytes:
    """Put a file between the first and the second that the zip's own list does not name."""
    cut = data.index(b"PK\x03\x04", 4)
    hidden = data[:cut]
    moved = bytearray(data[:cut] + hidden + data[cut:])
    at, first = 0, True
    while (at := moved.find(b"PK\x01\x02", at)) >= 0:
        offset = int.from_bytes(moved[at + 42 : at + 46], "little")
        moved[at + 42 : at + 46] = (offset if first else offset + len(hidden)).to_bytes(4, "little")
        at, first = at + 4, False
    end = moved.rfind(b"PK\x05\x06")
    start = int.from_bytes(moved[end + 16 : end + 20], "little") + len(hidden)
    moved[end + 16 : end + 20] = start.to_bytes(4, "little")
    return bytes(moved)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"MZ a program" + data,
        lambda data: data + b"words behind",
        lambda data: data[:-2] + b"\x05\x00hello",
        _with_hidden_file,
    ],
    ids=["before", "behind", "a comment", "a file not listed"],
)
def test_bytes_that_belong_to_no_file_make_a_zip_unsafe(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    copy = write_copy(tmp_path / "copy.zip")
    copy.write_bytes(change(copy.read_bytes()))
    said = told(copy)
    assert len(said) == 1
    assert "bytes that belong to no file" in said[0]


def test_a_zip_written_to_a_pipe_is_read_as_well(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            return stream.write(data)

    stream = io.BytesIO()
    with zipfile.ZipFile(cast("IO[bytes]", Pipe()), "w") as archive:
        archive.writestr("index.html", b"x")
        archive.writestr("SHA256SUMS", f"{hashlib.sha256(b'x').hexdigest()}  index.html\n")
    (tmp_path / "copy.zip").write_bytes(stream.getvalue())
    assert told(tmp_path / "copy.zip") == []


def test_no_damage_gives_a_traceback_or_a_half_written_folder(tmp_path: Path) -> None:
    files = {f"{n}.html": hashlib.sha256(bytes([n])).hexdigest().encode() * 40 for n in range(20)}
    good = write_copy(tmp_path / "good.zip", files).read_bytes()
    chance = random.Random(14)  # noqa: S311 - the same damage each time
    for number in range(400):
        data = bytearray(good)
        at, length = chance.randrange(len(data)), chance.choice([1, 4, 64, 512])
        data[at : at + length] = chance.choice([bytes(length), chance.randbytes(length), b""])
        (tmp_path / "bad.zip").write_bytes(data)
        try:
            verdict = unpack(tmp_path / "bad.zip", tmp_path / f"out-{number}")
        except NotACopy:
            verdict = None
        assert (tmp_path / f"out-{number}").exists() is (verdict is not None and verdict.unaltered)
    assert not list(tmp_path.glob(".unpacking-*"))


def test_the_digest_is_compared_before_anything_is_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = write_copy(tmp_path / "copy.zip")
    assert main(["verify", str(copy), "--sha256", "0" * 64, "--unpack", str(tmp_path / "out")]) == 1
    assert "Nothing was opened" in capsys.readouterr().out
    assert [p.name for p in tmp_path.iterdir()] == ["copy.zip"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["copy.zip", "--sha256", ""], "must be 64 digits"),
        (["copy.zip", "--sha256", "abc"], "must be 64 digits"),
        (["a share é", "--sha256", "0" * 64], "are for a zip"),
        (["a share é", "--unpack", "new"], "are for a zip"),
        (["copy.zip", "--unpack", "copy.zip/in"], "cannot unpack into"),
        (["copy.zip", "--unpack", "x" * 300], "cannot unpack into"),
        (["copy.zip", "--unpack", "dangling"], "is there already"),
        (["copy.zip", "--unpack", "/proc/x"], "cannot unpack into"),
    ],
)
def test_words_that_cannot_be_meant_are_told_and_nothing_is_written(
    folder: Path, words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    Path("dangling").symlink_to("nowhere")
    before = sorted(Path().rglob("*"))
    assert main(["verify", *words]) == 2
    assert said in capsys.readouterr().err.replace("\n", " ")
    assert sorted(Path().rglob("*")) == before


def test_a_bomb_by_ratio_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))
    with pytest.raises(NotACopy, match="no copy of this site does"):
        verify(tmp_path / "bomb.zip")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes in folders are Unix's")
def test_a_pipe_or_a_link_in_a_folder_is_named_and_never_read(folder: Path) -> None:
    (folder / "index.html").unlink()
    os.mkfifo(folder / "index.html")
    (folder / "loop").symlink_to(folder)
    assert told(folder) == ["missing: index.html", "unsafe: index.html (no ordinary file)", "unsafe: loop (a link)"]
    (folder / "SHA256SUMS").unlink()
    os.mkfifo(folder / "SHA256SUMS")
    with pytest.raises(NotACopy, match="holds no SHA256SUMS"):
        verify(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold no such names")
def test_names_cannot_speak_to_the_terminal(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "evil\x1b[2K\x1b[1A\nunaltered").touch()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.html")).touch()
    assert main(["verify", str(folder)]) == 1
    said = capfd.readouterr().out.splitlines()
    assert "extra: evil\\x1b[2K\\x1b[1A\\nunaltered" in said
    assert "extra: \\udcff.html" in said
    assert "unaltered" not in said


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ours", "other"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True)
    return folder / "ours", folder / "other"


def signed_copy(folder: Path, key: Path) -> Path:
    sign(folder / "SHA256SUMS", key)
    target = folder.with_suffix(".zip")
    write_bundle(folder, target)
    return target


def test_a_signed_copy_is_proved_by_its_publishers_key_and_by_no_other(
    folder: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    copy = signed_copy(folder, keys[0])
    ours, other = (str(k.with_suffix(".pub")) for k in keys)
    for one in (copy, folder):
        assert main(["verify", str(one), "--key", ours]) == 0
        assert f"unaltered\nsigned by {ours}\n" in capsys.readouterr().out
        assert main(["verify", str(one), "--key", other]) == 1
        assert capsys.readouterr().out.endswith(f"not signed by {other}\n")
        assert main(["verify", str(one)]) == 0
        assert "signed, but by whom was not asked" in capsys.readouterr().out
    assert main(["verify", str(copy), "--key", other, "--unpack", str(folder.parent / "out")]) == 1
    assert not (folder.parent / "out").exists()
    assert main(["verify", str(copy), "--key", ours, "--unpack", str(folder.parent / "out")]) == 0
    assert (folder.parent / "out/SHA256SUMS.sig").is_file()


def test_a_changed_list_or_signature_or_none_is_not_the_publishers(
    folder: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    public = str(keys[0].with_suffix(".pub"))
    assert main(["verify", str(folder), "--key", public]) == 1
    assert "unsigned: the copy holds no SHA256SUMS.sig" in capsys.readouterr().out
    assert main(["verify", str(folder)]) == 0
    assert "unaltered\nunsigned: " in capsys.readouterr().out
    sign(folder / "SHA256SUMS", keys[0])
    text = (folder / "SHA256SUMS").read_text(encoding="utf-8")
    changed = b"<h1>Hame</h1>"
    (folder / "index.html").write_bytes(changed)
    (folder / "SHA256SUMS").write_text(
        text.replace(hashlib.sha256(FILES["index.html"]).hexdigest(), hashlib.sha256(changed).hexdigest()),
        encoding="utf-8",
    )
    assert main(["verify", str(folder)]) == 0, "the list proves itself"
    assert main(["verify", str(folder), "--key", public]) == 1
    for damaged in (b"", b"nonsense", b"\xff" * 2000):
        (folder / "SHA256SUMS.sig").write_bytes(damaged)
        assert main(["verify", str(folder), "--key", public]) == 1


def test_what_is_no_public_key_and_a_missing_program_are_told(
    folder: Path, keys: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(folder / "SHA256SUMS", keys[0])
    for wrong in (keys[0], folder / "index.html"):
        assert main(["verify", str(folder), "--key", str(wrong)]) == 2
        assert "key" in capsys.readouterr().err
    monkeypatch.setenv("PATH", "")
    assert main(["verify", str(folder), "--key", str(keys[0].with_suffix(".pub"))]) == 2
    assert "apt install openssh-client" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="the line is for a shell")
def test_the_documented_line_tells_whose_signature_it_is(folder: Path, keys: tuple[Path, Path]) -> None:
    sign(folder / "SHA256SUMS", keys[0])
    line = _documented("Who made it")
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert fingerprint(keys[0].with_suffix(".pub")) in done.stdout
    (folder / "SHA256SUMS").write_text("other\n", encoding="utf-8")
    assert subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, check=False).returncode != 0


def test_no_key_is_in_the_repository() -> None:
    listed = subprocess.run(
        ["git", "grep", "-lI", "BEGIN [A-Z ]*PRIVATE KEY"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert listed.stdout == ""


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
