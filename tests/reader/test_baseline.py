"""Our scripts and styles keep to Safari 15.4, Firefox 115 and Chromium 107, by MDN's data as `bench baseline` keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bench.baseline import NEWER, judge, newer, own_files, uses


def test_nothing_of_ours_is_newer_than_the_baseline_without_a_reason() -> None:
    assert len(own_files()) > 15
    used, in_vain = judge()
    assert [str(use) for use in used] == []
    assert in_vain == []


@pytest.mark.parametrize(
    ("name", "text", "feature"),
    [
        ("x.js", "const last = rows.findLast?.(r => r) ?? new Map().getOrInsert(1)", "member getOrInsert"),
        ("x.js", "document.body.popover = 'auto'", "member popover"),
        ("x.js", "const s = new CompressionStream('gzip')", "global CompressionStream"),
        ("x.css", "a { text-wrap: balance }", "property text-wrap"),
        ("x.css", "p:has(> a) { color: red }", "selector has"),
        ("x.css", "@container (width > 1px) { a { color: red } }", "at-rule container"),
        ("x.css", "a { width: 3rcap }", "unit rcap"),
    ],
)
def test_a_newer_feature_is_named_at_its_line(tmp_path: Path, name: str, text: str, feature: str) -> None:
    file = tmp_path / name
    file.write_text(f"/* {text} */\n\n{text}\n", encoding="utf-8")
    names = NEWER.read_text(encoding="utf-8").splitlines()
    assert [(u.line, u.feature) for u in uses(file, names) if u.feature == feature] == [(3, feature)]


def test_what_a_browser_has_only_behind_a_switch_or_a_prefix_or_later_is_newer() -> None:
    def part(**safari: object) -> dict[str, object]:
        plain = {"version_added": "1"}
        return {"__compat": {"support": {"safari": safari, "safari_ios": plain, "firefox": plain, "chrome": plain}}}

    data = {
        "css": {
            "properties": {
                "old": part(version_added="≤15.4"),
                "new": part(version_added="16"),
                "never": part(version_added=False),
                "switched": part(version_added="15", flags=[{}]),
                "prefixed": part(version_added="3", prefix="-webkit-"),
            },
            "selectors": {}, "at-rules": {}, "types": {"length": {}},
        },
        "javascript": {"builtins": {"Array": {"ours": part(version_added="17"), "at": part(version_added="17")}}},
        "api": {"Other": {"at": part(version_added="3")}},
    }  # fmt: skip
    assert newer(data) == ["member ours", "property never", "property new", "property prefixed", "property switched"]
