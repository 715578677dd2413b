"""What VS Code needs to help an editor: JSON Schemas of front matter and snippets for records, made from the schemas.

Run ``python3 -m scripts.authoring.editor`` inside the environment to write them anew; ``--check`` only tells whether they are current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.base.environment import ROOT
from scripts.content.kinds import PAGE_SCHEMAS, RECORD_SCHEMAS
from scripts.content.loader import load_sources
from scripts.content.schemas import PageMeta
from scripts.content.sources import main_report

FOLDER = ".vscode"


def editor_files() -> Mapping[str, str]:
    """Return every file made for the editor, by its path in the clone."""
    made = {f"{FOLDER}/schemas/page.schema.json": _dump(_schema(PageMeta, "page"))}
    for kind, schema in PAGE_SCHEMAS.items():
        made[f"{FOLDER}/schemas/{kind}.schema.json"] = _dump(_schema(schema, kind))
    for kind, record in RECORD_SCHEMAS.items():
        made[f"{FOLDER}/schemas/{kind}.schema.json"] = _dump(_schema(record, kind))
    made[f"{FOLDER}/records.code-snippets"] = _dump(_snippets(main_report(load_sources(ROOT, []))))
    return made


def _schema(model: type[Any], kind: str) -> dict[str, Any]:
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind}: front matter or attributes",
        **{k: v for k, v in model.model_json_schema().items() if k != "title"},
    }
    if kind in PAGE_SCHEMAS:
        made["properties"]["kind"] = {"const": kind}
    return made


def _snippets(report: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind, schema in RECORD_SCHEMAS.items():
        required = [name for name, field in schema.model_fields.items() if field.is_required()]
        attributes = " ".join(_attribute(name, schema, number) for number, name in enumerate(required, 3))
        head = f"### ${{1:Say it in full}} {{ #${{2:id}} .{kind}{' ' + attributes if attributes else ''} }}"
        found[kind] = {
            "scope": "markdown",
            "prefix": [kind],
            "description": f"A {kind} with the attributes it must have",
            "body": [head, "", f"$0 [@{report}, para. ]."],
        }
    for kind, page in PAGE_SCHEMAS.items():
        needed = [name for name, field in page.model_fields.items() if field.is_required() and name != "kind"]
        lines = [_key(name, page, number) for number, name in enumerate(needed, 1)]
        found[f"page: {kind}"] = {
            "scope": "markdown",
            "prefix": [f"page-{kind}", "front matter"],
            "description": f"Front matter of a {kind}, with every field it must have",
            "body": ["---", f"kind: {kind}", *lines, "---", "$0"],
        }
    found["citation"] = {
        "scope": "markdown",
        "prefix": ["cite", "@"],
        "description": "A citation of the report, to the paragraph",
        "body": [f"[@{report}, para. ${{1:4.2.3}}]"],
    }
    return found


def _attribute(name: str, schema: type[Any], number: int) -> str:
    allowed = schema.model_json_schema()["properties"][name].get("enum")
    if allowed:
        return f"{name}=${{{number}|{','.join(allowed)}|}}"
    return f'{name}="${{{number}:…}}"'


def _key(name: str, schema: type[Any], number: int) -> str:
    """Return a line of front matter with its choices; a list of choices is looked up among the schema's items."""
    described = schema.model_json_schema()["properties"][name]
    if described.get("type") == "array":
        allowed = described.get("items", {}).get("enum")
        return f"{name}: [{f'${{{number}|' + ','.join(allowed) + '|}' if allowed else f'${{{number}}}'}]"
    if described.get("type") == "boolean":
        return f"{name}: ${{{number}|true,false|}}"
    return f"{name}: ${{{number}}}"


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def stale(root: Path) -> list[str]:
    """Return the files that are missing or differ from what would be written."""
    return [
        name
        for name, text in editor_files().items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` only tell which are not current."""
    names = stale(ROOT)
    if "--check" not in arguments:
        for name in names:
            path = ROOT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(editor_files()[name], encoding="utf-8", newline="\n")
    for name in names:
        sys.stdout.write(f"{name}\n")
    return 1 if names and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
