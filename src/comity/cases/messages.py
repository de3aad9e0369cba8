"""Models to wire messages. What comes the other way is applied in `handlers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.wire import messages as wire
from comity.wire import turns
from comity.wire.kinds import KINDS
from comity.wire.message import CaseMessage
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from comity.cases.models import (
        AfterCare,
        Case,
        Clarification,
        Consultation,
        Decision,
        Delivery,
        Measure,
        Offer,
        Postponement,
    )


def common(case: Case, at: datetime, note: str = "") -> dict[str, Any]:
    """Return the fields that every message about a case has."""
    return {
        "request_id": case.pk,
        "sent_at": at,
        "from_reference": case.our_reference,
        "to_reference": case.their_reference,
        "note": note,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def of_kind(case: Case, kind: str, *, at: datetime, note: str = "", **said: Any) -> CaseMessage:
    """Return a message of any kind from its own fields, or raise WireError `E_MESSAGE` naming what may not travel."""
    record = KINDS[kind].record
    message = record(**common(case, at, note), **said)
    if not isinstance(message, CaseMessage):
        raise TypeError(kind)
    return message


def request_to_wire(request: Mapping[str, Any]) -> RequestV1:
    """Return the request as a message, or raise WireError `E_MESSAGE` naming the place that may not travel."""
    return RequestV1.from_json(dict(request))


def ack(case: Case, *, officer: str, contact: str, at: datetime) -> wire.Ack:
    """Acknowledge a request under our own reference."""
    return wire.Ack(
        **common(case, at),
        reference=case.our_reference,
        received_at=case.arrived_at or at,
        officer=officer,
        contact=contact,
    )


def clarify_ask(clarification: Clarification, *, measure_ids: tuple[str, ...], at: datetime) -> wire.ClarifyAsk:
    """Ask for missing items (UNCAC art. 46(16)); the measures named wait for the answer."""
    return wire.ClarifyAsk(
        **common(clarification.case, at, clarification.note),
        round=clarification.round,
        due=_day(clarification.due),
        measure_ids=measure_ids,
        items=tuple(
            wire.Question(
                item_id=item.item_id,
                code=item.code,
                measure_id=item.measure_id,
                person_id=item.person_id,
                question=item.question,
            )
            for item in clarification.items.all()
        ),
    )


def clarify_answer(clarification: Clarification, *, at: datetime) -> wire.ClarifyAnswer:
    """Answer one round of questions."""
    return wire.ClarifyAnswer(
        **common(clarification.case, at, clarification.answer_note),
        round=clarification.round,
        answers=tuple(
            wire.Answer(item_id=item.item_id, answer=item.answer, annex_ids=tuple(item.annexes))
            for item in clarification.items.all()
        ),
    )


def decision(
    case: Case, decisions: Iterable[Decision], *, appeal: str, note: str, at: datetime
) -> wire.DecisionAccept | wire.DecisionRefuse | wire.DecisionPartial:
    """Return the message for what was decided together: all accepted, all refused, or some of each."""
    rows = tuple(
        wire.MeasureDecision(
            measure_id=one.measure.measure_id,
            decision=one.decision,
            ground=one.ground,
            reasons=one.reasons,
            consultation=_consultation(one.consultation, one.consulted),
            article=one.article,
            expected_by=_day(one.expected_by),
        )
        for one in decisions
    )
    found = {row.decision for row in rows}
    record: type[wire.DecisionAccept | wire.DecisionRefuse | wire.DecisionPartial] = wire.DecisionPartial
    if found == {"accepted"}:
        record = wire.DecisionAccept
    elif found == {"refused"}:
        record = wire.DecisionRefuse
    return record(**common(case, at, note), measures=rows, appeal_info=appeal)


def _consultation(held: Consultation | None, left_out: Mapping[str, str]) -> wire.ConsultationHeld:
    if held is None:
        return wire.ConsultationHeld(**left_out)
    return wire.ConsultationHeld(
        opened_at=held.opened_at.date().isoformat(), summary=held.summary, override_reason=held.override_reason
    )


def status_query(case: Case, *, note: str, at: datetime) -> wire.StatusQuery:
    """Ask how far things are (UNCAC art. 46(24))."""
    return wire.StatusQuery(**common(case, at, note))


def status_report(case: Case, measures: Iterable[tuple[Measure, str]], *, note: str, at: datetime) -> wire.StatusReport:
    """Say how far each measure is (UNCAC art. 46(24))."""
    return wire.StatusReport(
        **common(case, at, note),
        measures=tuple(
            wire.MeasureStatus(
                measure_id=measure.measure_id, state=measure.state, expected_by=_day(measure.expected_by), note=text
            )
            for measure, text in measures
        ),
    )


def material_deliver(delivery: Delivery, *, at: datetime) -> wire.MaterialDeliver:
    """Deliver results, with the evidence of each measure."""
    evidence: dict[int, list[str]] = {}
    for item in delivery.evidence.all():
        evidence.setdefault(item.measure_id, []).append(item.evidence_id)
    return wire.MaterialDeliver(
        **common(delivery.case, at, delivery.note),
        delivery_no=delivery.number,
        final=delivery.final,
        measures=tuple(
            wire.MeasureResult(
                measure_id=row.measure.measure_id,
                result=row.result,
                text=row.text,
                evidence_ids=tuple(evidence.get(row.measure_id, ())),
            )
            for row in delivery.measures.select_related("measure").order_by("measure__position", "pk")
        ),
        use_limits=delivery.use_limits,
    )


def material_receipt(delivery: Delivery, *, at: datetime) -> wire.MaterialReceipt:
    """Confirm what arrived of one delivery."""
    return wire.MaterialReceipt(
        **common(delivery.case, at, delivery.receipt_note),
        delivery_no=delivery.number,
        items=tuple(
            wire.ReceivedItem(evidence_id=item.evidence_id, sha256=item.sha256, ok=bool(item.intact))
            for item in delivery.evidence.all()
        ),
        complete=bool(delivery.complete),
    )


def no_longer_required(case: Case, measures: Iterable[Measure], *, reason: str, at: datetime) -> wire.NoLongerRequired:
    """Say that some measures, or all where none is named, are no longer needed (UNCAC art. 46(24))."""
    return wire.NoLongerRequired(
        **common(case, at), reason=reason, measure_ids=tuple(measure.measure_id for measure in measures)
    )


def closure(told: AfterCare, *, outcome: str, at: datetime) -> wire.Closure:
    """Tell the other side that our case is closed, and what became of what came; what we learnt stays with us."""
    return wire.Closure(
        **common(told.case, at),
        outcome=outcome,
        reason=told.reason,
        feedback=wire.Feedback(useful=told.useful, used_in=told.used_in, text=told.text),
        supplements=told.case.supplements,
    )


def conditions_offer(offer: Offer, *, measure_ids: tuple[str, ...], at: datetime) -> turns.ConditionsOffer:
    """Offer assistance under conditions (UNCAC art. 46(26))."""
    return turns.ConditionsOffer(
        **common(offer.case, at),
        offer_id=offer.offer_id,
        measure_ids=measure_ids,
        conditions=tuple(turns.Condition(**one) for one in offer.conditions),
        due=_day(offer.due),
    )


def conditions_answer(offer: Offer, *, measure_ids: tuple[str, ...], at: datetime) -> turns.ConditionsAnswer:
    """Accept or reject conditions (UNCAC art. 46(26))."""
    said = {**common(offer.case, at), "offer_id": offer.offer_id, "measure_ids": measure_ids}
    if offer.answer == "accepted":
        return turns.ConditionsAccept(**said)
    return turns.ConditionsReject(**said, reasons=offer.reasons)


def decision_postpone(
    postponement: Postponement, *, measure_ids: tuple[str, ...], at: datetime
) -> turns.DecisionPostpone:
    """Postpone measures (UNCAC art. 46(25))."""
    return turns.DecisionPostpone(
        **common(postponement.case, at),
        measure_ids=measure_ids,
        interference=postponement.interference,
        review_on=postponement.review_on.isoformat(),
        consultation=wire.ConsultationHeld(**postponement.consulted),
    )
