"""Ask for more in a case that was sent, which opens it again if it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import compose, messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.models import Measure
from comity.law.conversation import Message, Said
from comity.wire import turns
from comity.wire.request import Measure as AskedMeasure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def send_supplement(
    *, actor: Actor, case_id: UUID, reason: str, measures: Sequence[Mapping[str, Any]], now: datetime
) -> Case:
    """Ask for further measures, in the shape they have in a request.

    Raises:
        CaseworkError: `E_SAY` without a reason, `E_MEASURE` without a measure.
        RuleViolation: `out_of_step`: the request was not acknowledged yet.
        WireError: `E_MESSAGE`: a field that may not travel.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_SUPPLEMENT, now=now)
    rules.check_said(reason, "reason")
    if not measures:
        raise rules.CaseworkError("E_MEASURE", "a supplement without a measure")
    before = steps.position_of(case)
    asked = tuple(AskedMeasure.from_json(dict(one)) for one in measures)
    message = turns.Supplement(**messages.common(case, now), reason=reason, measures=asked)
    write_measures(case, [one.to_json() for one in asked], at=now, first=len(before.measures))
    spoken = Message(Said.SUPPLEMENT, {one.measure_id: "" for one in asked})
    steps.say(case, spoken, before=before, actor=actor, at=now)
    sent = posting.post(case, message, actor=actor, now=now, in_reply_to=case.request_message)
    keeping.note(
        case, "supplemented", actor=actor, at=now, crosses="out", message_id=sent, measures=len(asked), reason=reason
    )
    keeping.settle(case, at=now)
    return case


def write_measures(case: Case, measures: Sequence[Mapping[str, Any]], *, at: datetime, first: int = 0) -> None:
    """Write measures as they stand in a request, in order after the `first` that are there."""
    Measure.objects.bulk_create(
        Measure(
            case=case,
            measure_id=one["measure_id"],
            position=position,
            data=compose.decompose_measure(one),
            version=1,
            changed_at=at,
            kind=one["kind"],
            module=one["module"],
            state_since=at,
        )
        for position, one in enumerate(measures, first)
    )
