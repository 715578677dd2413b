"""The preview: the whole site built once into memory's reach, then only what a change touches, within a second."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from scripts.base.edition import epoch
from scripts.checks.rules import SOURCE_RULES
from scripts.checks.runner import Scope, check_site
from scripts.content.kept import Kept
from scripts.content.loader import load_site
from scripts.content.model import Problem, Site
from scripts.engine import plugin
from scripts.engine.workers import Workers
from scripts.render.stash import bulleted

WATCHED = ("docs", "bib", "overrides", "mkdocs.yml", "CHANGELOG.md", "waivers.toml")
_LOCAL = frozenset(rule.id for rule in SOURCE_RULES.values() if rule.local)
_AT_REST = 1.5  # seconds without a change after which the rest follows: books, packs, search, the whole check
_POLL = 0.05


class PortTaken(Exception):
    """Another program listens there; the message says what to do."""


class Preview:
    """The site as an editor sees it while editing.

    Args:
        root: the clone.
        folder: where pages are built, new.
        say: called with one line for the terminal.

    """

    def __init__(self, root: Path, folder: Path, say: Callable[[str], None]) -> None:
        self._root = root
        self._folder = folder
        self._say = say
        self._kept = Kept()
        self._found: dict[str, tuple[Problem, ...]] = {}
        self._expanded: dict[str, str] = {}
        self._whole = _Rest(root, folder, self._take_rest)
        self._start()

    def _start(self) -> None:
        """Build every page anew, as after a change of the menu or a template; what stands beside the pages follows at rest."""
        os.environ["SOURCE_DATE_EPOCH"] = str(epoch(self._root))
        with _quiet():
            self._config: MkDocsConfig = load_config(
                str(self._root / "mkdocs.yml"), site_dir=str(self._folder), strict=False
            )
        seen: dict[str, Any] = {}

        def keep(env: Environment, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001 - MkDocs' signature
            seen.update(env=env, files=files)

        def keep_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001 - as above
            seen.update(nav=nav)

        self._config.plugins.events["env"].append(keep)
        self._config.plugins.events["nav"].append(keep_nav)
        plugin.build.kept = self._kept
        with _quiet(), Workers() as plugin.build.workers:
            self._config.plugins.on_startup(command="serve", dirty=False)
            mkdocs_build(self._config)
        plugin.build.ready = {}  # from now on each page is rendered when it changes
        self._env: Environment = seen["env"]
        self._files: Files = seen["files"]
        self._nav: Navigation = seen["nav"]
        self._site = plugin.build.prepared.site
        self._settings = self._state_of_settings(self._site)
        self._whole.wake(_AT_REST)

    def _state_of_settings(self, site: Site) -> object:
        """Return what, when it changes, changes every page: the menu, templates, styles, the list of pages, the bibliography."""
        names = [p for top in ("overrides", "docs/assets", "bib") for p in (self._root / top).rglob("*") if p.is_file()]
        names += [self._root / "mkdocs.yml", self._root / "CHANGELOG.md"]
        return (
            tuple((p, p.stat().st_mtime_ns) for p in sorted(names)),
            tuple((page.path, page.title, page.meta.summary) for page in site.pages),
        )

    def rebuild(self) -> None:
        """Bring the pages up to date that a change touches; say what it took and what the check finds in it."""
        start = monotonic()
        self._whole.stop()
        before, after = self._site, load_site(self._root, self._kept)
        if self._state_of_settings(after) != self._settings:
            self._start()
            self._say(f"every page, {monotonic() - start:.1f} s (the menu, a template or a title changed)")
            return
        changed = _changed(before, after)
        if not changed and before.rows == after.rows:
            return
        self._site = after
        plugin.prepare(self._config, plugin.Prepared(after, plugin.build.prepared.works))
        paths = {f"docs/{path}" for path in changed}
        found = check_site(after, Scope(only=_LOCAL, files=frozenset(paths))).problems
        for path in paths:
            self._found[path] = tuple(f for f in found if f.path == path)
        self._note(paths)
        pages = [path for path in _touched(before, after, changed) if self._render(path)]
        took = monotonic() - start
        self._say(f"{', '.join(pages)}, {took:.2f} s: {_counted(len(found))}")
        for problem in found:
            self._say(f"  {problem}")
        self._whole.wake(_AT_REST)

    def _render(self, path: str) -> bool:
        """Make one page anew where its Markdown, with all that is made from data in it, is another than before."""
        file = self._files.get_file_from_path(path)
        page = file.page if file else None
        if file is None or page is None:
            return False
        page.read_source(self._config)
        text = self._config.plugins.on_page_markdown(
            page.markdown or "", page=page, config=self._config, files=self._files
        )
        noted = plugin.build.notes.get(path, "") + repr(plugin.build.aside) + text
        if self._expanded.get(path) == noted:
            return False
        self._expanded[path] = noted
        page.markdown = text
        with _quiet():
            page.render(self._config, self._files)
        page.content = self._config.plugins.on_page_content(
            page.content or "", page=page, config=self._config, files=self._files
        )
        page.active = True
        context = get_context(self._nav, self._files.documentation_pages(), self._config, page)
        template = self._env.get_template(page.meta.get("template", "main.html"))
        output = self._config.plugins.on_post_page(template.render(context), page=page, config=self._config)
        page.active = False
        Path(file.abs_dest_path).write_text(output, encoding="utf-8")
        return True

    def _note(self, paths: Iterable[str]) -> None:
        """Put what the check finds in a page at its head."""
        notes = dict(plugin.build.notes)
        for path in paths:
            found = self._found.get(path, ())
            title = f"The check finds {_counted(len(found))} on this page"
            note = Markup('<div class="admonition warning"><p class="admonition-title">{}</p>{}</div>')
            notes[path.removeprefix("docs/")] = note.format(title, bulleted(map(str, found))) if found else Markup()
        plugin.build.notes = notes

    def _take_rest(self, problems: Mapping[str, list[str]], took: float) -> None:
        self._say(
            f"books, packs and search, {took:.1f} s; the whole check: {_counted(sum(map(len, problems.values())))}"
        )
        for lines in problems.values():
            for line in lines:
                self._say(f"  {line}")

    def close(self) -> None:
        """End what still runs."""
        self._whole.stop()


def _changed(before: Site, after: Site) -> list[str]:
    """Return the paths of pages that were read anew."""
    return [page.path for page in after.pages if before.by_path.get(page.path) is not page]


def _touched(before: Site, after: Site, changed: Iterable[str]) -> list[str]:
    """Return the pages to render: those that changed, and those at the other end of a relation that shows otherwise now."""
    paths = dict.fromkeys(changed)
    was, now = _ends(before, frozenset(paths)), _ends(after, frozenset(paths))
    paths.update(dict.fromkeys(path for path, _ in sorted(was ^ now, key=repr)))
    if before.rows != after.rows:
        paths.update(dict.fromkeys(p.path for p in after.pages if "data:" in p.body))
    return list(paths)


def _ends(site: Site, paths: frozenset[str]) -> set[tuple[str, object]]:
    """Return for each relation of records on these pages the page at its other end, with all that is shown of it there."""
    found: set[tuple[str, object]] = set()
    for path in paths & site.by_path.keys():
        for record in site.by_path[path].records:
            own = (record.title, repr(record.meta))
            for relation in site.links_from.get(record.id, ()):
                found.add(
                    (site.records[relation.target].path, (relation.source, relation.target, relation.sentence, own))
                )
            for relation in site.links_to.get(record.id, ()):
                found.add((site.records[relation.source].path, (relation.source, relation.target, own)))
    return found


def _counted(number: int) -> str:
    return "0 problems" if not number else f"{number} problem{'' if number == 1 else 's'}"


class _Rest:
    """What follows when nothing has changed for a while, in a process of its own, ended by the next change."""

    def __init__(self, root: Path, folder: Path, done: Callable[[Mapping[str, list[str]], float], None]) -> None:
        self._root, self._folder, self._done = root, folder, done
        self._timer: threading.Timer | None = None
        self._process: subprocess.Popen[str] | None = None

    def wake(self, after: float) -> None:
        """Begin after so many seconds, unless stopped before."""
        self.stop()
        self._timer = threading.Timer(after, self._run)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """End what waits or runs."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        process = self._process
        if process and process.poll() is None:
            process.terminate()
            process.wait()

    def _run(self) -> None:
        start = monotonic()
        made = self._folder.with_name(self._folder.name + ".rest")
        shutil.rmtree(made, ignore_errors=True)
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "scripts.engine.preview", str(self._root), str(made)],
            cwd=self._root,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        told, _ = process.communicate()
        if process.returncode == 0:
            shutil.copytree(made, self._folder, dirs_exist_ok=True)
            self._done(json.loads(told), monotonic() - start)
        shutil.rmtree(made, ignore_errors=True)


