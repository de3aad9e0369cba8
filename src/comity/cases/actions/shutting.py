"""Conflict of interest, and sealed cases: who may not see a case although his functions would let him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import Assignment, Exclusion, LiftedExclusion
from comity.cases.queries import doors
from comity.core import access
from comity.core.officers.models import Officer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def exclude_officer(*, actor: Actor, case_id: UUID, officer_id: UUID, reason: str, now: datetime) -> Case:
    """Shut an officer out of a case for a conflict of interest: oneself, or, as the head, anybody.

    At once and everywhere: functions and assignments end, the docket loses the case, nobody can name him again. The
    reason is kept for the head alone; the timeline and the audit log say that he is excluded and not why.

    Raises:
        AccessDenied: about another, by anybody but the head.
        CaseworkError: `E_EMPTY` without a reason, `E_OFFICER` for nobody, `E_EXCLUDED` if it stands already.
    """
    case = doors.lock_case(actor, case_id)  # not `keeping.load`: nobody becomes a member by this
    own = officer_id == actor.officer_id
    access.require(actor, Permission.CONFLICT_DECLARE if own else Permission.MEMBER_NAME, case)
    rules.check_said(reason, "reason")
    officer = Officer.objects.filter(pk=officer_id).first()
    if officer is None:
        raise rules.CaseworkError("E_OFFICER", "nobody")
    if Exclusion.objects.filter(case=case, officer=officer).exists():
        raise rules.CaseworkError("E_EXCLUDED", "excluded already")
    keeping.note(case, "excluded", actor=actor, at=now, name=officer.name)
    keeping.audit(case, AuditCode.OFFICER_EXCLUDED, actor=actor, at=now, data={"officer": str(officer_id)})
    case.members.filter(officer=officer, until__isnull=True).update(until=now)
    Assignment.objects.filter(measure__case=case, officer=officer, ended_at__isnull=True).update(ended_at=now)
    Exclusion.objects.create(case=case, officer=officer, reason=reason, by_id=actor.person(), at=now)
    keeping.settle(case, at=now)
    return case


@transaction.atomic
def lift_exclusion(*, actor: Actor, case_id: UUID, officer_id: UUID, why: str, now: datetime) -> Case:
    """Lift an exclusion, as the head: the conflict is over, or was none. He sees the case again once he is named.

    Raises:
        AccessDenied: for anybody but the head.
        CaseworkError: `E_WHY` without a reason.
        Exclusion.DoesNotExist: for an officer who is not excluded from this case.
    """
    case = doors.lock_case(actor, case_id)
    access.require(actor, Permission.MEMBER_NAME, case)
    rules.check_reason(why)
    row = Exclusion.objects.select_related("officer").get(case=case, officer_id=officer_id)
    LiftedExclusion.objects.create(
        case=case, officer=row.officer, reason=row.reason, by_id=row.by_id, at=row.at, why=why,
        lifted_by_id=actor.person(), lifted_at=now,
    )  # fmt: skip
    row.delete()
    keeping.note(case, "exclusion_lifted", actor=actor, at=now, name=row.officer.name)
    keeping.audit(case, AuditCode.EXCLUSION_LIFTED, actor=actor, at=now, data={"officer": str(officer_id)})
    return case


@transaction.atomic
def set_sealed(*, actor: Actor, case_id: UUID, sealed: bool, reason: str, now: datetime) -> Case:
    """Seal a case, or open it again: sealed, it is there for its named members and the head, and for nobody else.

    Raises:
        AccessDenied: for anybody but the head.
        CaseworkError: `E_EMPTY` without a reason.
    """
    case = keeping.load(actor, case_id, Permission.CASE_SEAL, now=now)
    rules.check_said(reason, "reason")
    if case.sealed != sealed:
        case.sealed, case.changed_at = sealed, now
        case.save(update_fields=["sealed", "changed_at"])
        keeping.note(case, "sealed" if sealed else "unsealed", actor=actor, at=now, reason=reason[:400])
        keeping.audit(case, AuditCode.CASE_SEALED if sealed else AuditCode.CASE_UNSEALED, actor=actor, at=now)
    return case
