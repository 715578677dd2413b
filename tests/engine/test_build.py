"""The build under bad conditions: clear words, and the previous good output still stands; and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import SMALL
from small_clone import build_command, run_build, small_clone
from tests_support import MakeSite, stands_built

from scripts.base.clock import WrongEpoch, today
from scripts.base.edition import commit, edition, epoch
from scripts.base.environment import ROOT
from scripts.checks.changed import changed_since
from scripts.commands.cli import cli, main
from scripts.content.model import Site
from scripts.engine.build import BuildProblem, build_pages
from scripts.engine.placing import Busy, Mixed, put_in_place, working_folder
from scripts.outputs.packs.archive import read_zip, write_zip
from scripts.outputs.packs.ready import write_ready_packs
from scripts.release.bundle import bundle_name
from scripts.render.citations import format_citations

UNLIKE = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1795392000"},
)
"""Another time zone, language, hash seed and clock for each of two builds."""
AS_BEFORE = "site/ and dist/ stand as they were"
FULL = (
    "import resource, signal\n"
    "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))"
)
NO_PANDOC = "import pypandoc\ndef gone():\n    raise OSError('No pandoc was found')\npypandoc.get_pandoc_path = gone"


def prints(root: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, without what builds keep for the next one."""
    return {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(root.rglob("*")) if p.is_file() and p.parent != root / ".cache/pages"}  # fmt: skip


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the small clone in two folders under different conditions."""
    first = small_clone(tmp_path_factory.mktemp("one"), SMALL)
    second = small_clone(tmp_path_factory.mktemp("two") / "a longer path é", SMALL)
    build_unlike(first, second)
    return first, second


def build_unlike(first: Path, second: Path) -> None:
    """Build two clones at once, each with another time zone, language, umask, hash seed and clock."""
    with ThreadPoolExecutor(2) as pool:
        runs = (
            pool.submit(run_build, first, "import os; os.umask(0o077)", settings=UNLIKE[0]),
            pool.submit(run_build, second, "import os; os.umask(0o002)", settings=UNLIKE[1]),
        )
        for run in runs:
            done = run.result()
            assert done.returncode == 0, done.stderr


@pytest.fixture
def stands(twice: tuple[Path, Path], tmp_path: Path) -> Path:
    """Give a clone in which a good build stands."""
    root = tmp_path / "clone"
    shutil.copytree(twice[0], root)
    return root


def test_other_folder_time_zone_language_umask_and_hash_seed_give_the_same_bytes(twice: tuple[Path, Path]) -> None:
    zips = [next((root / "dist").glob("*.zip")) for root in twice]
    assert zips[0].name == zips[1].name
    assert prints(twice[0] / "site") == prints(twice[1] / "site")
    assert zips[0].read_bytes() == zips[1].read_bytes()
    line = zips[0].with_name(zips[0].name + ".sha256").read_text(encoding="utf-8")
    assert line == f"{hashlib.sha256(zips[0].read_bytes()).hexdigest()}  {zips[0].name}\n"


def test_the_real_site_is_the_same_zip_from_two_folders(tmp_path: Path) -> None:
    another = tmp_path / "a longer path é"
    if stands_built():  # what ``build`` has just made of this commit is one of the two
        subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, another], check=True)
        run = run_build(another, "import os; os.umask(0o077)", settings=UNLIKE[1])
        assert run.returncode == 0, run.stderr
        clones = (ROOT, another)
    else:
        clones = (tmp_path / "one", another)
        for clone in clones:
            copy_sources(clone)
        build_unlike(*clones)
    sites = [prints(clone / "site") for clone in clones]
    assert len(sites[0]) > 400
    assert sites[0] == sites[1]
    zips = [(clone / "dist" / bundle_name(ROOT)).read_bytes() for clone in clones]
    assert zips[0] == zips[1]


def copy_sources(clone: Path) -> None:
    """Copy what git lists of this tree, changed and new files among it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)


