"""The build under bad conditions: clear words, and the previous good output still stands; and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import SMALL
from small_clone import build_command, run_build, small_clone

from scripts.base.clock import WrongEpoch, today
from scripts.base.edition import commit, edition, epoch
from scripts.base.environment import ROOT
from scripts.commands.cli import main
from scripts.engine.build import put_in_place, working_folder

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
    one = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"}
    two = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1795392000"}
    with ThreadPoolExecutor(2) as pool:
        runs = (
            pool.submit(run_build, first, "import os; os.umask(0o077)", settings=one),
            pool.submit(run_build, second, "import os; os.umask(0o002)", settings=two),
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
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    clones = (tmp_path / "one", tmp_path / "two with a longer path é")
    for name in filter(None, listed.stdout.decode().split("\0")):
        for clone in clones if (ROOT / name).is_file() else ():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    build_unlike(*clones)
    sites = [prints(clone / "site") for clone in clones]
    assert len(sites[0]) > 400
    assert sites[0] == sites[1]
    zips = [next((clone / "dist").glob("*.zip")) for clone in clones]
    assert zips[0].read_bytes() == zips[1].read_bytes()


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


def test_a_build_killed_while_it_put_the_site_in_place_is_mended_by_the_next(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".cache/build-{dead.pid}-x/site.old"
    left.mkdir(parents=True)
    (left / "index.html").write_text("good", encoding="utf-8")
    other = tmp_path / f".cache/build-{os.getppid()}-x"
    other.mkdir()
    with working_folder(tmp_path):
        assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "good"
        assert not left.parent.exists()
        assert other.exists(), "a build that still runs keeps its folder"


def test_a_folder_that_cannot_take_its_place_gives_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, target = tmp_path / "work/site", tmp_path / "site"
    made.mkdir(parents=True)
    target.mkdir()
    (target / "index.html").write_text("good", encoding="utf-8")
    rename = Path.rename

    def fail(self: Path, to: Path) -> Path:
        if self == made:
            raise OSError(28, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="No space left"):
        put_in_place(made, target)
    assert (target / "index.html").read_text(encoding="utf-8") == "good"


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
