"""How pressing a request is: explained by its reasons, and never less so as a date comes nearer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.law.articles import article
from comity.law.errors import RuleViolation
from comity.law.priority import AT_LEAST, INPUTS, LEVELS, RECORDED, Facts, Level, assess, check_recorded

TODAY = date(2026, 3, 12)
DAYS = st.none() | st.integers(-30, 800).map(lambda days: TODAY + timedelta(days=days))
FACTS = st.builds(
    Facts,
    safety=st.booleans(),
    urgent=st.booleans(),
    custody=st.booleans(),
    custody_end=DAYS,
    data=DAYS,
    deadline=DAYS,
    limitation=DAYS,
    hearing=DAYS,
    dissipation=st.booleans(),
    value=st.sampled_from(["", "2 000 000 XBC"]),
    since=DAYS,
)


@given(FACTS)
def test_points_are_the_sum_of_the_reasons_and_none_is_above_its_weight(facts):
    found = assess(facts, TODAY)
    assert found.points == sum(reason.points for reason in found.reasons)
    assert all(0 < reason.points <= reason.input.weight for reason in found.reasons)
    assert [r.points for r in found.reasons] == sorted((r.points for r in found.reasons), reverse=True)
    assert found.level == (
        Level.PRESSING
        if found.points >= AT_LEAST[Level.PRESSING]
        else Level.RAISED
        if found.points >= AT_LEAST[Level.RAISED]
        else Level.ORDINARY
    )


@given(FACTS, st.integers(0, 60))
def test_waiting_never_makes_a_request_less_pressing(facts, days):
    assert assess(facts, TODAY + timedelta(days=days)).points >= assess(facts, TODAY).points


@given(FACTS)
def test_an_authority_that_weighs_nothing_finds_all_ordinary(facts):
    found = assess(facts, TODAY, dict.fromkeys(INPUTS, 0))
    assert (found.level, found.points, found.reasons) == (Level.ORDINARY, 0, [])


def test_reasons_are_said_in_words():
    facts = Facts(urgent=True, limitation=TODAY + timedelta(days=20), dissipation=True)
    found = assess(facts, TODAY)
    assert found.level is Level.PRESSING
    assert [reason.input.code for reason in found.reasons] == ["limitation", "dissipation", "urgent"]
    assert found.reasons[0].text.en == "the limitation period ends in 20 days"
    assert found.reasons[0].text.zh == "追诉时效距今 20 天届满"


def test_every_input_names_a_rule_that_is_known_and_every_level_has_words():
    assert all(one.article == "" or article(one.article) for one in INPUTS.values())
    assert LEVELS.keys() == set(Level)


def test_a_threat_to_life_alone_is_pressing():
    assert assess(Facts(safety=True), TODAY).level is Level.PRESSING


@given(st.sampled_from([*RECORDED, "value", "nonsense"]), st.none() | st.just(TODAY))
def test_what_is_written_down_has_a_day_exactly_where_it_needs_one(code, day):
    right = code in RECORDED and (day is not None) == bool(INPUTS[code].far)
    if right:
        check_recorded(code, day)
    else:
        with pytest.raises(RuleViolation, match="E_PRESSING"):
            check_recorded(code, day)
