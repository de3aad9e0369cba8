"""Postpone measures because of a proceeding of our own, and take them up again (UNCAC art. 46(25)-(26))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, overriding, posting, reporting, steps
from comity.cases.models import Consultation, Postponement
from comity.law.conversation import Message, Said
from comity.law.guards import check_postponement

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from comity.cases.models import Case, Measure
    from comity.core.actors import Actor

DONE_BEFORE = frozenset({"interference", "consultation"})


@transaction.atomic
def postpone_measures(
    *,
    actor: Actor,
    case_id: UUID,
    measure_ids: Collection[str],
    interference: str,
    review_on: date,
    override_reason: str,
    now: datetime,
) -> Postponement:
    """Put measures off until a day on which they are looked at again, and tell the requesting State why.

    Raises:
        CaseworkError: `E_MEASURE` if none is chosen, `E_REVIEW_DAY` if the day of review is past.
        RuleViolation: interference is not said (46(25)), or consultation did not come first (46(26)).
    """
    case = keeping.load(actor, case_id, Permission.MEASURE_POSTPONE, now=now)
    measures = list(case.measures.select_for_update().filter(measure_id__in=list(measure_ids)))
    if not measures:
        raise rules.CaseworkError("E_MEASURE", "no measure was chosen")
    if review_on <= now.date():
        raise rules.CaseworkError("E_REVIEW_DAY", "the day of review is not in the future")
    held = _consulted(case, measures)
    warned = check_postponement(
        mode=case.mode, interference=interference, consulted=held is not None, override_reason=override_reason
    )
    steps.examine(case, actor=actor, at=now)
    before = steps.position_of(case)
    postponement = Postponement.objects.create(
        case=case,
        interference=interference,
        review_on=review_on,
        decided_at=now,
        consulted={
            "opened_at": held.opened_at.date().isoformat() if held else "",
            "summary": held.summary if held else "",
            "override_reason": "" if held else override_reason,
        },
    )
    postponement.measures.set(measures)
    named = tuple(one.measure_id for one in measures)
    spoken = Message(Said.DECISION_POSTPONE, dict.fromkeys(named, ""))
    steps.say(case, spoken, before=before, actor=actor, at=now, done=DONE_BEFORE)
    postponement.message_id = posting.post(
        case, messages.decision_postpone(postponement, measure_ids=named, at=now), actor=actor, now=now,
        in_reply_to=case.request_message,
    )  # fmt: skip
    postponement.save(update_fields=["message_id"])
    keeping.note(
        case, "postponed", actor=actor, at=now, crosses="out", message_id=postponement.message_id,
        measures=len(named), until=review_on.isoformat(),
    )  # fmt: skip
    case.for_head = {}
    keeping.settle(case, at=now, also=("for_head",))
    overriding.record(case, warned, measures=measures, actor=actor, at=now)
    return postponement


def _consulted(case: Case, measures: Collection[Measure]) -> Consultation | None:
    """Return the last consultation, if every one of the measures was the subject of one (46(26)); else None."""
    held = list(case.consultations.filter(measures__in=measures).exclude(summary="").distinct())
    about = set(
        Consultation.measures.through.objects.filter(consultation__in=held).values_list("measure_id", flat=True)
    )
    return held[-1] if held and {one.pk for one in measures} <= about else None


@transaction.atomic
def resume_measures(*, actor: Actor, case_id: UUID, note: str, now: datetime) -> Case:
    """Take up again every measure that was put off, where it stood before, and report it.

    Raises:
        CaseworkError: `E_MEASURE` if none is postponed.
    """
    case = keeping.load(actor, case_id, Permission.STATUS_REPORT, now=now)
    paused = list(case.measures.select_for_update().filter(state="postponed"))
    if not paused:
        raise rules.CaseworkError("E_MEASURE", "no measure is postponed")
    for measure in paused:
        target, measure.resume_state = measure.resume_state, ""
        steps.advance(measure, target, actor=actor, at=now)
    case.postponements.filter(ended_at__isnull=True).update(ended_at=now)
    return reporting.report_status(actor=actor, case_id=case_id, notes={}, note=note, now=now)
