"""Types that several tests share."""

from __future__ import annotations

from collections.abc import Callable

from scripts.model import Site

MakeSite = Callable[..., Site]
