"""What each message of the main journey does to its sender and its receiver; the door to all messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.law.conversation import turns
from comity.law.conversation.position import (
    BY_REQUESTED,
    EITHER,
    Message,
    Position,
    Said,
    demand,
    known,
    moved,
    out_of_step,
)
from comity.law.conversation.resting import rest
from comity.law.measures import IN_HAND, PREVAILS, RESULTS, STATE_OF_RESULT, TERMINAL, MeasureGraph, phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.law.conversation.position import Side

ASKED_OF = frozenset({"asked", "accepted", "in_execution", "results_at_ca", "delivered_in_part"})


def send(position: Position, message: Message) -> Position:
    """Return our position after we sent the message, or raise RuleViolation `out_of_step` if we may not now."""
    _check_sender(position.side, message.kind, ours=True)
    return rest(_RULES[message.kind](position, message, ours=True))


def receive(position: Position | None, message: Message) -> Position:
    """Return our position after the message arrived, or raise RuleViolation `out_of_step` if it cannot be.

    `position` is None before a request has arrived. Messages that merely crossed ours are taken.
    """
    if position is None:
        if message.kind is Said.ORAL_NOTICE and not message.measures:
            return turns.announce(None, message, ours=False)
        if message.kind is not Said.REQUEST_SUBMIT or not message.measures:
            raise out_of_step(message.kind)
        return Position("requested", "received", dict.fromkeys(message.measures, "asked"))
    _check_sender(position.side, message.kind, ours=False)
    return rest(_RULES[message.kind](position, message, ours=False))


def askable(position: Position) -> tuple[str, ...]:
    """Return the measures about which more may be asked now: a round that names none is about all of these."""
    return tuple(name for name, state in position.measures.items() if state in ASKED_OF)


def _check_sender(side: Side, kind: Said, *, ours: bool) -> None:
    sender = side if ours else ("requested" if side == "requesting" else "requesting")
    if kind not in EITHER and (sender == "requested") != (kind in BY_REQUESTED):
        raise out_of_step(kind)


def _ack(position: Position, message: Message, *, ours: bool) -> Position:
    known(position, message)
    demand(not position.acknowledged and not position.returned and not (ours and position.closed), message)
    step = "registered" if ours and position.step == "received" else position.step
    return replace(position, acknowledged=True, step=step)


def _ask(position: Position, message: Message, *, ours: bool) -> Position:
    known(position, message)
    demand(position.acknowledged and not position.waiting and message.number == position.round + 1, message)
    demand(not ours or position.step != "registered", message)
    paused = {name: "info_requested" for name in message.measures if position.measures[name] in ASKED_OF}
    demand(message.measures and (not ours or paused.keys() == message.measures.keys()), message)
    return replace(moved(position, paused), round=message.number, examined=True)


def _answer(position: Position, message: Message, *, ours: bool) -> Position:
    known(position, message)
    current = message.number == position.round
    demand((current and position.waiting) if ours else 1 <= message.number <= position.round, message)
    if not current:
        return position
    returning = {name: position.before[name] for name, state in position.measures.items() if state == "info_requested"}
    return moved(position, returning)


def _decide(position: Position, message: Message, *, ours: bool) -> Position:
    known(position, message)
    said = set(message.measures.values())
    wanted = {
        Said.DECISION_ACCEPT: {"accepted"},
        Said.DECISION_REFUSE: {"refused"},
        Said.DECISION_PARTIAL: {"accepted", "refused"},
    }[message.kind]
    demand(position.acknowledged and said == wanted and not (ours and position.step == "registered"), message)
    phases = position.phases()
    changes = {}
    for name, decision in message.measures.items():
        bound = position.measures[name] == "conditions_offered" and decision == "accepted"  # their answer decides
        if (phases[name] == "undecided" and not bound) or (phases[name] == "in_hand" and decision == "refused"):
            changes[name] = decision
        elif phases[name] == "withdrawn" and not ours:
            changes |= {name: decision} if decision in PREVAILS else {}
        else:
            raise out_of_step(message.kind)
    return moved(replace(position, examined=True), changes)


def _query(position: Position, message: Message, *, ours: bool) -> Position:
    known(position, message)
    demand(not (ours and position.closed), message)
    return position


def _report(position: Position, message: Message, *, ours: bool) -> Position:
    known(position, message)
    demand(position.acknowledged and set(message.measures.values()) <= set(MeasureGraph.states), message)
    if ours:
        demand(not position.closed and all(position.measures[n] == s for n, s in message.measures.items()), message)
        return replace(position, examined=True)
    changes = {
        name: state
        for name, state in message.measures.items()
        if _report_moves(position.measures[name], position.before.get(name, ""), state)
    }
    return replace(moved(position, changes), examined=True)


def _report_moves(own: str, before: str, told: str) -> bool:
    """Return whether a reported state changes what the requesting side believes."""
    if own in TERMINAL | {told, "info_requested"} or told in TERMINAL | {"info_requested", "conditions_offered"}:
        return False
    if own == "postponed" and phase(told) != phase(own, before):
        return False
    return any(move.target.name == told for move in MeasureGraph.states[own].moves)


def _deliver(position: Position, message: Message, *, ours: bool) -> Position:
    known(position, message)
    demand(message.measures and message.number == position.delivery + 1 and position.acknowledged, message)
    demand(set(message.measures.values()) <= set(STATE_OF_RESULT), message)
    ended: set[str] = set()
    for name, result in message.measures.items():
        state = position.measures[name]
        target = STATE_OF_RESULT[result]
        if state == "withdrawn" and not ours:
            position = moved(position, {name: target} if target in PREVAILS else {})
        else:
            if state == "postponed" and not ours:
                position = moved(position, {name: position.before[name]})
            demand(position.measures[name] in IN_HAND, message)
            position = moved(position, {} if position.measures[name] == target else {name: target})
        ended |= {name} if target in RESULTS else set()
    pending = {**position.pending, message.number: frozenset(ended)}
    return replace(position, delivery=message.number, pending=pending, examined=True)


def _receipt(position: Position, message: Message, *, ours: bool) -> Position:
    del ours
    known(position, message)
    demand(message.number in position.pending, message)
    pending = {number: names for number, names in position.pending.items() if number != message.number}
    again = {}
    if not message.complete and not position.closed:
        for name in position.pending[message.number]:
            if position.measures[name] in {"executed", "executed_in_part"}:
                again[name] = "delivered_in_part"
    return moved(replace(position, pending=pending), again)


def _withdraw(position: Position, message: Message, *, ours: bool) -> Position:
    if position.announced and not message.measures:
        return replace(position, step="discarded" if ours else "lapsed")
    known(position, message)
    named = message.measures or position.measures
    ending = {name: "withdrawn" for name in named if position.measures[name] not in TERMINAL}
    demand(ending or not ours, message)
    return moved(position, ending)


def _close(position: Position, message: Message, *, ours: bool) -> Position:
    known(position, message)
    if not ours and message.number < position.supplements:
        return position  # it crossed a supplementary request, which opened the case again
    demand(message.number == position.supplements, message)
    demand(position.ended and not (ours and turns.owing(position)), message)
    if ours or position.side == "requesting":
        demand(not position.pending, message)
    demand(not (ours and position.closed), message)
    return replace(position, closed=True)


_RULES: dict[Said, Callable[..., Position]] = {
    **turns.RULES,
    Said.ACK: _ack,
    Said.CLARIFY_ASK: _ask,
    Said.CLARIFY_ANSWER: _answer,
    Said.DECISION_ACCEPT: _decide,
    Said.DECISION_REFUSE: _decide,
    Said.DECISION_PARTIAL: _decide,
    Said.STATUS_QUERY: _query,
    Said.STATUS_REPORT: _report,
    Said.MATERIAL_DELIVER: _deliver,
    Said.MATERIAL_RECEIPT: _receipt,
    Said.NO_LONGER_REQUIRED: _withdraw,
    Said.CLOSURE: _close,
}
