"""Being away: an officer says from when to when and who stands in, the head decides where needed, it ends by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from comity.core import access
from comity.core.audit.log import record
from comity.core.codes import AuditCode
from comity.core.moves import move
from comity.core.officers import queries
from comity.core.officers.models import Absence, Officer
from comity.core.officers.rules import OfficerError, check_days, fits
from comity.core.officers.states import AbsenceState
from comity.core.policies import Permission
from comity.core.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor

LIVE = (AbsenceState.proposed.name, AbsenceState.in_force.name)


@transaction.atomic
def declare_absence(
    *, actor: Actor, officer_id: UUID, substitute_id: UUID | None, first_day: date, last_day: date, now: datetime
) -> Absence:
    """Say that an officer is away, and who stands in; without a substitute the head chooses one.

    In force at once where the substitute holds all roles of the officer by which cases are seen, or where the head
    says it; else it waits for the head. Nothing of what the substitute may do beyond his own roles changes.

    Raises:
        AccessDenied: about another, by anybody but the head.
        OfficerError: `E_ABSENCE_DAYS`, `E_ABSENCE_OVERLAPS`, `E_SUBSTITUTE`.
    """
    absence = Absence(
        officer_id=officer_id, substitute_id=substitute_id, first_day=first_day, last_day=last_day,
        declared_by_id=actor.person(), declared_at=now,
    )  # fmt: skip
    access.require(actor, Permission.ABSENCE_DECLARE, absence)
    Officer.objects.select_for_update().get(pk=officer_id)
    others = Absence.objects.filter(officer=officer_id, state__in=LIVE).values_list("first_day", "last_day")
    check_days(first_day, last_day, timezone.localdate(now), others)
    fitting = substitute_id is not None and _may_stand_in(officer_id, substitute_id)
    if substitute_id is not None and (fitting or actor.has(Role.HEAD)):
        absence.state = AbsenceState.in_force.name
    absence.save(force_insert=True)
    _record(absence, AuditCode.ABSENCE_DECLARED, actor=actor, at=now)
    return absence


@transaction.atomic
def decide_absence(
    *, actor: Actor, absence_id: UUID, approve: bool, substitute_id: UUID | None = None, now: datetime
) -> Absence:
    """Decide, as the head, who stands in, or that nobody does.

    Raises:
        AccessDenied: for anybody but the head.
        OfficerError: `E_SUBSTITUTE`, nobody was chosen, or somebody who cannot.
        GraphError: it was decided already.
    """
    absence = queries.absences_visible_to(actor).get(pk=absence_id)
    access.require(actor, Permission.ABSENCE_DECIDE, absence)
    absence.decided_by_id, absence.decided_at = actor.person(), now
    if approve:
        absence.substitute_id = substitute_id or absence.substitute_id
        if absence.substitute_id is None:
            raise OfficerError("E_SUBSTITUTE", "nobody was chosen")
        _may_stand_in(absence.officer_id, absence.substitute_id)
    target = AbsenceState.in_force if approve else AbsenceState.declined
    move(
        absence, "state", AbsenceState, target.name, actor=actor, at=now,
        also=("substitute_id", "decided_by_id", "decided_at"), data=_data(absence),
    )  # fmt: skip
    return absence


@transaction.atomic
def end_absence(*, actor: Actor, absence_id: UUID, now: datetime) -> Absence:
    """End an absence before its last day: the officer is back, or was wrong about it. The head may for anybody.

    Raises:
        AccessDenied: for anybody else, the substitute too.
    """
    absence = queries.absences_visible_to(actor).get(pk=absence_id)
    access.require(actor, Permission.ABSENCE_DECLARE, absence)
    move(absence, "state", AbsenceState, AbsenceState.ended.name, actor=actor, at=now, data=_data(absence))
    return absence


def _may_stand_in(officer_id: UUID, substitute_id: UUID) -> bool:
    """Return whether this needs no decision of the head."""
    known = Officer.objects.filter(is_active=True).in_bulk([officer_id, substitute_id])
    if len({officer_id, substitute_id} & known.keys()) != 2:  # noqa: PLR2004 (two people)
        raise OfficerError("E_SUBSTITUTE", "not two active officers")
    return fits(known[officer_id].roles_in_force(), known[substitute_id].roles_in_force())


def _data(absence: Absence) -> dict[str, str]:
    return {
        "officer": str(absence.officer_id),
        "substitute": str(absence.substitute_id or ""),
        "from": absence.first_day.isoformat(),
        "to": absence.last_day.isoformat(),
    }


def _record(absence: Absence, code: str, *, actor: Actor, at: datetime) -> None:
    record(actor=actor, code=code, subject=f"core.absence:{absence.pk}", at=at, data=_data(absence))
