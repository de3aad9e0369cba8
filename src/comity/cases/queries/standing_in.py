"""Through whom somebody who stands in for absent colleagues reaches a case, and so for whom he acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from comity.cases.models import Assignment, Case, DocketEntry, Measure
from comity.cases.queries import doors
from comity.core import standing_in
from comity.core.officers import queries as officers
from comity.core.officers.models import Officer

if TYPE_CHECKING:
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.core.officers.models import Absence


def for_case(actor: Actor, key: str | UUID) -> UUID | None:
    """Return the absent officer for whom the actor acts on a case; None in his own right. No query without absences."""
    if not actor.stands_in_for or Case.objects.filter(doors.in_own_right(actor), pk=key).exists():
        return None
    found = DocketEntry.objects.filter(case_id=key, officer_id__in=actor.stands_in_for)
    member = found.order_by("officer_id").values_list("officer_id", flat=True).first()
    if member is not None:
        return member
    held = Assignment.objects.filter(measure__case_id=key, ended_at__isnull=True)
    holders = set(held.filter(officer_id__in=_people(actor)).values_list("officer_id", flat=True))
    return None if actor.officer_id in holders else next((one for one in actor.stands_in_for if one in holders), None)


def for_measure(actor: Actor, key: str) -> UUID | None:
    """Return the absent officer for whom the actor acts on a measure: through its case, or as who holds it."""
    if not actor.stands_in_for:
        return None
    case_id = Measure.objects.filter(pk=key).values_list("case_id", flat=True).first()
    return for_case(actor, case_id) if case_id else None


def _people(actor: Actor) -> list[UUID]:
    return [actor.person(), *actor.stands_in_for]


def name_of(officer_id: UUID) -> str:
    """Return what the officer for whom somebody acts is called."""
    return Officer.objects.values_list("name", flat=True).get(pk=officer_id)


def told_on(actor: Actor, case: Case) -> Absence | None:
    """Return the absence through which a reader sees a case, to say so on its pages."""
    away = for_case(actor, case.pk)
    today = timezone.localdate()
    return next((one for one in officers.stood_in_for(actor, today) if one.officer_id == away), None) if away else None


def register_all() -> None:
    """Tell the audit log; called once, when the app is ready."""
    standing_in.register_resolver("cases.case", for_case)
    standing_in.register_resolver("cases.measure", for_measure)
