"""Both records of a case by letter compared; and whatever crossed on the way, both sides agree once it has moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.conversations import World, nexts, quiet, start
from tests.law.test_conversation import check_agreement

from comity.cases.actions.deciding import kind_of
from comity.cases.moving import Hindrance, MoveFacts, hindrance
from comity.cases.records import COMPARED_TITLES, LATER, PHASE_TITLES, PHASES, STATES, Compared, Record, Wrote, compare
from comity.law.conversation import Message, Position, Said, receive

if TYPE_CHECKING:
    from collections.abc import Callable

    Ways = dict[str, list[World]]

BY_LETTER = frozenset(
    {Said.ACK, Said.CLARIFY_ASK, Said.CLARIFY_ANSWER, Said.DECISION_ACCEPT, Said.DECISION_REFUSE,
     Said.DECISION_PARTIAL, Said.STATUS_REPORT}
)  # fmt: skip


def facts(position: Position) -> MoveFacts:
    return MoveFacts(
        direction="outgoing" if position.side == "requesting" else "incoming", step=position.step,
        states=tuple(position.measures.values()), more=position.supplements > 0, others=bool(position.matters),
    )  # fmt: skip


def record(position: Position) -> Record:
    measures = [Wrote(name=name, kind="k", module="m", phase=found) for name, found in position.phases().items()]
    return Record(rounds=position.round, measures=measures)


def walk(data: st.DataObject, world: World, steps: int, allowed: Callable[[World, str, str], bool]) -> World:
    """Let what is allowed happen in any order; a way is named by what happens and at which side."""
    for _ in range(steps):
        ways: Ways = {}
        for following, events in nexts(world):
            what, side = (events[0].what, events[0].side + events[0].way) if events else ("", "")
            if allowed(world, what, side):
                ways.setdefault(f"{side} {what}", []).append(following)
        if not ways:
            break
        choices = ways[data.draw(st.sampled_from(sorted(ways)))]
        world = choices[data.draw(st.integers(0, len(choices) - 1))]
    return world


def by_letter(_world: World, what: str, _side: str) -> bool:
    return what in BY_LETTER


def arrived(world: World) -> World:
    """Let everything arrive that is on its way."""
    while not quiet(world):
        world = list(nexts(world))[-1][0]  # the last ways are the arrivals
    return world


def settled(world: World) -> World:
    """Let every letter arrive, and answer a question that is open."""
    world = arrived(world)
    for following, events in nexts(world):
        if events and events[0].what == Said.CLARIFY_ANSWER:
            return arrived(following)
    return world


def asked_by_letter(*measure_ids: str) -> World:
    """Return a case whose letter of request left and came; it is examined, and the acknowledgement is on its way."""
    world = arrived(_next(start(*measure_ids), Said.REQUEST_SUBMIT))
    world = _next(world, Said.ACK)
    assert world.theirs is not None
    return replace(world, theirs=replace(world.theirs, step="legal_review"))


def _next(world: World, what: Said) -> World:
    return next(following for following, events in nexts(world) if events and events[0].what == what)


def while_they_compare(_world: World, what: str, side: str) -> bool:
    """We say nothing and enter nothing; they go on by letter, and letters of ours arrive."""
    return what in BY_LETTER and side in {"requestedsends", "requestedreceives"}


def joined(world: World, claim: Record) -> World | None:
    """Join at their side what we claim, as `moving.join_letter` does; letters still on their way come to nothing."""
    assert world.theirs is not None
    if hindrance(facts(world.theirs)) is not None:
        return None
    pairs, why = compare(claim, record(world.theirs))
    if why is not None:
        return None
    told = {pair.ours.name: STATES[pair.ours.phase] for pair in pairs if pair.compared is Compared.TOLD}
    ours = world.ours if world.ours.acknowledged else receive(world.ours, Message(Said.ACK))
    back = (Message(kind_of(told.values()), told),) if told else ()
    return replace(world, ours=ours, out=(), back=back)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.integers(1, 2))
def test_both_agree_after_the_move_in_any_order_of_letters_and_messages(data: st.DataObject, measures: int):
    world = asked_by_letter(*(f"m{number}" for number in range(measures)))
    world = walk(data, world, data.draw(st.integers(2, 24)), by_letter)
    if data.draw(st.integers(0, 3)):
        world = settled(world)
    if hindrance(facts(world.ours)) is not None:
        return
    claim = record(world.ours)
    world = walk(data, world, data.draw(st.integers(0, 2)), while_they_compare)
    moved = joined(world, claim)
    if moved is None:  # it goes on by letter
        return
    if quiet(moved):
        check_agreement(moved)
    check_agreement(arrived(walk(data, moved, data.draw(st.integers(0, 12)), lambda *_any: True)))


def wrote(name: str, phase: str = "undecided", kind: str = "STATEMENT") -> Wrote:
    return Wrote(name=name, kind=kind, module="statement", phase=phase)


def of(*measures: Wrote, rounds: int = 0, consulted: bool = False) -> Record:
    return Record(rounds=rounds, measures=measures, consulted=consulted)


@pytest.mark.parametrize(
    ("theirs", "ours", "found", "why"),
    [
        (of(wrote("a")), of(wrote("x"), wrote("y")), [], None),
        (of(wrote("a", "in_hand")), of(wrote("x", "in_hand")), [Compared.SAME], None),
        (of(wrote("a")), of(wrote("x", "in_hand")), [Compared.TOLD], None),
        (of(wrote("a", "in_hand")), of(wrote("x", "refused")), [Compared.TOLD], None),
        (of(wrote("a", "in_hand")), of(wrote("x")), [Compared.AHEAD], Hindrance.AHEAD),
        (of(wrote("a", "refused")), of(wrote("x", "in_hand")), [Compared.AHEAD], Hindrance.AHEAD),
        (of(wrote("a"), rounds=1), of(wrote("x"), rounds=1), [Compared.SAME], None),
        (of(wrote("a"), rounds=1), of(wrote("x")), [Compared.SAME], Hindrance.ROUNDS),
        (of(wrote("a")), of(wrote("x"), consulted=True), [Compared.SAME], None),
        (of(wrote("a", "in_hand")), of(wrote("x"), wrote("y")), [], Hindrance.MEASURES),
        (of(wrote("a", "in_hand")), of(wrote("x", kind="SERVICE")), [], Hindrance.MEASURES),
        (of(wrote("a", "in_hand"), wrote("b")), of(wrote("x", "in_hand"), wrote("y")), [], Hindrance.MEASURES),
    ],
)
def test_each_outcome_of_comparing(theirs: Record, ours: Record, found: list[Compared], why: Hindrance | None):
    pairs, hindering = compare(theirs, ours)
    assert [pair.compared for pair in pairs] == found
    assert hindering is why


def test_names_that_both_use_pair_them_whatever_their_order():
    pairs, why = compare(of(wrote("a", "in_hand"), wrote("b")), of(wrote("b"), wrote("a", "in_hand")))
    assert why is None
    assert [(pair.theirs.name, pair.ours.name) for pair in pairs] == [("a", "a"), ("b", "b")]


def test_every_phase_and_every_outcome_has_its_words():
    assert PHASE_TITLES.keys() == STATES.keys() == set(PHASES.values())
    assert COMPARED_TITLES.keys() == set(Compared)
    assert all(before != after for before, after in LATER)
