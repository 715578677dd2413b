"""What several tests share."""

from __future__ import annotations

import json
from collections.abc import Callable

from scripts.base.edition import edition
from scripts.base.environment import ROOT
from scripts.content.model import Site

MakeSite = Callable[..., Site]


def stands_built() -> bool:
    """Tell whether site/ and dist/ are what ``build`` makes of this commit, with nothing changed since."""
    manifest, own = ROOT / "site/manifest.json", edition(ROOT)
    if own["commit"] == "unknown" or "+" in own["commit"] or not manifest.is_file():
        return False
    return bool(json.loads(manifest.read_text(encoding="utf-8"))["edition"] == own)
