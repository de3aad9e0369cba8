"""Deliveries and their receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.actions import keeping, steps
from comity.cases.codes import AuditCode
from comity.cases.handlers import hearing
from comity.cases.models import DeliveredMeasure, Delivery, Direction, Evidence
from comity.law.conversation import Message, Said
from comity.wire import messages as wire
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from comity.cases.models import Case, Measure
    from comity.exchange.opening import Opened


def on_deliver(opened: Opened) -> None:
    """They deliver results and evidence (UNCAC art. 46(3)); whoever works on the case confirms what came.

    Raises:
        WireError: `E_MESSAGE` for a measure that was not asked for, `E_INCOMPLETE` if the evidence that came is not
            exactly what the results name.
    """
    message = hearing.said(opened, wire.MaterialDeliver)
    case = hearing.locked_case(opened, Direction.OUTGOING)
    before = steps.position_of(case)
    measures = {measure.measure_id: measure for measure in case.measures.all()}
    if not {one.measure_id for one in message.measures} <= set(measures):
        raise WireError("E_MESSAGE", "a result of a measure that was not asked for")
    said = Message(
        Said.MATERIAL_DELIVER,
        {one.measure_id: one.result for one in message.measures},
        number=message.delivery_no,
    )
    steps.hear(
        case, said, before=before, actor=hearing.sender(opened), at=opened.opened_at, said_at=opened.consigned_at
    )
    delivery = Delivery.objects.create(
        case=case,
        number=message.delivery_no,
        final=message.final,
        use_limits=message.use_limits,
        note=message.note,
        at=opened.consigned_at,
        message_id=opened.message_id,
    )
    owners: dict[str, Measure] = {}
    for one in message.measures:
        measure = measures[one.measure_id]
        DeliveredMeasure.objects.create(delivery=delivery, measure=measure, result=one.result, text=one.text)
        measure.refresh_from_db(fields=["state"])
        measure.result, measure.result_text, measure.result_at = one.result, one.text, opened.consigned_at
        measure.save(update_fields=["result", "result_text", "result_at"])
        owners |= dict.fromkeys(one.evidence_ids, measure)
    _keep_evidence(case, delivery, owners, opened)
    hearing.own_reference(case, message)
    hearing.note(
        case, "delivered", opened, number=message.delivery_no, measures=len(message.measures),
        files=len(opened.evidence), final=message.final,
    )  # fmt: skip
    keeping.settle(case, at=opened.opened_at)
    keeping.audit(
        case,
        AuditCode.DELIVERY_RECEIVED,
        actor=hearing.sender(opened),
        at=opened.opened_at,
        data={"delivery": message.delivery_no, "items": len(opened.evidence)},
    )


def _keep_evidence(case: Case, delivery: Delivery, owners: dict[str, Measure], opened: Opened) -> None:
    """Write down each item; the exchange has compared its digests with those that the sender signed."""
    if {str(ref.id) for ref, _file in opened.evidence} != set(owners):
        raise WireError("E_INCOMPLETE", "the evidence that came is not what the results name")
    for ref, file in opened.evidence:
        Evidence.objects.create(
            case=case,
            measure=owners[str(ref.id)],
            evidence_id=str(ref.id),
            name=ref.name[:200],
            media_type=ref.media_type[:120],
            size=ref.size,
            sha256=ref.sha256,
            collector=ref.collector[:200],
            collected_on=hearing.to_day(ref.date) if isinstance(ref.date, str) else ref.date,
            handling=ref.handling[:200],
            file=file,
            delivery=delivery,
            added_at=opened.opened_at,
            intact=file.sha256 == ref.sha256,
        )


def on_receipt(opened: Opened) -> None:
    """They confirm what arrived of a delivery."""
    message = hearing.said(opened, wire.MaterialReceipt)
    case = hearing.locked_case(opened, Direction.INCOMING)
    before = steps.position_of(case)
    delivery = case.deliveries.filter(number=message.delivery_no).first()
    if delivery is None:
        raise WireError("E_MESSAGE", "a receipt for a delivery that was not made")
    said = Message(Said.MATERIAL_RECEIPT, number=message.delivery_no, complete=message.complete)
    steps.hear(case, said, before=before, actor=hearing.sender(opened), at=opened.opened_at)
    delivery.confirmed_at, delivery.complete = opened.consigned_at, message.complete
    delivery.receipt_note = message.note
    delivery.save(update_fields=["confirmed_at", "complete", "receipt_note"])
    found = {one.evidence_id: one for one in message.items}
    for item in delivery.evidence.all():
        told = found.get(item.evidence_id)
        item.intact = told is not None and told.ok and told.sha256 == item.sha256
        item.save(update_fields=["intact"])
    hearing.note(case, "confirmed", opened, number=message.delivery_no, complete=message.complete)
    keeping.settle(case, at=opened.opened_at)
    keeping.audit(
        case,
        AuditCode.MATERIAL_RECEIPT_RECEIVED,
        actor=hearing.sender(opened),
        at=opened.opened_at,
        data={"delivery": message.delivery_no, "complete": message.complete},
    )
