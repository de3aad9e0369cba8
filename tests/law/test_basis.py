"""What holds of every answer: an article for each basis, no certainty without facts, symmetry, time, its reading."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import treaty_world as world

from comity.kernel.languages import Text
from comity.law.assistance import KINDS
from comity.law.basis import (
    OTHER,
    Basis,
    BasisMode,
    Question,
    find_bases,
    read_date,
    read_kind,
    read_measures,
    read_offences,
    read_place,
)
from comity.law.basis.engine import RULES
from comity.law.basis.warnings import WARNINGS, warn
from comity.law.basis.ways import ALTERNATIVES, WAYS
from comity.law.errors import RuleViolation
from comity.law.facts import Facts, Kind, Standing
from comity.law.offences import OFFENCES

WORLD = world.treaty_world()
CODES = sorted(WORLD.places)
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
QUESTIONS = st.builds(
    Question,
    kind=st.sampled_from(Kind),
    asking=st.sampled_from(CODES),
    asked=st.sampled_from(CODES),
    on=DAYS,
    today=st.just(world.TODAY),
    offences=st.lists(st.sampled_from([*OFFENCES, OTHER]), max_size=3, unique=True).map(tuple),
    measures=st.lists(st.sampled_from(sorted(KINDS)), max_size=2, unique=True).map(tuple),
    coercive=st.sampled_from([True, False, None]),
    in_lieu=st.booleans(),
)


def doubted(**given) -> Facts:
    """The same world, whose rows of some kinds nobody has verified."""
    lists = {
        "instruments": world.INSTRUMENTS,
        "participations": world.PARTICIPATIONS,
        "notifications": world.NOTIFICATIONS,
        "declarations": world.DECLARATIONS,
        "pairs": world.PAIRS,
        "rules": world.RULES,
    }
    return Facts(
        places=world.PLACES,
        **{name: [replace(row, **given) for row in rows] for name, rows in lists.items()},
    )


UNVERIFIED, DISPUTED = doubted(verified=False), doubted(disputed=True)


@given(QUESTIONS)
def test_every_basis_warning_and_way_names_an_article(question):
    answer = find_bases(question, WORLD)
    assert all(one.articles for one in (*answer.bases, *answer.warnings, *answer.alternatives))
    assert answer.dual.articles


def test_a_basis_without_an_article_cannot_be_made():
    with pytest.raises(ValueError, match="without an article"):
        Basis("UNCAC", Text("the Convention", "《公约》"), BasisMode.UNCAC, ())


@given(QUESTIONS)
def test_the_first_basis_leads_and_no_basis_is_ask_or_none(question):
    answer = find_bases(question, WORLD)
    if answer.bases:
        assert answer.mode is answer.bases[0].mode
    else:
        assert answer.mode in {BasisMode.ASK, BasisMode.NONE}


@given(QUESTIONS)
def test_certain_means_that_nothing_is_left_to_find_out_and_an_ask_is_never_certain(question):
    answer = find_bases(question, WORLD)
    assert answer.certain is not any(one.find_out for one in answer.warnings)
    assert not (answer.certain and answer.mode is BasisMode.ASK)


@given(QUESTIONS, st.sampled_from([UNVERIFIED, DISPUTED]))
def test_facts_that_nobody_verified_or_that_are_disputed_never_look_certain(question, facts):
    answer = find_bases(question, facts)
    assert answer.certain is same_state(answer)


def same_state(answer):
    """Whether nothing but the places themselves decided."""
    return [one.code for one in answer.warnings] == ["SAME_STATE"]


@given(QUESTIONS)
def test_without_facts_nothing_is_certain_and_nothing_is_a_basis(question):
    answer = find_bases(question, Facts(places=world.PLACES))
    assert answer.bases == ()
    assert answer.certain is same_state(answer)


@given(QUESTIONS)
def test_a_basis_by_the_convention_needs_both_to_be_bound(question):
    answer = find_bases(question, WORLD)
    by_convention = {one.instrument for one in answer.bases} & {"UNCAC"}
    bound = all(
        WORLD.position("UNCAC", place, question.on).standing is Standing.BOUND
        for place in (question.asking, question.asked)
    )
    assert bound or not by_convention
    assert question.on >= world.FIRST or not by_convention


@given(st.sampled_from(CODES), st.sampled_from(CODES), DAYS)
def test_assistance_by_the_convention_is_the_same_from_both_sides(one, other, day):
    def modes(asking, asked):
        question = Question(kind=Kind.MLA, asking=asking, asked=asked, on=day, today=day, offences=("15",))
        return [basis.mode for basis in find_bases(question, WORLD).bases if basis.mode is not BasisMode.DOMESTIC]

    assert modes(one, other) == modes(other, one)


def test_extradition_is_not_the_same_from_both_sides():
    def mode(asking, asked):
        question = Question(kind=Kind.EXTRADITION, asking=asking, asked=asked, on=world.TODAY, today=world.TODAY)
        return find_bases(question, WORLD).mode

    assert (mode("XC", "XB"), mode("XB", "XC")) == (BasisMode.UNCAC, BasisMode.NONE)


@given(st.sampled_from(CODES), st.sampled_from(CODES), DAYS, st.integers(0, 4000))
def test_once_bound_both_stay_bound_without_withdrawal_or_exclusion(one, other, day, later):
    if {"XQ", "QP"} & {one, other}:
        return  # one withdrew, one was suspended for a time

    def bases(on):
        question = Question(kind=Kind.MLA, asking=one, asked=other, on=on, today=on, offences=("15",))
        return {basis.instrument for basis in find_bases(question, WORLD).bases}

    assert bases(day) <= bases(day + timedelta(days=later)) | {"UNCAC"}
    if "UNCAC" in bases(day):
        asked_later = bases(day + timedelta(days=later))
        assert asked_later & {"UNCAC", "XA-XK"}


EDGES = [edge + timedelta(days=days) for edge in (world.SINCE, date(2010, 6, 1)) for days in (-1, 0)]


def older(question, instrument):
    """Whether the conduct was before the request and on a day on which one of both was not bound yet."""
    places = (question.asking, question.asked)
    return question.conduct < question.on and not all(
        WORLD.position(instrument, place, question.conduct).bound for place in places
    )


@given(QUESTIONS, st.one_of(DAYS, st.sampled_from(EDGES)))
def test_conduct_older_than_the_bond_is_told_of_each_instrument_used_and_changes_nothing_else(question, conduct):
    dated = replace(question, conduct=conduct)
    plain, answer = find_bases(question, WORLD), find_bases(dated, WORLD)
    told = [one for one in answer.warnings if one.code == "FACTS_OLDER"]
    others = tuple(one for one in answer.warnings if one.code != "FACTS_OLDER")
    assert replace(answer, warnings=others) == plain
    assert answer.certain is plain.certain
    used = dict.fromkeys(one.instrument for one in plain.bases if one.instrument in WORLD.instruments)
    wanted = [WORLD.instruments[code].name for code in used if older(dated, code)]
    assert [dict(one.names)["instrument"] for one in told] == wanted


@given(QUESTIONS)
def test_without_a_day_of_the_conduct_nothing_is_said_of_it(question):
    assert not [one for one in find_bases(question, WORLD).warnings if one.code == "FACTS_OLDER"]


@pytest.mark.parametrize(
    ("asked", "articles", "since"),
    [("XP", ("30(9)", "68(2)"), "2010-06-01"), ("XJ", ("30(9)", "XA-XJ 1", "XA-XJ 2"), "2006-01-01")],
)
def test_conduct_older_than_the_bond_names_the_instrument_and_since_when(asked, articles, since):
    question = Question(
        kind=Kind.MLA, asking="XA", asked=asked, on=world.TODAY, today=world.TODAY, conduct=date(2005, 12, 31)
    )
    told = next(one for one in find_bases(question, WORLD).warnings if one.code == "FACTS_OLDER")
    assert told.articles == articles
    assert since in told.text.en
    assert since in told.text.zh


@given(QUESTIONS)
def test_the_answer_is_json_in_both_languages_with_the_promised_keys(question):
    answer = find_bases(question, WORLD)
    for language in ("en", "zh-hans"):
        told = json.loads(json.dumps(answer.to_json(language)))
        assert list(told) == [
            "mode", "bases", "applies", "dual_criminality", "warnings", "alternatives", "certain",
        ]  # fmt: skip
        for basis in told["bases"]:
            assert list(basis) == ["instrument", "mode", "articles", "facts"]
            assert all(list(fact) == ["text", "source", "date", "verified"] for fact in basis["facts"])


@given(QUESTIONS)
def test_each_warning_is_said_once_and_what_must_be_found_out_first(question):
    told = find_bases(question, WORLD).warnings
    assert len(set(told)) == len(told)
    assert sorted(told, key=lambda one: not one.find_out) == list(told)


@given(QUESTIONS)
def test_no_name_is_left_open_in_a_warning(question):
    for one in find_bases(question, WORLD).warnings:
        assert "{" not in one.text.en + one.text.zh


def test_every_kind_has_rules_and_other_ways():
    assert set(RULES) == set(WAYS) == set(Kind)
    assert {channel for channels in WAYS.values() for channel in channels} <= set(ALTERNATIVES)


@pytest.mark.parametrize("code", sorted(WARNINGS))
def test_a_warning_keeps_its_names_in_both_languages(code):
    names = {key: Text(f"<{key}>", f"<{key}>") for key in ("place", "instrument", "condition", "subject", "since")}
    told = warn(code, **names)
    wording = WARNINGS[code]
    assert told.articles == wording.articles
    for key in names:
        assert (f"{{{key}}}" in wording.text.en) == (f"{{{key}}}" in wording.text.zh)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("15", ("15",)),
        ("art. 16(1)", ("16(1)",)),
        ("Article 23", ("23",)),
        ("16", ("16(1)", "16(2)")),
        ("23(1)", ("23",)),
        ("第16条（2）", ("16(2)",)),
        (" OTHER ", ("other",)),
    ],
)
def test_offences_are_read_as_people_write_them(given, read):
    assert read_offences([given]) == read


@pytest.mark.parametrize("given", ["", "99", "46", "16(3)", "bribery", "15; 16", "1 5"])
def test_what_is_no_offence_of_the_convention_is_refused_with_a_way_on(given):
    with pytest.raises(RuleViolation, match="E_OFFENCE") as caught:
        read_offences([given])
    assert "other" in caught.value.text.en


@pytest.mark.parametrize("given", ["2026-13-01", "yesterday", "", "20260301", "2026-3-1", "2026-W01-1"])
def test_what_is_no_date_is_refused(given):
    with pytest.raises(RuleViolation, match="E_DATE"):
        read_date(given)


def test_codes_are_read_in_lower_case_too_and_unknown_ones_are_refused():
    assert read_place(" xa ", WORLD) == "XA"
    for unknown in ("ZZ", "", "FRA", "France"):
        with pytest.raises(RuleViolation, match="E_STATE"):
            read_place(unknown, WORLD)


def test_kinds_and_measures_are_read_and_unknown_ones_are_refused():
    assert read_kind("Transfer_Person") is Kind.TRANSFER_PERSON
    assert read_measures(["documents"]) == ("DOCUMENTS",)
    with pytest.raises(RuleViolation, match="E_KIND"):
        read_kind("help")
    with pytest.raises(RuleViolation, match="E_MEASURE"):
        read_measures(["EVERYTHING"])


@pytest.mark.parametrize(
    ("kind", "asked", "coercive", "needed"),
    [
        (Kind.MLA, "XB", True, True),  # 46(9)(b): may be refused
        (Kind.MLA, "XB", False, False),  # 46(9)(b): help that is not coercive is still given
        (Kind.MLA, "XB", None, None),
        (Kind.MLA, "XV", True, False),  # that treaty asks for none
        (Kind.MLA, "XJ", True, None),  # a treaty has its own rule
        (Kind.EXTRADITION, "XB", None, True),  # 44(1)
        (Kind.FREEZE, "XB", None, True),
        (Kind.LAW_ENFORCEMENT, "XB", None, False),
        (Kind.TRANSFER_PROCEEDINGS, "XB", None, None),
    ],
)
def test_whether_dual_criminality_is_needed_follows_the_leading_basis(kind, asked, coercive, needed):
    question = Question(
        kind=kind, asking="XA", asked=asked, on=world.TODAY, today=world.TODAY, offences=("15", "20"), coercive=coercive
    )
    dual = find_bases(question, WORLD).dual
    assert (dual.needed, dual.risk) == (needed, "high")
