"""Offer assistance under conditions, and answer such an offer (UNCAC art. 46(26))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.models import Offer
from comity.cases.models.case import new_token
from comity.law.conversation import Message, Said

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor

# The offer is itself the consultation that the law demands before a refusal: 46(26).
DONE_BY_OFFER = frozenset({"consultation"})


@transaction.atomic
def offer_conditions(
    *,
    actor: Actor,
    case_id: UUID,
    measure_ids: Collection[str],
    conditions: Sequence[str],
    due: date | None,
    now: datetime,
) -> Offer:
    """Offer measures under terms and conditions, instead of refusing or postponing them.

    Raises:
        CaseworkError: `E_MEASURE` if none is open to it, `E_CONDITIONS` if no condition is said.
        RuleViolation: `out_of_step`.
    """
    case = keeping.load(actor, case_id, Permission.CONDITIONS_OFFER, now=now)
    measures = list(case.measures.select_for_update().filter(measure_id__in=list(measure_ids), state="asked"))
    said = [one.strip() for one in conditions if one.strip()]
    if not measures:
        raise rules.CaseworkError("E_MEASURE", "no measure that is still to be decided was chosen")
    if not said:
        raise rules.CaseworkError("E_CONDITIONS", "an offer without a condition")
    steps.examine(case, actor=actor, at=now)
    before, offer_id = steps.position_of(case), new_token()
    offer = Offer.objects.create(
        case=case,
        offer_id=offer_id,
        conditions=[{"condition_id": f"c{number}", "text": text} for number, text in enumerate(said, 1)],
        due=due,
        offered_at=now,
    )
    offer.measures.set(measures)
    named = tuple(one.measure_id for one in measures)
    spoken = Message(Said.CONDITIONS_OFFER, dict.fromkeys(named, ""))
    steps.say(case, spoken, before=before, actor=actor, at=now, done=DONE_BY_OFFER)
    offer.offered_message = posting.post(
        case, messages.conditions_offer(offer, measure_ids=named, at=now), actor=actor, now=now,
        in_reply_to=case.request_message,
    )  # fmt: skip
    offer.save(update_fields=["offered_message"])
    keeping.note(
        case, "conditions_offered", actor=actor, at=now, crosses="out", message_id=offer.offered_message,
        measures=len(named), count=len(said),
    )  # fmt: skip
    case.for_head = {}
    keeping.settle(case, at=now, also=("for_head",))
    return offer


@transaction.atomic
def answer_offer(*, actor: Actor, case_id: UUID, offer_id: str, accepted: bool, reasons: str, now: datetime) -> Offer:
    """Accept the conditions, by which our State is then bound, or reject them with reasons.

    Raises:
        CaseworkError: `E_OFFER` if the offer does not wait for an answer, `E_SAY` if it is rejected without a word.
    """
    case = keeping.load(actor, case_id, Permission.CONDITIONS_ANSWER, now=now)
    offer = case.offers.select_for_update().filter(offer_id=offer_id, answer="").first()
    if offer is None:
        raise rules.CaseworkError("E_OFFER", "no such offer waits for an answer")
    if not accepted:
        rules.check_said(reasons, "reasons")
    before = steps.position_of(case)
    named = tuple(offer.measures.filter(state="conditions_offered").values_list("measure_id", flat=True))
    kind = Said.CONDITIONS_ACCEPT if accepted else Said.CONDITIONS_REJECT
    steps.say(case, Message(kind, dict.fromkeys(named, "")), before=before, actor=actor, at=now)
    offer.answer, offer.reasons, offer.answered_at = ("accepted" if accepted else "rejected"), reasons, now
    offer.answered_message = posting.post(
        case, messages.conditions_answer(offer, measure_ids=named, at=now), actor=actor, now=now,
        in_reply_to=offer.offered_message,
    )  # fmt: skip
    offer.save(update_fields=["answer", "reasons", "answered_at", "answered_message"])
    keeping.note(
        case, f"conditions_{offer.answer}", actor=actor, at=now, crosses="out", message_id=offer.answered_message,
        measures=len(named), reason=reasons,
    )  # fmt: skip
    keeping.settle(case, at=now)
    return offer
