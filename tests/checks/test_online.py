"""Outside addresses are asked politely, remembered, asked again when they stumble; a server of our own answers."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests_support import MakeSite

from scripts.checks.online import Answer, LinkChecker, RateLimit, addresses, outside_problems

QUICK = RateLimit(workers=4, pause=0, timeout=5, tries=3, backoff=0)


class Server:
    """A server that counts what it is asked for: /ok, /gone, /moved, /slash, /shy (403), /stumbles (503 twice, then 200)."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked[self.path] += 1
                status = {"/gone": 404, "/moved": 301, "/slash": 301, "/shy": 403}.get(self.path, 200)
                if self.path == "/stumbles" and outer.asked[self.path] < 3:
                    status = 503
                self.send_response(status)
                if status == 301:
                    self.send_header("Location", {"/moved": "/new-place", "/slash": "/slash/"}[self.path])
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


def test_an_address_that_answers_is_remembered_and_one_that_does_not_is_asked_again(
    server: Server, tmp_path: Path
) -> None:
    wanted = [f"{server.address}/ok", f"{server.address}/gone"]
    for _ in range(2):
        answers = LinkChecker(tmp_path / "c.json", QUICK).check_all(wanted)
        assert [answers[a].trouble for a in wanted] == ["", "answers 404"]
    assert server.asked == {"/ok": 1, "/gone": 2}


def test_an_answer_is_forgotten_after_a_week(server: Server, tmp_path: Path) -> None:
    LinkChecker(tmp_path / "c.json", QUICK, now=lambda: 0).check_all([f"{server.address}/ok"])
    LinkChecker(tmp_path / "c.json", QUICK, now=lambda: 8 * 86_400).check_all([f"{server.address}/ok"])
    assert server.asked["/ok"] == 2


def test_a_server_that_stumbles_is_asked_again_and_one_that_is_shy_is_let_be(server: Server, tmp_path: Path) -> None:
    wanted = [f"{server.address}/stumbles", f"{server.address}/shy"]
    answers = LinkChecker(tmp_path / "c.json", QUICK).check_all(wanted)
    assert [answers[a].trouble for a in wanted] == ["", ""]
    assert server.asked == {"/stumbles": 3, "/shy": 1}


def test_a_port_where_nobody_listens_is_a_dead_address(tmp_path: Path) -> None:
    answers = LinkChecker(tmp_path / "c.json", QUICK).check_all(["http://127.0.0.1:9/x", "http://[::1"])
    assert all(a.trouble.startswith("does not answer") for a in answers.values())


def test_a_spoiled_memory_is_begun_anew(server: Server, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text("[1", encoding="utf-8")
    answers = LinkChecker(tmp_path / "c.json", QUICK).check_all([f"{server.address}/ok"])
    assert answers[f"{server.address}/ok"].status == 200


def test_the_report_names_the_page_and_line_of_what_is_gone_or_has_moved(
    make_site: MakeSite, server: Server, tmp_path: Path
) -> None:
    head = "---\ntitle: Home\nsummary: The first page of a small site.\n---\n\n# Home\n\n"
    links = "\n".join(f"[{p}]({server.address}/{p}#part)" for p in ("ok", "gone", "moved", "slash"))
    site = make_site({"docs/index.md": f"{head}{links}\n"})
    answers = LinkChecker(tmp_path / "c.json", QUICK).check_all(addresses(site))
    assert [str(f) for f in outside_problems(site, answers)] == [
        f"docs/index.md:9: `{server.address}/gone` answers 404 [address-answers]",
        f"docs/index.md:10: `{server.address}/moved` has moved; write `{server.address}/new-place` [address-answers]",
    ]


def test_a_bad_certificate_is_told_as_such(make_site: MakeSite) -> None:
    head = "---\ntitle: Home\nsummary: The first page of a small site.\n---\n\n# Home\n\n"
    site = make_site({"docs/index.md": f"{head}[a](https://example.org/a)\n"})
    answer = Answer(status=0, final="", trouble="has no valid certificate: CERTIFICATE_VERIFY_FAILED")
    [problem] = outside_problems(site, {"https://example.org/a": answer})
    assert "has no valid certificate" in problem.message
