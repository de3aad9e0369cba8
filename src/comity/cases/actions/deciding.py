"""Consult, propose and issue decisions on measures (UNCAC art. 46(9), 46(21)-(26))."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import guarding, messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, offices, overriding, posting, steps, verdicts
from comity.cases.codes import AuditCode
from comity.cases.models import Consultation, Decision, Measure
from comity.core import access
from comity.law.conversation import Message, Said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.law.guards import Warned

# `rules.check_decision` has seen to these for every measure that is refused before the case is moved.
DONE_BEFORE_REFUSAL = frozenset({"ground", "reasons", "consultation"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is decided on one measure: `accepted`, or `refused` on a ground and with reasons.

    `coercive` is said where it depends on what is asked, `public` where records open to the public are asked for.
    """

    measure_id: str
    decision: str
    ground: str = ""
    reasons: str = ""
    expected_by: date | None = None
    override_reason: str = ""
    dual: str = "unclear"
    coercive: str = ""
    public: bool = False


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
    case = keeping.load(actor, case_id, Permission.CONSULTATION_RECORD, now=now)
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
    steps.examine(case, actor=actor, at=now)
    steps.go_if_possible(case, "consultation", actor=actor, at=now)
    keeping.note(case, "consulted", actor=actor, at=now, count=len(measures), override=not summary.strip())
    keeping.settle(case, at=now)
    keeping.audit(
        case,
        AuditCode.CONSULTATION_RECORDED,
        actor=actor,
        at=now,
        data={"measures": len(measures), "override": not summary.strip()},
    )
    return consultation


