"""Long random histories of many cases on both sides: a thousand events each, whatever crosses and whatever the clock.

What must hold at every moment: nobody's turn only at the end, no dead end, no move that the graphs forbid; once
nothing is on its way, both sides agree; and the figures counted from what happened reconcile in every period.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.conversations import World, nexts, quiet, start

from comity.kernel.graph import GraphError
from comity.law.conversation import BEFORE_SENDING, Message, Said, granted, receive, send
from comity.law.counting import Fact, Period, Subject, events_of, flows
from comity.law.errors import RuleViolation
from comity.law.message_moves import OWN_STEPS
from comity.law.outcome import outcome
from comity.law.procedure import GRAPHS, turn

if TYPE_CHECKING:
    from tests.builders.conversations import Event

    from comity.law.conversation import Position

EVENTS = 1_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
LINES = {
    Said.REQUEST_SUBMIT: "request_sent",
    Said.SUPPLEMENT: "supplemented",
    Said.RETURN: "returned",
    Said.REFER: "referred",
    Said.CLOSURE: "closed",
}


@dataclass
class Told:
    """What one side keeps of one case."""

    facts: list[Fact] = field(default_factory=list)


def direction(position: Position) -> str:
    return "outgoing" if position.side == "requesting" else "incoming"


def check_turn(position: Position) -> None:
    """Nobody's turn only where the case is at its end."""
    graph = GRAPHS[direction(position)]
    whose = turn(direction(position), position.step)
    assert (whose == "nobody") == graph.states[position.step].terminal
    if whose == "nobody" and position.measures and position.step != "discarded":
        assert outcome(position.measures.values()) != "open"


def check_moved(before: Position | None, after: Position | None, events: list[Event]) -> None:
    """A step that changed did so along a declared edge; one that only our own authority makes has no message."""
    if before is None or after is None or before.step == after.step:
        return
    GRAPHS[direction(after)].edge(before.step, after.step)
    if not any(event.side == after.side for event in events):
        assert (before.step, after.step) in OWN_STEPS[direction(after)]


def check_both(world: World) -> None:
    """Once nothing is on its way, exactly one side must act, or neither."""
    if world.theirs is None or world.ours.step in BEFORE_SENDING | {"discarded", "returned"}:
        return
    whose = {turn("outgoing", world.ours.step), turn("incoming", world.theirs.step)}
    assert whose in ({"ours", "theirs"}, {"nobody"}), (world.ours, world.theirs)
    assert world.ours.phases() == world.theirs.phases()


def play(seed: int, *, jumps: bool) -> tuple[list[tuple[str, Told]], list[datetime]]:
    """Play a thousand events over as many cases as it takes; return what each side kept of each, and the clock."""
    chance = random.Random(seed)  # noqa: S311 (guards nothing)
    kept: list[tuple[str, Told]] = []
    clock, moments = BEGIN, [BEGIN]
    world, ours, theirs = start("m0"), Told(), Told()
    for _ in range(EVENTS):
        ways = list(nexts(world))
        assert ways or world.ours.step == "discarded", f"a dead end: {world}"
        ended = world.ours.step == "discarded" or (world.ours.closed and quiet(world) and chance.random() < 0.3)
        if not ways or ended:
            kept += [("outgoing", ours), ("incoming", theirs)]
            world, ours, theirs = start(*(f"m{number}" for number in range(chance.randint(1, 2)))), Told(), Told()
            continue
        following, events = _chosen(chance, ways)
        clock += timedelta(hours=chance.choice((-400, 1, 30, 2_000)) if jumps else chance.randint(0, 60))
        moments.append(clock)
        check_moved(world.ours, following.ours, events)
        check_moved(world.theirs, following.theirs, events)
        for event in events:
            _keep(event, ours if event.side == "requesting" else theirs, following, clock)
        world = following
        for position in filter(None, (world.ours, world.theirs)):
            check_turn(position)
        if quiet(world):
            check_both(world)
    return [*kept, ("outgoing", ours), ("incoming", theirs)], moments


def _chosen(chance: random.Random, ways: list[tuple[World, list[Event]]]) -> tuple[World, list[Event]]:
    """Choose the kind of event first: one kind with many variants is no likelier than another."""
    kinds: dict[str, list[tuple[World, list[Event]]]] = {}
    for way in ways:
        kinds.setdefault(way[1][0].what if way[1] else "", []).append(way)
    return chance.choice(kinds[chance.choice(sorted(kinds))])


def _keep(event: Event, told: Told, world: World, at: datetime) -> None:
    """Keep the line that a node would write for an event, as statistics read it."""
    code = LINES.get(Said(event.what)) if event.what in set(Said) else None
    position = world.ours if event.side == "requesting" else world.theirs
    if code == "closed" and not (position and position.closed):
        return  # a closure that crossed a supplement closes nothing
    if code:
        told.facts.append(Fact(at=at, code=code, outcome="executed" if code == "closed" else ""))


@pytest.mark.parametrize("jumps", [False, True], ids=["steady", "jumping clock"])
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_thousand_events_leave_no_case_stuck_and_the_figures_reconcile(jumps: bool, seed: int) -> None:
    kept, moments = play(seed, jumps=jumps)
    subjects = [
        Subject(case=str(number), direction=way, counterpart="XB", mode="", kinds=())
        for number, (way, _told) in enumerate(kept)
    ]
    happened = [event for one, (_way, told) in zip(subjects, kept, strict=True) for event in events_of(one, told.facts)]
    low, high = min(moments), max(moments)
    middle = low + (high - low) / 2
    for period in (Period(low, middle), Period(middle, high), Period(low, high + timedelta(days=1))):
        for flow in flows(happened, period, lambda event: [event.direction]).values():
            assert flow.opening + flow.new - flow.finished == flow.closing


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_the_graphs_forbid_is_refused_by_the_rules_as_well(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (guards nothing)
    world = start("m0", "m1")
    for _ in range(60):
        ways = list(nexts(world))
        if not ways:
            break
        world, _events = _chosen(chance, ways)
    for position in filter(None, (world.ours, world.theirs)):
        for kind in set(Said) - {Said.SUPPLEMENT, Said.REQUEST_SUBMIT}:  # these bring measures of their own
            message = Message(kind, {"no-such-measure": "accepted"}, number=99, matter="no such matter")
            for act in (send, receive):
                with pytest.raises((RuleViolation, GraphError)):
                    act(position, message)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_measure_is_granted_once_on_each_side_whatever_grants_it(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (guards nothing)
    world = start("m0", "m1")
    grants: dict[tuple[str, str], int] = {}
    for _ in range(120):
        ways = list(nexts(world))
        if not ways:
            break
        before, (world, _events) = world, _chosen(chance, ways)
        for old, new in ((before.ours, world.ours), (before.theirs, world.theirs)):
            for name in granted(old, new) if old and new and old.measures.keys() <= new.measures.keys() else ():
                grants[new.side, name] = grants.get((new.side, name), 0) + 1
        for position in filter(None, (world.ours, world.theirs)):
            for name, found in position.phases().items():
                times = grants.get((position.side, name), 0)
                if found not in {"undecided", "refused", "withdrawn"}:
                    assert times >= 1, (position, name)
                assert times <= (1 if position.side == "requested" else 2)  # ours: once more if withdrawn meanwhile
