"""One measured step in a process of its own, so that its memory is its own: python -m scripts.bench.worker STEP ROOT OUT."""

from __future__ import annotations

import json
import logging
import os
import resource
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any


def check(root: Path, _out: Path) -> Mapping[str, Any]:
    """Load the sources and apply every rule over them."""
    from scripts.checks.runner import check_site
    from scripts.content.loader import load_site

    site = load_site(root)
    report = check_site(site)
    return {"pages": len(site.pages), "records": len(site.records), "problems": len(report.problems)}


def build(root: Path, out: Path) -> Mapping[str, Any]:
    """Build all as `scripts build` does, but let warnings pass: synthetic pages break rules of content."""
    from scripts.engine.build import build_pages

    build_pages(root, out, strict=False)
    return _size(out)


def site(root: Path, out: Path) -> Mapping[str, Any]:
    """Build what stock MkDocs builds too, from nothing: no books, no training packs."""
    from scripts.engine.build import build_pages

    shutil.rmtree(root / ".cache", ignore_errors=True)
    build_pages(root, out, strict=False, papers=False)
    return _size(out)


def again(root: Path, out: Path) -> Mapping[str, Any]:
    """Build all once more after one page has changed."""
    from scripts.engine.build import build_pages

    page = min((root / "docs/powers").glob("*.md"))
    page.write_text(page.read_text(encoding="utf-8") + "\nOne sentence more.\n", encoding="utf-8", newline="\n")
    build_pages(root, out, strict=False)
    return _size(out)


def _size(out: Path) -> Mapping[str, Any]:
    return {
        "html": sum(1 for _ in out.rglob("*.html")),
        "bytes": sum(p.stat().st_size for p in out.rglob("*") if p.is_file()),
    }


def stock(root: Path, out: Path) -> Mapping[str, Any]:
    """Build with MkDocs and Material alone."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    config = load_config(str(root / "mkdocs.yml"), site_dir=str(out))
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    return _size(out)


def built(root: Path, out: Path) -> Mapping[str, Any]:
    """Apply every rule over the built pages."""
    from scripts.checks.built import load_built
    from scripts.checks.runner import check_built
    from scripts.content.loader import load_site

    report = check_built(load_built(out, load_site(root)))
    return {"problems": len(report.problems)}


def bundle(root: Path, out: Path) -> Mapping[str, Any]:
    """Write the zip."""
    from scripts.content.loader import load_site
    from scripts.release.bundle import complete, write_bundle

    target = out.with_suffix(".zip")
    complete(out, load_site(root))
    write_bundle(out, target)
    return {"zip": target.stat().st_size}


STEPS: Mapping[str, Callable[[Path, Path], Mapping[str, Any]]] = {
    "check": check,
    "site": site,
    "build": build,
    "again": again,
    "stock": stock,
    "built": built,
    "bundle": bundle,
}


def _processor() -> float:
    """Return the seconds of the processor that this process and its children have taken."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


def main(words: list[str]) -> int:
    """Run one step; print seconds of wall clock and of processor, peak memory in bytes and what the step counted."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    logging.disable(logging.WARNING)
    step, root, out = words
    start = monotonic()
    counted = STEPS[step](Path(root), Path(out))
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    numbers = {
        "seconds": monotonic() - start,
        "processor": _processor(),
        "memory": memory * 1024,
        **counted,
    }
    sys.stdout.write(json.dumps(numbers) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
