"""Matters, offers, postponements and notices of the other authority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases.actions import keeping, matters, steps
from comity.cases.handlers import hearing
from comity.cases.models import Direction, Matter, Notice, Offer, Postponement
from comity.law.conversation import BY_REQUESTED, EITHER, MATTERS, Message, Said
from comity.law.conversation.turns import ANSWERS
from comity.wire import matters as wire
from comity.wire import turns
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from comity.cases.models import Case
    from comity.exchange.opening import Opened
    from comity.wire.message import CaseMessage

COMMON = frozenset({"request_id", "sent_at", "from_reference", "to_reference", "matter", "notice_id"})


def _own_fields(message: CaseMessage) -> dict[str, Any]:
    """Return what a message says besides what all messages have."""
    return {name: value for name, value in message.to_json().items() if name not in COMMON}


def _case_of(opened: Opened, kind: Said) -> Case:
    """Return the case; which side we are on follows from who may send this kind."""
    return hearing.locked_case(opened, Direction.OUTGOING if kind in BY_REQUESTED else Direction.INCOMING)


def on_matter(opened: Opened) -> None:
    """They ask us something that leaves the measures where they are.

    Raises:
        WireError: `E_MESSAGE` if the name of the matter was used before, by whichever side.
    """
    message = hearing.said(opened, wire.MatterMessage)
    kind = Said(message.KIND)
    case = _case_of(opened, kind)
    if case.matters.filter(matter_id=message.matter).exists():
        raise WireError("E_MESSAGE", "a matter of this name was opened before")
    before = steps.position_of(case)
    said = _own_fields(message)
    steps.hear(
        case, Message(kind, matter=message.matter), before=before, actor=hearing.sender(opened), at=opened.opened_at
    )
    Matter.objects.create(
        case=case,
        matter_id=message.matter,
        kind=kind,
        ours=False,
        asked=said,
        due=hearing.to_day(said.get("due", "")),
        opened_at=opened.consigned_at,
        opened_message=opened.message_id,
    )
    hearing.own_reference(case, message)
    hearing.note(case, "matter_opened", opened, kind=str(kind))
    keeping.settle(case, at=opened.opened_at)


def on_matter_answered(opened: Opened) -> None:
    """They answer what we asked; an answered consultation is the record that 46(26) demands.

    Raises:
        WireError: `E_MESSAGE` if it answers nothing that we asked.
    """
    message = hearing.said(opened, wire.MatterMessage)
    kind = Said(message.KIND)
    case = _case_of(opened, kind)
    before = steps.position_of(case)
    found = case.matters.filter(matter_id=message.matter, ours=True, kind=ANSWERS[kind].opens).first()
    if found is None:
        raise WireError("E_MESSAGE", "an answer to nothing that was asked")
    steps.hear(
        case, Message(kind, matter=message.matter), before=before, actor=hearing.sender(opened), at=opened.opened_at
    )
    found.answer, found.answered_at = _own_fields(message), opened.consigned_at
    found.answered_message = opened.message_id
    found.save(update_fields=["answer", "answered_at", "answered_message"])
    if ANSWERS[kind].opens is Said.CONSULT_OPEN:
        matters.record_reply(found, at=opened.opened_at)
    hearing.note(case, "matter_answered", opened, kind=found.kind)
    keeping.settle(case, at=opened.opened_at)


def on_notice(opened: Opened) -> None:
    """They tell us something that asks for no answer; some of it may come from either side.

    Raises:
        WireError: `E_MESSAGE` if a notice of theirs had this name before.
    """
    message = hearing.said(opened, wire.Notice)
    kind = Said(message.KIND)
    case = hearing.case_of_either(opened) if kind in EITHER else _case_of(opened, kind)
    if case.notices.filter(ours=False, notice_id=message.notice_id).exists():
        raise WireError("E_MESSAGE", "a notice of this name was given before")
    before = steps.position_of(case)
    steps.hear(case, Message(kind), before=before, actor=hearing.sender(opened), at=opened.opened_at)
    Notice.objects.create(
        case=case,
        notice_id=message.notice_id,
        kind=kind,
        ours=False,
        said=_own_fields(message),
        at=opened.consigned_at,
        message_id=opened.message_id,
    )
    hearing.own_reference(case, message)
    hearing.note(case, "notice", opened, kind=str(kind))
    keeping.settle(case, at=opened.opened_at)


def on_offer(opened: Opened) -> None:
    """They offer assistance under conditions (UNCAC art. 46(26))."""
    message = hearing.said(opened, turns.ConditionsOffer)
    case = hearing.locked_case(opened, Direction.OUTGOING)
    before = steps.position_of(case)
    spoken = Message(Said.CONDITIONS_OFFER, dict.fromkeys(message.measure_ids, ""))
    steps.hear(case, spoken, before=before, actor=hearing.sender(opened), at=opened.opened_at)
    offer = Offer.objects.create(
        case=case,
        offer_id=message.offer_id,
        conditions=[one.to_json() for one in message.conditions],
        due=hearing.to_day(message.due),
        offered_at=opened.consigned_at,
        offered_message=opened.message_id,
    )
    offer.measures.set(case.measures.filter(measure_id__in=message.measure_ids))
    hearing.own_reference(case, message)
    hearing.note(case, "conditions_offered", opened, measures=len(message.measure_ids), count=len(message.conditions))
    keeping.settle(case, at=opened.opened_at)


def on_offer_answered(opened: Opened) -> None:
    """They accept our conditions, and are bound, or reject them.

    Raises:
        WireError: `E_MESSAGE` if it answers no offer of ours, or names measures that were not in it.
    """
    message = hearing.said(opened, turns.ConditionsAnswer)
    case = hearing.locked_case(opened, Direction.INCOMING)
    before = steps.position_of(case)
    offer = case.offers.filter(offer_id=message.offer_id, answer="").first()
    offered = set(offer.measures.values_list("measure_id", flat=True)) if offer else set()
    if offer is None or not set(message.measure_ids) <= offered:
        raise WireError("E_MESSAGE", "an answer to no offer of ours")
    spoken = Message(Said(message.KIND), dict.fromkeys(message.measure_ids, ""))
    steps.hear(
        case, spoken, before=before, actor=hearing.sender(opened), at=opened.opened_at, said_at=opened.consigned_at
    )
    offer.answer = "accepted" if isinstance(message, turns.ConditionsAccept) else "rejected"
    offer.reasons = message.reasons if isinstance(message, turns.ConditionsReject) else ""
    offer.answered_at, offer.answered_message = opened.consigned_at, opened.message_id
    offer.save(update_fields=["answer", "reasons", "answered_at", "answered_message"])
    hearing.note(case, f"conditions_{offer.answer}", opened, measures=len(message.measure_ids), reason=offer.reasons)
    keeping.settle(case, at=opened.opened_at)


def on_postpone(opened: Opened) -> None:
    """They put measures off because of a proceeding of theirs (UNCAC art. 46(25))."""
    message = hearing.said(opened, turns.DecisionPostpone)
    case = hearing.locked_case(opened, Direction.OUTGOING)
    before = steps.position_of(case)
    spoken = Message(Said.DECISION_POSTPONE, dict.fromkeys(message.measure_ids, ""))
    steps.hear(case, spoken, before=before, actor=hearing.sender(opened), at=opened.opened_at)
    review_on = hearing.to_day(message.review_on)
    if review_on is None:
        raise WireError("E_MESSAGE", "a postponement without its day of review")
    postponement = Postponement.objects.create(
        case=case,
        interference=message.interference,
        review_on=review_on,
        consulted=message.consultation.to_json(),
        decided_at=opened.consigned_at,
        message_id=opened.message_id,
    )
    postponement.measures.set(case.measures.filter(measure_id__in=message.measure_ids))
    hearing.own_reference(case, message)
    hearing.note(case, "postponed", opened, measures=len(message.measure_ids), until=message.review_on)
    keeping.settle(case, at=opened.opened_at)


MATTER_RECORDS: dict[type[Any], Any] = {
    record: (on_matter if Said(record.KIND) in MATTERS else on_matter_answered)
    for record in (
        wire.ConsultOpen, wire.ConsultReply, wire.CostConsult, wire.CostAgree, wire.CannotComply,
        wire.ConfidentialityAnswer, wire.LiftNotice, wire.LiftViews, wire.UseRequest, wire.UseDecision,
    )
} | dict.fromkeys(
    (
        wire.Obstacle, wire.FreezeEffect, wire.FreezeLapseRule, wire.FreezeLifted, wire.Exculpatory, wire.OrderCeased,
        wire.MaterialDisposed, wire.Correction,
    ),
    on_notice,
)  # fmt: skip
