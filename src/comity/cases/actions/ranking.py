"""Write down what makes a case pressing, and set its priority by hand with a reason (UNCAC art. 46(24))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import LevelSet, PressingFact
from comity.law.priority import check_recorded

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.law.priority import Level


@transaction.atomic
def record_pressing(
    *, actor: Actor, case_id: UUID, code: str, day: date | None, note: str, now: datetime
) -> PressingFact:
    """Write down one input that the request does not name, or names otherwise; an earlier one of its kind ends.

    Raises:
        RuleViolation: `E_PRESSING` for what is no input, or a day where none belongs or none where one is needed.
        CaseworkError: `E_WHY` without how it is known, `E_OVER` for a case that is over.
    """
    case = keeping.load(actor, case_id, Permission.PRIORITY_NOTE, now=now)
    rules.check_not_over(case.step)
    check_recorded(code, day)
    rules.check_reason(note)
    by = keeping.officer_of(actor)
    case.pressing.filter(code=code, ended_at__isnull=True).update(ended_at=now, ended_by_id=by)
    fact = PressingFact.objects.create(case=case, code=code, day=day, note=note, at=now, by_id=by)
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.PRESSING_RECORDED, actor=actor, at=now, data={"input": code})
    return fact


@transaction.atomic
def end_pressing(*, actor: Actor, case_id: UUID, fact_id: int, now: datetime) -> None:
    """Say that an input no longer holds. PressingFact.DoesNotExist for one that ended or is of another case."""
    case = keeping.load(actor, case_id, Permission.PRIORITY_NOTE, now=now)
    fact = case.pressing.get(pk=fact_id, ended_at__isnull=True)
    fact.ended_at, fact.ended_by_id = now, actor.person()
    fact.save(update_fields=["ended_at", "ended_by_id"])
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.PRESSING_ENDED, actor=actor, at=now, data={"input": fact.code})


@transaction.atomic
def set_level(*, actor: Actor, case_id: UUID, level: Level, reason: str, now: datetime) -> LevelSet:
    """Set the priority against what the inputs say; the reason stands with it until it is taken back.

    Raises:
        CaseworkError: `E_WHY` without a reason, `E_OVER` for a case that is over.
    """
    case = keeping.load(actor, case_id, Permission.PRIORITY_SET, now=now)
    rules.check_not_over(case.step)
    rules.check_reason(reason)
    by = keeping.officer_of(actor)
    case.levels_set.filter(ended_at__isnull=True).update(ended_at=now, ended_by_id=by)
    row = LevelSet.objects.create(case=case, level=level.value, reason=reason, at=now, by_id=by)
    keeping.note(case, "level_set", actor=actor, at=now, level=level.value, reason=reason[:400])
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.LEVEL_SET, actor=actor, at=now, data={"level": level.value})
    return row


@transaction.atomic
def take_level_back(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Let the inputs speak again. LevelSet.DoesNotExist where no level is set."""
    case = keeping.load(actor, case_id, Permission.PRIORITY_SET, now=now)
    row = case.levels_set.get(ended_at__isnull=True)
    row.ended_at, row.ended_by_id = now, actor.person()
    row.save(update_fields=["ended_at", "ended_by_id"])
    keeping.note(case, "level_taken_back", actor=actor, at=now)
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.LEVEL_TAKEN_BACK, actor=actor, at=now)
