"""Small files in the publisher's form, made here."""

from __future__ import annotations

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dct="http://purl.org/dc/terms/" xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata"
 IdURI="http://www.legislation.gov.uk/id/{work}" DocumentURI="http://www.legislation.gov.uk/{work}"
 RestrictStartDate="{start}" RestrictExtent="E+W">
<ukm:Metadata><dc:title>{title}</dc:title><dc:language>{language}</dc:language><dct:valid>{start}</dct:valid>
<ukm:UnappliedEffects>{effects}</ukm:UnappliedEffects></ukm:Metadata><Primary><Body>"""


def act(
    *provisions: str,
    work: str = "ukpga/1989/41",
    start: str = "2026-03-25",
    title: str = "Children Act 1989",
    language: str = "en",
    effects: str = "",
    notes: str = "",
) -> bytes:
    """Return a file with these provisions."""
    head = _HEAD.format(work=work, start=start, title=title, language=language, effects=effects)
    return f"{head}{''.join(provisions)}</Body></Primary><Commentaries>{notes}</Commentaries></Legislation>".encode()


def section(number: str, words: str, *, start: str = "", more: str = "", name: str = "section") -> str:
    """Return one provision."""
    dated = f' RestrictStartDate="{start}"' if start else ""
    return f'<P1group><Title>A title</Title><P1 id="{name}-{number}"{dated} {more}><Pnumber>{number}</Pnumber><P1para><Text>{words}</Text></P1para></P1></P1group>'


def effect(section: str, *, kind: str = "words substituted", on: str = "", more: str = "") -> str:
    """Return a change not yet made, with more attributes."""
    dates = f'<ukm:InForceDates><ukm:InForce Date="{on}" Applied="false"/></ukm:InForceDates>' if on else ""
    return (
        f'<ukm:UnappliedEffect Type="{kind}" AffectingURI="http://www.legislation.gov.uk/id/ukpga/2026/21" '
        f'AffectingProvisions="s. 3" {more}><ukm:AffectedProvisions><ukm:Section Ref="{section}">s.</ukm:Section>'
        f"</ukm:AffectedProvisions>{dates}</ukm:UnappliedEffect>"
    )