def test_a_build_writes_nothing_but_site_dist_and_a_cache_that_it_empties(twice: tuple[Path, Path]) -> None:
    fresh = small_clone(twice[0].parent / "fresh", SMALL)
    made = {n: h for n, h in prints(twice[0]).items() if not n.startswith(("site/", "dist/", ".cache/"))}
    assert made == prints(fresh)
    assert list((twice[0] / ".cache").glob("build-*")) == []


@pytest.mark.parametrize(
    ("before", "said"),
    [(FULL, "cannot write: "), (NO_PANDOC, "pandoc is missing from the environment")],
    ids=["full disk", "no pandoc"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="limits on files are Unix's")
def test_a_build_that_cannot_go_on_says_so_and_leaves_the_good_output(stands: Path, before: str, said: str) -> None:
    good = prints(stands)
    (stands / "docs/index.md").write_text(SMALL["docs/index.md"] + "\nNew words.\n", encoding="utf-8")
    done = run_build(stands, before)
    assert done.returncode == 2
    assert said in done.stderr
    assert AS_BEFORE in done.stderr
    assert "Traceback" not in done.stderr
    now = prints(stands)
    assert {n: h for n, h in now.items() if n != "docs/index.md"} == {
        n: h for n, h in good.items() if n != "docs/index.md"
    }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["SIGINT", "SIGKILL"])
