"""HTML that data makes: pieces put together, and finished blocks that :mod:`scripts.render.extension` keeps from Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

FINISHED = "<!-- finished -->"
"""What begins a line of finished HTML, a block of its own; on a page of ours the check refuses the comment."""
_ID = re.compile(r' id="([^"]+)"')
_SPECIAL = re.compile(r"[<>&\[\]{}`\\*_|!#]")


def finished(html: Markup) -> str:
    """Return a block of HTML as one line that Markdown leaves alone; blank lines have to stand around it.

    Data becomes HTML in one way only: a template typed as :class:`markupsafe.Markup` and filled by ``format`` or ``%``,
    which escape whatever is not so typed. Text without the type is escaped here, whatever it holds.
    """
    return FINISHED + str(escape(html)).replace("\n", " ")


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Return pieces as one piece of HTML; what is not typed as HTML is escaped."""
    return Markup(between).join(parts)  # noqa: S704 - `between` is written in our own code


def bulleted(items: Iterable[str]) -> Markup:
    """Return phrases as a list; text is escaped."""
    return Markup("<ul>{}</ul>").format(joined(Markup("<li>{}</li>").format(item) for item in items))


def bullets(items: Iterable[str]) -> str:
    """Return phrases as a list, a finished block."""
    return finished(bulleted(items))


def folded(words: str, content: Markup, kind: str = "fold") -> Markup:
    """Return HTML that stands closed behind a line of words, which say how much it holds; on paper it is open."""
    return Markup('<details class="{}"><summary>{}</summary>{}</details>').format(kind, words, content)


def as_words(text: str) -> str:
    """Return text that Markdown shows as it is: no HTML, no link and no mark-up comes of it."""
    return _SPECIAL.sub(lambda sign: f"&#{ord(sign[0])};", " ".join(text.split()))


def ids(blocks: Iterable[str]) -> Iterator[str]:
    """Yield the ids in finished blocks."""
    return (match[1] for block in blocks for match in _ID.finditer(block))
