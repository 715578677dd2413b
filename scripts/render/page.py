"""One page's Markdown as MkDocs gets it: our source with what the data adds around each record."""

from __future__ import annotations

from scripts.content.kinds import CURRENT, LAW_KINDS
from scripts.content.model import Page, Record, Site
from scripts.content.questions import ABOUT_THE_REPORT, about_report
from scripts.content.schemas import CaseMeta, SessionMeta, SituationMeta
from scripts.render import law_page, training
from scripts.render.blocks import made_of
from scripts.render.home import KEEP, downloads, fill
from scripts.render.question import question_lines
from scripts.render.readings import marked, second_reader, unread_lines
from scripts.render.records import facts, linked_from
from scripts.render.side import sheet, side_link
from scripts.render.stash import as_words

_AFTER_THE_FIRST = ("The words that decide", "What you can do")
"""What follows the first thing one needs of a law page, its table at a glance, or of a situation, its first actions."""


def expand(page: Page, site: Site) -> str:
    """Return the page's body with facts under headings, linked-from blocks, data blocks and the parts of law pages."""
    lines = page.body.split("\n")
    whole = next((r for r in page.records if r.line == 1), None)
    after, before, replaced = _around(page, site)
    if whole and whole.kind in CURRENT:
        place = next((h.line for h in page.headings if h.text in _AFTER_THE_FIRST), page.body_line)
        banner = law_page.banner(whole, site) if whole.kind in LAW_KINDS else []
        before.setdefault(place - page.body_line, []).append("\n".join([side_link(whole, site), *banner]))
        for number in unread_lines(page, site):
            lines[number - page.body_line] = marked(lines[number - page.body_line])
    elif whole and whole.kind == "session":
        first = next((h.line for h in page.headings if h.level == 2), page.body_line)
        before.setdefault(first - page.body_line, []).append("\n".join(training.session_opening(whole, site)))
    out: list[str] = []
    for index, line in enumerate(lines):
        for block in before.get(index, []):
            out += ["", block, ""]
        if index not in replaced:
            out.append(line)
        out += after.get(index, [])
    for block in before.get(len(lines), []):
        out += ["", block, ""]
    text = "\n".join(out)
    if page.path == "index.md":
        text = fill(text, site)
    text = text.replace("<!-- downloads -->", downloads(page.path)).replace("<!-- keep -->", KEEP)
    text = f"{text}{_whole_page(whole, site)}\n\n{sheet(whole, site)}\n" if whole else text
    return f"{text}\n\n{second_reader(page, site)}\n"


_Lines = dict[int, list[str]]


def _around(page: Page, site: Site) -> tuple[_Lines, _Lines, set[int]]:
    """Return, by index of line, what data puts after it and before it, and the lines that something else takes the place of."""
    after: _Lines = {}
    before: _Lines = {}
    replaced: set[int] = set()
    for record in page.records:
        if record.line == 1:
            continue
        after.setdefault(record.line - page.body_line, []).extend(_under_heading(record, site))
        if record.kind == "question":
            after[record.line - page.body_line] += question_lines(record, page.path)
            replaced.update(range(record.line + 1 - page.body_line, record.end - page.body_line))
        if block := linked_from(record, site):
            before.setdefault(record.end - page.body_line, []).append(block)
    for fence, block in made_of(page, site):
        after.setdefault(fence.end - 1 - page.body_line, []).insert(0, block)
        replaced.update(range(fence.line - page.body_line, fence.end - page.body_line))
    return after, before, replaced


def _under_heading(record: Record, site: Site) -> list[str]:
    apart = [ABOUT_THE_REPORT] if record.kind == "question" and about_report(record, site) else []
    lines = ["", facts(record, *apart), ""]
    if isinstance(record.meta, CaseMeta) and record.meta.note:
        lines += ['!!! content-note "Content note"', f"    {as_words(record.meta.note)}", ""]
    return lines


def _whole_page(record: Record, site: Site) -> str:
    if record.kind in LAW_KINDS:
        return law_page.additions(record, site)
    if isinstance(record.meta, SituationMeta):
        return law_page.situation_additions(record, site)
    if isinstance(record.meta, SessionMeta):
        return training.session_additions(record, site)
    return "\n\n" + linked_from(record, site)
