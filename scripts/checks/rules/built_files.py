"""The folder that people get: files that any system can hold, that ask nobody for anything, and that can be reached."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import unquote

from scripts.base.addresses import parts_of
from scripts.checks.built import BuiltSite
from scripts.checks.rules import built_rule
from scripts.content.model import Problem, resolve

_LONGEST = 199
_CLICKS = 3
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ]$')
_CSS_LOADS = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])\s*(?P<target>(?:https?:)?//[^'\")\s]+)")
_JS_LOADS = re.compile(
    r"[\w$]\s*\(\s*['\"`](?P<called>(?:(?:https?|wss?):)?//[\w-]+\.[^'\"`\s]+)"
    r"|\.(?:src|href)\s*=\s*['\"`](?P<set>(?:https?:)?//[\w-]+\.[^'\"`\s]+)"
    r"|\bfrom\s*['\"](?P<imported>(?:https?:)?//[\w-]+\.[^'\"\s]+)"
)


@built_rule("built files")
def file_name_is_safe(built: BuiltSite) -> Iterator[Problem]:
    """Every built file's path is under 200 characters and holds no name, character or pair of names that Windows refuses.

    Bad: powers/aux.html, powers/who?.html, or Delay.html beside delay.html
    Good: powers/auxiliary.html
    """
    folded: dict[str, str] = {}
    for path in sorted(built.files):
        if len(path) > _LONGEST:
            message = f"the path has {len(path)} characters; Windows may refuse more than {_LONGEST}"
            yield Problem(path, 1, message, "file-name-is-safe")
        for part in path.split("/"):
            if _RESERVED.match(part) or _UNSAFE.search(part):
                yield Problem(path, 1, f"Windows cannot hold the name `{part}`", "file-name-is-safe")
        if folded.setdefault(path.casefold(), path) != path:
            message = f"differs from {folded[path.casefold()]} only in capitals; Windows cannot hold both"
            yield Problem(path, 1, message, "file-name-is-safe")


@built_rule("built files")
def styles_and_scripts_stay_inside(built: BuiltSite) -> Iterator[Problem]:
    """No style sheet and no script asks another address for anything.

    Bad: @import "https://fonts.example/css"; or fetch("https://example.org/x.json")
    Good: @import "print.css"; or fetch("x.json")
    """
    for path in sorted(built.files):
        pattern = _CSS_LOADS if path.endswith(".css") else _JS_LOADS if path.endswith(".js") else None
        if pattern is None:
            continue
        text = (built.folder / path).read_text(encoding="utf-8", errors="replace")
        if "//" not in text:
            continue
        for match in pattern.finditer(text):
            target = next(group for group in match.groups() if group)
            line = text.count("\n", 0, match.start()) + 1
            yield Problem(path, line, f"asks `{target[:100]}`", "styles-and-scripts-stay-inside")


@built_rule("built pages")
def page_script_stays_inside(built: BuiltSite) -> Iterator[Problem]:
    """No script or style written into a page asks another address for anything.

    Bad: <script>fetch("https://example.org/count")</script>
    Good: <script>document.documentElement.classList.add("js")</script>
    """
    for page in built.pages:
        for tag, text in page.inline:
            for match in (_JS_LOADS if tag == "script" else _CSS_LOADS).finditer(text):
                target = next(group for group in match.groups() if group)
                message = f"a <{tag}> in the page asks `{target[:100]}`"
                yield Problem(page.path, page.line_of(target), message, "page-script-stays-inside")


@built_rule("built pages")
def page_is_near_home(built: BuiltSite) -> Iterator[Problem]:
    """Every built page can be reached from the home page in at most three clicks.

    Bad: a page that only the last of a chain of pages links to
    Good: a page that the index of its section links to
    """
    clicks = {"index.html": 0}
    waiting = deque(clicks)
    while waiting:
        here = waiting.popleft()
        page = built.by_path.get(here)
        for link in page.links if page is not None else ():
            parts = parts_of(link)
            target = resolve(here, unquote(parts.path))
            if not parts.scheme and not parts.netloc and target in built.by_path and target not in clicks:
                clicks[target] = clicks[here] + 1
                waiting.append(target)
    for page in built.pages:
        count = clicks.get(page.path)
        if page.path != "404.html" and (count is None or count > _CLICKS):
            how = "cannot be reached" if count is None else f"is {count} clicks away"
            message = f"{how} from the home page; link it from the index of its section"
            yield Problem(page.path, 1, message, "page-is-near-home")
