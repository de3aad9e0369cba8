"""Steps: no dead end, nobody's turn only at the end, words and a role for each, the table of messages beside them."""

from __future__ import annotations

import pytest

from comity.law.articles import article
from comity.law.conversation import Said
from comity.law.message_moves import MESSAGE_MOVES, OWN_STEPS
from comity.law.procedure import GRAPHS, turn
from comity.law.steps import STEPS

ROLES = {
    "drafter",
    "reviewer",
    "head",
    "registry",
    "case_officer",
    "translator",
    "executing_authority",
    "statistician",
    "auditor",
    "administrator",
}


@pytest.mark.parametrize("direction", GRAPHS)
def test_every_step_reaches_the_end(direction):
    graph = GRAPHS[direction]
    for name in graph.states:
        assert name == "discarded" or "closed" in graph.reachable(name)


@pytest.mark.parametrize("direction", GRAPHS)
def test_it_is_nobodys_turn_only_at_the_end(direction):
    for name, state in GRAPHS[direction].states.items():
        assert turn(direction, name) in {"ours", "theirs", "nobody"}
        assert (turn(direction, name) == "nobody") == state.terminal


@pytest.mark.parametrize("direction", GRAPHS)
def test_every_step_says_what_is_next_and_who_acts(direction):
    names = {step.name for step in STEPS.values() if step.direction == direction}
    assert names == set(GRAPHS[direction].states)
    for (way, name), step in STEPS.items():
        if way == direction:
            assert (step.role in ROLES) == (step.turn != "nobody")
            assert step.article == "" or article(step.article) is not None
            assert ("{state}" in step.next.en) == ("{state}" in step.next.zh)
            assert step.turn != "theirs" or "{state}" in step.next.en, name


@pytest.mark.parametrize("direction", GRAPHS)
def test_moves_name_only_known_roles_and_audit_the_step_reached(direction):
    for state in GRAPHS[direction].states.values():
        for move in state.moves:
            assert set(move.roles) <= ROLES | {"system"}
            assert move.roles
            assert move.audit_code == f"cases.step.{move.target.name}"


@pytest.mark.parametrize("direction", GRAPHS)
def test_graph_and_table_of_messages_hold_the_same_moves(direction):
    edges = {(s.name, move.target.name) for s in GRAPHS[direction].states.values() for move in s.moves}
    by_message = {
        pair for move in MESSAGE_MOVES.values() for pair in getattr(move, direction) if pair[0] and pair[0] != pair[1]
    }
    assert edges == by_message | OWN_STEPS[direction]


def test_table_of_messages_names_every_kind_and_what_is_owed():
    assert set(MESSAGE_MOVES) == set(Said)
    for move in MESSAGE_MOVES.values():
        assert move.article == "" or article(move.article) is not None
        assert (move.answer in MESSAGE_MOVES) == bool(move.answer) == bool(move.clock)


@pytest.mark.parametrize("direction", GRAPHS)
def test_messages_offered_in_a_step_are_those_the_table_has(direction):
    sender = {"outgoing": "requesting", "incoming": "requested"}[direction]
    for step in STEPS.values():
        if step.direction != direction:
            continue
        offered = {act for act in step.acts if act in MESSAGE_MOVES}
        possible = {
            kind
            for kind, move in MESSAGE_MOVES.items()
            if move.sender in {sender, "either"} and any(before == step.name for before, _ in getattr(move, direction))
        }
        assert offered <= possible | {"request.submit"}, step.name
