"""A peer receipted a message of ours: a request handed over there counts as sent; a move that was refused ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.actions import keeping, moving, steps
from comity.cases.models import Case, CaseMove
from comity.core.actors import Actor
from comity.seal.receipt import Event
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from datetime import datetime

    from comity.exchange.intake import Receipted

ACTOR = Actor.system("cases.receipts")
REFUSED = frozenset({Event.SUBMISSION_REJECTION, Event.CONTENT_HANDOVER_FAILURE})


def on_receipted(payload: Receipted) -> None:
    """Move a signed request to `sent` when its addressee has opened it; leave by letter what a node could not take."""
    if payload.item.kind != RequestV1.KIND:
        return
    at = payload.receipt.event_time
    if payload.event in REFUSED:
        _stay(payload, at)
    if payload.event is not Event.CONTENT_HANDOVER:
        return
    case = Case.objects.select_for_update().filter(pk=payload.item.case_id, step="signed").first()
    if case is not None:
        steps.go(case, "sent", actor=ACTOR, at=at, follows=True)
        keeping.settle(case, at=at)


def _stay(payload: Receipted, at: datetime) -> None:
    """A node that refuses the message, as one does whose software knows no moves, leaves the case where it was."""
    case = Case.objects.select_for_update().filter(pk=payload.item.case_id).first()
    move = CaseMove.objects.filter(case=case, message_id=payload.item.pk, ours=True, outcome=CaseMove.OPEN).first()
    if case is not None and move is not None:
        moving.stay(case, move, reason=payload.code, actor=ACTOR, at=at)
