"""Ask how far a request is, and say so (UNCAC art. 46(24))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.law.conversation import Message, Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def ask_status(*, actor: Actor, case_id: UUID, note: str, now: datetime) -> Case:
    """Ask the requested State how far the request is."""
    case = keeping.load(actor, case_id, Permission.STATUS_ASK, now=now)
    rules.check_under_way(case.step)
    steps.say(case, Message(Said.STATUS_QUERY), before=steps.position_of(case), actor=actor, at=now)
    sent = posting.post(case, messages.status_query(case, note=note, at=now), actor=actor, now=now)
    case.status_asked_at = now
    keeping.note(case, "status_asked", actor=actor, at=now, crosses="out", message_id=sent)
    keeping.settle(case, at=now, also=("status_asked_at",))
    return case


@transaction.atomic
def report_status(*, actor: Actor, case_id: UUID, notes: Mapping[str, str], note: str, now: datetime) -> Case:
    """Tell the requesting State how far each measure is; `notes` are by measure id and may be empty."""
    case = keeping.load(actor, case_id, Permission.STATUS_REPORT, now=now)
    rules.check_under_way(case.step)
    measures = [(measure, notes.get(measure.measure_id, "")) for measure in case.measures.all()]
    said = Message(Said.STATUS_REPORT, {one.measure_id: one.state for one, _note in measures})
    steps.say(case, said, before=steps.position_of(case), actor=actor, at=now)
    sent = posting.post(case, messages.status_report(case, measures, note=note, at=now), actor=actor, now=now)
    case.status_asked_at = None
    keeping.note(case, "status_reported", actor=actor, at=now, crosses="out", message_id=sent)
    keeping.settle(case, at=now, also=("status_asked_at",))
    return case
