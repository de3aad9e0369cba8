"""End a case: say what is no longer needed (UNCAC art. 46(24)), close it with a reason and feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.law.conversation import Message, Said
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
def close_case(*, actor: Actor, case_id: UUID, reason: str, useful: str, text: str, now: datetime) -> Case:
    """Close a case in which no measure is open, and tell the other side its outcome and our feedback.

    Raises:
        CaseworkError: `E_OPEN` while a measure is open.
    """
    case = keeping.load(actor, case_id, Permission.CASE_CLOSE, now=now)
    before = steps.position_of(case)
    found = outcome(before.measures.values())
    if found == Outcome.OPEN:
        raise rules.CaseworkError("E_OPEN", "a measure is still open")
    said = Message(Said.CLOSURE, number=case.supplements)
    steps.say(case, said, before=before, actor=actor, at=now, done=frozenset({"outcome"}))
    sent = posting.post(
        case, messages.closure(case, outcome=found, reason=reason, useful=useful, text=text, at=now), actor=actor,
        now=now,
    )  # fmt: skip
    keeping.note(case, "closed", actor=actor, at=now, crosses="out", message_id=sent, outcome=found)
    keeping.settle(case, at=now)
    return case