@pytest.mark.skipif(sys.platform == "win32", reason="these signals are Unix's")
def test_a_stopped_build_leaves_the_good_output_and_the_next_one_cleans_up(stands: Path, number: int) -> None:
    good = prints(stands / "site") | prints(stands / "dist")
    # a shell may have told its background programs to ignore SIGINT
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    build = subprocess.Popen(build_command(stands, heed), cwd=stands, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if any((stands / ".cache").glob("build-*/site/*")):
            break
        time.sleep(0.05)
    build.send_signal(number)
    _, said = build.communicate(timeout=60)
    assert build.returncode != 0
    assert prints(stands / "site") | prints(stands / "dist") == good
    if number == signal.SIGINT:
        assert f"stopped\n{AS_BEFORE}" in said
        assert "Traceback" not in said
    with working_folder(stands) as folder:
        assert list((stands / ".cache").glob("build-*")) == [folder]


Results = dict[Path, Path]


@pytest.fixture
def results(tmp_path: Path) -> Results:
    """Give new results beside former ones: a folder and two files."""
    (tmp_path / ".cache").mkdir()
    (tmp_path / "work/site").mkdir(parents=True)
    (tmp_path / "site").mkdir()
    (tmp_path / "dist").mkdir()
    made = {
        tmp_path / "work/site": tmp_path / "site",
        tmp_path / "work/zip": tmp_path / "dist/x.zip",
        tmp_path / "work/digest": tmp_path / "dist/x.zip.sha256",
    }
    for path, place in made.items():
        for one, words in ((path, "new"), (place, "old")):
            (one / "index.html" if one.is_dir() else one).write_text(words, encoding="utf-8")
    return made


def stand(results: Results) -> list[str]:
    files = [p / "index.html" if p.name == "site" else p for p in results.values()]
    return [p.read_text(encoding="utf-8") if p.is_file() else "" for p in files]


def strangers(root: Path) -> list[str]:
    """Return what lies in a clone beside results, the work and the lock."""
    known = {"site", "site/index.html", "dist", "dist/x.zip", "dist/x.zip.sha256", ".cache", ".cache/build.lock"}
    found = {p.relative_to(root).as_posix() for p in root.rglob("*")} - known
    return sorted(n for n in found if not n.startswith("work"))


def test_all_results_take_their_places_and_nothing_else_is_left(results: Results, tmp_path: Path) -> None:
    put_in_place(results, tmp_path / ".cache")
    assert stand(results) == ["new", "new", "new"]
    assert strangers(tmp_path) == []


@pytest.mark.parametrize("first", [False, True], ids=["over former results", "the first time"])
@pytest.mark.parametrize("number", range(1, 11))
def test_a_failure_at_any_step_leaves_all_results_as_they_were(
    results: Results, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch, *, first: bool
) -> None:
    if first:
        shutil.rmtree(tmp_path / "site")
        shutil.rmtree(tmp_path / "dist")
    before = stand(results)
    count = 0
    rename = Path.rename

    def fail(self: Path, to: Path) -> Path:
        nonlocal count
        count += 1
        if count == number:
            raise OSError(28, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    try:
        put_in_place(results, tmp_path / ".cache")
    except OSError:
        assert stand(results) == before
    else:
        assert count < number
        assert stand(results) == ["new", "new", "new"]
    assert strangers(tmp_path) == []


@pytest.mark.parametrize("number", range(1, 11))
@pytest.mark.skipif(sys.platform == "win32", reason="the signal is Unix's")
def test_a_build_killed_at_any_step_is_taken_back_by_the_next(results: Results, tmp_path: Path, number: int) -> None:
    code = (
        "import os, signal\nfrom pathlib import Path\nfrom scripts.engine.placing import put_in_place\n"
        "count, rename = 0, Path.rename\n"
        "def kill(self, to):\n"
        "    global count\n"
        "    count += 1\n"
        f"    if count == {number}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return rename(self, to)\n"
        "Path.rename = kill\n"
        f"put_in_place({{{', '.join(f'Path({str(a)!r}): Path({str(b)!r})' for a, b in results.items())}}}, "
        f"Path({str(tmp_path / '.cache')!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    with working_folder(tmp_path):
        assert stand(results) == (["new"] * 3 if done.returncode == 0 else ["old"] * 3)


def test_results_that_cannot_be_taken_back_are_told_and_kept_for_the_next_build(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def fail(self: Path, to: Path) -> Path:
        if self.name in {".x.zip.new", ".site.old"}:
            raise OSError(5, "Input/output error")
        return rename(self, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail)
        with pytest.raises(Mixed, match="some results are new and some are old"):
            put_in_place(results, tmp_path / ".cache")
    with working_folder(tmp_path):
        assert stand(results) == ["old", "old", "old"]


def test_a_place_that_is_a_link_keeps_it_and_a_place_of_another_kind_is_refused(
    results: Results, tmp_path: Path
) -> None:
    (tmp_path / "site").rename(tmp_path / "web root")
    (tmp_path / "site").symlink_to(tmp_path / "web root")
    (tmp_path / "dist/x.zip").unlink()
    (tmp_path / "dist/x.zip").mkdir()
    with pytest.raises(OSError, match=r"x\.zip is a folder; move it away"):
        put_in_place(results, tmp_path / ".cache")
    assert (tmp_path / "web root/index.html").read_text(encoding="utf-8") == "old"
    (tmp_path / "dist/x.zip").rmdir()
    shutil.move(tmp_path / ".site.new", tmp_path / "work/site") if (tmp_path / ".site.new").exists() else None
    (tmp_path / "work/site").mkdir(exist_ok=True)
    (tmp_path / "work/site/index.html").write_text("new", encoding="utf-8")
    put_in_place(results, tmp_path / ".cache")
    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "web root/index.html").read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")  # noqa: S108 - a second disk
def test_results_go_to_another_disk_as_well(results: Results, tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        shutil.rmtree(tmp_path / "dist")
        (tmp_path / "dist").symlink_to(other)
        put_in_place(results, tmp_path / ".cache")
        assert stand(results) == ["new", "new", "new"]
        assert sorted(p.name for p in Path(other).iterdir()) == ["x.zip", "x.zip.sha256"]


def test_a_second_build_at_once_is_refused_and_what_a_killed_one_left_goes(tmp_path: Path) -> None:
    (tmp_path / ".cache/build-1234-x/site").mkdir(parents=True)
    with working_folder(tmp_path) as folder:
        assert list((tmp_path / ".cache").glob("build-*")) == [folder]
        with pytest.raises(Busy, match="another build of this clone is at work"), working_folder(tmp_path):
            pass
        assert folder.is_dir()
    with working_folder(tmp_path):
        pass


def test_a_second_build_says_so_and_touches_nothing(stands: Path) -> None:
    good = prints(stands)
    with working_folder(stands):
        done = run_build(stands)
    assert done.returncode == 2
    assert "another build of this clone is at work" in done.stderr
    assert AS_BEFORE in done.stderr
    assert prints(stands) == good


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:1000], lambda _: b"", lambda data: data[:5000] + bytes([data[5000] ^ 1]) + data[5001:]],
    ids=["cut short", "empty", "one bit"],
)
def test_a_damaged_pack_in_the_cache_is_made_again(
    real_site: Site, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    site = replace(real_site, root=tmp_path)
    for name in ("bib", "CHANGELOG.md"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    session = next(r for r in site.records.values() if r.kind == "session")
    site = replace(site, pages=tuple(p for p in site.pages if p.path == session.path or "sessions/" not in p.path))
    formatted = format_citations(site)
    write_ready_packs(site, formatted, tmp_path / "one")
    (kept,) = (tmp_path / ".cache/packs").glob("*.zip")
    kept.write_bytes(damage(kept.read_bytes()))
    write_ready_packs(site, formatted, tmp_path / "two")
    assert prints(tmp_path / "one") == prints(tmp_path / "two")
    files = read_zip(kept.read_bytes())
    kept.write_bytes(write_zip({**files, "../../../pwned.txt": b"x"}))
    write_ready_packs(site, formatted, tmp_path / "three")
    assert prints(tmp_path / "one") == prints(tmp_path / "three")
    assert not list(tmp_path.rglob("pwned.txt"))


def test_a_build_in_this_process_leaves_the_clock_as_it_was(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392001")
    site = make_site()
    (site.root / "mkdocs.yml").write_text("nonsense: [", encoding="utf-8")
    with pytest.raises(BuildProblem):
        build_pages(site.root, tmp_path / "out")
    assert os.environ["SOURCE_DATE_EPOCH"] == "1795392001"


def test_a_failure_that_no_check_foresaw_is_told_in_words_and_kept_for_a_report(stands: Path) -> None:
    good = prints(stands / "site")
    broken = "import scripts.engine.build\ndef fail(*_):\n    raise KeyError('jpeg')\nscripts.engine.build.books = fail"
    done = run_build(stands, broken)
    assert done.returncode == 2
    assert "KeyError: 'jpeg'; the checks should have named this" in done.stderr
    assert AS_BEFORE in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in (stands / ".cache/last-failure.txt").read_text(encoding="utf-8")
    assert prints(stands / "site") == good


def test_a_map_that_would_lie_outside_the_site_stops_the_build(stands: Path, tmp_path: Path) -> None:
    index = stands / "bib/sources/hmic2015.json"
    index.write_text(index.read_text(encoding="utf-8").replace("report/map", "../../evil"), encoding="utf-8")
    done = run_build(stands)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("evil"))


def test_an_odd_clock_is_named_before_the_findings(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setattr("scripts.commands.cli.ROOT", make_site().root)
    said = CliRunner().invoke(cli, ["check"]).output
    assert "today is 1970-01-01 by SOURCE_DATE_EPOCH, before the edition of 2026-11-23" in said


def test_a_signed_build_holds_the_signature_and_an_unsigned_one_says_so(stands: Path, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    sums = (stands / "site/SHA256SUMS").read_bytes()
    assert not (stands / "site/SHA256SUMS.sig").exists()
    assert b"this copy is unsigned" in (stands / "site/START-HERE.txt").read_bytes()
    done = run_build(stands, words=("--sign", str(tmp_path / "key")))
    assert done.returncode == 0, done.stderr
    assert "signed by SHA256:" in done.stdout
    assert (stands / "site/SHA256SUMS").read_bytes() == sums, "who signs changes nothing that is signed"
    bundle = next((stands / "dist").glob("*.zip"))
    for copy in (stands / "site", bundle):
        assert main(["verify", str(copy), "--key", str(tmp_path / "key.pub")]) == 0
    lines = (stands / "site/START-HERE.txt").read_bytes().split(b"\r\n")
    assert not any(b"\n" in line for line in lines)


def _git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    root = tmp_path / "origin"
    (root / "scripts").mkdir(parents=True)
    for name in (".gitattributes", "CHANGELOG.md", "scripts/commit.txt"):
        shutil.copy(ROOT / name, root / name)
    _git(root, "init", "-q")
    _git(root, "add", "-A")
    _git(root, "commit", "-qm", "one")
    _git(root, "commit", "-qm", "two", "--allow-empty")
    return root


def test_a_shallow_clone_and_a_tarball_name_the_commit_and_a_copy_without_either_says_unknown(
    history: Path, tmp_path: Path
) -> None:
    known = commit(history)
    assert len(known) == 12
    _git(tmp_path, "clone", "-q", "--depth", "1", history.as_uri(), "shallow")
    assert commit(tmp_path / "shallow") == known
    (tmp_path / "tarball").mkdir()
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=history, check=True, capture_output=True).stdout
    subprocess.run(["tar", "x"], cwd=tmp_path / "tarball", input=archive, check=True)
    assert commit(tmp_path / "tarball") == known
    shutil.copytree(history, tmp_path / "plain", ignore=shutil.ignore_patterns(".git"))
    assert commit(tmp_path / "plain") == "unknown"
    assert edition(tmp_path / "plain")["number"]


def test_a_copy_inside_another_repository_does_not_take_its_commit(history: Path) -> None:
    inner = history / "inner"
    shutil.copytree(history, inner, ignore=shutil.ignore_patterns(".git", "inner"))
    assert commit(inner) == "unknown"


def test_uncommitted_changes_show_beside_the_commit(history: Path) -> None:
    (history / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    assert commit(history).endswith("+changes")


def test_a_new_file_that_a_build_reads_shows_and_another_does_not(history: Path) -> None:
    clean = commit(history)
    (history / "notes.txt").touch()
    assert commit(history) == clean
    (history / "docs").mkdir()
    (history / "docs/new.md").touch()
    assert commit(history) == f"{clean}+changes"


def test_the_environment_and_an_empty_repository_lend_no_foreign_commit(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = commit(history)
    monkeypatch.setenv("GIT_DIR", str(ROOT / ".git"))
    assert commit(history) == known
    shutil.copytree(history, history / "inner", ignore=shutil.ignore_patterns(".git", "inner"))
    (history / "inner/.git").mkdir()
    assert commit(history / "inner") == "unknown"


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only root can give a clone away")
def test_a_clone_of_another_owner_names_its_commit(history: Path) -> None:
    known = commit(history)
    for path in (history, *history.rglob("*")):
        os.chown(path, 12345, 12345)
    assert commit(history) == known
    assert changed_since(history, "HEAD") == frozenset()


def test_a_build_asks_git_a_few_times(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    run = subprocess.run

    def count(*words: Any, **settings: Any) -> object:
        asked.append(words)
        return run(*words, **settings)

    monkeypatch.setattr(subprocess, "run", count)
    for _ in range(20):
        epoch(history)
    assert len(asked) == 1


def test_no_git_program_is_no_error(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert commit(history) == "unknown"


def test_the_date_of_a_build_is_the_editions(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "nonsense")
    assert epoch(history) % 86_400 == 0


@pytest.mark.parametrize("value", ["nonsense", "99999999999999999999", "2026-11-23"])
def test_a_wrong_source_date_epoch_is_told_in_one_line(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(WrongEpoch, match=f"seconds since 1970.*{value}"):
        today()


def test_a_command_with_a_wrong_source_date_epoch_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], twice: tuple[Path, Path]
) -> None:
    def refuse(*_: object) -> None:
        raise WrongEpoch("SOURCE_DATE_EPOCH must be seconds since 1970")

    monkeypatch.setattr("scripts.checks.runner.check_site", refuse)
    monkeypatch.setattr("scripts.commands.cli.ROOT", twice[0])
    assert main(["check"]) == 2
    assert "error: SOURCE_DATE_EPOCH must be seconds since 1970" in capsys.readouterr().err
