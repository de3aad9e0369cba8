"""What can be handed over from a desk, and what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.models import Case, DocketEntry, HandOver, Member
from comity.cases.queries.listing import OPEN, in_order
from comity.core import access

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.cases.access import Permission
    from comity.core.actors import Actor

SHOWN = 200


def open_on_desk(officer_id: UUID) -> QuerySet[DocketEntry]:
    """Return what is open on an officer's docket."""
    return DocketEntry.objects.filter(officer_id=officer_id, turn_side__in=OPEN)


def memberships(officer_id: UUID) -> list[tuple[UUID, str]]:
    """Return case and function of all that an officer works on and that is open; the cases are locked: two queries."""
    entered = open_on_desk(officer_id).values("case_id")
    list(Case.objects.select_for_update().filter(pk__in=entered).values_list("pk"))
    found = Member.objects.filter(officer_id=officer_id, until__isnull=True, case_id__in=entered)
    return list(found.values_list("case_id", "function"))


def to_hand_over(officer_id: UUID) -> tuple[int, list[Case]]:
    """Return how many cases are open on a desk, and the first two hundred, the latest changed first: three queries."""
    found = open_on_desk(officer_id)
    keys = found.order_by("-changed_at", "-case").values_list("case_id", flat=True)[:SHOWN]
    return found.count(), in_order(keys)


def handed_cases(made: HandOver) -> list[Case]:
    """Return the first two hundred cases that were handed over: two queries."""
    keys = made.handed.order_by("case_id").values_list("case_id", flat=True).distinct()[:SHOWN]
    return in_order(keys)


def hand_overs(actor: Actor, permission: Permission) -> QuerySet[HandOver]:
    """Return what was handed over, latest first, to who may hand over; to others nothing."""
    every = HandOver.objects.select_related("giver", "taker", "by").order_by("-at", "-pk")
    return every if access.may(actor, permission) else every.none()
