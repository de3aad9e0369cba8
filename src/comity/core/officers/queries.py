"""The doors to officers, grants and resets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet

from comity.core.officers.models import Absence, EnrolmentCode, Officer, RoleGrant, SecondFactorReset, SigningKey
from comity.core.officers.states import AbsenceState, GrantState, ResetState
from comity.core.roles import SEES_CASES, Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from comity.core.actors import Actor


def officers_visible_to(actor: Actor) -> QuerySet[Officer]:
    """Return the officers an actor may look at: all for administrators and the head, else oneself."""
    every = Officer.objects.prefetch_related(
        Prefetch("grants", RoleGrant.objects.select_related("proposed_by", "decided_by"))
    )
    if actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return every
    return every.filter(pk=actor.officer_id) if actor.officer_id else every.none()


def officers_with(role: Role) -> QuerySet[Officer]:
    """Return the active officers who hold `role`, by name: to choose whom to assign."""
    return Officer.objects.filter(
        is_active=True, grants__role=role.value, grants__state=GrantState.active.name
    ).distinct()


def officer_of(actor: Actor) -> Officer:
    """Return the officer behind an actor; ActorError for the system."""
    return Officer.objects.get(pk=actor.person())


def grants_visible_to(actor: Actor) -> QuerySet[RoleGrant]:
    """Return the grants an actor may decide on or revoke."""
    every = RoleGrant.objects.select_related("officer", "proposed_by", "decided_by")
    return every if actor.has(Role.ADMINISTRATOR, Role.HEAD) else every.none()


def resets_visible_to(actor: Actor) -> QuerySet[SecondFactorReset]:
    """Return the proposed resets an actor may decide on."""
    every = SecondFactorReset.objects.select_related("officer", "proposed_by", "decided_by")
    return every if actor.has(Role.ADMINISTRATOR, Role.HEAD) else every.none()


def waiting_grants(actor: Actor) -> QuerySet[RoleGrant]:
    """Return the proposals that this actor, as second person, could decide."""
    return (
        grants_visible_to(actor)
        .filter(state=GrantState.proposed.name)
        .exclude(officer_id=actor.person())
        .exclude(proposed_by_id=actor.person())
    )


def waiting_resets(actor: Actor) -> QuerySet[SecondFactorReset]:
    """Return the resets that this actor, as second person, could do."""
    return (
        resets_visible_to(actor)
        .filter(state=ResetState.proposed.name)
        .exclude(officer_id=actor.person())
        .exclude(proposed_by_id=actor.person())
    )


def open_code(officer: Officer) -> EnrolmentCode | None:
    """Return the officer's unused code, if there is one."""
    return EnrolmentCode.objects.filter(officer=officer, used_at__isnull=True).first()


def second_factors_of(officer: Officer) -> list[str]:
    """Return the kinds of second factor that an officer has set up."""
    return list(Authenticator.objects.filter(user_id=officer.pk).values_list("type", flat=True))


def signing_keys_of(actor: Actor) -> QuerySet[SigningKey]:
    """Return one's own signing keys, newest first."""
    return SigningKey.objects.filter(officer_id=actor.person()).order_by("-created")


def absences_visible_to(actor: Actor) -> QuerySet[Absence]:
    """Return the absences an actor may see: the head all, others their own and those they stand in for."""
    every = Absence.objects.select_related("officer", "substitute", "declared_by")
    if not actor.sees_cases:
        return every.none()
    return every if actor.has(Role.HEAD) else every.filter(Q(officer=actor.officer_id) | Q(substitute=actor.officer_id))


def absences_to_come(actor: Actor, today: date) -> QuerySet[Absence]:
    """Return what is visible and not over: proposed or in force, until the last day."""
    live = (AbsenceState.proposed.name, AbsenceState.in_force.name)
    return absences_visible_to(actor).filter(state__in=live, last_day__gte=today)


def stood_in_for(actor: Actor, today: date) -> list[Absence]:
    """Return the absences by which the actor stands in today; no query for who stands in for nobody."""
    if not actor.stands_in_for:
        return []
    return list(Absence.objects.on(today).filter(substitute=actor.officer_id).select_related("officer"))


def supervisors() -> dict[UUID, UUID]:
    """Return officer -> the supervisor named for him, where one is and works here: one query."""
    found = Officer.objects.filter(supervisor__is_active=True)
    return {officer: chief for officer, chief in found.values_list("pk", "supervisor_id") if chief is not None}


def caseworkers(roles: Collection[Role] = SEES_CASES) -> dict[UUID, str]:
    """Return id -> name of the officers with one of these roles, or who may see cases, in order of their names."""
    held = [role.value for role in roles]
    found = Officer.objects.filter(is_active=True, grants__role__in=held, grants__state=GrantState.active.name)
    return {officer.pk: officer.name for officer in found.distinct()}
