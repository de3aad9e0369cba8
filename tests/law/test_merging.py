"""What ships and what was entered: an entry takes its place, a doubt stands beside it, a contradiction is named."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import treaty_world as world

from comity.law.basis import BasisMode, Question, find_bases
from comity.law.facts import Declaration, Effect, Kind, Notified, RuleValue
from comity.law.facts.merging import merged, set_aside

SHIPPED = [
    *world.INSTRUMENTS, *world.PARTICIPATIONS, *world.NOTIFICATIONS, *world.DECLARATIONS, *world.PAIRS, *world.RULES
]  # fmt: skip
ON = date(2026, 1, 1)


def asked(own, kind=Kind.EXTRADITION, asking="XA", to="XB", **given):
    question = Question(kind=kind, asking=asking, asked=to, on=ON, today=world.TODAY, offences=("15",), **given)
    return find_bases(question, merged(world.PLACES, SHIPPED, own))


def codes(answer):
    return {one.code for one in answer.warnings}


def test_nothing_entered_changes_nothing():
    question = Question(kind=Kind.MLA, asking="XA", asked="XB", on=ON, today=world.TODAY)
    assert find_bases(question, merged(world.PLACES, SHIPPED, [])) == find_bases(question, world.treaty_world())


def test_what_was_entered_takes_the_place_of_what_ships():
    own = [world.notified("XB", Notified.NO)]
    assert set_aside(SHIPPED, own) == {"notification:UNCAC:XB:44(6)"}
    assert (asked([]).mode, asked(own).mode) == (BasisMode.UNCAC, BasisMode.NONE)
    assert "EXTRADITION_REFUSES_CONVENTION" in codes(asked(own))
    assert asked(own).certain


def test_a_disputed_entry_stands_beside_what_ships_and_the_contradiction_is_named():
    own = [world.notified("XB", Notified.NO, disputed=True)]
    assert set_aside(SHIPPED, own) == set()
    assert "CONFLICT" in codes(asked(own))
    assert not asked(own).certain


def test_two_entries_that_contradict_are_named():
    own = [world.notified("XB", Notified.NO), world.notified("XB", Notified.YES)]
    assert "CONFLICT" in codes(asked(own))
    assert not asked(own).certain


def test_entries_on_who_is_bound_that_contradict_are_named():
    own = [world.party("UNCAC", "XB"), world.party("UNCAC", "XB", ended=date(2020, 1, 1))]
    answer = asked(own, kind=Kind.JOINT_INVESTIGATION)
    assert "CONFLICT" in codes(answer)
    assert not answer.certain


def declared(effect, **given):
    said = {"article": "49", "effect": effect, "kinds": frozenset({Kind.JOINT_INVESTIGATION}), **given}
    return Declaration(instrument="UNCAC", place="XB", **said, **world.SOURCE)


def test_declarations_of_one_article_that_contradict_are_named_and_nothing_is_certain():
    joint = {"kind": Kind.JOINT_INVESTIGATION}
    assert asked([], **joint).certain
    limited = asked([declared(Effect.CONDITION)], **joint)
    assert limited.certain
    assert "DECLARATION" in codes(limited)
    assert asked([declared(Effect.CONDITION)] * 2, **joint).certain
    assert asked([declared(Effect.CONDITION), declared(Effect.NONE, article="66(2)")], **joint) == limited
    for one, other in itertools.combinations(Effect, 2):
        answer = asked([declared(one), declared(other)], **joint)
        assert "CONFLICT" in codes(answer)
        assert not answer.certain


def test_an_instrument_entered_anew_keeps_its_list_of_parties():
    own = [replace(next(one for one in world.INSTRUMENTS if one.code == "UNTOC"), listed_until=None, record="here")]
    found = merged(world.PLACES, SHIPPED, own).instruments["UNTOC"]
    assert (found.listed_until, found.record) == (world.READ, "here")


OWN = st.lists(
    st.one_of(
        st.builds(world.notified, st.sampled_from(["XB", "XC"]), st.sampled_from(Notified), disputed=st.booleans()),
        st.builds(world.party, st.just("UNCAC"), st.sampled_from(["XB", "XC", "XM"]), verified=st.booleans()),
        st.builds(
            world.rule, st.sampled_from(["XB", "XC"]), st.just(world.NEEDS), st.sampled_from(RuleValue),
            disputed=st.booleans(),
        ),
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=60)
@given(OWN, st.sampled_from(["XB", "XC", "XM"]))
def test_the_order_of_entries_makes_no_difference(own, to):
    forward, back = asked(own, to=to), asked(own[::-1], to=to)
    assert (forward.mode, forward.certain, codes(forward)) == (back.mode, back.certain, codes(back))


@settings(max_examples=60)
@given(OWN, st.sampled_from(["XB", "XC", "XM"]))
def test_a_doubt_about_an_entry_never_makes_an_answer_more_certain(own, to):
    doubted = [replace(row, disputed=True) for row in own]
    if asked(doubted, to=to).certain:
        assert asked([], to=to).certain


@settings(max_examples=60)
@given(OWN)
def test_the_tie_of_the_convention_is_the_same_from_both_sides(own):
    there, back = (
        asked(own, kind=Kind.LAW_ENFORCEMENT, asking=one, to=two) for one, two in (("XA", "XB"), ("XB", "XA"))
    )
    assert ([one.instrument for one in there.bases] == ["UNCAC"]) is (
        [one.instrument for one in back.bases] == ["UNCAC"]
    )


@pytest.mark.parametrize("to", ["XB", "XM"])
def test_a_later_day_never_takes_a_party_away(to):
    own = [world.party("UNCAC", to, bound=date(2015, 1, 1))]
    facts = merged(world.PLACES, SHIPPED, own)
    bound = [facts.position("UNCAC", to, date(year, 6, 1)).bound for year in range(2010, 2026)]
    assert bound == sorted(bound)
