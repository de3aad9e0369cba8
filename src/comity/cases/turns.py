"""Whose turn it is: worked out from plain facts, written into the case by every action. Pure.

`comity.law.steps` says what each step of the procedure asks of whom; here the finer facts are added: a draft that was
returned, measures that nobody holds yet, results that wait, a status query that waits for its report.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from comity.law.deadlines import STANDARD
from comity.law.measures import IN_HAND
from comity.law.message_moves import MESSAGE_MOVES
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from datetime import date

    from comity.law.deadlines import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What decides whose turn it is.

    Attributes:
        direction: `outgoing` or `incoming`.
        step: the step of the procedure.
        states: the state of every measure.
        returned: the last review returned the draft.
        approver: the role that approves at the present stage of the approval chain.
        round_due: by when a round of questions is to be answered.
        status_asked: the day of a status query that waits for its report.
        unassigned: accepted measures in nobody's hands.
        expected: the earliest date by which a measure under way is expected.
        deadline: the date the requesting State suggested (UNCAC art. 46(24)).
        proposed: a decision is proposed to the head, who has neither issued nor returned it.
        answer_due: by when the offer or matter that waits for its answer asks for it.
        matter: the kind of the matter that waits for its answer; the oldest, where several do.
        office: how far offices without an account are: `answered`, `withdrawn`, `checked`, `waiting`, or nothing.
        office_due: by when the first of them is to answer.
        review_on: the day on which what is postponed is looked at again, where nothing else is to be decided or done.
        separation: the role of the second officer, while it is proposed to separate a joined case.
    """

    direction: str
    step: str
    states: tuple[str, ...] = ()
    returned: bool = False
    approver: str = ""
    round_due: date | None = None
    status_asked: date | None = None
    unassigned: int = 0
    expected: date | None = None
    deadline: date | None = None
    proposed: bool = False
    answer_due: date | None = None
    matter: str = ""
    office: str = ""
    office_due: date | None = None
    review_on: date | None = None
    separation: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who must act next: side, task, role on our side, and by when."""

    side: str
    task: str
    role: str = ""
    due: date | None = None


# What is to be answered, by the kind of message that asked it.
MATTER_TASKS = {
    "consult.open": "reply_consultation",
    "cost.consult": "answer_costs",
    "confidentiality.cannot_comply": "answer_confidentiality",
    "freeze.lift_notice": "answer_lifting",
}

# Whether joined cases are separated is decided beside the procedure: no clock begins, ends or stops by it.
SEPARATION = "confirm_separation"


def turn_of(facts: CaseFacts, since: date, calendar: Calendar = STANDARD) -> Turn:
    """Return whose turn it is; every open case has exactly one.

    Args:
        facts: what is known about the case.
        since: the day since which the present task waits; time limits run from it.
        calendar: how the authority counts days.
    """
    step = STEPS[facts.direction, facts.step]
    clock = MESSAGE_MOVES[facts.matter].clock if facts.matter else step.clock
    limit = calendar.due(clock, since) if clock else None
    task = MATTER_TASKS.get(facts.matter, step.task) if step.task == "answer_matter" else step.task
    turn = Turn(step.turn, task, step.role if step.turn == "ours" else "", _due(facts, limit))
    if facts.direction == "outgoing":
        return _outgoing(facts, turn)
    return _incoming(facts, turn, calendar)


def _due(facts: CaseFacts, limit: date | None) -> date | None:
    """A date that somebody set goes before the time limit of the step."""
    match facts.step:
        case "clarification" | "info_requested":
            return facts.round_due or limit
        case "conditions_offered" | "views_asked" | "views_awaited" | "consent_asked" | "consent_awaited":
            return facts.answer_due or limit
        case "in_execution" | "executing":
            return facts.review_on or facts.expected or facts.deadline or limit
        case "closed" | "discarded" | "closing" | "withdrawn" | "material_check" | "transmitted" | "awaiting_feedback":
            return limit
        case "under_examination" | "legal_review" | "consultation" | "decision" if facts.review_on:
            return facts.review_on
        case _:
            dates = [day for day in (facts.deadline, limit) if day]
            return min(dates, default=None)


def _outgoing(facts: CaseFacts, turn: Turn) -> Turn:
    if facts.step == "draft":
        return replace(turn, task="revise_draft" if facts.returned else turn.task)
    if facts.step == "internal_review" and facts.approver:
        return replace(turn, role=facts.approver)
    if facts.step == "signed":
        return replace(turn, role="case_officer")
    return turn


def _incoming(facts: CaseFacts, turn: Turn, calendar: Calendar) -> Turn:
    """On our side several things may wait at once; what the other State waits for longest comes first."""
    if turn.side == "nobody" or facts.step == "received":
        return turn
    if facts.step == "consultation":
        turn = replace(turn, role="case_officer")
    if facts.review_on and facts.step in {"legal_review", "consultation", "decision", "executing"}:
        turn = Turn("ours", "review_postponed", "case_officer", facts.review_on)
    if facts.step == "transmitted" and set(facts.states) & IN_HAND:
        turn = Turn("ours", "execute_measures", "executing_authority", facts.expected or facts.deadline)
    turn = _in_hands(facts, turn)
    if facts.status_asked:
        turn = Turn("ours", "report_status", "case_officer", calendar.due("report", facts.status_asked))
    if facts.proposed:  # also while they owe us an answer: nobody but the head can sign or return it
        turn = Turn("ours", "sign_decision", "head", facts.deadline)
    if facts.separation:  # before anything more is said: that could not be unsaid
        turn = Turn("ours", SEPARATION, facts.separation, turn.due)
    return turn


def _in_hands(facts: CaseFacts, turn: Turn) -> Turn:
    """What is accepted is given to somebody, waited for, checked, delivered."""
    if facts.office in {"waiting", "checked"}:
        task = "await_office" if facts.office == "waiting" else "record_result"
        turn = Turn("ours", task, "case_officer", facts.office_due or turn.due)
    if facts.unassigned or facts.office == "withdrawn":
        turn = Turn("ours", "assign_measures", "case_officer", turn.due)
    if "results_at_ca" in facts.states:
        turn = Turn("ours", "deliver_results", "case_officer", turn.due)
    if facts.office == "answered":
        turn = Turn("ours", "check_office", "case_officer", turn.due)
    return turn
