"""Both sides of a case at once: what every message does to the step and the measures of its sender and its receiver.

Each side keeps a `Position`. `send` and `receive` give the next one, or raise RuleViolation `out_of_step`. The step is
worked out from what both sides know (open questions, deliveries without receipt, states of the measures), so that
once every message has arrived both sides name the same side to act, whatever crossed on the way:

- a result or refusal of the requested State prevails over a withdrawal that crossed it;
- an answer that arrives after the decision changes nothing;
- a delivery that reaches a closed case opens it until it is receipted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from comity.kernel.languages import Text
from comity.law.errors import RuleViolation
from comity.law.measures import (
    IN_HAND,
    PAUSES,
    PREVAILS,
    RESULTS,
    STATE_OF_RESULT,
    TERMINAL,
    MeasureGraph,
    phase,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Side = Literal["requesting", "requested"]
BEFORE_SENDING = frozenset({"draft", "internal_review", "approved"})
EXAMINING = frozenset({"received", "registered", "legal_review", "consultation", "decision"})
EXECUTING = frozenset({"executing", "results_at_ca"})
ASKED_OF = frozenset({"asked", "accepted", "in_execution", "results_at_ca", "delivered_in_part"})


class Said(StrEnum):
    """The kinds of message between two nodes that move a case."""

    REQUEST_SUBMIT = "request.submit"
    ACK = "ack"
    CLARIFY_ASK = "clarify.ask"
    CLARIFY_ANSWER = "clarify.answer"
    DECISION_ACCEPT = "decision.accept"
    DECISION_REFUSE = "decision.refuse"
    DECISION_PARTIAL = "decision.partial"
    STATUS_QUERY = "status.query"
    STATUS_REPORT = "status.report"
    MATERIAL_DELIVER = "material.deliver"
    MATERIAL_RECEIPT = "material.receipt"
    NO_LONGER_REQUIRED = "no_longer_required"
    CLOSURE = "closure"


BY_REQUESTED = frozenset({
    Said.ACK, Said.CLARIFY_ASK, Said.DECISION_ACCEPT, Said.DECISION_REFUSE, Said.DECISION_PARTIAL,
    Said.STATUS_REPORT, Said.MATERIAL_DELIVER,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """What of a message moves a case.

    Attributes:
        kind: its kind.
        measures: measure ids with what is said of each: a decision, a result, a reported state, or nothing. For
            `clarify.ask` and `no_longer_required` no names mean all measures that are open.
        number: round of questions, or number of the delivery; else 0.
        complete: whether a receipt found the delivery complete.
    """

    kind: Said
    measures: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Position:
    """Where one side believes a case stands.

    Attributes:
        side: which State we are.
        step: our step of the procedure.
        measures: state of each measure; `before` holds the state a paused measure returns to.
        round: number of the last round of questions.
        delivery: number of the last delivery.
        pending: deliveries without a receipt, with the measures each ended.
        acknowledged, examined, closed: whether the request was acknowledged, was shown to be examined, was closed.
    """

    side: Side
    step: str
    measures: Mapping[str, str]
    before: Mapping[str, str] = field(default_factory=dict)
    round: int = 0
    delivery: int = 0
    pending: Mapping[int, frozenset[str]] = field(default_factory=dict)
    acknowledged: bool = False
    examined: bool = False
    closed: bool = False

    def phases(self) -> dict[str, str]:
        """Return what both sides agree on about each measure."""
        return {name: phase(state, self.before.get(name, "")) for name, state in self.measures.items()}

    @property
    def waiting(self) -> bool:
        """Whether a round of questions waits for its answer."""
        return "info_requested" in self.measures.values()

    @property
    def ended(self) -> bool:
        """Whether every measure has its result."""
        return all(state in TERMINAL for state in self.measures.values())


def ready(measure_ids: tuple[str, ...]) -> Position:
    """Return the requesting side's position when its request is approved and not yet signed."""
    return Position("requesting", "approved", dict.fromkeys(measure_ids, "asked"))


