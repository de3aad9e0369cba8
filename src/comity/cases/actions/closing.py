"""End a case: say what is no longer needed (UNCAC art. 46(24)), close it with a reason and feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, overriding, posting, steps
from comity.cases.models import AfterCare
from comity.law.conversation import Message, Said
from comity.law.guards import check_use
from comity.law.measures import TERMINAL
from comity.law.outcome import Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def withdraw_measures(*, actor: Actor, case_id: UUID, measure_ids: Collection[str], reason: str, now: datetime) -> Case:
    """Tell the requested State that some measures are no longer needed; none named means all that are still open.

    Raises:
        CaseworkError: `E_SAY` without a reason, `E_MEASURE` if none of them is open.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_WITHDRAW, now=now)
    rules.check_under_way(case.step)
    rules.check_said(reason, "reason")
    before = steps.position_of(case)
    still_open = [one for one in case.measures.select_for_update() if one.state not in TERMINAL]
    chosen = [one for one in still_open if not measure_ids or one.measure_id in measure_ids]
    if not chosen:
        raise rules.CaseworkError("E_MEASURE", "no open measure was chosen")
    named = chosen if len(chosen) < len(still_open) else []
    said = Message(Said.NO_LONGER_REQUIRED, {one.measure_id: "" for one in named})
    steps.say(case, said, before=before, actor=actor, at=now)
    sent = posting.post(case, messages.no_longer_required(case, named, reason=reason, at=now), actor=actor, now=now)
    keeping.note(case, "withdrawn", actor=actor, at=now, crosses="out", message_id=sent, count=len(chosen))
    keeping.settle(case, at=now)
    return case


@transaction.atomic
def close_case(
    *,
    actor: Actor,
    case_id: UUID,
    reason: str,
    useful: str = "",
    used_in: str = "",
    text: str = "",
    lessons: str = "",
    other_use: bool = False,
    override_reason: str = "",
    now: datetime,
) -> Case:
    """Close a case in which no measure is open, and tell the other side its outcome and our feedback.

    Args:
        actor: who closes it.
        case_id: the case.
        reason: the closing note, which both keep.
        useful: whether what came was of use; it is told to the other State, as the two below.
        used_in: what it was used for.
        text: what came of it.
        lessons: what we would do otherwise next time; it stays with us.
        other_use: what was received was used for another purpose than the request states (46(19)).
        override_reason: why that was without consent, where the rule holds by analogy only.
        now: when.

    Raises:
        CaseworkError: `E_OPEN` while a measure is open.
        RuleViolation: `use_within_purpose`, used otherwise without consent (46(19)).
    """
    case = keeping.load(actor, case_id, Permission.CASE_CLOSE, now=now)
    if case.outgoing and other_use:
        warned = check_use(
            mode=case.mode, within_purpose=False, consent=consent_given(case), exculpatory=False, notified=False,
            override_reason=override_reason,
        )  # fmt: skip
        overriding.record(case, warned, actor=actor, at=now)
    before = steps.position_of(case)
    found = outcome(before.measures.values())
    if found == Outcome.OPEN:
        raise rules.CaseworkError("E_OPEN", "a measure is still open")
    said = Message(Said.CLOSURE, number=case.supplements)
    steps.say(case, said, before=before, actor=actor, at=now, done=frozenset({"outcome"}))
    told = AfterCare.objects.create(
        case=case, ours=True, useful=useful, used_in=used_in, text=text, reason=reason, lessons=lessons, at=now
    )
    sent = posting.post(case, messages.closure(told, outcome=found, at=now), actor=actor, now=now)
    keeping.note(case, "closed", actor=actor, at=now, crosses="out", message_id=sent, outcome=found)
    keeping.settle(case, at=now)
    return case


def consent_given(case: Case) -> bool:
    """Whether the requested State consented to a use beyond the request, with conditions or without (46(19))."""
    asked = case.matters.filter(kind=Said.USE_REQUEST, ours=True, answered_at__isnull=False)
    return any(one.answer.get("consent") in {"yes", "under_conditions"} for one in asked)
