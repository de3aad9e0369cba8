"""The work of a desk: who has how much, how old it is, for whom it waits, what has waited longest.

An officer sees his own desk, a supervisor those of the officers he is named for, the head all of them. Shown of a case
are its reference, the other State, its step and its dates, and no more; a sealed one is shown to its members and to the
head, one from which the reader is excluded nowhere. How many queries a page takes does not depend on how many cases or
officers there are, and what is closed is never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from comity.cases.desk import APPROVED_AT, Alike, Waits, waits_for
from comity.cases.models import Assignment, Case, DocketEntry, Exclusion, Member
from comity.cases.queries import doors
from comity.cases.queries.listing import OPEN, in_order
from comity.core.officers.queries import caseworkers, supervisors
from comity.core.roles import Role
from comity.law.counting import AGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.core.actors import Actor

SHOWN, EXPORTED = 50, 2_000
MEMBERS = 8  # entries of one case that stand one after the other on the dockets of one authority


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose desks are looked at.

    Attributes:
        officers: id -> name of those whose desks the reader may choose from.
        chosen: of whom the page tells.
        whole: the page tells of every case of the authority, also of those on nobody's desk.
    """

    actor: Actor
    officers: Mapping[UUID, str]
    chosen: tuple[UUID, ...]
    whole: bool

    @property
    def single(self) -> bool:
        """Whether one desk is looked at."""
        return len(self.chosen) == 1 and not self.whole


@dataclass(frozen=True, slots=True)
class Load:
    """What is open on one officer's desk."""

    name: str
    ours: int = 0
    theirs: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Stuck:
    """One open case: for whom it waits, and who that is."""

    case: Case
    waits: Waits
    names: tuple[str, ...]
    reachable: bool


def scope_of(actor: Actor, chosen: str = "") -> Scope:
    """Return whose desks the reader may look at, and of these the chosen: `mine`, an officer's id, or all of them."""
    me = actor.person()
    names = caseworkers(doors.CASEWORK)
    names.setdefault(me, actor.name)
    if actor.has(Role.HEAD):
        reach = names
    else:
        below = {officer for officer, chief in supervisors().items() if chief == me}
        reach = {key: name for key, name in names.items() if key == me or key in below}
    one = next((key for key in reach if chosen == str(key)), me if chosen == "mine" else None)
    if one is not None:
        return Scope(actor, reach, (one,), whole=False)
    return Scope(actor, reach, tuple(reach), whole=actor.has(Role.HEAD))


def _entries(scope: Scope) -> QuerySet[DocketEntry]:
    """Return what is open on the chosen desks, once for each officer who works on it."""
    found = DocketEntry.objects.filter(officer_id__in=scope.chosen, turn_side__in=OPEN)
    if not scope.actor.has(Role.HEAD):
        found = found.filter(Q(sealed=False) | Q(officer_id=scope.actor.person()))
    return found.exclude(case_id__in=_shut(scope.actor)).order_by()


def _cases(scope: Scope) -> QuerySet[Case]:
    """Return every open case of the authority."""
    return Case.objects.filter(turn_side__in=OPEN).exclude(pk__in=_shut(scope.actor)).order_by()


def _shut(actor: Actor) -> QuerySet[Exclusion, UUID]:
    return Exclusion.objects.filter(officer_id=actor.person()).values_list("case_id", flat=True)


def open_rows(scope: Scope) -> tuple[QuerySet[Any], str]:
    """Return the open cases of the chosen desks as rows with the columns of the docket, and which of them is the key.

    A case stands there once for each chosen officer who works on it.
    """
    return (_cases(scope), "pk") if scope.whole else (_entries(scope), "case_id")


def within(scope: Scope, case: str = "case") -> Q:
    """Return the condition for rows that belong to an open case of the chosen desks; `case` leads to it."""
    start = f"{case}__" if case else ""
    if scope.whole:
        return Q(**{f"{start}turn_side__in": OPEN}) & ~Q(**{f"{start}pk__in": _shut(scope.actor)})
    return Q(**{f"{start}pk__in": _entries(scope).values("case_id")})


