"""Small files in the publisher's form, made here."""

from __future__ import annotations

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dct="http://purl.org/dc/terms/" xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata"
 xmlns:atom="http://www.w3.org/2005/Atom"
 IdURI="http://www.legislation.gov.uk/id/{work}" DocumentURI="http://www.legislation.gov.uk/{work}"
 RestrictStartDate="{start}" RestrictExtent="E+W">
<ukm:Metadata><dc:identifier>http://www.legislation.gov.uk/{work}{asked}</dc:identifier><dc:title>{title}</dc:title>
<dc:language>{language}</dc:language><dct:valid>{start}</dct:valid>{links}
<ukm:UnappliedEffects>{effects}</ukm:UnappliedEffects></ukm:Metadata><{kind}><Body>"""
CURRENT = (
    '<atom:link rel="http://purl.org/dc/terms/hasVersion" href="http://www.legislation.gov.uk/x" title="current"/>'
)
"""What a file of an earlier day, or of the text as first made, has where the publisher has a later one."""


def act(
    *provisions: str,
    work: str = "ukpga/1989/41",
    asked: str = "",
    start: str = "2026-03-25",
    title: str = "Children Act 1989",
    language: str = "en",
    links: str = "",
    effects: str = "",
    notes: str = "",
    kind: str = "Primary",
) -> bytes:
    """Return a file with these provisions."""
    head = _HEAD.format(
        work=work, asked=asked, start=start, title=title, language=language, links=links, effects=effects, kind=kind
    )
    return f"{head}{''.join(provisions)}</Body></{kind}><Commentaries>{notes}</Commentaries></Legislation>".encode()


def section(number: str, words: str, *, start: str = "", more: str = "", name: str = "section") -> str:
    """Return one provision; its dates and state stand on the group around it, as the publisher has them."""
    dated = f' RestrictStartDate="{start}"' if start else ""
    address = f"http://www.legislation.gov.uk/ukpga/1989/41/{name}/{number}"
    return (
        f'<P1group{dated} {more}><Title>A title</Title><P1 DocumentURI="{address}" id="{name}-{number}">'
        f"<Pnumber>{number}</Pnumber><P1para><Text>{words}</Text></P1para></P1></P1group>"
    )


def part(number: str, *provisions: str, more: str = "") -> str:
    """Return provisions within a part."""
    return f'<Part id="part-{number}" {more}><Number>PART {number}</Number><Title>Of a part</Title>{"".join(provisions)}</Part>'


def effect(section: str, *, kind: str = "words substituted", on: str = "", more: str = "") -> str:
    """Return a change not yet made, with more attributes; ``section`` is an id, or words such as Act."""
    dates = f'<ukm:InForceDates><ukm:InForce Date="{on}" Applied="false"/></ukm:InForceDates>' if on else ""
    affected = f'<ukm:Section Ref="{section}">s.</ukm:Section>' if "-" in section else section
    return (
        f'<ukm:UnappliedEffect Type="{kind}" AffectingURI="http://www.legislation.gov.uk/id/ukpga/2026/21" '
        f'AffectingProvisions="s. 3" {more}><ukm:AffectedProvisions>{affected}</ukm:AffectedProvisions>'
        '<ukm:AffectingProvisions>         <ukm:Section Ref="section-3">s. 3</ukm:Section></ukm:AffectingProvisions>'
        f"{dates}</ukm:UnappliedEffect>"
    )
