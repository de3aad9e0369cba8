"""A peer receipted a message of ours: a request counts as sent once it was handed over there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.actions import keeping, steps
from comity.cases.models import Case
from comity.core.actors import Actor
from comity.seal.receipt import Event
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from comity.exchange.intake import Receipted

ACTOR = Actor.system("cases.receipts")


def on_receipted(payload: Receipted) -> None:
    """Move a signed request to `sent` when its addressee has opened it."""
    if payload.item.kind != RequestV1.KIND or payload.event is not Event.CONTENT_HANDOVER:
        return
    case = Case.objects.select_for_update().filter(pk=payload.item.case_id, step="signed").first()
    if case is not None:
        at = payload.receipt.event_time
        steps.go(case, "sent", actor=ACTOR, at=at, follows=True)
        keeping.settle(case, at=at)