def loads(scope: Scope, today: date) -> dict[UUID, Load]:
    """Return what each officer has, the fullest desk first: one query."""
    late = Count("pk", filter=Q(turn_due__lt=today))
    found = {key: Load(scope.officers[key]) for key in scope.chosen}
    rows = _entries(scope).values_list("officer_id", "turn_side").annotate(count=Count("pk"), late=late)
    for officer, side, count, overdue in rows:
        known = found[officer]
        ours, theirs = (count, 0) if side == "ours" else (0, count)
        found[officer] = Load(known.name, known.ours + ours, known.theirs + theirs, known.late + overdue)
    return dict(sorted(found.items(), key=lambda item: (-item[1].ours - item[1].theirs, item[1].name)))


def alike(scope: Scope, now: datetime) -> list[Alike]:
    """Return the open cases by side, role and step, with their ages, each case counted once: one query."""
    rows: QuerySet[Any] = _cases(scope) if scope.whole else _entries(scope)
    key = "pk" if scope.whole else "case_id"
    more = {"distinct": True} if len(scope.chosen) > 1 and not scope.whole else {}
    counts: dict[str, Any] = {}
    younger = Q()
    for code, limit, _text in AGES:
        own = Q(created_at__gt=now - timedelta(days=limit)) if limit else Q()
        counts[f"age_{code}"] = Count(key, filter=younger & own if limit else younger, **more)
        if limit:
            younger = Q(created_at__lte=now - timedelta(days=limit))
    counts["late"] = Count(key, filter=Q(turn_due__lt=timezone.localdate(now)), **more)
    found = rows.values_list("turn_side", "turn_role", "step").annotate(**counts, oldest=Min("turn_since"))
    return [Alike(side, role, step, tuple(ages), late, oldest) for side, role, step, *ages, late, oldest in found]


def stuck(scope: Scope, waits: str, *, most: int = SHOWN) -> list[Stuck]:
    """Return the cases that have waited longest, narrowed to those that wait for one of `Waits`: five queries."""
    rows: QuerySet[Any] = _cases(scope) if scope.whole else _entries(scope)
    key = "pk" if scope.whole else "case_id"
    if waits in set(Waits):
        rows = rows.filter(_waiting(Waits(waits)))
    keys = rows.order_by("turn_since", key).values_list(key, flat=True)
    repeated = MEMBERS if len(scope.chosen) > 1 and not scope.whole else 1
    cases = in_order(list(dict.fromkeys(keys[: most * repeated]))[:most])
    return _told(scope, cases)


def _waiting(waits: Waits) -> Q:
    """Return the condition for rows that wait for one of `Waits`, as `desk.waits_for` says it."""
    approval = Q(step__in=APPROVED_AT) | Q(turn_role=Role.HEAD)
    match waits:
        case Waits.STATE:
            return Q(turn_side="theirs")
        case Waits.APPROVAL:
            return Q(turn_side="ours") & approval
        case Waits.OFFICE:
            return Q(turn_side="ours", turn_role=Role.EXECUTING_AUTHORITY) & ~approval
        case Waits.OFFICER:
            return Q(turn_side="ours") & ~approval & ~Q(turn_role=Role.EXECUTING_AUTHORITY)


def _told(scope: Scope, cases: list[Case]) -> list[Stuck]:
    """Return cases with the names of those they wait for, and whether the reader may open them."""
    keys = [case.pk for case in cases]
    names: dict[UUID, list[str]] = {key: [] for key in keys}
    acting = Member.objects.filter(case_id__in=keys, until__isnull=True, function=F("case__turn_role"))
    for key, name in acting.order_by("officer__name").values_list("case_id", "officer__name"):
        names[key].append(name)
    for key, name in _offices(case.pk for case in cases if case.turn_role == Role.EXECUTING_AUTHORITY):
        names[key].append(name)
    visible = set(doors.cases_visible_to(scope.actor).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        Stuck(
            case,
            waits_for(case.turn_side, case.turn_role, case.step),
            () if case.turn_side == "theirs" else tuple(dict.fromkeys(names[case.pk])),
            reachable=case.pk in visible,
        )
        for case in cases
    ]


def _offices(keys: Iterable[UUID]) -> Iterable[tuple[UUID, str]]:
    live = Assignment.objects.filter(measure__case_id__in=list(keys), ended_at__isnull=True, reported_at__isnull=True)
    return live.order_by("officer__name").values_list("measure__case_id", "officer__name")
