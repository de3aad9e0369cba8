"""Officers as casework needs them: who holds a role, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.officers.models import Officer
from comity.core.officers.states import GrantState

if TYPE_CHECKING:
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.core.roles import Role


def names_with_role(role: Role) -> dict[UUID, str]:
    """Return id -> name of the officers who hold a role now, in order of their names."""
    found = Officer.objects.filter(
        is_active=True, grants__role=role.value, grants__state=GrantState.active.name
    ).distinct()
    return {officer.id: officer.name for officer in found.order_by("name", "id")}


def signatory(actor: Actor, language: str) -> dict[str, str]:
    """Return who signs, as a letter in that language prints it."""
    officer = Officer.objects.get(pk=actor.officer_id)
    title = officer.title_in(language) or officer.function_in(language)
    return {"name": officer.name, "title": title}
