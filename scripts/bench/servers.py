"""The site behind nginx and Apache, each started for the run with the settings that the build wrote into ``site/deploy``."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from scripts.bench.probe import Result, ask, probe, violations
from scripts.engine.deployment import filled

PREFIX = "/police/in-harms-way"
_APACHE_MODULES = ("mpm_event", "authz_core", "alias", "dir", "mime", "headers", "filter", "deflate")
_APACHE_FOLDERS = (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules"), Path("/usr/libexec/apache2"))


class NotThere(Exception):
    """Something that the run needs is missing; the message says what and how to get it."""


def run(site: Path) -> int:
    """Prove the site behind both servers; print a table; return 0 where all is well, 1 where not.

    Raises:
        NotThere: nginx, Apache, Chromium or the built site is missing. Nothing is passed over in silence.

    """
    if not (site / "deploy/nginx.conf").is_file():
        raise NotThere("site/ is not there or was built without settings; run `python3 -m scripts build` first")
    chromium = _program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    programs = {"nginx": _program("nginx"), "apache": _program("apache2", "httpd")}
    results: dict[str, dict[str, Result]] = {}
    with tempfile.TemporaryDirectory(prefix="in-harms-way-") as name, sync_playwright() as playwright:
        work = Path(name)
        work.chmod(0o755)  # the servers' own user reads the copy
        shutil.copytree(site, work / "site")
        subprocess.run(["chmod", "-R", "a+rX", str(work / "site")], check=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for server, program in programs.items():
            with _STARTERS[server](program, work) as base:
                found = {r.what: r for r in probe(base, work / "site")}
                broken = violations(browser, base, work / "site")
                what = "no break of the policy in Chromium"
                found[what] = Result(what=what, good=not broken, came="; ".join(broken[:3]))
                results[server] = found
        browser.close()
    _show(results)
    return 0 if all(r.good for found in results.values() for r in found.values()) else 1


def _program(*names: str) -> str:
    for name in names:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
        if found:
            return found
    raise NotThere(f"{names[0]} is not installed; on Debian: apt install nginx apache2 chromium-headless-shell")


@contextmanager
def _nginx(program: str, work: Path) -> Iterator[str]:
    port = _free_port()
    settings = filled(
        (work / "site/deploy/nginx.conf").read_text(encoding="utf-8"), root=str(work / "site"), prefix=PREFIX
    )
    conf = work / "nginx.conf"
    conf.write_text(
        f"pid {work}/nginx.pid; error_log {work}/nginx.log; worker_processes 1; daemon off;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;"
        f" uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;\n"
        f"server {{ listen 127.0.0.1:{port}; server_tokens off;\n{settings}\n}} }}\n",
        encoding="utf-8",
    )
    with _started([program, "-c", str(conf), "-p", str(work)], port):
        yield f"http://127.0.0.1:{port}{PREFIX}"


@contextmanager
def _apache(program: str, work: Path) -> Iterator[str]:
    port = _free_port()
    modules = next((f for f in _APACHE_FOLDERS if f.is_dir()), _APACHE_FOLDERS[0])
    settings = filled(
        (work / "site/deploy/apache.conf").read_text(encoding="utf-8"), root=str(work / "site"), prefix=PREFIX
    )
    loads = "".join(f"LoadModule {m}_module {modules}/mod_{m}.so\n" for m in _APACHE_MODULES)
    conf = work / "apache.conf"
    conf.write_text(
        f"ServerRoot {work}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {work}/apache.pid\n"
        f"{loads}ErrorLog {work}/apache.log\nTypesConfig /etc/mime.types\nUser nobody\nGroup nogroup\nMutex fcntl:{work}\n"
        f"<IfModule !unixd_module>\nLoadModule unixd_module {modules}/mod_unixd.so\n</IfModule>\n{settings}\n",
        encoding="utf-8",
    )
    with _started([program, "-f", str(conf), "-DFOREGROUND"], port):
        yield f"http://127.0.0.1:{port}{PREFIX}"


_STARTERS: Mapping[str, Callable[[str, Path], AbstractContextManager[str]]] = {"nginx": _nginx, "apache": _apache}


@contextmanager
def _started(command: list[str], port: int) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for _ in range(100):
            if server.poll() is not None:
                said = server.stdout.read() if server.stdout else ""
                raise NotThere(f"{command[0]} did not start: {said.strip()[-600:]}")
            try:
                ask(f"http://127.0.0.1:{port}/")
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _show(results: Mapping[str, Mapping[str, Result]]) -> None:
    table = Table(title=f"Behind real web servers, at {PREFIX}/")
    table.add_column("What")
    for server in results:
        table.add_column(server)
    for what in next(iter(results.values())):
        cells = [found[what] for found in results.values()]
        table.add_row(what, *("good" if c.good else f"[red]{c.came}[/red]" for c in cells))
    Console().print(table)
