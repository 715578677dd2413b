"""The judgement of outputs by programs of others: what stands, what is let pass, and that each program is the one we mean."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from scripts.bench import tools as bench_tools
from scripts.bench.opinions import CHECKS, Check, Said, _by_schema, one_of_each_kind
from scripts.bench.outputs import Waiver, load_waivers, problems, run
from scripts.bench.tools import LOCK, NoTool, Tools
from scripts.commands.cli import cli
from scripts.render.finish import name_controls


def check(*said: Said, judged: int = 1) -> Check:
    return Check(name="html", output="Pages", tool="Nobody", slow=False, ask=lambda _site, _tools: (judged, list(said)))


def waiver(contains: str, path: str = "*") -> Waiver:
    return Waiver(
        check="html", contains=contains, path=path, reason="a reason long enough to read", date=date(2026, 1, 1)
    )


def stands(tmp_path: Path, one: Check, *waivers: Waiver) -> list[str]:
    return [str(said) for said in run(tmp_path, [one], waivers, tools=Tools(tmp_path))[0].stands]


def test_what_a_program_says_stands_unless_a_waiver_covers_words_and_path(tmp_path: Path) -> None:
    said = Said("a/b.html", "error: a label is empty")
    assert stands(tmp_path, check(said)) == [str(said)]
    assert stands(tmp_path, check(said), waiver("label is empty", "a/*")) == []
    assert str(said) in stands(tmp_path, check(said), waiver("label is empty", "c/*"))


def test_a_waiver_that_nothing_needs_and_a_check_of_nothing_stand(tmp_path: Path) -> None:
    assert "nothing needs the waiver" in stands(tmp_path, check(), waiver("label is empty"))[0]
    assert "nothing to judge" in stands(tmp_path, check(judged=0))[0]


def test_many_alike_are_told_in_a_few_lines(tmp_path: Path) -> None:
    many = [Said(f"{n}.html", "error: the same thing again and again, in each of the pages") for n in range(90)]
    lines = problems(run(tmp_path, [check(*many)], (), tools=Tools(tmp_path)))
    assert len(lines) == 6
    assert lines[-1] == "  and 85 more like it"


def test_the_waivers_name_checks_that_are_there(tmp_path: Path) -> None:
    assert {w.check for w in load_waivers()} <= {c.name for c in CHECKS}
    path = tmp_path / "w.toml"
    path.write_text(
        '[[waiver]]\ncheck = "no"\ncontains = "something"\nreason = "a reason long enough to read"\ndate = 2026-01-01\n'
    )
    with pytest.raises(ValueError, match="no check is called no"):
        load_waivers(path)


def test_a_file_that_is_not_the_one_named_by_its_digest_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(_command: object, folder: Path | None = None) -> None:
        assert folder
        (folder / "vnu-jar-1.tgz").write_bytes(b"another file")

    monkeypatch.setattr(bench_tools, "_run", other)
    monkeypatch.setattr(bench_tools, "_demanded", lambda name, _how: name)
    with pytest.raises(NoTool, match="nothing of it was run"):
        Tools(tmp_path).archive("vnu-jar")
    assert list(tmp_path.iterdir()) == []


def test_every_python_program_is_pinned_with_hashes() -> None:
    text = LOCK.read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z][\w.-]*==\S+)[^\n]*\\\n(    --hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z]", text, re.MULTILINE)) > 10


def test_a_schema_of_others_is_held_with_its_neighbours(tmp_path: Path) -> None:
    number = {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "http://x.test/n.json", "type": "integer"}
    whole = {"$schema": number["$schema"], "$id": "http://x.test/w.json", "type": "array", "items": {"$ref": "n.json"}}
    for name, data in (("n", number), ("w", whole)):
        (tmp_path / f"{name}.json").write_text(json.dumps(data))
    found = list(_by_schema("data.json", [1, "two"], tmp_path / "w.json", [tmp_path / "n.json"]))
    assert found == [Said("data.json", "$[1]: 'two' is not of type 'integer'")]


def test_the_command_refuses_unknown_checks_and_folders_that_are_no_copy(tmp_path: Path) -> None:
    wrong = CliRunner().invoke(cli, ["bench", "outputs", "--only", "htlm", "--site", str(tmp_path)])
    assert wrong.exit_code == 2
    assert "did you mean `html`" in wrong.output
    assert CliRunner().invoke(cli, ["bench", "outputs", "--site", str(tmp_path)]).exit_code == 2


def test_each_kind_of_page_is_judged_once(built_site: Path) -> None:
    chosen = {p.relative_to(built_site).as_posix() for p in one_of_each_kind(built_site)}
    assert {"index.html", "powers/index.html", "situations/index.html"} <= chosen
    assert {n.split("/")[0] for n in chosen if "/" in n} >= {
        "powers",
        "situations",
        "findings",
        "cases",
        "about",
        "report",
    }
    assert len(chosen) < 45


PAGE = (
    '<html><body><input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">'
    '<input class="md-toggle" type="checkbox" id="__search">'
    '<label class="md-header__button md-icon" for="__drawer"><svg xmlns="http://www.w3.org/2000/svg"></svg></label>\n\n   \n'
    '<script>one\n\n  two</script><div class="md-dialog" data-md-component="dialog"></div>'
    '<nav data-md-level="0"><label class="md-nav__link" for="__nav_2" id="__nav_2_label" tabindex="0">Protecting</label></nav>'
    "<article><pre>a\n\n   b</pre><svg></svg></article>\n\n\n  <footer></footer></body></html>"
)


def test_what_the_checkers_of_others_refused_in_the_themes_html_is_mended() -> None:
    page = name_controls(PAGE)
    tree = html.fromstring(page)
    assert not tree.xpath("//label[@aria-hidden] | //label[@tabindex] | //input[@type='checkbox'][@autocomplete]")
    assert [e.get("aria-hidden") for e in tree.iter("svg")] == ["true", "true", None]
    assert "one\n\n  two" in page  # a script keeps its hash
    assert "<pre>a\n\n   b</pre>" in page
    assert not re.search(r"\n\s*\n", page.replace("one\n\n  two", "").replace("a\n\n   b", ""))


def test_no_page_spends_a_quarter_of_itself_on_the_menu(built_site: Path) -> None:
    for name in ("powers/police-protection.html", "situations/missing-child.html", "findings/initial-contact.html"):
        page = (built_site / name).read_text(encoding="utf-8")
        menu = html.fromstring(page).xpath("//nav[contains(@class, 'md-nav--primary')]")[0]
        assert len(html.tostring(menu, with_tail=False)) < len(page) / 4, name
        assert len(menu.xpath(".//a")) < 90, name
