"""What can be set in print: the signs that the fonts of the PDF files have (Libertinus Serif and the others Typst carries).

The ranges were found by setting each sign with Typst 0.15.2 under PDF/UA-1, which refuses a sign that no font has.
"""

from __future__ import annotations

import re
import unicodedata

RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x45F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x2040),
    (0x2044, 0x2052), (0x2054, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x211E), (0x2126, 0x214F),
    (0x2153, 0x2184), (0x2190, 0x22FF), (0x25A0, 0x25FF), (0xE000, 0xF8FF),
)  # fmt: skip
_OTHER = re.compile("[^\\n\\t" + "".join(f"{chr(first)}-{chr(last)}" for first, last in RANGES) + "]")


def unprintable(text: str) -> list[tuple[int, str]]:
    """Return, with its line, one message for each line that holds a sign which no font of the PDF files has."""
    if not _OTHER.search(text):
        return []
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := _OTHER.search(line):
            name = unicodedata.name(match[0], "a sign without a name").lower()
            found.append(
                (
                    number,
                    f"{match[0]} (U+{ord(match[0]):04X}, {name}) cannot be printed in the PDF files; write it in words",
                )
            )
    return found
