"""Whose turn it is: worked out from plain facts, written into the case by every action. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from comity.law.deadlines import ACKNOWLEDGE_WITHIN, CHASE_AFTER

OPEN_TO_DECISION = frozenset({"asked", "info_requested", "conditions_offered", "postponed"})
UNDER_WAY = frozenset({"accepted", "in_execution", "results_at_ca", "delivered_in_part"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What decides whose turn it is.

    Attributes:
        outgoing: whether we are the requesting State.
        step: the step of the procedure.
        states: the state of every measure.
        returned: the last review returned the draft.
        round_open, round_due: a round of questions waits for its answer, by when.
        status_asked: a status query waits for its report.
        unassigned: accepted measures in nobody's hands.
        unconfirmed: a delivery waits for its confirmation.
        expected: the earliest date by which a measure under way is expected.
        deadline: the date the requesting State suggested (UNCAC art. 46(24)).
        arrived, sent: days on which the request arrived here, or left.
    """

    outgoing: bool
    step: str
    states: tuple[str, ...] = ()
    returned: bool = False
    round_open: bool = False
    round_due: date | None = None
    status_asked: bool = False
    unassigned: int = 0
    unconfirmed: bool = False
    expected: date | None = None
    deadline: date | None = None
    arrived: date | None = None
    sent: date | None = None
    ended: frozenset[str] = field(default=frozenset({"closed", "discarded"}))


@dataclass(frozen=True, slots=True)
class Turn:
    """Who must act next: side, task (a key of `labels.TASKS`), role on our side, by when."""

    side: str
    task: str
    role: str = ""
    due: date | None = None


NOBODY = Turn("nobody", "none")


def turn_of(facts: CaseFacts) -> Turn:
    """Return whose turn it is; every open case has exactly one."""
    if facts.step in facts.ended:
        return NOBODY
    return _outgoing(facts) if facts.outgoing else _incoming(facts)


def _outgoing(facts: CaseFacts) -> Turn:
    match facts.step:
        case "draft":
            return Turn("ours", "revise_draft" if facts.returned else "complete_draft", "drafter", facts.deadline)
        case "internal_review":
            return Turn("ours", "review_draft", "reviewer", facts.deadline)
        case "approved":
            return Turn("ours", "sign_request", "head", facts.deadline)
        case "sent":
            due = facts.sent + timedelta(days=CHASE_AFTER) if facts.sent else None
            return Turn("theirs", "register_request", "", due)
    if facts.round_open:
        return Turn("ours", "answer_questions", "drafter", facts.round_due or facts.deadline)
    if facts.unconfirmed:
        return Turn("ours", "confirm_delivery", "drafter")
    if not (set(facts.states) & (OPEN_TO_DECISION | UNDER_WAY)):
        return Turn("ours", "close_case", "case_officer")
    if facts.status_asked:
        return Turn("theirs", "report_status", "", facts.deadline)
    if set(facts.states) & UNDER_WAY and not set(facts.states) & OPEN_TO_DECISION:
        return Turn("theirs", "execute_measures", "", facts.expected or facts.deadline)
    return Turn("theirs", "examine_request", "", facts.deadline)


def _incoming(facts: CaseFacts) -> Turn:
    states = set(facts.states)
    if facts.step == "received":
        due = facts.arrived + timedelta(days=ACKNOWLEDGE_WITHIN) if facts.arrived else None
        return Turn("ours", "register_request", "registry", due)
    if facts.status_asked:
        return Turn("ours", "report_status", "case_officer")
    if "results_at_ca" in states:
        return Turn("ours", "deliver_results", "case_officer", facts.deadline)
    if facts.unassigned:
        return Turn("ours", "assign_measures", "case_officer", facts.expected or facts.deadline)
    if facts.round_open:
        return Turn("theirs", "answer_questions", "", facts.round_due)
    if states & OPEN_TO_DECISION:
        task = "examine_request" if facts.step == "registered" else "decide_measures"
        return Turn("ours", task, "case_officer", facts.deadline)
    if states & UNDER_WAY:
        return Turn("ours", "execute_measures", "executing_authority", facts.expected or facts.deadline)
    if facts.unconfirmed:
        return Turn("theirs", "confirm_delivery")
    return Turn("ours", "close_case", "case_officer")
