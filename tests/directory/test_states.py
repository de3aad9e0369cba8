"""The table of States: complete, without contradictions, and honest about what nobody compared."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from comity.directory.states import LANGUAGES, Form, Group, StateKind, all_states, is_users_code, states_only

MEMBERS_BY_GROUP = {
    Group.AFRICAN: 54,
    Group.ASIA_PACIFIC: 54,
    Group.EASTERN_EUROPEAN: 23,
    Group.LATIN_AMERICAN_CARIBBEAN: 33,
    Group.WESTERN_EUROPEAN_OTHERS: 29,
}


def test_193_members_stand_in_the_five_groups():
    members = [one for one in all_states().values() if one.kind is StateKind.MEMBER]
    assert len(members) == 193
    counted = {group: sum(one.group is group for one in members) for group in Group}
    assert counted == MEMBERS_BY_GROUP


def test_who_is_no_member_has_no_group_of_its_own():
    assert {one.iso2 for one in states_only() if one.group is None} == {"EU", "VA", "PS", "CK", "NU"}
    assert all(one.group is None for one in all_states().values() if one.kind is StateKind.TERRITORY)


@pytest.mark.parametrize("code", ["iso2", "iso3", "m49"])
def test_no_code_stands_for_two(code):
    given = [getattr(one, code) for one in all_states().values() if getattr(one, code)]
    assert len(given) == len(set(given))


def test_every_state_is_named_in_six_languages():
    assert not [
        (one.iso2, language) for one in all_states().values() for language in LANGUAGES if one.called(language) is None
    ]


def test_every_member_has_a_formal_name_to_show_in_english_and_chinese():
    assert all_states()["NE"].formal.en == "Republic of the Niger"
    assert all_states()["BO"].formal.zh == "多民族玻利维亚国"
    assert all_states()["NZ"].called("en", Form.FORMAL) is None  # it has no other than the short one
    assert all_states()["NZ"].formal.en == "New Zealand"


def test_a_territory_belongs_to_a_state_of_the_table():
    territories = [one for one in all_states().values() if one.kind is StateKind.TERRITORY]
    assert {"HK", "MO", "GI"} <= {one.iso2 for one in territories}
    assert all(all_states()[one.part_of].kind is StateKind.MEMBER for one in territories)
    assert not [one.iso2 for one in states_only() if one.part_of]


def test_a_name_from_a_document_is_verified_and_one_from_general_knowledge_is_not():
    names = {(one.text, one.language): one.source for one in all_states()["AL"].names}
    assert names["阿尔巴尼亚", "zh"].verified
    assert not names["Republic of Albania", "en"].verified
    assert all(one.source.source and one.source.date for state in all_states().values() for one in state.names)


def test_the_names_on_which_a_legal_basis_is_shown_are_these():
    table = (files("comity.law") / "data" / "places.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        state = all_states()[row["code"]]
        assert (state.name.en, state.name.zh, state.part_of) == (row["en"], row["zh"], row["part_of"])
        group = state.group or (all_states()[state.part_of].group if state.part_of else None)
        assert (group or "") == row["group"]


def test_codes_left_to_users_are_told_from_those_of_states_and_from_none():
    assert is_users_code("XA")
    assert is_users_code("XB")
    assert not [code for code in (*all_states(), "ZZ", "xa", "X", "XAA", "X1", "XÄ", "") if is_users_code(code)]