def send(position: Position, message: Message) -> Position:
    """Return our position after we sent the message, or raise RuleViolation `out_of_step` if we may not now."""
    _check_sender(position.side, message.kind, ours=True)
    return _rest(_RULES[message.kind](position, message, ours=True))


def receive(position: Position | None, message: Message) -> Position:
    """Return our position after the message arrived, or raise RuleViolation `out_of_step` if it cannot be.

    `position` is None before a request has arrived. Messages that merely crossed ours are taken.
    """
    if position is None:
        if message.kind is not Said.REQUEST_SUBMIT or not message.measures:
            raise _out_of_step(message.kind)
        return Position("requested", "received", dict.fromkeys(message.measures, "asked"))
    _check_sender(position.side, message.kind, ours=False)
    return _rest(_RULES[message.kind](position, message, ours=False))


def handed_over(position: Position) -> Position:
    """Return our position after the other node receipted our request."""
    return replace(position, step="sent") if position.step == "signed" else position


def _check_sender(side: Side, kind: Said, *, ours: bool) -> None:
    sender = side if ours else ("requested" if side == "requesting" else "requesting")
    if kind is not Said.CLOSURE and (sender == "requested") != (kind in BY_REQUESTED):
        raise _out_of_step(kind)


def _out_of_step(kind: Said) -> RuleViolation:
    return RuleViolation(
        "out_of_step",
        Text("This message has no place where the case stands now.", "就案件目前所处阶段而言，不应有此文电。"),
        kind=str(kind),
    )


def _demand(holds: object, message: Message) -> None:
    if not holds:
        raise _out_of_step(message.kind)


def _known(position: Position, message: Message) -> None:
    _demand(set(message.measures) <= set(position.measures), message)
    _demand(position.step not in BEFORE_SENDING, message)


def _set(position: Position, changes: Mapping[str, str]) -> Position:
    """Move measures along their graph; a pause remembers the state before it, and leaving it forgets."""
    before = dict(position.before)
    for name, state in changes.items():
        old = position.measures[name]
        MeasureGraph.edge(old, state)
        if state in PAUSES:
            before[name] = old
        else:
            before.pop(name, None)
    return replace(position, measures={**position.measures, **changes}, before=before)


def _submit(position: Position, message: Message, *, ours: bool) -> Position:
    _demand(ours and position.step == "approved" and set(message.measures) == set(position.measures), message)
    return replace(position, step="signed")


