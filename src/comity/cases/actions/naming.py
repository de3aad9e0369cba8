"""Who works on a case: name an officer, end a membership."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.queries import people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.core.roles import Role


def add_member(case: Case, officer_id: UUID, function: Role, *, at: datetime) -> str:
    """Make an officer who holds the role a member. Returns his name.

    Raises:
        CaseworkError: `E_OFFICER` if nobody with that role has this id.
    """
    name = people.names_with_role(function).get(officer_id)
    if name is None:
        raise rules.CaseworkError("E_OFFICER", "no officer with that role")
    keeping.join(case, officer_id, function, at=at)
    return name


@transaction.atomic
def name_member(*, actor: Actor, case_id: UUID, officer_id: UUID, function: Role, now: datetime) -> Case:
    """Name an officer to work on the case in one function."""
    case = keeping.load(actor, case_id, Permission.MEMBER_NAME, now=now)
    name = add_member(case, officer_id, function, at=now)
    keeping.note(case, "officer_named", actor=actor, at=now, name=name)
    keeping.settle(case, at=now)
    keeping.audit(
        case, AuditCode.MEMBER_NAMED, actor=actor, at=now, data={"officer": str(officer_id), "function": function}
    )
    return case


@transaction.atomic
def end_member(*, actor: Actor, case_id: UUID, officer_id: UUID, now: datetime) -> Case:
    """End every function of an officer in the case: from now on he does not see it."""
    case = keeping.load(actor, case_id, Permission.MEMBER_NAME, now=now)
    case.members.filter(officer_id=officer_id, until__isnull=True).update(until=now)
    keeping.settle(case, at=now)
    keeping.audit(case, AuditCode.MEMBER_ENDED, actor=actor, at=now, data={"officer": str(officer_id)})
    return case
