"""Where a case rests after a message: the step of each side, worked out from what both know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.law.conversation.position import BEFORE_SENDING
from comity.law.conversation.turns import owing

if TYPE_CHECKING:
    from comity.law.conversation.position import Position

EXAMINING = frozenset({"received", "registered", "legal_review", "consultation", "decision"})
EXECUTING = frozenset({"executing", "results_at_ca"})


def rest(position: Position) -> Position:
    """Work out the step from what is known; the first rule that holds wins, the same on both sides."""
    if position.step in BEFORE_SENDING | {"discarded"} or not position.measures:
        return position
    side = 0 if position.side == "requesting" else 1
    found = _step_of_both(position)
    if found:
        return replace(position, step=found[side])
    undecided = "undecided" in position.phases().values()
    step = _requesting(position, undecided=undecided) if side == 0 else _requested(position, undecided=undecided)
    return replace(position, step=step)


def _step_of_both(position: Position) -> tuple[str, str] | None:
    """Return the steps of the requesting and of the requested side, where both follow from the same facts."""
    owed_by = owing(position)
    withdrawn = set(position.measures.values()) == {"withdrawn"}
    rules = (
        (position.pending and not position.waiting, ("material_check", "transmitted")),
        (position.waiting, ("clarification", "info_requested")),
        (position.offered, ("conditions_offered", "conditions_offered")),
        ("requesting" in owed_by, ("views_asked", "views_awaited")),
        ("requested" in owed_by, ("consent_awaited", "consent_asked")),
        (position.closed, ("closed", "closed")),
        (position.ended, ("withdrawn" if withdrawn else "closing", "awaiting_feedback")),
        (position.returned, (position.returned, position.returned)),
    )
    return next((steps for holds, steps in rules if holds), None)


def _requesting(position: Position, *, undecided: bool) -> str:
    if not undecided:
        return "in_execution"
    if position.examined:
        return "under_examination"
    if position.acknowledged:
        return "acknowledged"
    return "sent" if position.step == "sent" else "signed"


def _requested(position: Position, *, undecided: bool) -> str:
    if undecided:
        return position.step if position.step in EXAMINING else "legal_review"
    return position.step if position.step in EXECUTING else "executing"
