"""States of a measure: pauses return, refusals need what the law demands, results prevail."""

from __future__ import annotations

import pytest

from comity.law.errors import RuleViolation
from comity.law.measures import (
    IN_HAND,
    PAUSES,
    PREVAILS,
    RESULTS,
    STATE_OF_RESULT,
    STATE_TITLES,
    TERMINAL,
    UNDECIDED,
    MeasureGraph,
    check_return,
    phase,
)

OPEN = sorted(set(MeasureGraph.states) - TERMINAL)


def test_sets_of_states_cover_the_graph_once():
    groups = [UNDECIDED, PAUSES, IN_HAND, TERMINAL]
    assert sum(map(len, groups)) == len(MeasureGraph.states)
    assert set().union(*groups) == set(MeasureGraph.states) == set(STATE_TITLES)
    assert PREVAILS == RESULTS | {"refused"} == TERMINAL - {"withdrawn"}
    assert set(STATE_OF_RESULT.values()) == RESULTS | {"delivered_in_part"}


@pytest.mark.parametrize("state", OPEN)
def test_every_open_measure_can_be_refused_and_withdrawn(state):
    needed = {need.value: need.article for need in MeasureGraph.edge(state, "refused").needs}
    assert needed == {"ground": "46(21)", "reasons": "46(23)", "consultation": "46(26)"}
    MeasureGraph.edge(state, "withdrawn")


def test_every_postponement_needs_interference_and_consultation():
    for state in OPEN:
        for move in MeasureGraph.states[state].moves:
            if move.target.name == "postponed":
                assert {need.value for need in move.needs} == {"interference", "consultation"}


@pytest.mark.parametrize("pause", sorted(PAUSES))
def test_a_pause_can_be_left_to_every_state_from_which_it_is_entered(pause):
    entered = {name for name, state in MeasureGraph.states.items() if pause in {m.target.name for m in state.moves}}
    left = {move.target.name for move in MeasureGraph.states[pause].moves}
    assert entered
    assert entered <= left


@pytest.mark.parametrize("pause", sorted(PAUSES))
def test_a_pause_returns_only_to_where_it_was(pause):
    for before in ("asked", *sorted(IN_HAND)):
        for move in MeasureGraph.states[pause].moves:
            target = move.target.name
            allowed = target == before or target in TERMINAL or (target == "accepted" and before == "asked")
            if allowed:
                check_return(pause, before, target)
            else:
                with pytest.raises(RuleViolation) as caught:
                    check_return(pause, before, target)
                assert caught.value.article in {"46(16)", "46(25)"}


def test_audit_codes_name_the_state_reached():
    for state in MeasureGraph.states.values():
        for move in state.moves:
            assert move.audit_code == f"cases.measure.{move.target.name}"


def test_only_a_result_overtakes_a_withdrawal():
    assert {move.target.name for move in MeasureGraph.states["withdrawn"].moves} == PREVAILS
    assert all(move.roles == ("system",) for move in MeasureGraph.states["withdrawn"].moves)


def test_phase_looks_through_a_pause():
    assert phase("postponed", "asked") == phase("asked") == "undecided"
    assert phase("info_requested", "results_at_ca") == phase("accepted") == "in_hand"
    assert phase("refused") == "refused"
