"""The permissions of the directory: who reads, who writes, and that a second person publishes."""

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
    """What can be done with the directory."""

    VIEW = "directory:view"
    CONTACTS_VIEW = "directory:contacts:view"
    AUTHORITY_PROPOSE = "directory:authority:propose"
    AUTHORITY_DECIDE = "directory:authority:decide"
    AUTHORITY_CONFIRM = "directory:authority:confirm"
    FACT_PROPOSE = "directory:fact:propose"
    FACT_DECIDE = "directory:fact:decide"
    API_VIEW = "directory:api:view"
    API_CONTACTS = "directory:api:contacts"
    API_LAW = "directory:api:law"


def _second_person(actor: Actor, obj: Any) -> Decision:
    """An administrator or the head, and not who entered it."""
    if not actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return Denied(_("Only an administrator or the head of the authority may decide on this."))
    if obj is not None and obj.proposed_by_id == actor.officer_id:
        return Denied(_("You entered this; a second person must compare it with its source and publish it."))
    return Allowed()


# The public part says which functions a State has designated; how to reach an authority is for those who work with it.
PRACTITIONERS = (
    Role.DRAFTER, Role.REVIEWER, Role.HEAD, Role.REGISTRY, Role.CASE_OFFICER, Role.TRANSLATOR, Role.ADMINISTRATOR,
)  # fmt: skip


def _program_or_officer(actor: Actor, obj: Any) -> Decision:
    """Any program with a token, any officer who signed in."""
    return Allowed() if actor.is_program else access.any_officer(actor, obj)


def _program_or_practitioner(actor: Actor, obj: Any) -> Decision:
    """Any program with a token; officers who work with authorities."""
    return Allowed() if actor.is_program else access.by_role(*PRACTITIONERS)(actor, obj)


def _reads_contacts(actor: Actor, obj: Any) -> Decision:
    """A program whose token says so; officers who work with authorities."""
    return Allowed() if actor.reads_contacts else access.by_role(*PRACTITIONERS)(actor, obj)


access.register(Permission.VIEW, access.any_officer)
access.register(Permission.CONTACTS_VIEW, access.by_role(*PRACTITIONERS))
access.register(Permission.AUTHORITY_PROPOSE, access.by_role(Role.ADMINISTRATOR, Role.HEAD))
access.register(Permission.AUTHORITY_DECIDE, _second_person)
access.register(Permission.AUTHORITY_CONFIRM, access.by_role(Role.ADMINISTRATOR, Role.HEAD))
access.register(Permission.FACT_PROPOSE, access.by_role(Role.ADMINISTRATOR, Role.HEAD))
access.register(Permission.FACT_DECIDE, _second_person)
access.register(Permission.API_VIEW, _program_or_officer)
access.register(Permission.API_CONTACTS, _reads_contacts)
access.register(Permission.API_LAW, _program_or_practitioner)
