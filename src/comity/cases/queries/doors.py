"""The only doors to a case, a measure and their parts: who may see what.

A case is seen by its members. Besides: the registry sees requests that arrived and wait for registration, the head
sees what waits for the head and what nobody works on. An executing authority sees only the measures assigned to it
and never a case. An administrator sees no case at all.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from comity.cases.models import Assignment, Case, Direction, Measure, Member, Side
from comity.core.roles import SEES_CASES, Role

if TYPE_CHECKING:
    from uuid import UUID

    from comity.core.actors import Actor

CASEWORK = SEES_CASES - {Role.EXECUTING_AUTHORITY}


def cases_visible_to(actor: Actor, *, many: bool = False) -> QuerySet[Case]:
    """Return the cases that the actor may see; none for an actor without a role in casework.

    With `many` the database is asked of one case after the other instead of collecting all within reach first: the
    same cases, and quicker for the first rows of a long list, where a good part of all cases is within reach.
    """
    if actor.officer_id is None or not actor.sees_cases or not actor.roles & CASEWORK:
        return Case.objects.none()
    mine = Member.objects.filter(officer_id=actor.officer_id, until__isnull=True)
    desks = []
    if actor.has(Role.HEAD):
        desks.append(Q(turn_role=Role.HEAD, turn_side=Side.OURS))
        desks.append(Q(unattended=True))
    if actor.has(Role.REGISTRY):
        desks.append(Q(direction=Direction.INCOMING, step="received"))
    if many:
        return Case.objects.filter(reduce(or_, desks, Q(Exists(mine.filter(case_id=OuterRef("pk"))))))
    # A union of ids, each read by its own index: with OR instead, every case would be looked at.
    reach = mine.values_list("case_id")
    return Case.objects.filter(
        pk__in=reach.union(*(Case.objects.filter(desk).values_list("pk") for desk in desks)) if desks else reach
    )


def lock_case(actor: Actor, case_id: UUID) -> Case:
    """Return a case that the actor may see, locked until the transaction ends; Case.DoesNotExist outside his reach."""
    visible = Case.objects.all() if actor.is_system else cases_visible_to(actor)
    return Case.objects.select_for_update().get(pk=visible.values("pk").get(pk=case_id)["pk"])


def measures_assigned_to(actor: Actor) -> QuerySet[Measure]:
    """Return the measures that an executing authority holds now."""
    if actor.officer_id is None or not actor.sees_cases or not actor.has(Role.EXECUTING_AUTHORITY):
        return Measure.objects.none()
    live = Assignment.objects.filter(officer_id=actor.officer_id, ended_at__isnull=True)
    return Measure.objects.filter(pk__in=live.values("measure_id"))


def measures_visible_to(actor: Actor) -> QuerySet[Measure]:
    """Return the measures of visible cases, and those assigned to the actor."""
    return Measure.objects.filter(
        Q(case__in=cases_visible_to(actor).values("pk")) | Q(pk__in=measures_assigned_to(actor).values("pk"))
    )
