"""Deliver results in one or several parts, and confirm what arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.models import DeliveredMeasure, Delivery
from comity.law.conversation import Message, Said

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor


@transaction.atomic
def deliver_results(
    *, actor: Actor, case_id: UUID, measure_ids: Collection[str], use_limits: str, note: str, now: datetime
) -> Delivery:
    """Deliver the results of the chosen measures with all their evidence that was not delivered before.

    The delivery is final when after it no measure of the case is left to be executed.

    Raises:
        CaseworkError: `E_MEASURE` if a chosen measure has no result that waits for delivery.
    """
    case = keeping.load(actor, case_id, Permission.MATERIAL_DELIVER, now=now)
    chosen = list(case.measures.select_for_update().filter(measure_id__in=list(measure_ids)))
    if not chosen or any(measure.state != "results_at_ca" or not measure.result for measure in chosen):
        raise rules.CaseworkError("E_MEASURE", "a measure without a result that waits for delivery")
    before = steps.position_of(case)
    said = Message(Said.MATERIAL_DELIVER, {one.measure_id: one.result for one in chosen}, number=before.delivery + 1)
    after = steps.say(case, said, before=before, actor=actor, at=now)
    delivery = Delivery.objects.create(
        case=case,
        number=said.number,
        final=after.ended,
        use_limits=use_limits,
        note=note,
        at=now,
        by_id=actor.officer_id,
    )
    for measure in chosen:
        DeliveredMeasure.objects.create(
            delivery=delivery, measure=measure, result=measure.result, text=measure.result_text
        )
        measure.evidence.filter(delivery__isnull=True).update(delivery=delivery)
    items = list(delivery.evidence.select_related("file"))
    delivery.message_id = posting.post(
        case,
        messages.material_deliver(delivery, at=now),
        actor=actor,
        now=now,
        evidence=items,
        in_reply_to=case.request_message,
        limits=use_limits,
    )
    delivery.save(update_fields=["message_id"])
    keeping.note(
        case, "delivered", actor=actor, at=now, crosses="out", message_id=delivery.message_id,
        number=delivery.number,
        measures=len(chosen), files=len(items), final=delivery.final,
    )  # fmt: skip
    keeping.settle(case, at=now)
    return delivery


@transaction.atomic
def confirm_delivery(*, actor: Actor, case_id: UUID, number: int, note: str, now: datetime) -> Delivery:
    """Confirm what arrived of one delivery: which items are whole, and whether anything is missing."""
    case = keeping.load(actor, case_id, Permission.MATERIAL_CONFIRM, now=now)
    delivery = case.deliveries.select_for_update().get(number=number)
    if delivery.confirmed_at:
        raise rules.CaseworkError("E_CONFIRMED", "this delivery was confirmed before")
    before = steps.position_of(case)
    items = list(delivery.evidence.all())
    delivery.complete = all(item.intact for item in items)
    delivery.confirmed_at, delivery.receipt_note = now, note
    delivery.save(update_fields=["complete", "confirmed_at", "receipt_note"])
    sent = posting.post(
        case,
        messages.material_receipt(delivery, at=now),
        actor=actor,
        now=now,
        in_reply_to=delivery.message_id,
    )
    said = Message(Said.MATERIAL_RECEIPT, number=number, complete=delivery.complete)
    steps.say(case, said, before=before, actor=actor, at=now, done=frozenset({"outcome"}))
    keeping.note(
        case, "confirmed", actor=actor, at=now, crosses="out", message_id=sent, number=number,
        complete=delivery.complete,
    )  # fmt: skip
    keeping.settle(case, at=now)
    return delivery
