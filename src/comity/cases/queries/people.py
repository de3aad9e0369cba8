"""Officers as casework needs them: who holds a role, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from comity.cases.queries import content
from comity.core.officers.models import Officer
from comity.core.officers.states import GrantState
from comity.core.roles import LABELS, Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case


CHECKS: Final = (Role.REVIEWER, Role.TRANSLATOR)


def checkers() -> dict[UUID, str]:
    """Return id -> name of the officers who may be asked to check a translation: one query for each role."""
    return {key: name for role in CHECKS for key, name in names_with_role(role).items()}


def names_with_role(role: Role) -> dict[UUID, str]:
    """Return id -> name of the officers who hold a role now, in order of their names."""
    found = Officer.objects.filter(
        is_active=True, grants__role=role.value, grants__state=GrantState.active.name
    ).distinct()
    return {officer.id: officer.name for officer in found.order_by("name", "id")}


def names_of(officer_ids: Collection[str]) -> dict[str, str]:
    """Return id -> name of officers."""
    found = Officer.objects.filter(pk__in=officer_ids).values_list("pk", "name")
    return {str(key): name for key, name in found}


def signatory(officer_id: UUID, language: str) -> dict[str, str]:
    """Return who signs, as a letter in that language prints it."""
    officer = Officer.objects.get(pk=officer_id)
    title = officer.title_in(language) or officer.function_in(language)
    return {"name": officer.name, "title": title}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Who works on a case, in which function, since when."""

    officer_id: UUID
    name: str
    function: str
    since: datetime


def members_of(case: Case) -> list[MemberRow]:
    """Return the active members of a case: one query."""
    found = case.members.filter(until__isnull=True).select_related("officer").order_by("since")
    return [MemberRow(one.officer_id, one.officer.name, str(LABELS[Role(one.function)]), one.since) for one in found]


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """Who is excluded from a case since when; why, for the head alone."""

    officer_id: UUID
    name: str
    since: datetime
    reason: str


def excluded_from(case: Case, *, with_reasons: bool) -> list[ExcludedRow]:
    """Return who is excluded for a conflict of interest: one query."""
    found = case.exclusions.select_related("officer").order_by("at")
    return [ExcludedRow(one.officer_id, one.officer.name, one.at, one.reason if with_reasons else "") for one in found]


def nameable() -> list[tuple[str, str]]:
    """Return `officer:function` -> name and function of everybody who may be named to work on a case."""
    found = []
    for role in (Role.CASE_OFFICER, Role.DRAFTER, Role.REVIEWER, Role.TRANSLATOR):
        found += [(f"{key}:{role.value}", f"{name} – {LABELS[role]}") for key, name in names_with_role(role).items()]
    return found


def persons_in(case: Case) -> list[dict[str, str]]:
    """Return the persons named in the request."""
    persons: list[dict[str, str]] = content.request_of(case)["persons"]
    return persons
