"""The end: what they no longer need, and their closing note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.actions import keeping, steps
from comity.cases.codes import AuditCode
from comity.cases.handlers import hearing
from comity.cases.models import AfterCare, Case, Direction
from comity.law.conversation import Message, Said
from comity.wire import messages as wire
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from comity.exchange.opening import Opened


def on_no_longer_required(opened: Opened) -> None:
    """They no longer need some measures, or any (UNCAC art. 46(24)); execution of those ends."""
    message = hearing.said(opened, wire.NoLongerRequired)
    case = hearing.locked_case(opened, Direction.INCOMING)
    before = steps.position_of(case)
    said = Message(Said.NO_LONGER_REQUIRED, dict.fromkeys(message.measure_ids, ""))
    steps.hear(case, said, before=before, actor=hearing.sender(opened), at=opened.opened_at)
    for measure in case.measures.filter(state="withdrawn"):
        measure.assignments.filter(ended_at__isnull=True).update(ended_at=opened.opened_at)
    count = len(message.measure_ids) or len(before.measures)
    hearing.note(case, "withdrawn", opened, reason=message.reason, count=count)
    keeping.settle(case, at=opened.opened_at)
    keeping.audit(
        case, AuditCode.WITHDRAWAL_RECEIVED, actor=hearing.sender(opened), at=opened.opened_at, data={"measures": count}
    )


def on_closure(opened: Opened) -> None:
    """They closed their case; ours follows where nothing is left to do."""
    message = hearing.said(opened, wire.Closure)
    found = Case.objects.filter(pk=message.request_id).first()
    if found is None:
        raise WireError("E_CASE", "no such case between these two authorities")
    case = hearing.locked_case(opened, Direction(found.direction))
    before = steps.position_of(case)
    said = Message(Said.CLOSURE, number=message.supplements)
    steps.hear(case, said, before=before, actor=hearing.sender(opened), at=opened.opened_at)
    code = "closed" if case.closed_at else "closed_before"  # a supplement of ours crossed it: nothing is closed
    hearing.note(
        case, code, opened, outcome=message.outcome, reason=message.reason, useful=message.feedback.useful,
        feedback=message.feedback.text,
    )  # fmt: skip
    AfterCare.objects.create(
        case=case, ours=False, useful=message.feedback.useful, used_in=message.feedback.used_in,
        text=message.feedback.text, reason=message.reason, at=opened.consigned_at,
    )  # fmt: skip
    keeping.settle(case, at=opened.opened_at)
    keeping.audit(
        case,
        AuditCode.CLOSURE_RECEIVED,
        actor=hearing.sender(opened),
        at=opened.opened_at,
        data={"outcome": message.outcome},
    )
