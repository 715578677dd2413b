"""The head of a generated page."""

import json

from scripts.render.stash import as_words


def head(title: str, summary: str, *, aliases: tuple[str, ...] = (), hide: tuple[str, ...] = ()) -> list[str]:
    """Return front matter and title of a generated page, as lines."""
    lines = [
        "---",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"summary: {json.dumps(summary, ensure_ascii=False)}",
    ]
    if aliases:
        lines.append(f"aliases: {json.dumps(list(aliases), ensure_ascii=False)}")
    if hide:
        lines.append(f"hide: {json.dumps(list(hide))}")
    return [*lines, "---", "", f"# {as_words(title)}", ""]
