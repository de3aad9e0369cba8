"""Whether a case by letter can move: only while everything said by letter is settled and can be said again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases.moving import HINDRANCES, MOVABLE, SETTLED, Hindrance, MoveFacts, hindrance
from comity.law.measures import MeasureGraph
from comity.law.steps import STEPS

FACTS = st.builds(
    lambda place, **rest: MoveFacts(direction=place[0], step=place[1], **rest),
    st.sampled_from(sorted(STEPS)),
    states=st.lists(st.sampled_from(sorted(MeasureGraph.states)), min_size=1, max_size=4).map(tuple),
    whole=st.booleans(),
    emptied=st.booleans(),
    unposted=st.integers(0, 2),
    more=st.booleans(),
    others=st.booleans(),
)
MOVES = MoveFacts(direction="outgoing", step="sent", states=("asked",))


@given(FACTS)
def test_what_can_move_holds_nothing_open_and_nothing_but_what_a_record_can_say(facts: MoveFacts):
    if hindrance(facts) is None:
        assert facts.step in MOVABLE[facts.direction]
        assert set(facts.states) <= SETTLED
        assert facts.whole
        assert not any((facts.emptied, facts.unposted, facts.more, facts.others))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"step": "acknowledged"}, None),
        ({"direction": "incoming", "step": "legal_review"}, None),
        ({"emptied": True}, Hindrance.DESTROYED),
        ({"whole": False}, Hindrance.TAKEN_OVER),
        ({"direction": "incoming", "step": "received"}, Hindrance.NOT_REGISTERED),
        ({"states": ("asked", "accepted")}, None),
        ({"step": "in_execution", "states": ("refused", "in_execution")}, None),
        ({"direction": "incoming", "step": "executing", "states": ("accepted",)}, None),
        ({"states": ("asked", "executed")}, Hindrance.ENDED),
        ({"states": ("accepted", "postponed")}, Hindrance.POSTPONED),
        ({"step": "closing", "states": ("refused",)}, Hindrance.STEP),
        ({"states": ("info_requested",)}, Hindrance.ASKED),
        ({"more": True}, Hindrance.MORE),
        ({"states": ("conditions_offered",)}, Hindrance.OPEN),
        ({"others": True}, Hindrance.OPEN),
        ({"unposted": 1}, Hindrance.NOT_LEFT),
        ({"step": "signed"}, Hindrance.NOT_LEFT),
        ({"step": "draft"}, Hindrance.STEP),
        ({"direction": "incoming", "step": "consultation"}, Hindrance.STEP),
    ],
)
def test_each_hindrance(change: dict[str, Any], why: Hindrance | None):
    assert hindrance(replace(MOVES, **change)) is why


def test_every_hindrance_has_its_words_and_every_step_exists():
    assert HINDRANCES.keys() == set(Hindrance)
    assert all((direction, step) in STEPS for direction, steps in MOVABLE.items() for step in steps)
