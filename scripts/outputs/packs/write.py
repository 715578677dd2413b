"""A pack as files in a folder: everything made first, then one move; nothing half written, nobody's files lost."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scripts.content.fingerprint import fingerprint
from scripts.outputs.lms.asked import marked
from scripts.outputs.lms.moodle import gift, moodle_xml
from scripts.outputs.lms.qti import qti
from scripts.outputs.lms.scorm import scorm_briefing, scorm_quiz
from scripts.outputs.lms.sheet import sheet
from scripts.outputs.packs.content import Pack
from scripts.outputs.packs.papers import papers
from scripts.outputs.packs.ready import MANIFEST
from scripts.outputs.packs.slides import write_slides
from scripts.outputs.packs.typeset import typeset

PDF = ("handout", "one-page", "questions", "answers", "kit")


class WriteProblem(OSError):
    """The folder to write into holds something that is not ours to replace."""


def pack_files(packs: Sequence[Pack], tell: Callable[[str], None] = lambda _: None) -> list[dict[str, bytes]]:
    """Return the files of some packs by name; the documents of all of them go through pandoc in one run.

    Args:
        packs: what to write.
        tell: called with the title of each pack before it is made.

    """
    if not packs:
        return []
    wanted = {}
    for number, pack in enumerate(packs):
        for stem, document in papers(pack).items():
            for ending in ("docx", "pdf") if stem in PDF else ("docx",):
                wanted[f"{number}/{stem}.{ending}"] = document
    tell("documents")
    documents = typeset(wanted, footer=f"In harm's way. {packs[0].edition}", date=packs[0].date)
    made = []
    for number, pack in enumerate(packs):
        tell(pack.title)
        own = f"{number}/"
        files = {name.removeprefix(own): data for name, data in documents.items() if name.startswith(own)}
        files["slides.pptx"] = write_slides(pack)
        files |= _for_learning_systems(pack)
        files[MANIFEST] = _manifest(pack, files)
        made.append(dict(sorted(files.items())))
    return made


def _for_learning_systems(pack: Pack) -> dict[str, bytes]:
    quiz, made = pack.quiz, dict[str, bytes]()
    if quiz.questions:
        made |= {"questions-moodle.xml": moodle_xml(quiz), "questions-gift.txt": gift(quiz)}
        made |= {"questions-qti.zip": qti(quiz), "questions.xlsx": sheet(quiz)}
    if marked(quiz.questions):
        made["quiz-scorm.zip"] = scorm_quiz(quiz)
    if pack.plan:
        made["briefing-scorm.zip"] = scorm_briefing(pack)
    return made


def _manifest(pack: Pack, files: Mapping[str, bytes]) -> bytes:
    data = {
        "title": pack.title,
        "edition": pack.number,
        "command": f"python3 -m scripts pack {pack.selection.command}",
        "records": [e.record.id for e in pack.entries],
        "questions": [q.id for q in pack.questions],
        "state": {r.id: fingerprint(r) for r in (*pack.selection.records, *pack.selection.questions)},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def check_target(target: Path) -> None:
    """Prove that a folder may be replaced: it is new, empty, or holds nothing but packs.

    Raises:
        WriteProblem: it holds a file that no pack wrote, or is itself a file.

    """
    strangers = _strangers(target)
    if strangers:
        raise WriteProblem(f"{target} holds {strangers[0]}, which no pack wrote; name an empty or a new folder")


def put(made: Mapping[str, Mapping[str, bytes]], target: Path) -> None:
    """Write packs below a folder in one move; the name ``""`` is a pack that stands in the folder itself.

    A folder that holds an earlier pack and nothing else is replaced.

    Raises:
        WriteProblem: the folder holds a file that no pack wrote.

    """
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=target.parent) as name:
        working = Path(name) / "new"
        for pack, files in made.items():
            folder = working / pack if pack else working
            folder.mkdir(parents=True, exist_ok=True)
            for file, data in files.items():
                (folder / file).write_bytes(data)
        old = Path(name) / "old"
        if target.exists():
            target.rename(old)
        try:
            working.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _strangers(target: Path) -> list[str]:
    """Return what stands in a folder that no manifest of a pack names."""
    if not target.exists():
        return []
    if not target.is_dir():
        return [target.name]
    known: set[Path] = set()
    for manifest in target.rglob(MANIFEST):
        try:
            names = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        except (OSError, ValueError, KeyError):
            continue
        known |= {manifest, *(manifest.parent / name for name in names)}
    return sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file() and p not in known)
