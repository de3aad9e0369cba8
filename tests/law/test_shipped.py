"""The facts that ship: every code is known, dates follow from deposits, and nothing unverified looks checked."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from comity.law.basis import Question, find_bases
from comity.law.facts import Effect, Kind, PairStatus, Standing
from comity.law.facts.shipped import instruments, participations, places, shipped_facts
from comity.law.offences import OFFENCES

FACTS = shipped_facts()
ALL = participations(list(FACTS.instruments.values()))
SHARED = Path(__file__).parents[3] / "shared" / "data"


def test_every_party_and_every_part_is_a_known_place():
    known = {one.code for one in places()}
    assert {row.place for row in ALL} <= known
    assert {one.part_of for one in places() if one.part_of} <= known
    assert len(known) == len(places())


def test_no_place_has_two_rows_for_one_instrument():
    assert len({(row.instrument, row.place) for row in ALL}) == len(ALL)


def test_the_first_thirty_are_bound_from_the_entry_into_force_and_no_more():
    first = [row for row in ALL if row.instrument == "UNCAC" and row.bound == date(2005, 12, 14)]
    assert len([row for row in first if row.deposited <= date(2005, 9, 15)]) >= 30


@pytest.mark.parametrize(
    ("place", "day", "standing"),
    [
        ("FR", date(2026, 1, 1), Standing.BOUND),
        ("FR", date(2005, 12, 13), Standing.NOT_YET),
        ("AF", date(2008, 9, 23), Standing.NOT_YET),
        ("AF", date(2008, 9, 24), Standing.BOUND),
        ("SY", date(2014, 1, 1), Standing.SIGNED),
        ("SY", date(2026, 1, 1), Standing.UNKNOWN),
        ("KP", date(2014, 1, 1), Standing.NO_PARTY),
        ("KP", date(2026, 1, 1), Standing.UNKNOWN),
        ("HK", date(2026, 1, 1), Standing.UNKNOWN),
    ],
)
def test_how_places_stand_to_the_convention(place, day, standing):
    assert FACTS.position("UNCAC", place, day).standing is standing


def test_the_exclusion_between_two_parties_is_known():
    (found,) = FACTS.relations("UNCAC", "AM", "AZ", date(2026, 1, 1))
    assert found.status is PairStatus.EXCLUDED_BY_DECLARATION


def test_a_notification_that_was_not_compared_is_not_sure():
    found = FACTS.notified("LV", "44(6)", date(2026, 1, 1))
    assert (found.value, found.sure, found.conflict) == ("yes", False, False)


def test_what_came_from_general_knowledge_is_not_verified():
    assert {row.verified for row in ALL if "knowledge" in row.source} == {False}
    assert {row.verified for row in ALL if "knowledge" not in row.source} == {True}
    assert all(row.date <= date(2014, 4, 2) for row in ALL if row.verified)


def test_the_convention_covers_every_kind():
    assert set(FACTS.instruments["UNCAC"].articles) == set(Kind)


def test_the_catalogue_has_every_row_of_its_kind_and_only_two_lists_of_parties():
    families = Counter(one.family for one in FACTS.instruments.values())
    assert families == {"uncac": 1, "universal": 3, "subject": 8, "regional": 20, "scheme": 2}
    assert {row.instrument for row in ALL} == {"UNCAC", "UNTOC"}
    assert {one.code for one in FACTS.instruments.values() if one.listed_until} == {"UNCAC", "UNTOC"}


def test_what_is_not_compared_with_its_text_is_not_verified():
    compared = {one.code for one in FACTS.instruments.values() if one.verified}
    assert compared == {"UNCAC", "UNTOC", "ETS-173"}


@pytest.mark.parametrize("one", FACTS.instruments.values(), ids=lambda one: one.code)
def test_an_instrument_names_whom_to_ask_and_what_it_is_about(one):
    assert one.depositary
    assert one.articles or one.topics
    assert not one.protocol_to or one.protocol_to in FACTS.instruments
    assert one.offences is None or one.offences <= OFFENCES.keys()
    groups = {place.group for place in FACTS.places.values()}
    assert one.open_to <= groups | FACTS.places.keys()


def test_a_reservation_on_the_settlement_of_disputes_touches_no_cooperation():
    for place in ("DZ", "AZ", "BH", "BD"):
        (row,) = FACTS.declared("UNCAC", place, date(2026, 1, 1))
        assert (row.article, row.effect, row.verified) == ("66(2)", Effect.NONE, True)


@pytest.mark.parametrize(
    ("asking", "asked", "on", "named", "not_named"),
    [
        ("NG", "KE", "2026-01-01", "African Union Convention", "Inter-American"),
        ("BR", "CA", "2026-01-01", "Inter-American Convention against Corruption", "African"),
        ("FR", "KE", "2026-01-01", "European Convention on Extradition", "African Union"),
        ("FR", "CY", "2026-01-01", "European arrest warrant", "African Union"),
        ("EG", "JO", "2026-01-01", "Riyadh", "European arrest warrant"),
    ],
)
def test_treaties_that_may_bind_both_are_named_with_whom_to_ask(asking, asked, on, named, not_named):
    on = date.fromisoformat(on)
    question = Question(kind=Kind.EXTRADITION, asking=asking, asked=asked, on=on, today=on, offences=("15",))
    answer = find_bases(question, FACTS)
    (told,) = [one.text for one in answer.warnings if one.code == "PARTIES_NOT_RECORDED"]
    assert named in told.en
    assert not_named not in told.en
    assert "Protocol to" not in told.en, "one that adds to another is asked about with it"
    assert "欧洲委员会" in told.zh
    assert not answer.certain


def test_a_convention_on_another_offence_is_not_asked_about():
    on = date(2026, 1, 1)
    asked = [
        find_bases(Question(kind=Kind.MLA, asking="FR", asked="KE", on=on, today=on, offences=(offence,)), FACTS)
        for offence in ("16(1)", "17")
    ]
    found = [next(one.text.en for one in told.warnings if one.code == "PARTIES_NOT_RECORDED") for told in asked]
    assert ["Combating Bribery of Foreign" in one for one in found] == [True, False]


def test_an_instrument_of_a_file_is_read_whole():
    (one,) = instruments(
        [
            {"code": "T", "en": "t", "zh": "条", "family": "regional", "articles": {"mla": ["1"]}, "source": "s",
             "date": "2020-01-01", "verified": False}
        ]
    )  # fmt: skip
    assert (one.code, one.in_force, one.condition, one.verified) == ("T", None, None, False)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the reference folder is not beside this clone")
def test_every_row_of_the_lists_of_reference_is_here():
    for name, code in (("uncac-status-2015-03", "UNCAC"), ("untoc-status-2015-03", "UNTOC")):
        with (SHARED / f"{name}.csv").open(encoding="utf-8") as source:
            listed = [row for row in list(csv.reader(source))[1:] if row and row[0].strip()]
        here = [row for row in ALL if row.instrument == code and (row.verified or row.signed)]
        assert len(here) == len(listed)  # a later deposit took the place of the row of who had signed before
