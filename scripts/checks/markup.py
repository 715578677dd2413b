"""What a finished page may hold, judged after parsing by a list of what is allowed (``markup.toml``): all else is a fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree
from pydantic import BaseModel, ConfigDict

from scripts.base.addresses import outside
from scripts.checks.policy import META, hash_of, listed

_NAMESPACES = {
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.idpf.org/2007/ops": "epub:",
    "http://www.w3.org/1999/xlink": "xlink:",
}
_OUTSIDE_CSS = re.compile(r"url\(|@import", re.IGNORECASE)
_REFRESH = re.compile(r"0; url=(.*)", re.DOTALL)


class Allowed(BaseModel):
    """The list: attributes of each element, values, schemes of addresses; keys of the last three are ``element.attribute``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    everywhere: frozenset[str]
    elements: Mapping[str, frozenset[str]]
    values: Mapping[str, frozenset[str]]
    addresses: Mapping[str, frozenset[str]]
    exactly: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not allowed: its line in the page, what is wrong, and the words to look for in the sources."""

    line: int
    message: str
    words: tuple[str, ...]


@cache
def allowed() -> Allowed:
    """Return the list."""
    return Allowed.model_validate(tomllib.loads(Path(__file__).with_name("markup.toml").read_text(encoding="utf-8")))


def faults(root: etree._Element) -> Iterator[Fault]:
    """Yield whatever a parsed page, chapter or drawing holds beside what is allowed."""
    for node in root.getroottree().iter():
        if not isinstance(node.tag, str):
            words = f"{node.text or ''}".strip()
            message = f"a comment or instruction (`{words[:40]}`) does not belong into a finished page"
            yield Fault(node.sourceline or 1, message, (words.split("\n")[0],))
        else:
            for message, *found in _element(node):
                yield Fault(node.sourceline or 1, message, tuple(w for w in found if w))


def _name(name: str) -> str:
    if not name.startswith("{"):
        return name.lower()
    space, _, local = name[1:].partition("}")
    return (_NAMESPACES.get(space, "") + local).lower()


def _element(node: etree._Element) -> Iterator[tuple[str, ...]]:
    tag = _name(node.tag)
    known = allowed().elements.get(tag)
    if known is None:
        yield f"<{tag}> is no element that a page may hold", f"<{tag}", tag
        return
    for raw, value in node.attrib.items():
        name = _name(raw)
        if name in known or name in allowed().everywhere:
            yield from _value(tag, name, value, node)
        else:
            yield f"`{name}` is no attribute that <{tag}> may have", value, name
    if tag in {"script", "style"} and (text := node.text or "") and node.get("type") != "application/json":
        if hash_of(text) not in listed(tag):
            message = f"an inline <{tag}> that scripts/checks/policy.toml does not list: {hash_of(text)} (`{text.strip()[:40]}`)"
            yield message, text.strip().split("\n")[0], f"<{tag}"
        elif tag == "style" and _OUTSIDE_CSS.search(text):
            yield "an inline <style> that loads something", text.strip().split("\n")[0]


def _value(tag: str, name: str, value: str, node: etree._Element) -> Iterator[tuple[str, ...]]:
    key = f"{tag}.{name}"
    values = allowed().values.get(key, allowed().values.get(name))
    if values is not None and value not in values:
        yield f"`{name}` of <{tag}> may not be `{value[:60]}`", value, name
    if key == "meta.content":
        yield from _meta(node.get("http-equiv"), value)
    schemes = allowed().addresses.get(key)
    if key == "link.href" and node.get("rel") == "canonical":
        schemes = allowed().addresses["a.href"]
    if schemes is None or value in allowed().exactly.get(key, ()):
        return
    scheme = outside(value)
    if scheme and scheme not in schemes:
        may = f"only {', '.join(sorted(schemes))} or a place on this site" if schemes else "only a place on this site"
        yield f"`{name}` of <{tag}> may not lead to `{value[:60]}`: {may}", value, value[:20], name


def _meta(kind: str | None, content: str) -> Iterator[tuple[str, ...]]:
    if kind == "refresh":
        match = _REFRESH.fullmatch(content)
        if match is None or outside(match[1]):
            yield f"a page may not send its reader on to `{content[:60]}`", content
    elif kind == "Content-Security-Policy" and content != META:
        yield "the policy in the page is not that of scripts/checks/policy.toml", "Content-Security-Policy"
