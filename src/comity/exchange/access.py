"""The permissions of the exchange: whom we know, and that nothing was forged, is decided by two people."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.access import Allowed, Decision, Denied
from comity.core.roles import Role

if TYPE_CHECKING:
    from comity.core.actors import Actor


class Permission(StrEnum):
    """What can be done with counterparts."""

    PEERS_VIEW = "exchange:peers:view"
    PEER_PROPOSE = "exchange:peer:propose"
    PEER_DECIDE = "exchange:peer:decide"
    PEER_SUSPEND = "exchange:peer:suspend"
    JOIN_DECIDE = "exchange:join:decide"
    DIRECTORY_PROPOSE = "exchange:directory:propose"
    DIRECTORY_DECIDE = "exchange:directory:decide"
    ALARMS_VIEW = "exchange:alarms:view"
    ALARM_EXPLAIN = "exchange:alarm:explain"
    ALARM_DECIDE = "exchange:alarm:decide"


def _second_person(actor: Actor, obj: Any) -> Decision:
    """An administrator or the head, and not who brought the key file."""
    if not actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return Denied(_("Only an administrator or the head of the authority may decide on this."))
    if obj is not None and obj.proposed_by_id == actor.officer_id:
        return Denied(_("You brought this key file; a second person must compare its fingerprint."))
    return Allowed()


def _second_to_join(actor: Actor, obj: Any) -> Decision:
    """An administrator or the head, and not who said that the two are one authority."""
    if not actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return Denied(_("Only an administrator or the head of the authority may decide on this."))
    if obj is not None and obj.proposed_by_id == actor.officer_id:
        return Denied(_("You said that the two are one authority; a second person must confirm it."))
    return Allowed()


def _second_for_a_root(actor: Actor, obj: Any) -> Decision:
    """An administrator or the head, and not who brought the root."""
    if not actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return Denied(_("Only an administrator or the head of the authority may decide on this."))
    if obj is not None and obj.proposed_by_id == actor.officer_id:
        return Denied(_("You brought this root; a second person must compare its fingerprint."))
    return Allowed()


def _second_look(actor: Actor, obj: Any) -> Decision:
    """An administrator or the head, and not who wrote the finding."""
    if not actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return Denied(_("Only an administrator or the head of the authority may decide on this."))
    if obj is not None and obj.written_by_id == actor.officer_id:
        return Denied(_("You wrote this finding; a second person must decide on it."))
    return Allowed()


access.register(
    Permission.PEERS_VIEW, access.by_role(Role.ADMINISTRATOR, Role.HEAD, Role.AUDITOR, Role.REGISTRY, Role.CASE_OFFICER)
)
access.register(Permission.PEER_PROPOSE, access.by_role(Role.ADMINISTRATOR, Role.HEAD))
access.register(Permission.PEER_DECIDE, _second_person)
access.register(Permission.PEER_SUSPEND, access.by_role(Role.ADMINISTRATOR, Role.HEAD))
access.register(Permission.JOIN_DECIDE, _second_to_join)
access.register(Permission.DIRECTORY_PROPOSE, access.by_role(Role.ADMINISTRATOR, Role.HEAD))
access.register(Permission.DIRECTORY_DECIDE, _second_for_a_root)
access.register(Permission.ALARMS_VIEW, access.by_role(Role.ADMINISTRATOR, Role.HEAD, Role.AUDITOR))
access.register(Permission.ALARM_EXPLAIN, access.by_role(Role.ADMINISTRATOR, Role.HEAD))
access.register(Permission.ALARM_DECIDE, _second_look)
