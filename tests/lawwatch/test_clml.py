"""The publisher's XML is read for what it says of each provision, and nothing else in a file can harm the reader."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from clml_files import CURRENT, act, effect, part, section

from scripts.lawwatch.clml import MAX_BYTES, NotLegislation, parse_clml, read_clml


def test_a_section_has_its_version_extent_and_words() -> None:
    found = parse_clml(act(section("46", "Where a constable", start="2014-04-22", more='RestrictExtent="E"')))
    one = found.provisions["section-46"]
    assert (found.work, found.title, found.valid) == ("ukpga/1989/41", "Children Act 1989", "2026-03-25")
    assert (one.name, one.start, one.extent) == ("s. 46", "2014-04-22", "E")
    assert one.words == ("46", "Where", "a", "constable")


def test_a_provision_without_a_date_of_its_own_has_that_of_the_work() -> None:
    assert parse_clml(act(section("46", "x"))).provisions["section-46"].start == "2026-03-25"


def test_words_are_the_same_whatever_the_editors_notes_and_the_quotation_marks() -> None:
    plain = act(section("46", 'a "child" - who'))
    noted = act(section("46", 'a \u201cchild\u201d <CommentaryRef Ref="c1"/>\u2013   who'))
    assert (
        parse_clml(plain).provisions["section-46"].fingerprint == parse_clml(noted).provisions["section-46"].fingerprint
    )
    other = parse_clml(act(section("46", 'a "person" - who')))
    assert other.provisions["section-46"].fingerprint != parse_clml(plain).provisions["section-46"].fingerprint


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("told <Addition ChangeId='k'>under (4)</Addition>, and", "told under (4), and"),
        ("\u201c<Term id='t'>the child</Term>\u201d means", "\u201cthe child\u201d means"),
        ("in writing \u2014", "in writing\u2014"),
    ],
)
def test_a_mark_of_the_publisher_does_not_change_the_words(marked: str, plain: str) -> None:
    one, other = (parse_clml(act(section("46", text))).provisions["section-46"] for text in (marked, plain))
    assert one.fingerprint == other.fingerprint


def test_of_versions_for_several_nations_that_of_england_and_wales_counts() -> None:
    here, elsewhere = (
        section("46", "here", more='RestrictExtent="E+W"'),
        section("46", "there", more='RestrictExtent="S"'),
    )
    found = parse_clml(act(elsewhere, f'<Versions><Version id="v1">{here}</Version></Versions>'))
    assert "here" in found.provisions["section-46"].words


@pytest.mark.parametrize(
    ("name", "number", "shown"),
    [
        ("schedule", "2", "sch. 2"),
        ("article", "4", "art. 4"),
        ("regulation", "9", "reg. 9"),
        ("section", "16LA", "s. 16LA"),
    ],
)
def test_schedules_articles_and_regulations_are_provisions(name: str, number: str, shown: str) -> None:
    found = parse_clml(act(section(number, "x", name=name)))
    assert [p.name for p in found.provisions.values()] == [shown]


def test_prospective_and_repealed_provisions_say_so() -> None:
    found = parse_clml(
        act(
            section("1", "x", more='Status="Prospective"'),
            section("2", "y", more='Status="Repealed" RestrictEndDate="2016-04-06"'),
        )
    )
    assert found.provisions["section-1"].status == "Prospective"
    assert (found.provisions["section-2"].status, found.provisions["section-2"].end) == ("Repealed", "2016-04-06")


def test_text_that_has_not_begun_has_no_date_though_what_stands_around_it_has() -> None:
    inside = section("1", "x", more='Status="Prospective"'), section("2", "y", more='RestrictEndDate="2018-05-25"')
    found = parse_clml(act(part("3", *inside, more='RestrictStartDate="2018-05-25"'))).provisions
    assert [found[f"section-{n}"].start for n in (1, 2)] == ["", ""]
    assert found["part-3"].start == "2018-05-25"


def test_a_part_around_the_section_asked_for_is_no_provision_of_the_file() -> None:
    inside = part("3", section("45", "x"))
    assert list(parse_clml(act(inside, asked="/section/45")).provisions) == ["section-45"]
    assert list(parse_clml(act(inside)).provisions) == ["part-3", "section-45"]


def test_a_schedule_is_one_provision_with_its_paragraphs() -> None:
    inner = section("51A", "x", name="schedule-7-paragraph")
    whole = f'<Schedule id="schedule-7" RestrictStartDate="2020-01-01"><Number>SCHEDULE 7</Number>{inner}</Schedule>'
    found = parse_clml(act(whole, effects=effect("schedule-7-paragraph-51A-2")))
    assert list(found.provisions) == ["schedule-7"]
    assert found.provisions["schedule-7"].start == "2020-01-01"
    assert found.effects[0].concerns("schedule-7")
    assert not parse_clml(act(whole, asked="/schedule-7-paragraph/51A")).provisions


def test_old_text_is_told_from_the_current_one() -> None:
    assert not parse_clml(act(section("46", "x"), links=CURRENT)).current
    made = parse_clml(act(section("9", "x", name="regulation"), start="", kind="Secondary"))
    assert made.current
    assert (made.provisions["regulation-9"].start, made.provisions["regulation-9"].original) == ("", "made")


def test_text_that_an_act_puts_into_another_is_not_its_own_provision() -> None:
    inner = f"<BlockAmendment>{section('99', 'inserted')}</BlockAmendment>"
    assert list(parse_clml(act(section("3", f"insert {inner}"))).provisions) == ["section-3"]


def test_commencement_notes_are_kept() -> None:
    note = '<Commentary id="c1" Type="I"><Para><Text>S. 46 in force at 14.10.1991</Text></Para></Commentary>'
    other = '<Commentary id="c2" Type="F"><Para><Text>Words substituted</Text></Para></Commentary>'
    found = parse_clml(act(section("46", 'x<CommentaryRef Ref="c1"/><CommentaryRef Ref="c2"/>'), notes=note + other))
    assert found.provisions["section-46"].commencement == ("S. 46 in force at 14.10.1991",)


@pytest.mark.parametrize(
    ("more", "listed"),
    [
        ('RequiresApplied="true" AffectingEffectsExtent="E+W"', 1),
        ('RequiresApplied="true" AffectingEffectsExtent="S+A+M+E+A+S+A+F+F+E+C+T+E+D"', 1),
        ('RequiresApplied="false"', 0),  # as of a conditional amendment whose condition failed
        ('RequiresApplied="true" AffectingEffectsExtent="N.I."', 0),
    ],
)
def test_only_changes_still_to_be_made_here_are_outstanding(more: str, listed: int) -> None:
    assert len(parse_clml(act(section("46", "x"), effects=effect("section-46", more=more))).effects) == listed


def test_a_change_to_some_in_a_row_concerns_those_between() -> None:
    row = (
        '<ukm:UnappliedEffect Type="inserted"><ukm:AffectedProvisions><ukm:SectionRange Start="section-9A" End="section-10C">'
        '<ukm:Section Ref="section-9A">s. 9A</ukm:Section>-<ukm:Section Ref="section-10C" Missing="true">10C</ukm:Section>'
        "</ukm:SectionRange></ukm:AffectedProvisions></ukm:UnappliedEffect>"
    )
    (one,) = parse_clml(act(section("10", "x"), effects=row)).effects
    assert [n for n in ("9", "9A", "9Z", "10", "10B", "10C", "10D", "11", "100") if one.concerns(f"section-{n}")] == [
        "9A", "9Z", "10", "10B", "10C",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("affected", "kind", "concerned"),
    [
        ("Instrument", "revoked", ["section-45", "section-99"]),
        ("Act", "words substituted", ["section-45", "section-99"]),
        ("Act", "power to amend conferred", []),
        ("specified provision(s)", "savings for amendments by 2018 anaw 1, s. 6", []),
        ("part-3", "repealed", ["section-45"]),
    ],
)
def test_a_change_to_a_part_or_the_whole_concerns_what_stands_in_it(
    affected: str, kind: str, concerned: list[str]
) -> None:
    found = parse_clml(act(part("3", section("45", "x")), section("99", "y"), effects=effect(affected, kind=kind)))
    (one,) = found.effects
    inside = [p for p in found.provisions.values() if p.element != "part-3"]
    assert [p.element for p in inside if one.concerns(p.element, p.within)] == concerned


def test_another_heading_of_a_part_does_not_concern_its_sections() -> None:
    heading = effect("part-3", more='AffectedProvisions="Pt. 3 heading"')
    found = parse_clml(act(part("3", section("45", "x")), effects=heading))
    (one,) = found.effects
    assert [p.element for p in found.provisions.values() if one.concerns(p.element, p.within)] == ["part-3"]


def test_a_change_made_in_part_starts_when_the_rest_does() -> None:
    dates = '<ukm:InForceDates><ukm:InForce Date="2025-01-01" Applied="true"/>'
    some = effect("section-46", on="2026-12-01").replace("<ukm:InForceDates>", dates)
    assert parse_clml(act(section("46", "x"), effects=some)).effects[0].in_force == "2026-12-01"


def test_a_change_not_yet_made_names_what_it_changes_and_when() -> None:
    found = parse_clml(act(section("46", "x"), effects=effect("section-46-3", on="2026-12-01")))
    (one,) = found.effects
    assert (one.type, one.affecting, one.in_force) == ("words substituted", "ukpga/2026/21 s. 3", "2026-12-01")
    assert one.concerns("section-46")
    assert not one.concerns("section-4")
    assert not one.concerns("section-461")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!DOCTYPE html><html><body>Too many requests</body></html>", "web page"),
        (b"<html><body>Sorry</body></html>", "web page"),
        (b"", "not whole XML"),
        (b"<Legislation", "not whole XML"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "<feed>"),
        (act()[:300], "not whole XML"),
        (act(work="nothing"), "names no Act"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + act().split(b"?>", 1)[1], "declares a document type"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + act().split(b"?>", 1)[1], "declares a document type"),
    ],
)
def test_what_is_not_the_publishers_xml_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(NotLegislation, match=words):
        parse_clml(data)


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        f'<!ENTITY {chr(98 + i)} "{"&" + chr(97 + i) + ";" * 1}{("&" + chr(97 + i) + ";") * 9}">'.encode()
        for i in range(9)
    )
    with pytest.raises(NotLegislation):
        parse_clml(bomb + b"]><Legislation>&j;</Legislation>")


def test_a_file_beyond_any_act_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(NotLegislation, match="larger"):
        read_clml(path)
    with pytest.raises(NotLegislation, match="cannot be read"):
        read_clml(tmp_path / "none.xml")


def test_a_whole_act_of_five_megabytes_takes_time_in_proportion() -> None:
    def seconds(sections: int) -> float:
        data = act(*(section(str(n), "words " * 400) for n in range(sections)))
        start = perf_counter()
        assert len(parse_clml(data).provisions) == sections
        return perf_counter() - start

    seconds(100)
    assert seconds(2_000) < 10 * max(seconds(500), 0.05)
