"""A question on the site: its options as a list, its answer and explanation in a disclosure that needs no script."""

from __future__ import annotations

from markdown_it.token import Token

from scripts.content.grammar import rewritten
from scripts.content.model import Record, resolve
from scripts.content.questions import Question, parse_question
from scripts.render.records import relative


def question_lines(record: Record, page: str) -> list[str]:
    """Return a question's body as Markdown, its links as seen from a page.

    A choice stands in an element whose ``data-right`` has the numbers of the right options, for self-test.js.
    """
    question = parse_question(record)
    lines = ["", *question.intro.split("\n"), ""]
    if question.options:
        right = " ".join(map(str, question.right))
        lines += [
            f'<div class="question-options" data-type="{question.meta.type}" data-right="{right}" markdown="1">',
            "",
        ]
        lines += [f"1. {option.text}" for option in question.options]
        lines += ["", "</div>", ""]
    lines += ['??? answer "Answer"', *(f"    {line}".rstrip() for line in _answer(question)), ""]
    return [_rebased(line, record.path, page) for line in lines]


def _answer(question: Question) -> list[str]:
    if question.options:
        chosen = [f"{chr(64 + n)}. {question.options[n - 1].text}" for n in question.right]
        lines = [f"**{'; '.join(chosen).rstrip('.')}.**", "", *_of_each(question)]
    elif question.points:
        lines = ["Points to draw out:", "", *(f"- {point}" for point in question.points)]
    else:
        lines = [f"**{question.answer}**"]
    return [*lines, "", *question.explanation.split("\n")]


def _of_each(question: Question) -> list[str]:
    """Return what is said of each option, where the question says it."""
    return [f"- **{chr(64 + n)}.** {o.feedback}" for n, o in enumerate(question.options, 1) if o.feedback]


def _rebased(line: str, source: str, page: str) -> str:
    if source == page or "](" not in line:
        return line

    def link(token: Token, words: str) -> str:
        target = token.meta["target"]
        if ":" in target.split("/", 1)[0]:
            return f"[{words}]({target})"
        path, _, fragment = target.partition("#")
        place = relative(page, resolve(source, path)) + (f"#{fragment}" if fragment else "")
        return f"[{words}]({place})"

    return rewritten(line, link_open=link)