def _ack(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    _demand(not position.acknowledged and not (ours and position.closed), message)
    step = "registered" if ours and position.step == "received" else position.step
    return replace(position, acknowledged=True, step=step)


def _ask(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    _demand(position.acknowledged and not position.waiting and message.number == position.round + 1, message)
    _demand(not ours or position.step != "registered", message)
    named = message.measures or position.measures
    paused = {name: "info_requested" for name in named if position.measures[name] in ASKED_OF}
    _demand(paused or not ours, message)
    return replace(_set(position, paused), round=message.number, examined=True)


def _answer(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    current = message.number == position.round
    _demand((current and position.waiting) if ours else 1 <= message.number <= position.round, message)
    if not current:
        return position
    returning = {name: position.before[name] for name, state in position.measures.items() if state == "info_requested"}
    return _set(position, returning)


def _decide(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    said = set(message.measures.values())
    wanted = {
        Said.DECISION_ACCEPT: {"accepted"},
        Said.DECISION_REFUSE: {"refused"},
        Said.DECISION_PARTIAL: {"accepted", "refused"},
    }[message.kind]
    _demand(position.acknowledged and said == wanted and not (ours and position.step == "registered"), message)
    phases = position.phases()
    changes = {}
    for name, decision in message.measures.items():
        if phases[name] == "undecided" or (phases[name] == "in_hand" and decision == "refused"):
            changes[name] = decision
        elif phases[name] == "withdrawn" and not ours:
            changes |= {name: decision} if decision in PREVAILS else {}
        else:
            raise _out_of_step(message.kind)
    return _set(replace(position, examined=True), changes)


def _query(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    _demand(not (ours and position.closed), message)
    return position


def _report(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    _demand(position.acknowledged and set(message.measures.values()) <= set(MeasureGraph.states), message)
    if ours:
        _demand(not position.closed and all(position.measures[n] == s for n, s in message.measures.items()), message)
        return replace(position, examined=True)
    changes = {
        name: state
        for name, state in message.measures.items()
        if _report_moves(position.measures[name], position.before.get(name, ""), state)
    }
    return replace(_set(position, changes), examined=True)


def _report_moves(own: str, before: str, told: str) -> bool:
    """Return whether a reported state changes what the requesting side believes."""
    if own in TERMINAL | {told, "info_requested"} or told in TERMINAL | {"info_requested"}:
        return False
    if own == "postponed" and phase(told) != phase(own, before):
        return False
    return any(move.target.name == told for move in MeasureGraph.states[own].moves)


def _deliver(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    _demand(message.measures and message.number == position.delivery + 1 and position.acknowledged, message)
    _demand(set(message.measures.values()) <= set(STATE_OF_RESULT), message)
    ended: set[str] = set()
    for name, result in message.measures.items():
        state = position.measures[name]
        target = STATE_OF_RESULT[result]
        if state == "withdrawn" and not ours:
            position = _set(position, {name: target} if target in PREVAILS else {})
        else:
            if state == "postponed" and not ours:
                position = _set(position, {name: position.before[name]})
            _demand(position.measures[name] in IN_HAND, message)
            position = _set(position, {} if position.measures[name] == target else {name: target})
        ended |= {name} if target in RESULTS else set()
    pending = {**position.pending, message.number: frozenset(ended)}
    return replace(position, delivery=message.number, pending=pending, examined=True)


def _receipt(position: Position, message: Message, *, ours: bool) -> Position:
    del ours
    _known(position, message)
    _demand(message.number in position.pending, message)
    pending = {number: names for number, names in position.pending.items() if number != message.number}
    again = {}
    if not message.complete and not position.closed:
        for name in position.pending[message.number]:
            if position.measures[name] in {"executed", "executed_in_part"}:
                again[name] = "delivered_in_part"
    return _set(replace(position, pending=pending), again)


def _withdraw(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    named = message.measures or position.measures
    ending = {name: "withdrawn" for name in named if position.measures[name] not in TERMINAL}
    _demand(ending or not ours, message)
    return _set(position, ending)


def _close(position: Position, message: Message, *, ours: bool) -> Position:
    _known(position, message)
    _demand(position.ended, message)
    if ours or position.side == "requesting":
        _demand(not position.pending, message)
    _demand(not (ours and position.closed), message)
    return replace(position, closed=True)


_RULES: dict[Said, Callable[..., Position]] = {
    Said.REQUEST_SUBMIT: _submit,
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


def _rest(position: Position) -> Position:
    """Work out the step from what is known; the first rule that holds wins, the same on both sides."""
    ours = position.side == "requesting"
    undecided = "undecided" in position.phases().values()
    if position.pending and not position.waiting:
        step = "material_check" if ours else "transmitted"
    elif position.closed:
        step = "closed"
    elif position.waiting:
        step = "clarification" if ours else "info_requested"
    elif position.ended:
        withdrawn = set(position.measures.values()) == {"withdrawn"}
        step = ("withdrawn" if withdrawn else "closing") if ours else "awaiting_feedback"
    elif ours:
        step = _requesting_step(position, undecided=undecided)
    elif undecided:
        step = position.step if position.step in EXAMINING else "legal_review"
    else:
        step = position.step if position.step in EXECUTING else "executing"
    return replace(position, step=step)


def _requesting_step(position: Position, *, undecided: bool) -> str:
    if not undecided:
        return "in_execution"
    if position.examined:
        return "under_examination"
    if position.acknowledged:
        return "acknowledged"
    return "sent" if position.step == "sent" else "signed"