def build_rest(root: Path, folder: Path) -> Mapping[str, list[str]]:
    """Build the whole site, keep in ``folder`` what stands beside the pages, and return the problems by path."""
    from scripts.engine.build import build_pages  # noqa: PLC0415 - only the process at rest builds books

    build_pages(root, folder, strict=False)
    for page in folder.rglob("*.html"):
        page.unlink()
    found: dict[str, list[str]] = {}
    for problem in check_site(load_site(root)).problems:
        found.setdefault(problem.path, []).append(str(problem))
    return found


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep MkDocs off the terminal."""
    logger = logging.getLogger("mkdocs")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def serve(root: Path, folder: Path, port: int, say: Callable[[str], None]) -> None:
    """Show the site at a port of this machine until stopped.

    Raises:
        PortTaken: another program listens there.

    """
    start = monotonic()
    _demand(port)
    say(f"Building the pages; http://localhost:{port} will show them")
    preview = Preview(root, folder, say)
    server = LiveReloadServer(preview.rebuild, "127.0.0.1", port, str(folder), polling_interval=_POLL)
    server.build_delay = _POLL / 2
    server.error_handler = lambda code: (folder / f"{code}.html").read_bytes() if (folder / f"{code}.html").is_file() else None  # fmt: skip
    for name in WATCHED:
        if (root / name).exists():
            server.watch(str(root / name))
    try:
        with _quiet():
            say(f"http://localhost:{port} shows the site ({monotonic() - start:.1f} s); Ctrl-C stops it")
            server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        say("stopped")
    finally:
        preview.close()
        with contextlib.suppress(OSError, RuntimeError):
            server.shutdown()


def _demand(port: int) -> None:
    """Raise where another program listens already, before anything is built."""
    with socket.socket() as probe:
        try:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(
                f"port {port} cannot be used ({error.strerror}); end the other program or choose another with --port"
            ) from error


if __name__ == "__main__":
    print(json.dumps(build_rest(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 - its answer to the preview
