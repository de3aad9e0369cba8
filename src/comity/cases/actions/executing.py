"""Execution: give measures to executing authorities, record results, take in evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, overriding, steps
from comity.cases.codes import AuditCode
from comity.cases.models import Assignment, Case, Evidence, Measure
from comity.cases.queries import doors, people
from comity.core import access
from comity.core.roles import Role
from comity.law.conversation import Said
from comity.law.guards import check_costs

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile


@transaction.atomic
def assign_measure(
    *,
    actor: Actor,
    case_id: UUID,
    measure_id: str,
    officer_id: UUID,
    instructions: str,
    due: date | None,
    override_reason: str = "",
    now: datetime,
) -> Assignment:
    """Give an accepted measure to an officer of an executing authority, who from then on sees that measure.

    Raises:
        CaseworkError: `E_OFFICER` if the officer does not hold that role, `E_MEASURE` if the measure is not accepted.
        RuleViolation: `costs_agreed`, extraordinary costs are not settled (46(28)).
    """
    case = keeping.load(actor, case_id, Permission.MEASURE_ASSIGN, now=now)
    measure = case.measures.select_for_update().get(measure_id=measure_id)
    if measure.state not in rules.EXECUTABLE:
        raise rules.CaseworkError("E_MEASURE", "a measure that is not accepted")
    if officer_id not in people.names_with_role(Role.EXECUTING_AUTHORITY):
        raise rules.CaseworkError("E_OFFICER", "no officer of an executing authority")
    if measure.state == "accepted":
        warned = check_costs(
            mode=case.mode, extraordinary=True, agreed=costs_settled(measure), override_reason=override_reason
        )
        overriding.record(case, warned, measures=[measure], actor=actor, at=now)
    measure.assignments.filter(ended_at__isnull=True).update(ended_at=now)
    assignment = Assignment.objects.create(
        measure=measure, officer_id=officer_id, instructions=instructions, due=due, assigned_at=now,
        assigned_by_id=keeping.officer_of(actor),
    )  # fmt: skip
    if measure.state == "accepted":
        steps.advance(measure, "in_execution", actor=actor, at=now)
    steps.go_if_possible(case, "executing", actor=actor, at=now)
    keeping.note(case, "assigned", actor=actor, at=now, measure=measure.measure_id)
    keeping.settle(case, at=now)
    keeping.audit(case, AuditCode.MEASURE_ASSIGNED, actor=actor, at=now, data={"measure": measure.measure_id})
    return assignment


def costs_settled(measure: Measure) -> bool:
    """Whether nothing about the costs of a measure is open or was answered with no: the last answer counts (46(28))."""
    asked = measure.case.matters.filter(kind=Said.COST_CONSULT, ours=True).order_by("opened_at", "id")
    about = [one for one in asked if measure.measure_id in (one.asked.get("measure_ids") or [measure.measure_id])]
    return not about or bool(about[-1].answer.get("agreed"))


def load_measure(actor: Actor, case_id: UUID, measure_id: str) -> Measure:
    """Return a measure the actor may execute, its case and itself locked.

    Raises:
        Measure.DoesNotExist: the measure is neither in a visible case nor assigned to the actor.
        AccessDenied: it is, but executing is not for him.
    """
    found = doors.measures_visible_to(actor).get(case_id=case_id, measure_id=measure_id)
    case = Case.objects.select_for_update().get(pk=found.case_id)
    measure = Measure.objects.select_for_update().get(pk=found.pk)
    measure.case = case
    access.require(actor, Permission.MEASURE_EXECUTE, case)
    if measure.state not in rules.EXECUTABLE:
        raise rules.CaseworkError("E_MEASURE", "a measure that is not in execution")
    return measure


@transaction.atomic
def record_result(*, actor: Actor, case_id: UUID, measure_id: str, result: str, text: str, now: datetime) -> Measure:
    """Record what came of a measure; it waits at the central authority until it is delivered.

    Raises:
        CaseworkError: `E_RESULT` for a result that there is not.
        RuleViolation: a result that explains nothing.
    """
    measure = load_measure(actor, case_id, measure_id)
    rules.check_result(measure.case.mode, result, text, evidence=measure.evidence.count())
    case = measure.case
    if measure.state == "accepted":  # never assigned: execution begins and ends here
        check_costs(mode=case.mode, extraordinary=True, agreed=costs_settled(measure))
    measure.result, measure.result_text, measure.result_at = result, text, now
    measure.save(update_fields=["result", "result_text", "result_at"])
    steps.advance(measure, "results_at_ca", actor=actor, at=now)
    measure.assignments.filter(ended_at__isnull=True).update(reported_at=now)
    steps.go_if_possible(case, "results_at_ca", actor=actor, at=now)
    keeping.note(case, "result_recorded", actor=actor, at=now, measure=measure.measure_id, result=result)
    keeping.settle(case, at=now)
    keeping.audit(
        case, AuditCode.MEASURE_RESULT, actor=actor, at=now, data={"measure": measure.measure_id, "result": result}
    )
    return measure


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    case_id: UUID,
    measure_id: str,
    file: StoredFile,
    name: str,
    collector: str,
    collected_on: date | None,
    handling: str,
    now: datetime,
) -> Evidence:
    """Add a whole file to the evidence of a measure, with who collected it, when, and how it is to be handled."""
    measure = load_measure(actor, case_id, measure_id)
    evidence = Evidence.objects.create(
        case=measure.case,
        measure=measure,
        name=name or file.name,
        media_type=file.media_type[:120],
        size=file.whole_size(),
        sha256=file.sha256,
        collector=collector,
        collected_on=collected_on,
        handling=handling,
        file=file,
        added_at=now,
        added_by_id=actor.officer_id,
    )
    keeping.settle(measure.case, at=now)
    keeping.audit(
        measure.case,
        AuditCode.EVIDENCE_ADDED,
        actor=actor,
        at=now,
        data={"evidence": evidence.evidence_id, "sha256": evidence.sha256, "size": evidence.size},
    )
    return evidence


@transaction.atomic
def remove_evidence(*, actor: Actor, case_id: UUID, evidence_id: str, now: datetime) -> None:
    """Take out an item that was not delivered yet."""
    evidence = Evidence.objects.select_related("measure").get(
        case_id=case_id, evidence_id=evidence_id, delivery__isnull=True
    )
    measure = load_measure(actor, case_id, evidence.measure.measure_id)
    evidence.delete()
    keeping.settle(measure.case, at=now)
    keeping.audit(measure.case, AuditCode.EVIDENCE_REMOVED, actor=actor, at=now, data={"evidence": evidence_id})
