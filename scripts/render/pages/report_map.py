"""The paragraph map: every addressed place of a source, its page, our label, and the records that rest on it."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from scripts.content.coverage import resting_on, works_named
from scripts.content.loader import chapter_slug, chapters
from scripts.content.model import Record, Site
from scripts.content.sources import Item, SourceIndex, page_text
from scripts.render.citations import anchor
from scripts.render.pages.frame import head
from scripts.render.records import linked, linked_page
from scripts.render.stash import as_words, bullets, joined

_KINDS = {
    "para": "paragraph", "bullet": "bullet", "case": "boxed case", "recommendation": "recommendation",
    "glossary-term": "glossary entry", "footnote": "footnote", "table": "table", "table-caption": "table caption",
    "figure-caption": "figure caption", "section": "section",
}  # fmt: skip


def pages(site: Site) -> Mapping[str, str]:
    """Return the map's index and one page for each chapter, for every source."""
    made: dict[str, str] = {}
    for key in site.sources:
        made |= _source_pages(site, key)
    return made


def _source_pages(site: Site, key: str) -> dict[str, str]:
    source = site.sources[key]
    rests, works = resting_on(site, key), works_named(site, key)
    made = {}
    for slug in chapters(source):
        path = f"{source.file.map}/{slug}.md"
        items = [
            i
            for i in source.file.items
            if chapter_slug(i.chapter) == slug and i.kind not in {"toc", "title", "front-matter"}
        ]
        name = source.chapter_name(items[0].chapter)
        told = "the report" if key == site.report else f"the {source.file.title}"
        lines = head(
            f"{name}: paragraph map" if key == site.report else f"{name}: {source.file.title}",
            f"Every place of {name} of {told}, with its printed page and what on this site rests on it.",
        )
        for item in items:
            lines += _item(item, source, path, rests.get(item.loc, []), works.get(item.loc, []))
        made[path] = "\n".join(lines)
    made[f"{source.file.map}/index.md"] = _index(source, rests, "" if key == site.report else source.file.title)
    return made


def _item(item: Item, source: SourceIndex, path: str, records: list[Record], works: list[str]) -> list[str]:
    if item.kind == "heading":
        name = f"{item.loc}: {item.section}" if "." in item.loc else item.section
        return [f"## {as_words(name)} {{ #{anchor(item.loc)} }}", ""]
    label = source.labels.get(item.loc)
    about = "" if item.page_exact else " (page inferred)"
    lines = [
        f"### {as_words(source.written(item.loc))} {{ #{anchor(item.loc)} }}",
        "",
        f"{as_words(label.label)}. " if label else "",
        ", ".join(filter(None, (_KINDS[item.kind].capitalize(), page_text([item])))) + about + ".",
        "",
    ]
    rest = [linked(r, path) for r in records if r.kind != "statistic"]
    numbers = [r for r in records if r.kind == "statistic"]
    if numbers:
        rest.append(Markup("Data: {}").format(joined((linked(r, path, r.id) for r in numbers), ", ")))
    rest += [
        Markup("Source: {}").format(linked_page("references.md", key, path, fragment=f"ref-{key}")) for key in works
    ]
    if rest:
        return [*lines, bullets(rest), ""]
    return [
        *lines,
        f"Nothing rests on it: {as_words(label.reason)}" if label and label.reason else "Nothing rests on it.",
        "",
    ]


def _index(source: SourceIndex, rests: Mapping[str, list[Record]], later: str) -> str:
    lines = head(
        f"Sections of the {later}" if later else "Paragraph map",
        f"Every indexed place of the {later or 'report'}"
        + (", and which findings of this site rest on it." if later else
           " with its printed page, and which findings, cases and figures of this site rest on it."),
        aliases=() if later else ("locators", "page numbers", "where is paragraph"),
    )  # fmt: skip
    lines += ["| Part of the report | Places | With a record |", "| --- | ---: | ---: |"]
    for slug in chapters(source):
        items = [i for i in source.citable() if chapter_slug(i.chapter) == slug]
        used = sum(1 for i in items if rests.get(i.loc))
        lines.append(f"| [{as_words(source.chapter_name(items[0].chapter))}]({slug}.md) | {len(items)} | {used} |")
    return "\n".join([*lines, ""])
