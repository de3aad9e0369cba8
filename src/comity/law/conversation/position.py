"""What one side knows of a case, and what of a message moves it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from comity.kernel.languages import Text
from comity.law.errors import RuleViolation
from comity.law.measures import PAUSES, RESULTS, TERMINAL, MeasureGraph, phase

if TYPE_CHECKING:
    from collections.abc import Mapping

Side = Literal["requesting", "requested"]
BEFORE_SENDING = frozenset({"draft", "pre_consultation", "internal_review", "approved"})


class Said(StrEnum):
    """The kinds of message between two nodes that move a case."""

    REQUEST_SUBMIT = "request.submit"
    ORAL_NOTICE = "request.oral_notice"
    SUPPLEMENT = "request.supplement"
    ACK = "ack"
    RETURN = "return.deficient"
    REFER = "refer"
    CLARIFY_ASK = "clarify.ask"
    CLARIFY_ANSWER = "clarify.answer"
    CONSULT_OPEN = "consult.open"
    CONSULT_REPLY = "consult.reply"
    CONDITIONS_OFFER = "conditions.offer"
    CONDITIONS_ACCEPT = "conditions.accept"
    CONDITIONS_REJECT = "conditions.reject"
    DECISION_ACCEPT = "decision.accept"
    DECISION_REFUSE = "decision.refuse"
    DECISION_PARTIAL = "decision.partial"
    DECISION_POSTPONE = "decision.postpone"
    COST_CONSULT = "cost.consult"
    COST_AGREE = "cost.agree"
    CANNOT_COMPLY = "confidentiality.cannot_comply"
    CONFIDENTIALITY_ANSWER = "confidentiality.answer"
    STATUS_QUERY = "status.query"
    STATUS_REPORT = "status.report"
    OBSTACLE = "obstacle.notice"
    FREEZE_EFFECT = "freeze.effect"
    FREEZE_LAPSE_RULE = "freeze.lapse_rule"
    FREEZE_LIFTED = "freeze.lifted"
    LIFT_NOTICE = "freeze.lift_notice"
    LIFT_VIEWS = "freeze.views"
    MATERIAL_DELIVER = "material.deliver"
    MATERIAL_RECEIPT = "material.receipt"
    USE_REQUEST = "use.consent_request"
    USE_DECISION = "use.consent_decision"
    EXCULPATORY = "exculpatory.notice"
    NO_LONGER_REQUIRED = "no_longer_required"
    ORDER_CEASED = "order.ceased"
    MATERIAL_DISPOSED = "material.disposed"
    CORRECTION = "correction"
    CLOSURE = "closure"


BY_REQUESTED = frozenset({
    Said.ACK, Said.RETURN, Said.REFER, Said.CLARIFY_ASK, Said.CONSULT_OPEN, Said.CONDITIONS_OFFER,
    Said.DECISION_ACCEPT, Said.DECISION_REFUSE, Said.DECISION_PARTIAL, Said.DECISION_POSTPONE, Said.COST_CONSULT,
    Said.CANNOT_COMPLY, Said.STATUS_REPORT, Said.OBSTACLE, Said.FREEZE_EFFECT, Said.FREEZE_LAPSE_RULE,
    Said.FREEZE_LIFTED, Said.LIFT_NOTICE, Said.MATERIAL_DELIVER, Said.USE_DECISION,
})  # fmt: skip
EITHER = frozenset({Said.MATERIAL_DISPOSED, Said.CORRECTION, Said.CLOSURE})


@dataclass(frozen=True, slots=True)
class Message:
    """What of a message moves a case.

    Attributes:
        kind: its kind.
        measures: measure ids with what is said of each: a decision, a result, a reported state, or nothing. For
            `no_longer_required` no names mean all measures that are open.
        number: round of questions, number of the delivery, or for a closure how many supplementary requests its sender
            knew of; else 0.
        complete: whether a receipt found the delivery complete.
        matter: which matter it opens or answers; empty for every other kind.
    """

    kind: Said
    measures: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    complete: bool = True
    matter: str = ""


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
        announced: whether the request was announced orally (46(14)) and not yet confirmed in writing.
        returned: `returned` or `referred` once it was, before registration; empty else, and once it is sent again.
        matters: what waits for an answer beside the measures: id of the matter, and the kind that opened it.
        supplements: how many supplementary requests were made.
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
    announced: bool = False
    returned: str = ""
    matters: Mapping[str, str] = field(default_factory=dict)
    supplements: int = 0

    def phases(self) -> dict[str, str]:
        """Return what both sides agree on about each measure."""
        return {name: phase(state, self.before.get(name, "")) for name, state in self.measures.items()}

    @property
    def waiting(self) -> bool:
        """Whether a round of questions waits for its answer."""
        return "info_requested" in self.measures.values()

    @property
    def offered(self) -> bool:
        """Whether conditions wait for their answer."""
        return "conditions_offered" in self.measures.values()

    @property
    def ended(self) -> bool:
        """Whether every measure has its result."""
        return bool(self.measures) and all(state in TERMINAL for state in self.measures.values())


def ready(measure_ids: tuple[str, ...]) -> Position:
    """Return the requesting side's position when its request is approved and not yet signed."""
    return Position("requesting", "approved", dict.fromkeys(measure_ids, "asked"))


def handed_over(position: Position) -> Position:
    """Return our position after the other node receipted our request."""
    return replace(position, step="sent") if position.step == "signed" else position


def out_of_step(kind: Said) -> RuleViolation:
    """Return what is raised for a message that has no place now."""
    return RuleViolation(
        "out_of_step",
        Text("This message has no place where the case stands now.", "就案件目前所处阶段而言，不应有此文电。"),
        kind=str(kind),
    )


def demand(holds: object, message: Message) -> None:
    """Raise RuleViolation `out_of_step` unless it holds."""
    if not holds:
        raise out_of_step(message.kind)


def known(position: Position, message: Message) -> None:
    """Raise RuleViolation `out_of_step` unless the request was sent and every measure named is one of its measures."""
    demand(set(message.measures) <= set(position.measures), message)
    demand(position.step not in BEFORE_SENDING | {"discarded"} and position.measures, message)


def granted(old: Position, new: Position) -> tuple[str, ...]:
    """Return the measures that became granted between two positions, by whatever message, in the order of the request.

    A decision grants, and so do conditions that are accepted (46(26)), a reported state, and a result that prevails
    over a withdrawal: whatever brings a measure into hand, or to a result, that was in neither.
    """
    before, after = old.phases(), new.phases()
    in_hand = RESULTS | {"in_hand"}
    return tuple(name for name, found in after.items() if found in in_hand and before.get(name) not in in_hand)


def moved(position: Position, changes: Mapping[str, str]) -> Position:
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
