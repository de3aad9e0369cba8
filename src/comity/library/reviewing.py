"""Deciding what the reader did not understand: a person, at a time, for a reason; the piece stays in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core import access
from comity.core.moves import move
from comity.library.access import Permission
from comity.library.errors import LibraryError
from comity.library.labels import PIECES
from comity.library.models import Paragraph, Unresolved
from comity.library.review_states import UnresolvedState

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor

OUTDATED: Final = "decision_outdated"  # the code of what was decided and is read otherwise now
_PIECES_OF_THEIR_OWN: Final = {"text_without_number", "heading_out_of_order"}


def is_own_piece(one: Unresolved) -> bool:
    """Whether what was not understood is a whole piece: only that can be of another kind or belong to a paragraph."""
    if one.code == OUTDATED:
        return one.paragraph is not None and one.paragraph.number is None
    return one.code in _PIECES_OF_THEIR_OWN and one.paragraph_id is not None


def decide_unresolved(
    *, actor: Actor, unresolved_id: int, decision: str, answer: str, reason: str, now: datetime
) -> Unresolved:
    """Accept a piece as it stands, give it another kind (`answer`), or assign it to a paragraph (`answer`, its key).

    Raises:
        AccessDenied: an actor who may not.
        LibraryError: `E_LIBRARY_ANSWER`: no reason, or an answer that does not fit the decision.
            `E_LIBRARY_READ_AGAIN`: a newer reader understands it now.
        GraphError, MoveError: `E_STATE`, `E_STALE`: somebody decided it already.
    """
    access.require(actor, Permission.REVIEW)
    with transaction.atomic():
        one = Unresolved.objects.select_for_update().filter(pk=unresolved_id).first()
        if one is None:
            raise LibraryError("E_LIBRARY_READ_AGAIN")
        if not reason.strip() or not _fits(one, decision, answer):
            raise LibraryError("E_LIBRARY_ANSWER")
        one.answer, one.reason, one.decided_by_id, one.decided_at = answer, reason, actor.person(), now
        move(
            one, "state", UnresolvedState, decision, actor=actor, at=now,
            also=("answer", "reason", "decided_by_id", "decided_at"),
        )  # fmt: skip
        if decision == UnresolvedState.corrected.name:
            Paragraph.objects.filter(unresolveds=one).update(kind=answer)
    return one


def _fits(one: Unresolved, decision: str, answer: str) -> bool:
    if decision == UnresolvedState.accepted.name:
        return not answer
    if not is_own_piece(one):
        return False
    if decision == UnresolvedState.corrected.name:
        return answer in PIECES
    numbered = Paragraph.objects.filter(expression_id=one.expression_id, key=answer).exclude(number=None)
    return decision == UnresolvedState.assigned.name and numbered.exists()