@transaction.atomic
def propose_decisions(*, actor: Actor, case_id: UUID, proposals: Iterable[Proposal], now: datetime) -> None:
    """Hand a proposed refusal to the head, who alone may issue it; nothing leaves the authority.

    A proposal passes the same rules as a decision: ground, reasons (46(23)), consultation first (46(26)).

    Raises:
        CaseworkError: `E_MEASURE` if nothing is proposed, or a measure is not open to decision.
        RuleViolation: what the Convention demands first is missing.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_EXAMINE, now=now)
    proposed = list(proposals)
    wanted = [asdict(one) | {"expected_by": str(one.expected_by or "")} for one in proposed]
    if not wanted:
        raise rules.CaseworkError("E_MEASURE", "no measure was chosen")
    measures = {one.measure_id: one for one in case.measures.all()}
    for one in proposed:
        _check(measures.get(one.measure_id), one)
    steps.examine(case, actor=actor, at=now)
    steps.go_if_possible(case, "decision", actor=actor, at=now)
    case.proposed = wanted
    refused = sum(one.decision == "refused" for one in proposed)
    keeping.note(case, "refusal_proposed", actor=actor, at=now, count=refused)
    keeping.settle(case, at=now, also=("proposed",))


@transaction.atomic
def return_proposal(*, actor: Actor, case_id: UUID, notes: str, now: datetime) -> None:
    """Return a proposed decision to the case officer with the head's notes; its text stays in the form.

    Raises:
        CaseworkError: `E_PROPOSAL` if none waits for the head, `E_SAY` without notes.
    """
    case = keeping.load(actor, case_id, Permission.MEASURE_REFUSE, now=now)
    if not any(not one.get("returned") for one in case.proposed):
        raise rules.CaseworkError("E_PROPOSAL", "no proposal waits for the head")
    rules.check_said(notes, "notes")
    case.proposed = [one | {"returned": notes} for one in case.proposed]
    keeping.note(case, "proposal_returned", actor=actor, at=now)
    keeping.settle(case, at=now, also=("proposed",))


@transaction.atomic
def issue_decisions(
    *, actor: Actor, case_id: UUID, proposals: Iterable[Proposal], appeal: str, note: str, now: datetime
) -> list[Decision]:
    """Decide on measures and tell the requesting State, all in one message.

    A refusal is for the head, names a permitted ground, gives reasons (46(23)) and comes after consultation (46(26)).
    What was accepted can still be refused while it is executed; whoever executes it is released.

    Raises:
        CaseworkError: `E_MEASURE` if a measure is not there or not open to decision.
        RuleViolation: what the Convention demands first is missing.
    """
    case = keeping.load(actor, case_id, Permission.MEASURE_DECIDE, now=now)
    wanted = list(proposals)
    if not wanted:
        raise rules.CaseworkError("E_MEASURE", "no measure was decided")
    if any(one.decision == "refused" for one in wanted):
        access.require(actor, Permission.MEASURE_REFUSE, case)
    steps.examine(case, actor=actor, at=now)
    before = steps.position_of(case)
    measures = {one.measure_id: one for one in case.measures.select_for_update()}
    made = [_decide(measures.get(one.measure_id), one, appeal=appeal, actor=actor, now=now) for one in wanted]
    said = {one.measure.measure_id: one.decision for one in made}
    steps.say(case, Message(kind_of(said.values()), said), before=before, actor=actor, at=now, done=DONE_BEFORE_REFUSAL)
    for one in made:
        if one.decision == "refused":
            offices.end_work(case, one.measure, actor=actor, at=now)
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
    case.decided_at, case.proposed = now, []
    keeping.settle(case, at=now, also=("decided_at", "proposed"))
    return made


def _check(measure: Measure | None, wanted: Proposal) -> tuple[Measure, str, list[Warned], Consultation | None]:
    """Ask the law about one decision; return the measure, the article, what was overridden, the consultation."""
    if measure is None or wanted.decision not in rules.decisions_on(measure.state, measure.resume_state):
        raise rules.CaseworkError("E_MEASURE", "a measure that is not open to decision")
    consultation = measure.consultations.order_by("-recorded_at").first()
    article, warned = guarding.check_decision(
        mode=measure.case.mode,
        kind=measure.kind,
        module=measure.module,
        decision=wanted.decision,
        ground=wanted.ground,
        reasons=wanted.reasons,
        consulted=bool(consultation and consultation.summary.strip()),
        override_reason=wanted.override_reason or (consultation.override_reason if consultation else ""),
        dual=wanted.dual,
        force=wanted.coercive,
        public=wanted.public,
    )
    return measure, article, warned, consultation


def _decide(found: Measure | None, wanted: Proposal, *, appeal: str, actor: Actor, now: datetime) -> Decision:
    """Write one decision and move its measure."""
    measure, article, warned, consultation = _check(found, wanted)
    refused = wanted.decision == "refused"
    said = {
        "decision": wanted.decision,
        "ground": wanted.ground if refused else "",
        "reasons": wanted.reasons,
        "article": article,
        "appeal": appeal if refused else "",
        "expected_by": None if refused else wanted.expected_by,
        "consultation": consultation if refused else None,
        "consulted": _left_out(warned) if refused and consultation is None else {},
        "decided_at": now,
        "decided_by_id": actor.officer_id,
    }
    decision = verdicts.keep_decision(measure, said)
    measure.expected_by = decision.expected_by
    measure.save(update_fields=["expected_by"])
    overriding.record(measure.case, warned, measures=[measure], actor=actor, at=now)
    return decision


def _left_out(warned: Iterable[Warned]) -> dict[str, str]:
    """Return why there was no consultation, as the decision tells it (46(26)); empty where that was not left out."""
    reason = next((one.reason for one in warned if one.guard.code == "consultation_before_refusal"), "")
    return {"opened_at": "", "summary": "", "override_reason": reason} if reason else {}


def kind_of(decisions: Iterable[str]) -> Said:
    """Return the kind of message for what was decided together."""
    found = set(decisions)
    if found == {"accepted"}:
        return Said.DECISION_ACCEPT
    return Said.DECISION_REFUSE if found == {"refused"} else Said.DECISION_PARTIAL
