"""What the commands share: the two streams, a step that shows its time, a problem that the person can mend."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import click
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Failed(click.ClickException):
    """A problem the person can mend; shown without a traceback."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        """Print it where problems go."""
        err.print("[red]error:[/red]", end=" ")
        err.print(self.message, markup=False)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Show that something is going on, and how long it took when it is done."""
    start = monotonic()
    with err.status(f"{words} …"):
        yield
    err.print(f"  {words}: {monotonic() - start:.1f} s", style="dim")
