"""The only doors to a case, a measure and their parts: who may see what.

A case is seen by its members. Besides: the registry sees what was announced or waits for registration, the head
sees what waits for the head and what nobody works on. An executing authority sees only the measures assigned to it
and never a case. An administrator sees no case at all. Who is
excluded for a conflict of interest sees the case in none of these ways; a sealed case is there for its members and the
head alone. Who stands in for an absent officer sees what is on that
officer's docket and not sealed: derived from the absence each time, so it begins and ends by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from comity.cases.models import Assignment, Case, Direction, DocketEntry, Exclusion, Measure, Side
from comity.core.actors import Actor
from comity.core.prepared import Prepared
from comity.core.roles import SEES_CASES, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

CASEWORK = SEES_CASES - {Role.EXECUTING_AUTHORITY}
NOTHING = Q(pk__in=[])


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor may see; none for an actor without a role in casework.

    Made for one case, or few: each is looked up on the docket. What goes through many begins with `reaches`.
    """
    return Case.objects.filter(seen_by(actor))


def visible_case(actor: Actor, case_id: UUID) -> Case | None:
    """Return a case if the actor may see it."""
    return _through_door(actor, case_id, lock=False)


def lock_case(actor: Actor, case_id: UUID) -> Case:
    """Return a case that the actor may see, locked until the transaction ends; Case.DoesNotExist outside his reach."""
    found = _LOCKED.first(case=case_id) if actor.is_system else _through_door(actor, case_id, lock=True)
    if found is None:
        raise Case.DoesNotExist
    return found


_LOCKED = Prepared(lambda case: Case.objects.select_for_update().filter(pk=case))


def _through_door(actor: Actor, case_id: UUID, *, lock: bool) -> Case | None:
    if not _sees_any(actor):
        return None
    away = {"away": actor.stands_in_for} if actor.stands_in_for else {}
    return _door(actor.roles, bool(away), lock).first(case=case_id, officer=actor.person(), **away)


@cache
def _door(roles: frozenset[Role], stands_in: bool, lock: bool) -> Prepared[Case]:
    """Return the question for one case that any officer with these roles puts."""

    def asked(case: Any, officer: Any, away: Any) -> QuerySet[Case]:
        actor = Actor("officer", officer, "", roles, stands_in_for=away)
        cases = Case.objects.select_for_update() if lock else Case.objects.all()
        return cases.filter(seen_by(actor), pk=case)

    return Prepared(asked if stands_in else lambda case, officer: asked(case, officer, ()))


def _sees_any(actor: Actor) -> bool:
    return actor.officer_id is not None and actor.sees_cases and bool(actor.roles & CASEWORK)


def seen_by(actor: Actor, case: str = "") -> Q:
    """Return the condition for a case within reach, on a row that names its case by the field `case`."""
    if not _sees_any(actor):
        return NOTHING
    entered = DocketEntry.objects.filter(case_id=OuterRef(f"{case}_id" if case else "pk"))
    start = f"{case}__" if case else ""
    own, beside = Q(Exists(entered.filter(officer_id=actor.person()))), [*_desks(actor, start)]
    if actor.stands_in_for:
        theirs = Q(Exists(entered.filter(officer_id__in=actor.stands_in_for)))
        beside.insert(0, theirs & Q(**{f"{start}sealed": False}))
    return own | (reduce(or_, beside) & not_excluded(actor, f"{case}_id" if case else "pk")) if beside else own


def not_excluded(actor: Actor, key: str) -> Q:
    """Return the condition that the actor has no conflict of interest in the case that a field names.

    The docket needs it not: an excluded officer's has no entry for the case.
    """
    return ~Q(Exists(Exclusion.objects.filter(officer_id=actor.person(), case_id=OuterRef(key))))


def _dockets(actor: Actor) -> list[UUID]:
    """Return whose dockets an officer works from: his own first, then those of the colleagues he stands in for."""
    return [actor.person(), *actor.stands_in_for]


def in_own_right(actor: Actor) -> Q:
    """Return the condition for a case that an officer reaches without standing in for anybody."""
    return seen_by(replace(actor, stands_in_for=()))


def _desks(actor: Actor, start: str = "") -> Iterator[Q]:
    """Yield what lies on a desk for everybody who has the role: never more than what waits."""
    if actor.has(Role.HEAD):
        yield Q(**{f"{start}turn_role": Role.HEAD, f"{start}turn_side": Side.OURS})
        yield Q(**{f"{start}unattended": True})
        # so that an index answers, on SQLite too; what was destroyed has no page any more
        yield Q(**{f"{start}sealed__in": [True], f"{start}emptied": False})
    if actor.has(Role.REGISTRY):
        yield Q(
            **{
                f"{start}direction": Direction.INCOMING,
                f"{start}step__in": ["received", "announced"],
                f"{start}sealed": False,
            }
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """One way in which cases come within an officer's reach: rows with the columns of `models.docket.COPIED`.

    Attributes:
        rows: entries of the docket (or of an absent colleague's), or cases on a desk that are not on it.
        key: the field that holds the id of the case.
    """

    rows: QuerySet[Any]
    key: str

    @property
    def own(self) -> bool:
        """Whether this is a docket."""
        return self.key == "case_id"


def reaches(actor: Actor) -> list[Reach]:
    """Return all ways to what the actor may see; together they have each case of `cases_visible_to` once."""
    if not _sees_any(actor):
        return []
    found: list[Reach] = []
    before = NOTHING
    for officer in _dockets(actor):
        docket = DocketEntry.objects.filter(officer_id=officer)
        known = [DocketEntry.objects.filter(officer_id=one, case_id=OuterRef("case_id")) for one in _dockets(actor)]
        earlier = known[: len(found)]
        if earlier:  # an absent colleague's: what is sealed, or not for the actor, is not handed on
            docket = docket.filter(not_excluded(actor, "case_id"), sealed=False)
            docket = docket.exclude(reduce(or_, map(Q, map(Exists, earlier))))
        found.append(Reach(docket, "case_id"))
        before |= Q(Exists(DocketEntry.objects.filter(officer_id=officer, case_id=OuterRef("pk"))))
    for desk in _desks(actor):
        found.append(Reach(Case.objects.filter(desk, not_excluded(actor, "pk")).exclude(before), "pk"))
        before |= desk
    return found


def measures_assigned_to(actor: Actor) -> QuerySet[Measure]:
    """Return the measures that an executing authority holds now."""
    if actor.officer_id is None or not actor.sees_cases or not actor.has(Role.EXECUTING_AUTHORITY):
        return Measure.objects.none()
    live = Assignment.objects.filter(officer_id__in=_dockets(actor), ended_at__isnull=True)
    return Measure.objects.filter(not_excluded(actor, "case_id"), pk__in=live.values("measure_id"))


def measures_visible_to(actor: Actor) -> QuerySet[Measure]:
    """Return the measures of visible cases, and those assigned to the actor."""
    assigned = Q(pk__in=measures_assigned_to(actor).values("pk"))
    return Measure.objects.filter(seen_by(actor, "case") | assigned)
