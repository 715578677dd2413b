"""The commands: each parses its words, shows progress and hands over to a module that does the work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Literal

import click
from rich.console import Console
from rich.markup import escape

from scripts.base.clock import WrongEpoch
from scripts.base.edition import NoEdition
from scripts.base.environment import ROOT
from scripts.base.filenames import visible
from scripts.commands.law import law
from scripts.commands.read import read

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


class _Failed(click.ClickException):
    """A problem the person can mend; shown without a traceback."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        _err.print("[red]error:[/red]", escape(self.message))


@contextmanager
def _step(words: str) -> Iterator[None]:
    """Show that something is going on, and how long it took when it is done."""
    start = monotonic()
    with _err.status(f"{words} …"):
        yield
    _err.print(f"  {words}: {monotonic() - start:.1f} s", style="dim")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Check, build and export the site. Run from the clone: python3 -m scripts COMMAND."""


cli.add_command(law)
cli.add_command(read)


@cli.command()
@click.option("--list", "listed", is_flag=True, help="List the rules, each with a bad and a good line, and stop.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Apply only this rule; may be given again.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How problems are written.",
)
@click.option(
    "--changed",
    is_flag=False,
    flag_value="HEAD",
    metavar="[REV]",
    help="Show only what is wrong in files changed since REV (HEAD if none is given), new files included.",
)
@click.option("--built", is_flag=True, help="Check the built pages in site/ as well.")
@click.option("--online", is_flag=True, help="Ask every outside address whether it still answers (takes minutes).")
@click.option("--strict-dates", is_flag=True, help="Fail where a review is overdue, which is a warning otherwise.")
def check(
    rules: tuple[str, ...],
    form: Literal["text", "json", "sarif", "github"],
    changed: str | None,
    *,
    listed: bool,
    built: bool,
    online: bool,
    strict_dates: bool,
) -> None:
    """Prove links, citations, records, words and, with --built, the built pages.

    Prints each problem as path:line: what is wrong [rule], then what was examined.
    Exit 0: nothing found, or warnings alone. Exit 1: problems. Exit 2: a rule had nothing to examine, or wrong words.
    """
    from scripts.base.suggest import nearest
    from scripts.checks.changed import NoHistory, changed_since
    from scripts.checks.formats import FORMATS, rule_list
    from scripts.checks.rules import BUILT_RULES, RULES, SOURCE_RULES
    from scripts.checks.runner import Scope, check_built, check_site, merged
    from scripts.content.coverage import report_lines
    from scripts.content.loader import load_site

    if listed:
        click.echo(rule_list())
        return
    for name in rules:
        if name not in RULES:
            raise _Failed(f"there is no rule `{name}`{nearest(name, RULES)}")
    try:
        files = changed_since(ROOT, changed) if changed else None
    except NoHistory as problem:
        raise _Failed(str(problem)) from problem
    scope = Scope(only=frozenset(rules), files=files, strict_dates=strict_dates)
    with _step("Reading the site"):
        site = load_site(ROOT)
    _tell_odd_clock()
    reports = []
    if not rules or set(rules) & set(SOURCE_RULES):
        with _step("Checking the sources"):
            reports.append(check_site(site, scope))
    if (built and not rules) or set(rules) & set(BUILT_RULES):
        from scripts.checks.built import load_built

        folder = ROOT / "site"
        if not folder.is_dir():
            raise _Failed("site/ is not there; run `python3 -m scripts build` first")
        with _step("Checking the built pages"):
            reports.append(check_built(load_built(folder, site), scope))
    if online:
        from scripts.checks.online import check_online

        with _step("Asking the addresses outside"):
            reports.append(check_online(site, ROOT / ".cache/online.json", scope))
    report = merged(reports)
    more = report_lines(site) if form == "text" and not (rules or changed) else []
    click.echo("\n".join([FORMATS[form](report), *more]))
    for idle in report.idle:
        click.echo(f"error: rule {idle} had nothing to examine", err=True)
    sys.exit(report.exit_code)


@cli.command()
@click.option(
    "--no-check", is_flag=True, help="Build even where the checks find something (for a look, not for delivery)."
)
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="KEY",
    help="Sign the copy with this OpenSSH key of yours; it stays where it is.",
)
def build(*, no_check: bool, key: Path | None) -> None:
    """Check the sources, build site/, check it, and write dist/NAME-EDITION.zip.

    site/ and dist/ change only when everything before has gone well, and then together.
    """
    from scripts.checks.built import load_built
    from scripts.checks.runner import Report, check_built, check_site
    from scripts.content.loader import load_site
    from scripts.engine.build import BuildProblem, build_pages
    from scripts.engine.placing import Busy, Mixed, put_in_place, working_folder
    from scripts.release.bundle import bundle_name, complete, write_bundle, write_digest
    from scripts.release.signature import SignatureProblem, fingerprint

    def demand(report: Report) -> None:
        for problem in report.problems:
            click.echo(visible(str(problem)))
        click.echo(report.summary())
        if report.exit_code and not no_check:
            raise _Failed("nothing was built; mend what is listed above, or look at it with --no-check")

    as_before = "\nsite/ and dist/ stand as they were"
    try:
        signer = fingerprint(key) if key else ""
        with _step("Reading the site"):
            site = load_site(ROOT)
        _tell_odd_clock()
        demand(check_site(site))
        zipped = ROOT / "dist" / bundle_name(ROOT)
        with working_folder(ROOT) as folder:
            with _step(f"Building {len(site.pages)} pages and those made from data"):
                build_pages(ROOT, folder / "site", strict=not no_check)
            with _step("Checking the built pages"):
                report = check_built(load_built(folder / "site", site))
            demand(report)
            with _step("Writing the zip"):
                complete(folder / "site", site, key=key)
                write_bundle(folder / "site", folder / "bundle.zip")
                write_digest(folder / "bundle.zip", folder / "digest", zipped.name)
            places = {
                folder / "site": ROOT / "site",
                folder / "bundle.zip": zipped,
                folder / "digest": zipped.with_name(f"{zipped.name}.sha256"),
            }
            put_in_place(places, ROOT / ".cache")
    except BuildProblem as problem:
        raise _Failed(f"MkDocs could not build the site:\n{problem}{as_before}") from problem
    except (SignatureProblem, Busy) as problem:
        raise _Failed(f"{problem}{as_before}") from problem
    except Mixed as problem:
        raise _Failed(str(problem)) from problem
    except OSError as error:
        raise _Failed(f"cannot write: {error}{as_before}") from error
    except KeyboardInterrupt as stop:
        raise _Failed(f"stopped{as_before}") from stop
    click.echo(f"signed by {signer}" if key else "unsigned; --sign KEY signs a copy that you hand on")
    click.echo(f"site/index.html and dist/{zipped.name} are ready")


def _tell_odd_clock() -> None:
    """Say what day this run takes for today, and why, where it lies before the newest edition: dates will seem to come."""
    from scripts.base.clock import source, today
    from scripts.base.edition import edition

    with suppress(NoEdition):
        if str(today()) < edition(ROOT)["date"]:
            click.echo(
                f"note: today is {today()} by {source()}, before the edition of {edition(ROOT)['date']}; "
                "where that is wrong, correct it before anything below",
                err=True,
            )


@cli.command()
@click.argument("copy", type=click.Path(path_type=Path, exists=True))
@click.option("--unpack", type=click.Path(path_type=Path), metavar="FOLDER", help="Unpack an unaltered zip there.")
@click.option("--sha256", metavar="HEX", help="Demand this SHA-256 of the zip, as its publisher gave it to you.")
@click.option(
    "--key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="PUBLIC",
    help="Demand a signature by this public key (.pub), as its publisher gave it to you.",
)
def verify(copy: Path, unpack: Path | None, sha256: str | None, key: Path | None) -> None:
    """Prove that COPY, a zip or an unpacked folder of this site, is unaltered.

    Names each changed, missing, extra or unsafe file. Without --sha256 or --key it proves that the copy is whole, not who
    made it. Exit 0: unaltered. Exit 1: altered, or not by the key. Exit 2: not a copy at all.
    """
    from scripts.release.signature import SignatureProblem
    from scripts.release.verify import NotACopy, digest_of
    from scripts.release.verify import unpack as unpack_copy
    from scripts.release.verify import verify as verify_copy

    if sha256 is not None and not re.fullmatch(r"[0-9A-Fa-f]{64}", sha256):
        raise _Failed("--sha256 must be 64 digits and letters a to f, as the publisher's .sha256 file begins")
    if copy.is_dir() and (unpack or sha256 is not None):
        raise _Failed("--unpack and --sha256 are for a zip; a folder is proved by its list and by --key")
    try:
        if sha256 and (found := digest_of(copy)) != sha256.lower():
            click.echo(f"altered: the SHA-256 should be {sha256.lower()}; it is {found}. Nothing was opened.")
            sys.exit(1)
        verdict = unpack_copy(copy, unpack, key=key) if unpack else verify_copy(copy, key=key)
    except (NotACopy, SignatureProblem) as problem:
        raise _Failed(str(problem)) from problem
    for difference in verdict.differences:
        click.echo(str(difference))
    what = "SHA256SUMS" if copy.is_dir() else visible(copy.name)
    click.echo(
        f"{verdict.files:,} files listed, {len(verdict.differences):,} differ; SHA-256 of {what}: {verdict.digest}"
    )
    if verdict.by_key is False:
        click.echo(f"not signed by {key}" if verdict.signed else "unsigned: the copy holds no SHA256SUMS.sig")
    if not verdict.unaltered or verdict.by_key is False:
        sys.exit(1)
    click.echo(f"unaltered; unpacked into {unpack}" if unpack else "unaltered")
    if verdict.by_key:
        click.echo(f"signed by {key}")
    elif not sha256:
        state = "signed, but by whom was not asked" if verdict.signed else "unsigned"
        click.echo(f"{state}: this proves that the copy is whole, not who made it; --key or --sha256 prove that")


@cli.command("compare")
@click.argument("old", type=click.Path(path_type=Path, exists=True))
@click.argument("new", type=click.Path(path_type=Path, exists=True))
@click.option("--id", "ids", multiple=True, metavar="ID", help="Tell only of this record; may be given again.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write the whole comparison there as JSON too.")
def compare_editions(old: Path, new: Path, ids: tuple[str, ...], target: Path | None) -> None:
    """Tell what changed between two copies, zips or folders of the site, record by record: data, words and figures.

    Law pages come first. Exit 0: told. Exit 2: one is no copy, or has no such record.
    """
    from scripts.base.suggest import nearest
    from scripts.release.compare import Copy, as_json, compare
    from scripts.release.verify import NotACopy

    try:
        before, after = Copy(old), Copy(new)
        known = {*before.records, *after.records}
        for name in ids:
            if name not in known:
                raise _Failed(f"neither edition has a record `{name}`{nearest(name, known)}")
        with _step("Comparing"):
            changes = [c for c in compare(before, after) if not ids or c.id in ids]
    except NotACopy as problem:
        raise _Failed(str(problem)) from problem
    if target:
        target.write_text(as_json(changes, before, after), encoding="utf-8", newline="\n")
    for change in changes:
        for line in change.lines():
            click.echo(visible(line))
    counted = [f"{sum(c.what == what for c in changes):,} {what}" for what in ("changed", "new", "gone")]
    click.echo(f"edition {before.edition} -> {after.edition}: {', '.join(counted)}, of {len(known):,} records")


@cli.command("editions")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("copies", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def shelve_editions(folder: Path, copies: tuple[Path, ...]) -> None:
    """Put editions, as zips, side by side into FOLDER, to be read offline, each proved unaltered first.

    Its index.html?edition=2026.11&id=f-4-2-03 opens the record that a citation names.
    """
    from scripts.release.shelf import write_shelf
    from scripts.release.verify import NotACopy

    try:
        with _step("Proving and unpacking"):
            numbers = write_shelf(folder, copies)
    except NotACopy as problem:
        raise _Failed(str(problem)) from problem
    click.echo(f"{folder / 'index.html'}: editions {', '.join(numbers)}")


@cli.group()
def bench() -> None:
    """Measure and judge: search, growth, accessibility, other browsers, programs of others, delivery by real web servers."""


@bench.command("search")
@click.option("--times", default=50, show_default=True, help="Growth to measure as well; 1 leaves it out.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write the numbers there as JSON too.")
def bench_search(times: int, target: Path | None) -> None:
    """Compare the search with Material's own on the same pages: answers, speed and size, in Chromium from disk."""
    from scripts.bench.accessibility import CannotRun, find_chromium
    from scripts.bench.search import run

    try:
        find_chromium()
    except CannotRun as problem:
        raise _Failed(str(problem)) from problem
    run(output=target, times=times, show=lambda words: _err.print(f"  {words}", style="dim"))


