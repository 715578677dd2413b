"""The self-test: every question of the bank by theme; a script lets you choose first, without one the answers open."""

from __future__ import annotations

from scripts.content.model import Site
from scripts.render.pages.frame import head
from scripts.render.question import question_lines
from scripts.render.records import relative
from scripts.render.stash import as_words

PATH = "training/self-test.md"


def page(site: Site) -> str:
    """Return all questions, one section for each page of the bank."""
    lines = head(
        "Test yourself",
        "Questions on the law and on the report by theme, each with its answer, explanation and source.",
        aliases=("quiz", "self-test", "knowledge check", "multiple choice"),
        hide=("toc",),
    )
    questions = site.of_kind("question")
    lines += [
        "Choose an answer and check it, or open the answer below each question.",
        "Nothing is stored and nothing is sent: the page forgets what you chose when you leave it.",
        "Each question leads to its place in the bank, where its level and its links stand.",
        "",
        '<div class="self-test" data-self-test></div>',
        "",
    ]
    for path in dict.fromkeys(q.path for q in questions):
        title = site.by_path[path].title
        lines += [
            f"## {as_words(title)} {{ #theme-{path.rsplit('/', 1)[-1].removesuffix('.md')} .self-test-theme }}",
            "",
        ]
        for question in questions:
            if question.path == path:
                link = f"[{question.id}]({relative(PATH, path)}#{question.id})"
                lines += [
                    f"### {as_words(question.title)} {{ #test-{question.id} }}",
                    "",
                    *question_lines(question, PATH),
                    link,
                    "",
                ]
    return "\n".join(lines)
