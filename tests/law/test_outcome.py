"""Exactly one outcome for every multiset of states, whatever their order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.law.measures import TERMINAL, MeasureGraph
from comity.law.outcome import TITLES, Outcome, outcome

STATES = st.lists(st.sampled_from(sorted(MeasureGraph.states)), max_size=8)
DONE = {"executed", "nothing_found"}


def holding(states):
    """Return every outcome whose rule holds, written down a second time from the specification."""
    found = set(states)
    open_ = not found or bool(found - TERMINAL)
    rules = {
        Outcome.OPEN: open_,
        Outcome.EXECUTED: not open_ and found <= DONE,
        Outcome.REFUSED: not open_ and found == {"refused"},
        Outcome.WITHDRAWN: not open_ and found == {"withdrawn"},
        Outcome.EXECUTED_IN_PART: not open_ and not found <= DONE and bool(found & (DONE | {"executed_in_part"})),
        Outcome.NOT_EXECUTED: not open_
        and not found & (DONE | {"executed_in_part"})
        and found not in ({"refused"}, {"withdrawn"}),
    }
    return [code for code, holds in rules.items() if holds]


@given(STATES)
def test_exactly_one_outcome_holds_and_it_is_the_one_given(states):
    assert holding(states) == [outcome(states)]


@given(STATES, st.randoms())
def test_outcome_does_not_depend_on_order_or_repetition(states, random):
    shuffled = states * 2
    random.shuffle(shuffled)
    assert outcome(shuffled) == outcome(states)


def test_every_outcome_occurs():
    seen = {
        outcome(states) for size in range(3) for states in itertools.combinations(sorted(MeasureGraph.states), size)
    }
    assert seen == set(Outcome) == set(TITLES)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], "open"),
        (["executed", "asked"], "open"),
        (["executed", "nothing_found"], "executed"),
        (["nothing_found"], "executed"),
        (["refused", "refused"], "refused"),
        (["withdrawn"], "withdrawn"),
        (["refused", "withdrawn"], "not_executed"),
        (["impossible"], "not_executed"),
        (["executed_in_part"], "executed_in_part"),
        (["nothing_found", "refused"], "executed_in_part"),
    ],
)
def test_outcome_of_known_cases(states, expected):
    assert outcome(states) == expected