@bench.command("scale")
@click.option("--times", default="1,10", show_default=True, metavar="LIST", help="Sizes to measure, e.g. 1,10,50,100.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write the numbers there as JSON too.")
@click.option("--stock/--no-stock", default=True, help="Measure stock MkDocs and Material on the same pages too.")
@click.option(
    "--zensical", is_flag=True, help="Measure Zensical on them too, installed for the run (needs the network)."
)
def bench_scale(times: str, target: Path | None, *, stock: bool, zensical: bool) -> None:
    """Build synthetic content of growing size, ours and stock MkDocs on the same pages, in one run."""
    from scripts.bench.scale import run
    from scripts.bench.way_out import NoEngine

    try:
        sizes = tuple(sorted({int(t) for t in times.split(",")}))
    except ValueError:
        raise _Failed(f"--times must be numbers with commas, such as 1,10,50 (given: {times})") from None
    try:
        run(sizes, stock=stock, zensical=zensical, target=target)
    except NoEngine as problem:
        raise _Failed(str(problem)) from problem


@bench.command("serve")
@click.option("--times", default=20, show_default=True, type=click.IntRange(2), help="Changes to measure.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write every second there as JSON too.")
@click.option("--zensical", is_flag=True, help="Measure Zensical too, installed for the run (needs the network).")
def bench_serve(times: int, target: Path | None, *, zensical: bool) -> None:
    """Change a sentence many times under `serve` and under stock `mkdocs serve`, and tell how soon the page shows it."""
    from scripts.bench.editing import NoServer, run
    from scripts.bench.way_out import NoEngine

    try:
        run(times, zensical=zensical, target=target)
    except (NoEngine, NoServer) as problem:
        raise _Failed(str(problem)) from problem


