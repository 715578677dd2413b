"""What our Markdown has beside Python-Markdown's: citations, computed numbers and finished HTML, which goes round it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from scripts.content.grammar import CITATIONS, COMPUTED
from scripts.content.loader import load_site
from scripts.render.citations import Formatted, format_citations, works_cited
from scripts.render.stash import FINISHED, ids

_LOG = logging.getLogger("mkdocs.structure.pages")


class SiteExtension(Extension):
    """Shows citations as ``formatted`` has them, lists the works they name at the end, and keeps finished blocks as they are.

    ``ids`` are those in the finished blocks of the page that was made last.
    """

    formatted = Formatted(inline={}, references={}, keys={})
    ids: frozenset[str] = frozenset()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register with one converter, of one page."""
        cited: dict[str, str] = {}
        md.preprocessors.register(_Finished(md, self), "finished", 27)  # white space is settled; fences come after
        md.inlinePatterns.register(_Citations(md, self.formatted, cited), "citations", 175)  # after code, before links
        md.inlinePatterns.register(_Computed(COMPUTED, md), "computed", 174)
        md.treeprocessors.register(_WorksCited(md, self.formatted, cited), "works-cited", 15)  # after what is inline

    def rests_on(self, text: str) -> list[str]:
        """Return all that the citations in a page's Markdown bring into it."""
        raws = dict.fromkeys(match["raw"] for match in re.finditer(CITATIONS, text))
        keys = dict.fromkeys(key for raw in raws for key in self.formatted.keys.get(raw, ()))
        return [*(self.formatted.inline.get(raw, "") for raw in raws), *_references(keys, self.formatted)]


@lru_cache(1)
def makeExtension() -> SiteExtension:  # noqa: N802 - as above
    """Return the extension for the clone that is worked in: for engines that know extensions by name and run no hooks."""
    extension = SiteExtension()
    extension.formatted = format_citations(load_site(Path.cwd()))
    return extension


def _references(keys: Mapping[str, None], formatted: Formatted) -> Iterator[str]:
    return (formatted.references[key] for key in keys if key in formatted.references)


class _Finished(Preprocessor):
    def __init__(self, md: Markdown, extension: SiteExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        blocks: list[str] = []
        for number, line in enumerate(lines):
            if line.startswith(FINISHED):
                blocks.append(line.removeprefix(FINISHED))
                lines[number] = self.md.htmlStash.store(blocks[-1])
        self.extension.ids = frozenset(ids(blocks))
        return lines


class _Citations(InlineProcessor):
    def __init__(self, md: Markdown, formatted: Formatted, cited: dict[str, str]) -> None:
        super().__init__(CITATIONS, md)
        self.formatted, self.cited = formatted, cited

    def handleMatch(  # type: ignore[override] # noqa: N802 - Python-Markdown's name, which its types have too narrow
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - as above
    ) -> tuple[str | None, int | None, int | None]:
        shown = self.formatted.inline.get(m["raw"])
        if shown is None:
            return None, None, None
        place = self.md.htmlStash.store(shown)
        self.cited[place] = m["raw"]
        return place, m.start(), m.end()


class _Computed(InlineProcessor):
    """Shows a number of our own with how it was made."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override] # noqa: ARG002, N802
        shown = Element("span", {"class": "computed"})
        shown.text = f"{m['shown']} "
        SubElement(shown, "small").text = AtomicString(f"(computed: {m['how']})")
        return shown, m.start(), m.end()


class _WorksCited(Treeprocessor):
    def __init__(self, md: Markdown, formatted: Formatted, cited: dict[str, str]) -> None:
        super().__init__(md)
        self.formatted, self.cited = formatted, cited

    def run(self, root: Element) -> None:
        places = (match[0] for text in root.itertext() for match in HTML_PLACEHOLDER_RE.finditer(text))
        raws = (self.cited[place] for place in places if place in self.cited)
        keys = dict.fromkeys(key for raw in raws for key in self.formatted.keys[raw])
        for key in keys:
            if key not in self.formatted.references:
                _LOG.warning("citing unknown reference key %s", key)
        if listed := works_cited(keys, self.formatted.references):
            SubElement(root, "p").text = self.md.htmlStash.store(listed)
