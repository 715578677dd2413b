"""The repository keeps its own promises."""

from __future__ import annotations

import re
import subprocess

from scripts.base.environment import ROOT
from scripts.content.kinds import LAW_KINDS
from scripts.content.model import Site


def _tracked() -> list[str]:
    done = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def test_the_lock_is_hashed_and_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.findall(r"^([a-z][\w.-]*)==", text, re.MULTILINE)
    assert len(packages) > 30
    assert text.count("--hash=sha256:") >= len(packages)
    assert not re.search(r"https?://|--index-url|--find-links|file:", text)


def test_no_commit_holds_a_machine_path_or_a_report_sentence_file() -> None:
    for name in _tracked():
        data = (ROOT / name).read_bytes()
        assert b"/".join((b"", b"work", b"main")) not in data, name
        assert not name.endswith("paragraphs.jsonl")


def test_decisions_are_numbered_without_gaps_and_have_their_four_parts() -> None:
    files = sorted((ROOT / "docs/about/decisions").glob("[0-9]*.md"))
    assert [int(f.name[:4]) for f in files] == list(range(1, len(files) + 1))
    for file in files:
        heads = re.findall(r"^## (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert heads[0] == "Context", file
        assert heads[-1] == "Consequences", file


def test_the_content_is_whole(real_site: Site) -> None:
    assert len(real_site.of_kind("recommendation")) == 44
    assert {r.id for r in real_site.of_kind("case")} == {f"case-{n:02}" for n in range(1, 33)}
    assert len(real_site.of_kind("term")) >= 52
    assert len(real_site.of_kind("finding")) >= 150
    assert len(real_site.of_kind(*LAW_KINDS)) >= 60
    assert sum(getattr(r.meta, "data_class", "") == "statistic" for r in real_site.data_records) == 166
