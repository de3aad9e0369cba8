"""Two sides of a case with a post between them: every message that may be sent, in any order, crossing at will."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from comity.kernel.graph import GraphError
from comity.law.conversation import MATTERS, Message, Position, Said, handed_over, ready, receive, send
from comity.law.errors import RuleViolation
from comity.law.measures import STATE_OF_RESULT, MeasureGraph, check_return

if TYPE_CHECKING:
    from collections.abc import Iterator

HANDED_OVER = "handed over"
INNER = (
    ("registered", "legal_review"),
    ("legal_review", "consultation"),
    ("legal_review", "decision"),
    ("consultation", "legal_review"),
    ("consultation", "decision"),
    ("decision", "legal_review"),
    ("executing", "results_at_ca"),
    ("results_at_ca", "executing"),
    ("announced", "lapsed"),
)
DRAFTING = (
    ("returned", "draft"),
    ("draft", "internal_review"),
    ("draft", "pre_consultation"),
    ("pre_consultation", "draft"),
    ("internal_review", "approved"),
    ("draft", "returned"),
)
MEASURES_AT_MOST = 3
OWN_MOVES = ("in_execution", "results_at_ca")
KEPT = 100
_sent: OrderedDict[int, tuple[Position, list[tuple[Message, Position]]]] = OrderedDict()


@dataclass(frozen=True)
class World:
    """Both positions and what is on its way; a receipt for the request travels like a message."""

    ours: Position
    theirs: Position | None = None
    out: tuple[Message, ...] = ()
    back: tuple[Message | str, ...] = ()


@dataclass(frozen=True)
class Event:
    """One thing that happened, for tables of moves."""

    what: str
    side: str
    way: str
    before: str
    after: str


@dataclass
class Seen:
    """What happened on the way."""

    events: list[Event] = field(default_factory=list)


def start(*measure_ids: str) -> World:
    """Return a case whose request is approved."""
    return World(ready(measure_ids))


def quiet(world: World) -> bool:
    """Whether nothing is on its way."""
    return not world.out and not world.back


def candidates(position: Position) -> Iterator[Message]:
    """Yield messages worth trying: most are refused by the rules."""
    names = tuple(position.measures)
    subsets = [part for size in range(1, len(names) + 1) for part in itertools.combinations(names, size)]
    if position.side == "requesting":
        yield Message(Said.REQUEST_SUBMIT, dict.fromkeys(names, ""))
        yield Message(Said.ORAL_NOTICE)
        if len(names) < MEASURES_AT_MOST:
            yield Message(Said.SUPPLEMENT, {f"m{len(names)}": ""})
        yield Message(Said.EXCULPATORY)
        yield Message(Said.ORDER_CEASED)
        yield Message(Said.CLARIFY_ANSWER, number=position.round)
        yield Message(Said.STATUS_QUERY)
        yield Message(Said.NO_LONGER_REQUIRED)
        for part in subsets:
            yield Message(Said.NO_LONGER_REQUIRED, dict.fromkeys(part, ""))
            yield Message(Said.CONDITIONS_ACCEPT, dict.fromkeys(part, ""))
            yield Message(Said.CONDITIONS_REJECT, dict.fromkeys(part, ""))
        for number in position.pending:
            yield Message(Said.MATERIAL_RECEIPT, number=number)
            yield Message(Said.MATERIAL_RECEIPT, number=number, complete=False)
    else:
        yield Message(Said.ACK)
        yield Message(Said.RETURN)
        yield Message(Said.REFER)
        yield Message(Said.OBSTACLE)
        yield Message(Said.FREEZE_EFFECT)
        yield Message(Said.FREEZE_LAPSE_RULE)
        yield Message(Said.FREEZE_LIFTED)
        yield Message(Said.STATUS_REPORT, dict(position.measures))
        for part in subsets:
            yield Message(Said.CLARIFY_ASK, dict.fromkeys(part, ""), number=position.round + 1)
            yield Message(Said.DECISION_ACCEPT, dict.fromkeys(part, "accepted"))
            yield Message(Said.DECISION_REFUSE, dict.fromkeys(part, "refused"))
            yield Message(Said.DECISION_POSTPONE, dict.fromkeys(part, ""))
            yield Message(Said.CONDITIONS_OFFER, dict.fromkeys(part, ""))
            if len(part) > 1:
                mixed = dict(zip(part, itertools.cycle(("accepted", "refused")), strict=False))
                yield Message(Said.DECISION_PARTIAL, mixed)
            for result in STATE_OF_RESULT:
                yield Message(Said.MATERIAL_DELIVER, dict.fromkeys(part, result), number=position.delivery + 1)
    yield from _matters(position)
    yield Message(Said.MATERIAL_DISPOSED)
    yield Message(Said.CORRECTION)
    yield Message(Said.CLOSURE, number=position.supplements)


def _matters(position: Position) -> Iterator[Message]:
    for opens, matter in MATTERS.items():
        yield Message(opens, matter=f"{opens.value} {list(position.matters.values()).count(opens) + 1}")
        for name, kind in position.matters.items():
            if kind == opens:
                yield Message(matter.answers, matter=name)


def own_moves(position: Position) -> Iterator[Position]:
    """Yield what the requested side may do by itself with a measure."""
    for name, state in position.measures.items():
        for move in MeasureGraph.states[state].moves:
            target = move.target.name
            if state not in {"info_requested", "postponed"} and target in OWN_MOVES:
                yield replace(position, measures={**position.measures, name: target})
            if state == "postponed" and target == position.before[name]:
                check_return(state, position.before[name], target)
                before = {key: value for key, value in position.before.items() if key != name}
                yield replace(position, measures={**position.measures, name: target}, before=before)


def told(before: Position, after: Position) -> list[Message]:
    """Return the report that a postponement, or its end, must be followed by at once (46(25))."""
    paused = [{n for n, s in one.measures.items() if s == "postponed"} for one in (before, after)]
    return [Message(Said.STATUS_REPORT, dict(after.measures))] if paused[0] != paused[1] else []


def _try(position: Position, message: Message) -> Position | None:
    try:
        return send(position, message)
    except RuleViolation:
        return None


def _sends(position: Position) -> list[tuple[Message, Position]]:
    """Return what a side may send now, and where it stands then.

    Where one side acts the other stands where it stood: what was found for a position is kept for a while.
    """
    kept = _sent.pop(id(position), None)
    if kept is None:
        tried = ((message, _try(position, message)) for message in candidates(position))
        kept = position, [(message, after) for message, after in tried if after]
    _sent[id(position)] = kept  # with the position itself, so that no other has its id
    if len(_sent) > KEPT:
        _sent.popitem(last=False)
    return kept[1]


def nexts(world: World) -> Iterator[tuple[World, list[Event]]]:
    """Yield every world that may come next, with what happened."""
    yield from _ours(world)
    if world.theirs is not None:
        yield from _theirs(world, world.theirs)
    yield from _arrivals(world)


def _ours(world: World) -> Iterator[tuple[World, list[Event]]]:
    for message, after in _sends(world.ours):
        event = Event(message.kind, "requesting", "sends", world.ours.step, after.step)
        yield replace(world, ours=after, out=(*world.out, message)), [event]
    for source, target in DRAFTING:
        if world.ours.step == source and (world.ours.returned or "returned" not in {source, target}):
            yield replace(world, ours=replace(world.ours, step=target)), []


def _theirs(world: World, theirs: Position) -> Iterator[tuple[World, list[Event]]]:
    for message, after in _sends(theirs):
        event = Event(message.kind, "requested", "sends", theirs.step, after.step)
        yield replace(world, theirs=after, back=(*world.back, message)), [event]
    for source, target in INNER:
        if theirs.step == source:
            yield replace(world, theirs=replace(theirs, step=target)), []
    for moved in own_moves(theirs):
        posted, events, after = list(world.back), [], moved
        for message in told(theirs, moved):
            after = send(moved, message)
            events.append(Event(message.kind, "requested", "sends", theirs.step, after.step))
            posted.append(message)
        yield replace(world, theirs=after, back=tuple(posted)), events


def _arrivals(world: World) -> Iterator[tuple[World, list[Event]]]:
    if world.out:
        message, *rest = world.out
        step = world.theirs.step if world.theirs else ""
        after = receive(world.theirs, message)
        back = (*world.back, HANDED_OVER) if message.kind is Said.REQUEST_SUBMIT else world.back
        event = Event(message.kind, "requested", "receives", step, after.step)
        yield replace(world, theirs=after, out=tuple(rest), back=back), [event]
    if world.back:
        first, *waiting = world.back
        after = handed_over(world.ours) if isinstance(first, str) else receive(world.ours, first)
        kind = first if isinstance(first, str) else first.kind
        event = Event(kind, "requesting", "receives", world.ours.step, after.step)
        yield replace(world, ours=after, back=tuple(waiting)), [event]


__all__ = ["HANDED_OVER", "Event", "GraphError", "World", "candidates", "nexts", "quiet", "start"]
