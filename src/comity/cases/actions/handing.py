"""The hand-over of a desk: the head gives the open cases of one officer, all or chosen ones, to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.codes import AuditCode
from comity.cases.models import Case, Exclusion, HandedCase, HandOver, Line, Member
from comity.cases.queries import handing
from comity.core import access
from comity.core.audit.log import record_many
from comity.core.officers.models import Officer
from comity.core.rows import insert_many

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor


@transaction.atomic
def hand_over_desk(
    *,
    actor: Actor,
    from_id: UUID,
    to_id: UUID,
    note: str,
    now: datetime,
    case_ids: Collection[UUID] | None = None,
) -> HandOver:
    """Give open cases of an officer to another: all, or those chosen; one line and one audit entry for each case.

    Only functions whose role the other holds are handed over; the result says how many were left. The number of
    statements does not depend on the number of cases.

    Raises:
        AccessDenied: for anybody but the head.
        CaseworkError: `E_HAND_OVER`, to the same officer, or to one who holds none of the functions;
            `E_NOTHING_HANDED`, no open case is among them.
    """
    access.require(actor, Permission.DESK_HAND_OVER)
    people = Officer.objects.select_for_update().in_bulk([from_id, to_id])
    if from_id == to_id or to_id not in people or from_id not in people or not people[to_id].is_active:
        raise rules.CaseworkError("E_HAND_OVER", "not two officers")
    wanted = None if case_ids is None else set(case_ids)
    shut = set(Exclusion.objects.filter(officer=to_id).values_list("case_id", flat=True))
    rows = [row for row in handing.memberships(from_id) if (wanted is None or row[0] in wanted) and row[0] not in shut]
    if not rows:
        raise rules.CaseworkError("E_NOTHING_HANDED", "no open case")
    held = {role.value for role in people[to_id].roles_in_force()}
    taken = [(case_id, function) for case_id, function in rows if function in held]
    if not taken:
        raise rules.CaseworkError("E_HAND_OVER", "the other officer holds none of these roles")
    left = {case_id for case_id, function in rows if function not in held}
    made = HandOver.objects.create(
        giver=people[from_id], taker=people[to_id], note=note, by_id=actor.person(), at=now,
        cases=len({case_id for case_id, _function in taken}), left=len(left),
    )  # fmt: skip
    insert_many([HandedCase(hand_over=made, case_id=case_id, function=function) for case_id, function in taken])
    _move_members(made, now)
    _write_down(made, {case_id for case_id, _function in taken}, actor=actor)
    return made


def _move_members(made: HandOver, now: datetime) -> None:
    """End the memberships of the one and begin those of the other, function by function: four statements."""
    handed = HandedCase.objects.filter(hand_over=made)
    given = Exists(handed.filter(case_id=OuterRef("case_id"), function=OuterRef("function")))
    Member.objects.filter(given, officer=made.taker, until__isnull=False).update(until=None)
    known = set(Member.objects.filter(given, officer=made.taker).values_list("case_id", "function"))
    insert_many(
        [
            Member(case_id=case_id, officer=made.taker, function=function, since=now)
            for case_id, function in handed.values_list("case_id", "function")
            if (case_id, function) not in known
        ]
    )
    Member.objects.filter(given, officer=made.giver, until__isnull=True).update(until=now)


def _write_down(made: HandOver, cases: Collection[UUID], *, actor: Actor) -> None:
    """Write one line of the timeline and one audit entry for each case, and that each changed."""
    told = {"name": made.taker.name, "giver": made.giver.name}
    insert_many(
        [
            Line(case_id=case_id, at=made.at, code="handed_over", lane="ours", actor=actor.name[:200], params=told)
            for case_id in cases
        ]
    )
    Case.objects.filter(pk__in=HandedCase.objects.filter(hand_over=made).values("case_id")).update(changed_at=made.at)
    data = {"officer": str(made.taker_id), "giver": str(made.giver_id), "hand_over": made.pk}
    record_many(
        actor=actor,
        code=AuditCode.DESK_HANDED_OVER,
        subjects=[f"cases.case:{case_id}" for case_id in sorted(cases)],
        at=made.at,
        data=data,
    )
