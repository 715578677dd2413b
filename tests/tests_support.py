"""Types that several tests share."""

from __future__ import annotations

from collections.abc import Callable

from scripts.content.model import Site

MakeSite = Callable[..., Site]
