"""The permissions of the library: every officer reads it, its keepers load documents and decide what was not clear."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.access import Allowed, Decision, Denied
from comity.core.keys import node_keys
from comity.core.roles import Role
from comity.library.digests.states import DigestState

if TYPE_CHECKING:
    from comity.core.actors import Actor

KEEPERS = (Role.ADMINISTRATOR, Role.HEAD, Role.REGISTRY)
WRITERS = (*KEEPERS, Role.DRAFTER, Role.REVIEWER, Role.CASE_OFFICER)


class Permission(StrEnum):
    """What can be done with the library."""

    VIEW = "library:view"
    SEARCH_SAVE = "library:search:save"
    LOAD = "library:document:load"
    REVIEW = "library:unresolved:decide"
    LAW_WRITE = "library:law:write"
    DIGEST_WRITE = "library:digest:write"
    DIGEST_CHANGE = "library:digest:change"
    DIGEST_PUBLISH = "library:digest:publish"
    DIGEST_WITHDRAW = "library:digest:withdraw"
    DIGEST_READ = "library:digest:read"
    LAW_OFFER = "library:law:offer"
    DIGEST_OFFER = "library:digest:offer"


_by_keepers = access.by_role(*KEEPERS)
_by_writers = access.by_role(*WRITERS)


def _keepers_or_system(actor: Actor, obj: Any) -> Decision:
    """A keeper; or the system, for who works on the machine itself and for what a hub passes on."""
    return Allowed() if actor.is_system else _by_keepers(actor, obj)


def _law_keepers(actor: Actor, obj: Any) -> Decision:
    """A keeper, of a law that was entered here; the system, of what a hub passes on."""
    if actor.is_system:
        return Allowed()
    decision = _by_keepers(actor, obj)
    if decision and obj is not None and obj.hub:
        return Denied(_("This law came from the hub. What the hub says of it is taken over by itself."))
    return decision


def _own_digest(actor: Actor, obj: Any) -> Decision:
    """The writer of a draft."""
    decision = _by_writers(actor, obj)
    if decision and obj is not None and obj.written_by_id != actor.officer_id:
        return Denied(_("Somebody else writes this digest."))
    return decision


def _second_person(actor: Actor, obj: Any) -> Decision:
    """A keeper who did not write the digest; the system, for what two people of a hub published."""
    if actor.is_system:
        return Allowed()
    decision = _by_keepers(actor, obj)
    if decision and obj is not None and obj.written_by_id == actor.officer_id:
        return Denied(_("You wrote this digest; a second person reads it and publishes it."))
    return decision


def _writer_or_keeper(actor: Actor, obj: Any) -> Decision:
    """Who reads a digest that is not published: its writer and whoever may publish it."""
    return Allowed() if _by_keepers(actor, obj) else _own_digest(actor, obj)


def _head_of_own(actor: Actor, obj: Any) -> Decision:
    """The head, of a law of this State that was entered here."""
    decision = access.by_role(Role.HEAD)(actor, obj)
    if decision and obj is not None and (obj.hub or obj.place != node_keys().state):
        return Denied(_("A State offers its own laws alone, and none that came from the hub."))
    return decision


def _head_of_published(actor: Actor, obj: Any) -> Decision:
    """The head, of a digest that was written and published here."""
    decision = access.by_role(Role.HEAD)(actor, obj)
    if decision and obj is not None and (obj.hub or obj.state != DigestState.published.name):
        return Denied(_("Only a digest that was published here is offered to the hub."))
    return decision


access.register(Permission.VIEW, access.any_officer)
access.register(Permission.SEARCH_SAVE, access.any_officer)
access.register(Permission.LOAD, _keepers_or_system)
access.register(Permission.REVIEW, _by_keepers)
access.register(Permission.LAW_WRITE, _law_keepers)
access.register(Permission.DIGEST_WRITE, _by_writers)
access.register(Permission.DIGEST_CHANGE, _own_digest)
access.register(Permission.DIGEST_PUBLISH, _second_person)
access.register(Permission.DIGEST_WITHDRAW, _keepers_or_system)
access.register(Permission.DIGEST_READ, _writer_or_keeper)
access.register(Permission.LAW_OFFER, _head_of_own)
access.register(Permission.DIGEST_OFFER, _head_of_published)
