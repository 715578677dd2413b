"""Questions for training: each can be answered, rests on a record, and follows the law it tests."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.base.dates import spoken
from scripts.checks.rules import source_rule
from scripts.checks.rules.records import place
from scripts.content.model import Problem, Record, Site, resolve
from scripts.content.questions import Question, questions_of
from scripts.content.schemas import LAW_KINDS, LawMeta, QuestionMeta


@source_rule("questions", local=True)
def question_has_an_answer(site: Site) -> Iterator[Problem]:
    """A question has the answer its type asks for, and an explanation.

    Single: one right option of at least three. Several: right and wrong options, four or more. True-false: True and
    False. Short: a line that begins Answer:. Discussion: bullets under Points to draw out:.

    Bad: type=single with two lines - [x]
    Good: type=single with one line - [x] and two or more lines - [ ]
    """
    for question in questions_of(site.of_kind("question")):
        for message in _wants(question):
            yield Problem(*place(question.record), f"`{question.id}` {message}", "question-has-an-answer")


def _wants(question: Question) -> Iterator[str]:
    kind, options, right = question.meta.type, question.options, len(question.right)
    words = [o.text.strip(" .").lower() for o in options]
    wrong = len(options) - right
    if kind == "single" and (right != 1 or len(options) < 3):
        yield f"is single choice and has {right} right of {len(options)} options; give one right and two or more wrong"
    elif kind == "several" and (right < 1 or wrong < 1 or len(options) < 4):
        yield f"has {right} right and {wrong} wrong options; give at least one of each and four in all"
    elif kind == "true-false" and (sorted(words) != ["false", "true"] or right != 1):
        yield "is true or false; give the two options True and False, one of them [x]"
    elif kind == "short" and (not question.answer or options):
        yield "is a short answer; write a line that begins `Answer:`, and no options"
    elif kind == "discussion" and (not question.points or options):
        yield "is a discussion; write `Points to draw out:` with bullets, and no options"
    if len(set(words)) < len(words):
        yield "has one option twice"
    if not question.explanation:
        yield "has no explanation after its answer"


@source_rule("questions")
def question_links_what_it_rests_on(site: Site) -> Iterator[Problem]:
    """A question names the records it tests and links at least one record, so that the answer can be looked up.

    Bad: a question without tests="…", or whose explanation has no link
    Good: tests="police-protection" and a link [police protection](../../powers/police-protection.md)
    """
    for record in site.of_kind("question"):
        meta = record.meta
        if isinstance(meta, QuestionMeta) and not meta.tests:
            message = f'`{record.id}` names no record that it tests; give tests="id"'
            yield Problem(*place(record), message, "question-links-what-it-rests-on")
        if not any((resolve(record.path, x.path), x.fragment) in site.anchors for x in record.links):
            message = f"`{record.id}` links no record; link the page or record its answer rests on"
            yield Problem(*place(record), message, "question-links-what-it-rests-on")


@source_rule("questions")
def question_stands_once(site: Site) -> Iterator[Problem]:
    """No two questions of the bank ask the same in the same words.

    Bad: Who may take a child into police protection? on two pages
    Good: Who may take a child into police protection? and Who takes over from the constable?
    """
    seen: dict[str, Record] = {}
    for record in site.of_kind("question"):
        stem = " ".join("".join(c for c in record.title.lower() if c.isalnum() or c == " ").split())
        first = seen.setdefault(stem, record)
        if first is not record:
            path, line = place(first)
            yield Problem(*place(record), f"`{record.id}` asks the same as {path}:{line}", "question-stands-once")


@source_rule("questions")
def question_follows_its_law(site: Site) -> Iterator[Problem]:
    """A question on the law is checked whenever the page it tests is: its date is not before the page's.

    Bad: checked=2025-11-23 where the page tested was checked on 2026-11-23
    Good: checked=2026-11-23
    """
    for record in site.of_kind("question"):
        meta = record.meta
        if not isinstance(meta, QuestionMeta):
            continue
        for identifier in meta.tests:
            tested = site.records.get(identifier)
            if tested is None or tested.kind not in LAW_KINDS or not isinstance(tested.meta, LawMeta):
                continue
            law = tested.meta.checked
            if meta.checked is None:
                message = f"`{record.id}` tests `{identifier}` and has no checked date; look at it again and give one"
                yield Problem(*place(record), message, "question-follows-its-law")
            elif meta.checked < law:
                message = (
                    f"`{record.id}` was checked on {spoken(str(meta.checked))}, `{identifier}` on {spoken(str(law))}"
                )
                yield Problem(*place(record), message, "question-follows-its-law")
