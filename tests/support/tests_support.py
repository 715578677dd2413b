"""What several tests share."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from scripts.base.edition import edition
from scripts.base.environment import ROOT
from scripts.content.model import Site

MakeSite = Callable[..., Site]


class Handler(SimpleHTTPRequestHandler):
    """Python's own, without a word on the terminal."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path, handler: type[Handler] = Handler, port: int = 0) -> Iterator[int]:
    """Serve a folder while the block runs, and give the port; 0 takes a free one."""
    with ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def serving_below(folder: Path, built: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a built site at a path of its own, as an intranet does, and give its address."""
    (folder / "police").mkdir()
    (folder / "police/site").symlink_to(built)
    with serving(folder, handler) as port:
        yield f"http://127.0.0.1:{port}/police/site"


def stands_built() -> bool:
    """Tell whether site/ and dist/ are what ``build`` makes of this commit, with nothing changed since."""
    manifest, own = ROOT / "site/manifest.json", edition(ROOT)
    if own["commit"] == "unknown" or "+" in own["commit"] or not manifest.is_file():
        return False
    return bool(json.loads(manifest.read_text(encoding="utf-8"))["edition"] == own)