@bench.command("accessibility")
@click.option(
    "--site",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Examine this built site; without it one is built for the run.",
)
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write every problem there as JSON too.")
def bench_accessibility(folder: Path | None, target: Path | None) -> None:
    """Examine every page with all rules of axe at 1280 and 360 px: light, dark, and forced colours of both.

    Takes about 20 minutes on two cores. Exit 0: nothing found. Exit 1: problems. Exit 2: Chromium or the site is not there, or it failed.
    """
    import tempfile

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from scripts.bench.accessibility import CannotRun, as_json, find_chromium, problems, run, table
    from scripts.engine.build import BuildProblem, build_pages

    columns = TextColumn("Examining"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    try:
        find_chromium()  # before minutes are spent on building
        with tempfile.TemporaryDirectory(prefix="in-harms-way-") as name:
            if not folder:
                folder = Path(name) / "site"
                with _step("Building the site"):
                    build_pages(ROOT, folder)
            with Progress(*columns, console=_err, transient=True) as progress:
                task = progress.add_task("")
                done = run(folder, tell=lambda seen, all_: progress.update(task, completed=seen, total=all_))
        if target:
            target.write_text(as_json(done), encoding="utf-8", newline="\n")
    except CannotRun as problem:
        raise _Failed(str(problem)) from problem
    except BuildProblem as problem:
        raise _Failed(f"MkDocs could not build the site:\n{problem}") from problem
    except OSError as error:
        raise _Failed(f"cannot write: {error}") from error
    found = problems(done)
    for line in found:
        click.echo(line)
    Console().print(table(done))
    sys.exit(1 if found else 0)


@bench.command("outputs")
@click.option(
    "--site",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=ROOT / "site",
    show_default="site/",
    help="Judge this built site.",
)
@click.option("--fast", is_flag=True, help="Leave out what takes minutes, Java or a browser.")
@click.option("--only", "names", multiple=True, metavar="CHECK", help="Make only this check; may be given again.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write all that is said there as JSON too.")
def bench_outputs(folder: Path, names: tuple[str, ...], target: Path | None, *, fast: bool) -> None:
    """Have programs of others judge all that the build writes: pages, links, books, packs, data, parts.

    They are fetched once, each by its digest, into .cache/tools (needs the network, npm and 900 MB; Java 17 and Chromium unless --fast).
    What is let pass stands with its reason in scripts/bench/outputs.toml.
    Exit 0: nothing stands. Exit 1: something does. Exit 2: a program or the site is not there.
    """
    from scripts.base.suggest import nearest
    from scripts.bench.accessibility import CannotRun
    from scripts.bench.opinions import CHECKS
    from scripts.bench.outputs import as_json, load_waivers, problems, run, table
    from scripts.bench.tools import NoTool

    known = {check.name: check for check in CHECKS}
    for name in names:
        if name not in known:
            raise _Failed(f"there is no check `{name}`{nearest(name, known)}")
    if not (folder / "manifest.json").is_file():
        raise _Failed(f"{folder} holds no built copy; run `python3 -m scripts build` first")
    checks = [c for c in CHECKS if (c.name in names or not names) and not (fast and c.slow)]
    try:
        verdicts = run(folder, checks, load_waivers(), tell=lambda words: _err.print(f"  {words} …", style="dim"))
    except (NoTool, CannotRun) as problem:
        raise _Failed(str(problem)) from problem
    if target:
        target.write_text(as_json(verdicts), encoding="utf-8", newline="\n")
    for line in problems(verdicts):
        click.echo(visible(line))
    Console().print(table(verdicts))
    sys.exit(1 if any(v.stands for v in verdicts) else 0)


@bench.command("browsers")
@click.argument("pytest_words", nargs=-1, type=click.UNPROCESSED)
def bench_browsers(pytest_words: tuple[str, ...]) -> None:
    """Do in Firefox ESR and in WebKitGTK what readers do: the whole set, over a site built for it.

    Exit 0: all passed. Exit 1: something failed. Exit 2: an engine is not there; its name and how to get it are told.
    """
    environment = {**os.environ, "EVERY_ENGINE": "demanded"}
    command = [sys.executable, "-m", "pytest", "tests/reader/engines", "-p", "no:randomly", *pytest_words]
    done = subprocess.run(command, cwd=ROOT, check=False, env=environment)
    sys.exit(done.returncode if done.returncode in {0, 1} else 2)


@bench.command("baseline")
def bench_baseline() -> None:
    """Write tests/reader/baseline/newer.txt anew from MDN's data: what Safari 15.4, Firefox 115 or Chromium 107 lack (needs npm).

    The tests hold our scripts and styles to it. Exit 1: something of ours is newer. Exit 2: the data could not be fetched.
    """
    from scripts.bench.baseline import judge, write
    from scripts.bench.tools import NoTool, Tools

    try:
        number = write(Tools().archive("@mdn/browser-compat-data") / "data.json")
    except NoTool as problem:
        raise _Failed(str(problem)) from problem
    newer, vain = judge()
    for use in newer:
        click.echo(str(use))
    for words in vain:
        click.echo(f"tests/reader/baseline/allowed.toml allows {words}, which nothing uses")
    click.echo(f"{number:,} features are newer than the baseline; {len(newer):,} used by us without a reason")
    sys.exit(1 if newer or vain else 0)


@bench.command("way-out")
def bench_way_out() -> None:
    """Build the same docs with ProperDocs and Zensical, installed for the run, and tell what differs (needs the network)."""
    from scripts.bench.way_out import NoEngine, run

    try:
        sys.exit(run())
    except NoEngine as problem:
        raise _Failed(str(problem)) from problem


@bench.command("servers")
def bench_servers() -> None:
    """Serve site/ from nginx and Apache with the settings in site/deploy, and prove what they send.

    Exit 0: all good. Exit 1: something is not as it must be. Exit 2: nginx, Apache or site/ is not there.
    """
    from scripts.bench.servers import NotThere, run

    try:
        sys.exit(run(ROOT / "site"))
    except NotThere as problem:
        raise _Failed(str(problem)) from problem


@cli.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on this machine.")
def serve_site(port: int) -> None:
    """Show the site at http://localhost:PORT, and what changes within a second, with what the check finds in it."""
    import tempfile

    from scripts.engine.preview import PortTaken, serve

    with tempfile.TemporaryDirectory(prefix="in-harms-way-") as folder:
        try:
            serve(ROOT, Path(folder) / "site", port, click.echo)
        except PortTaken as problem:
            raise _Failed(str(problem)) from problem


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_words", nargs=-1, type=click.UNPROCESSED)
def test(pytest_words: tuple[str, ...]) -> None:
    """Lint, type check and run the tests; words after the command go to pytest alone.

    Without words: ruff, mypy and all of pytest, with the site built and opened in headless Chromium.
    """
    commands = [["pytest", *pytest_words]]
    if not pytest_words:
        everything = ["pytest", "--numprocesses=auto", "--dist=loadfile"]  # a file's tests share what they set up
        commands = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], everything]
    for command in commands:
        click.echo(f"$ {' '.join(command)}", err=True)
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(1 if done.returncode == 1 else 2)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the data exports (catalogue, tables, glossary, references) into FOLDER."""
    from scripts.content.loader import load_site
    from scripts.outputs.data.exports import write_exports

    with _step("Writing the exports"):
        written = write_exports(load_site(ROOT), folder)
    for path in written:
        click.echo(path)


@cli.command()
@click.argument("ids", nargs=-1)
@click.option("--theme", metavar="THEME", help="Take the findings, cases, recommendations and questions of a theme.")
@click.option("--session", metavar="ID", help="Take the records of a session plan.")
@click.option("--all", "every", is_flag=True, help="Write a pack for every session plan, each in a folder of its own.")
@click.option("--title", metavar="WORDS", help="A title of your own, on every paper and in the learning system.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write: new, empty, or holding an earlier pack.",
)
def pack(
    ids: tuple[str, ...], *, theme: str | None, session: str | None, every: bool, title: str | None, output: Path
) -> None:
    """Write a training pack: slides, handout, facilitator's notes, questions and answers, files for Moodle and QTI.

    Name records by their IDS, in the order to teach them, or a theme, or a session plan.
    The folder changes only when everything has been made. Exit 2: an unknown id, or a folder that is not ours.
    """
    from scripts.content.loader import load_site
    from scripts.content.selection import SelectionProblem, choose
    from scripts.outputs.books.pdf import TypesetProblem
    from scripts.outputs.packs.content import make_pack, wording_for
    from scripts.outputs.packs.write import WriteProblem, check_target, pack_files, put

    try:
        check_target(output)
        with _step("Reading the site"):
            site = load_site(ROOT)
        chosen = choose(site, ids, theme=theme, session=session, every=every, title=title)
        with _step("Putting citations into words"):
            wording = wording_for(site, list(chosen.values()))
            packs = [make_pack(selection, wording) for selection in chosen.values()]
        start = monotonic()
        with _err.status("Writing …") as status:
            made = pack_files(packs, lambda words: status.update(f"Writing {words} …"))
        _err.print(f"  Writing {len(packs)} pack(s): {monotonic() - start:.1f} s", style="dim")
        put(dict(zip(chosen, made, strict=True)), output)
    except (SelectionProblem, WriteProblem, TypesetProblem) as problem:
        raise _Failed(str(problem)) from problem
    except OSError as error:
        raise _Failed(f"cannot write {output}: {error}") from error
    for name, files in zip(chosen, made, strict=True):
        for file in files:
            click.echo((output / name / file).as_posix())


@cli.command("publish-ids")
@click.option("--check", "dry", is_flag=True, help="Only tell what would be added; exit 1 if anything would.")
def publish_ids(*, dry: bool) -> None:
    """Add new pages and the ids of new records to bib/ids.txt, where they stay for good."""
    from scripts.content.loader import load_site

    site = load_site(ROOT)
    new = sorted({*site.records, *site.by_path} - {*site.published_ids, *site.published_pages})
    if dry:
        for identifier in new:
            click.echo(f"+{identifier}")
        sys.exit(1 if new else 0)
    path = ROOT / "bib/ids.txt"
    kept = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    path.write_text("\n".join(sorted({*kept, *new} - {""})) + "\n", encoding="utf-8", newline="\n")
    click.echo(f"{len(new)} ids and pages added to bib/ids.txt")


@cli.command("index-source")
@click.argument("paragraphs", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", required=True, help="The work's key in the bibliography, e.g. hmic2015.")
@click.option("--title", required=True, help="The work's title.")
@click.option("--short", required=True, help="The work in a few words, e.g. HMIC 2015.")
@click.option("--main", is_flag=True, help="This is the report that the site retells; exactly one index says so.")
@click.option("--published", required=True, help="Year or year-month, e.g. 2015-07.")
@click.option("--map", "map_page", required=True, help="Folder of its map pages in docs/, e.g. report/map.")
@click.option(
    "--check", "dry", is_flag=True, help="Only tell whether bib/sources/KEY.json would change; exit 1 if it would."
)
def index_source(
    paragraphs: Path, key: str, title: str, short: str, published: str, map_page: str, *, main: bool, dry: bool
) -> None:
    """Make bib/sources/KEY.json from a report held as PARAGRAPHS (JSON Lines); no sentence of it is kept.

    The form is told in docs/about/source-index.md.
    """
    from scripts.authoring.index_source import dump, make_index

    try:
        index = make_index(
            paragraphs, key=key, title=title, short=short, main=main, published=published, map_page=map_page
        )
        text = dump(index)
    except (ValueError, OSError) as error:
        raise _Failed(str(error)) from error
    target = ROOT / "bib/sources" / f"{key}.json"
    if dry:
        same = target.is_file() and target.read_text(encoding="utf-8") == text
        click.echo(f"{target.name} is current" if same else f"{target.name} would change; run without --check")
        sys.exit(0 if same else 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"wrote {target.relative_to(ROOT)}")


@cli.command("index-words")
@click.argument("paragraphs", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", required=True, help="The work's key in the bibliography, e.g. hmic2015.")
@click.option("--check", "dry", is_flag=True, help="Only tell whether bib/sources/KEY.words would change; exit 1 then.")
def index_words(paragraphs: Path, key: str, *, dry: bool) -> None:
    """Make bib/sources/KEY.words from a report held as PARAGRAPHS (JSON Lines): hashes of runs of words, no sentence.

    The rule words-are-our-own finds with it what a page shares with the report, on any clone.
    """
    from scripts.checks.own_words import make_words

    try:
        text = make_words(paragraphs, key)
    except (ValueError, OSError) as error:
        raise _Failed(str(error)) from error
    target = ROOT / "bib/sources" / f"{key}.words"
    if dry:
        same = target.is_file() and target.read_text(encoding="ascii") == text
        click.echo(f"{target.name} is current" if same else f"{target.name} would change; run without --check")
        sys.exit(0 if same else 1)
    target.write_text(text, encoding="ascii", newline="\n")
    click.echo(f"wrote {target.relative_to(ROOT)}")


@cli.command()
@click.argument("kind", metavar="KIND")
@click.argument("words", nargs=-1, required=True, metavar="TITLE")
@click.option("--on", "page", metavar="PAGE", help="The page a record goes on, e.g. docs/findings/initial-contact.md.")
@click.option("--place", metavar="LOCATOR", help="The paragraph of the report it rests on, e.g. 4.2.3.")
@click.option("--report", metavar="KEY", help="The report of bib/sources it rests on; the main one if none is named.")
def new(kind: str, words: tuple[str, ...], page: str | None, place: str | None, report: str | None) -> None:
    """Write a template with the next free id: a page (power, situation) or a record on a page (finding, case).

    A finding needs --on and --place, a case, question and event need --on. Each place to fill is marked [[fill: …]], and
    check names those that are left.

    KIND is power, duty, order, offence, guidance, situation, session, finding, case, term, event or question.
    """
    from scripts.authoring.scaffold import CannotWrite, scaffold
    from scripts.content.loader import load_site

    try:
        written = scaffold(load_site(ROOT), kind, " ".join(words), page=page, place=place, report=report)
    except CannotWrite as problem:
        raise _Failed(str(problem)) from problem
    click.echo(f"{written}: fill in what stands in [[fill: …]], then run `python3 -m scripts check --changed`")


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit code."""
    try:
        cli.main(args=argv, prog_name="python3 -m scripts", standalone_mode=True)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except (WrongEpoch, NoEdition) as problem:
        _Failed(str(problem)).show()
        return 2
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        _Failed(f"cannot read or write {what}").show()
        return 2
    return 0
