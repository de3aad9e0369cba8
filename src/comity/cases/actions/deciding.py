"""Consult, propose and issue decisions on measures (UNCAC art. 46(9), 46(21)-(26))."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.models import Consultation, Decision, Measure
from comity.core import access

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is decided on one measure: `accepted`, or `refused` on a ground and with reasons."""

    measure_id: str
    decision: str
    ground: str = ""
    reasons: str = ""
    expected_by: date | None = None


@transaction.atomic
def record_consultation(
    *,
    actor: Actor,
    case_id: UUID,
    measure_ids: Iterable[str],
    opened_at: datetime,
    summary: str,
    override_reason: str,
    now: datetime,
) -> Consultation:
    """Record that the requesting State was consulted about measures, or why it was not (UNCAC art. 46(26)).

    Raises:
        CaseworkError: `E_SAY` if neither is said, `E_MEASURE` if no measure is named.
    """
    case = keeping.load(actor, case_id, Permission.CONSULTATION_RECORD)
    measures = list(case.measures.filter(measure_id__in=list(measure_ids)))
    if not measures:
        raise rules.CaseworkError("E_MEASURE", "no measure was chosen")
    if not summary.strip():
        rules.check_said(override_reason, "override_reason")
    consultation = Consultation.objects.create(
        case=case, opened_at=opened_at, summary=summary, override_reason=override_reason, recorded_at=now,
        recorded_by_id=actor.officer_id,
    )  # fmt: skip
    consultation.measures.set(measures)
    steps.to_examination(case, actor=actor, at=now)
    keeping.note(case, "consulted", actor=actor, at=now, count=len(measures), override=not summary.strip())
    keeping.settle(case, at=now)
    keeping.audit(
        case,
        "cases.consultation.recorded",
        actor=actor,
        at=now,
        data={"measures": len(measures), "override": not summary.strip()},
    )
    return consultation


@transaction.atomic
def issue_decisions(
    *, actor: Actor, case_id: UUID, proposals: Iterable[Proposal], appeal: str, note: str, now: datetime
) -> list[Decision]:
    """Decide on measures and tell the requesting State, all in one message.

    A refusal is for the head, names a permitted ground, gives reasons (46(23)) and comes after consultation (46(26)).

    Raises:
        CaseworkError: `E_MEASURE` if a measure is not there or not open to decision.
        RuleViolation: what the Convention demands first is missing.
    """
    case = keeping.load(actor, case_id, Permission.MEASURE_DECIDE)
    wanted = list(proposals)
    if not wanted:
        raise rules.CaseworkError("E_MEASURE", "no measure was decided")
    if any(one.decision == "refused" for one in wanted):
        access.require(actor, Permission.MEASURE_REFUSE, case)
    steps.to_examination(case, actor=actor, at=now)
    measures = {one.measure_id: one for one in case.measures.select_for_update()}
    made = [_decide(measures.get(one.measure_id), one, appeal=appeal, actor=actor, now=now) for one in wanted]
    sent = posting.post(
        case,
        messages.decision(case, made, appeal=appeal, note=note, at=now),
        actor=actor,
        now=now,
        in_reply_to=case.request_message,
    )
    Decision.objects.filter(pk__in=[one.pk for one in made]).update(message_id=sent)
    refused = sum(one.decision == "refused" for one in made)
    keeping.note(
        case, "decided", actor=actor, at=now, crosses="out", message_id=sent, accepted=len(made) - refused,
        refused=refused,
    )  # fmt: skip
    case.decided_at = now
    steps.after_decision(case, actor=actor, at=now)
    keeping.settle(case, at=now, also=("decided_at",))
    return made


def _decide(measure: Measure | None, wanted: Proposal, *, appeal: str, actor: Actor, now: datetime) -> Decision:
    """Write one decision and move its measure."""
    if measure is None or measure.state not in rules.DECIDABLE:
        raise rules.CaseworkError("E_MEASURE", "a measure that is not open to decision")
    consultation = measure.consultations.order_by("-recorded_at").first()
    article = rules.check_decision(
        mode=measure.case.mode,
        measure={"kind": measure.kind, "module": measure.module},
        decision=wanted.decision,
        ground=wanted.ground,
        reasons=wanted.reasons,
        consulted=bool(consultation and consultation.summary.strip()),
        override_reason=consultation.override_reason if consultation else "",
    )
    refused = wanted.decision == "refused"
    decision = Decision.objects.create(
        measure=measure,
        decision=wanted.decision,
        ground=wanted.ground if refused else "",
        reasons=wanted.reasons,
        article=article,
        appeal=appeal if refused else "",
        expected_by=None if refused else wanted.expected_by,
        consultation=consultation if refused else None,
        decided_at=now,
        decided_by_id=actor.officer_id,
    )
    measure.expected_by = decision.expected_by
    steps.move_measure(
        measure, wanted.decision, actor=actor, at=now, done=frozenset({"consultation", "reasons", "ground"}),
        also=("expected_by",),
    )  # fmt: skip
    return decision
