"""The permissions of the library: every officer reads it, its keepers load documents and decide what was not clear."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from comity.core import access
from comity.core.access import Allowed, Decision
from comity.core.roles import Role

if TYPE_CHECKING:
    from comity.core.actors import Actor

KEEPERS = (Role.ADMINISTRATOR, Role.HEAD, Role.REGISTRY)


class Permission(StrEnum):
    """What can be done with the library."""

    VIEW = "library:view"
    LOAD = "library:document:load"
    REVIEW = "library:unresolved:decide"


_by_keepers = access.by_role(*KEEPERS)


def _keepers_or_system(actor: Actor, obj: Any) -> Decision:
    """A keeper; or the system, for who works on the machine itself and for what a hub passes on."""
    return Allowed() if actor.is_system else _by_keepers(actor, obj)


access.register(Permission.VIEW, access.any_officer)
access.register(Permission.LOAD, _keepers_or_system)
access.register(Permission.REVIEW, _by_keepers)
