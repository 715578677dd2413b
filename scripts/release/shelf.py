"""Several editions in one folder, read offline, with one page that opens a record of the edition that a citation names."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from scripts.base.filenames import why_unsafe
from scripts.checks.policy import META
from scripts.release.compare import Copy
from scripts.release.verify import NotACopy, unpack

_SCRIPT = Path(__file__).with_name("shelf.js")
_PAGE = Markup("""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>In harm's way: editions</title>
<link rel="stylesheet" href="editions.css">
</head>
<body>
<main>
<h1>In harm's way: editions</h1>
<p>Each edition stands here as it was published, whole and unaltered. The newest is the first; older ones tell the law of their day.</p>
<ul>
{items}
</ul>
<h2>Open what a citation names</h2>
<form method="get">
<p><label>Edition <input name="edition" list="editions" required></label></p>
<p><label>Record, such as f-4-2-03 <input name="id" required></label></p>
<p><button>Open</button></p>
</form>
<datalist id="editions">{options}</datalist>
<p role="status" data-told></p>
<noscript><p>Without scripts: open the edition, then its A to Z.</p></noscript>
</main>
<script src="records.js"></script>
<script src="editions.js"></script>
</body>
</html>
""")
_STYLE = """:root { color-scheme: light dark; }
body { font: 1.1rem/1.5 sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem; }
input, button { font: inherit; min-height: 2.75rem; padding: 0 .5rem; }
"""


def write_shelf(folder: Path, copies: Sequence[Path]) -> list[str]:
    """Unpack editions into a folder of their own each, with the page ``index.html`` before them; return their numbers.

    ``index.html?edition=2026.11&id=f-4-2-03`` opens that record in that edition. The folder appears whole or not at all.

    Args:
        folder: a folder that is not there yet.
        copies: zips of different editions.

    Raises:
        NotACopy: the folder is there, a zip is altered or no copy, or two are of one edition.

    """
    if folder.exists():
        raise NotACopy(f"{folder} is there already; name a folder that is not")
    base = next(p for p in folder.absolute().parents if p.exists())
    with tempfile.TemporaryDirectory(prefix=".shelf-", dir=base) as work:
        made = Path(work) / "shelf"
        found: dict[str, Copy] = {}
        for zipped in copies:
            number = Copy(zipped).edition
            if why_unsafe(number):
                raise NotACopy(f"{zipped} calls its edition {number!r}, which is no name for a folder")
            if number in found:
                raise NotACopy(f"{zipped}: edition {number} is given twice")
            if not unpack(zipped, made / number).unaltered:
                raise NotACopy(f"{zipped} is altered; `verify` names what differs")
            found[number] = Copy(made / number)
        numbers = sorted(found, key=_order, reverse=True)
        _write(made, numbers, found)
        folder.parent.mkdir(parents=True, exist_ok=True)
        made.rename(folder)
    return numbers


def _order(number: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in number.split(".")]


def _write(folder: Path, numbers: Sequence[str], copies: Mapping[str, Copy]) -> None:
    items = Markup("\n").join(Markup('<li><a href="{0}/index.html">Edition {0}</a></li>').format(n) for n in numbers)
    options = Markup("").join(Markup('<option value="{}">').format(n) for n in numbers)
    page = _PAGE.format(policy=META, items=items, options=options)
    records = {
        n: {i: f"{quote(n)}/{quote(r['address'], safe='/#')}" for i, r in copies[n].records.items()} for n in numbers
    }
    files = {
        "index.html": page,
        "editions.css": _STYLE,
        "editions.js": _SCRIPT.read_text(encoding="utf-8"),
        "records.js": f"window.editions = {json.dumps(records, ensure_ascii=True)}\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
