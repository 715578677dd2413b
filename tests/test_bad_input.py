"""Bad input gets a clear finding with path and line, never a traceback, and the other pages are checked all the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from fixture_sites import Fixture, source_site

from scripts.checks.runner import check_site
from scripts.content.loader import load_site

HEAD = "---\ntitle: More\nsummary: A page that holds something bad.\n---\n\n# More\n\n"
NOTHING = Fixture(edits=(), expected=())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    source_site(tmp_path, NOTHING)
    nav = tmp_path / "mkdocs.yml"
    nav.write_text(nav.read_text(encoding="utf-8") + "  - more.md\n", encoding="utf-8")
    return tmp_path


def findings(root: Path) -> list[str]:
    return [str(f) for f in check_site(load_site(root)).findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: [\n---\n", "docs/more.md:3: front matter is not valid YAML"),
        ("---\ntitle: More\n", "docs/more.md:1: front matter begins with --- but never ends"),
        ("---\n- a\n---\n", "docs/more.md:2: front matter must be a list of `key: value` lines"),
        ("---\na: " + "[" * 4000 + "\n---\n", "docs/more.md:"),
        ("", "docs/more.md:1: is empty"),
        (HEAD + "[a](b c.md)\n", "docs/more.md:8: `](b c.md)` is no link target"),
        (HEAD + "[a](b[c].md)\n", "docs/more.md:8: `b[c].md` leads to no file"),
        (HEAD + "[a](%E2%9C%93.md)\n", "docs/more.md:8: `%E2%9C%93.md` leads to no file"),
        (HEAD + "[🚓](🚓.md)\n", "docs/more.md:8: `🚓.md` leads to no file"),
        (HEAD + "[a](%zz.md)\n", "docs/more.md:8: `%zz.md` leads to no file"),
        (HEAD + "[a](" + "../" * 300 + "x.md)\n", "docs/more.md:8: "),
        (HEAD + "[a](http://[::1)\n", "docs/more.md:8: `http://[::1` is not a web address"),
        (HEAD + "## !?\n", "docs/more.md:8: the heading “!?” has no words"),
        (HEAD + "## A\n\n## A\n", "docs/more.md:10: “A” stands already at line 8"),
        (HEAD + "[@nobody]\n", "docs/more.md:8: `@nobody` is not in the bibliography"),
    ],
)
def test_a_bad_page_gets_a_finding_at_its_line(root: Path, text: str, expected: str) -> None:
    (root / "docs/more.md").write_text(text, encoding="utf-8")
    assert any(f.startswith(expected) for f in findings(root)), findings(root)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "`[@nobody]` and\n\n```\n[@nobody] [a](b.md)\n```\n\n    ``[@nobody]``\n",
        HEAD + "[see](<findings/contact.md>) [it](findings/cont%61ct.md)\n",
        HEAD + "- a\n" + "".join("    " * n + "- a\n" for n in range(1, 300)),
    ],
)
def test_odd_but_sound_pages_get_none(root: Path, text: str) -> None:
    (root / "docs/more.md").write_text(text, encoding="utf-8")
    assert findings(root) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xfea\x00", "holds a NUL byte"),
        (HEAD.encode() + b"caf\xe9\n", "docs/more.md:8: is not UTF-8: byte 0xe9"),
        (b"\xef\xbb\xbf" + HEAD.encode(), "docs/more.md:1: begins with a byte order mark"),
        (HEAD.replace("\n", "\r\n").encode(), "docs/more.md:1: has Windows line ends"),
        (HEAD.encode() + b"a\x00b\n", "docs/more.md:8: holds a NUL byte"),
        (HEAD.encode() + b"x" * 10_000_000, "docs/more.md:1: is larger than"),
    ],
)
def test_bytes_that_are_no_page_get_a_finding(root: Path, data: bytes, expected: str) -> None:
    (root / "docs/more.md").write_bytes(data)
    assert any(expected in f for f in findings(root)), findings(root)


def _unbalanced(root: Path) -> None:
    (root / "bib/more.bib").write_text("@book{a,\n  title = {A {B}\n}\n", encoding="utf-8")


def _twice(root: Path) -> None:
    (root / "bib/more.bib").write_text("@book{ca1989,\n  title = {A},\n}\n", encoding="utf-8")


def _no_bib(root: Path) -> None:
    (root / "bib/references.bib").unlink()


def _outside(root: Path) -> None:
    (root / "docs/more.md").symlink_to("/etc/hostname")


def _linked_folder(root: Path) -> None:
    (root.parent / "secrets").mkdir()
    (root.parent / "secrets/secret.txt").touch()
    (root / "docs/extra").symlink_to(root.parent / "secrets")


def _loop(root: Path) -> None:
    (root / "docs/more.md").symlink_to("more.md")


def _pipe(root: Path) -> None:
    os.mkfifo(root / "docs/more.md")


def _capitals(root: Path) -> None:
    (root / "docs/INDEX.md").write_text(HEAD, encoding="utf-8")


def _config(root: Path) -> None:
    (root / "mkdocs.yml").write_text("nav: [", encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (_unbalanced, "bib/more.bib:4: not valid BibTeX"),
        (_twice, "key `ca1989` is given twice"),
        (_no_bib, "bib:1: no .bib file here"),
        (_outside, "docs/more.md:1: is a link, which would bring"),
        (_linked_folder, "docs/extra:1: is a link, which would bring"),
        (_loop, "docs/more.md:1: is a link, which would bring"),
        (_pipe, "docs/more.md:1: is no ordinary file"),
        (_capitals, "differs from docs/INDEX.md only in capitals"),
        (_config, "mkdocs.yml:1: cannot be read"),
    ],
)
def test_a_harmed_tree_gets_a_finding(root: Path, harm: Callable[[Path], None], expected: str) -> None:
    harm(root)
    assert any(expected in f for f in findings(root)), findings(root)


def test_an_unreadable_file_gets_a_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = root / "docs/more.md"
    page.write_text(HEAD, encoding="utf-8")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == page:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root, who runs CI, may read anything
    assert any("cannot be read" in f for f in findings(root))


@pytest.mark.parametrize(
    "body",
    [
        "".join("  " * n + "- a\n" for n in range(1200)),
        "a word of many " * 66_000 + "\n",
        "[a](findings/contact.md) " * 40_000 + "\n",
        "> " * 5_000 + "deep\n",
        "- " * 5_000 + "deep\n",
    ],
    ids=["nested-list", "one-long-line", "forty-thousand-links", "five-thousand-quotes", "five-thousand-levels"],
)
def test_a_huge_page_is_checked_in_seconds(root: Path, body: str) -> None:
    (root / "docs/more.md").write_text(HEAD + body, encoding="utf-8")
    start = process_time()
    findings(root)
    assert process_time() - start < 15
