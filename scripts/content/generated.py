"""Pages that the build makes from the data; links and navigation may name them like any other page."""

GENERATED = frozenset(
    {
        "a-z.md",
        "references.md",
        "powers/index.md",
        "powers/by-act.md",
        "powers/by-need.md",
        "powers/by-decider.md",
        "powers/compare.md",
        "cases/index.md",
        "report/map/index.md",
        "since-2015/changes.md",
        "about/rules.md",
        "about/amendments.md",
        "about/third-party.md",
        "training/downloads.md",
        "training/self-test.md",
    }
)
