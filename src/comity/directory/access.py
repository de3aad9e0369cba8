"""The permissions of the directory: who reads, who writes, and that a second person publishes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.access import Allowed, Decision, Denied
from comity.core.roles import Role
from comity.directory import editing

if TYPE_CHECKING:
    from comity.core.actors import Actor


class Permission(StrEnum):
    """What can be done with the directory."""

    VIEW = "directory:view"
    CONTACTS_VIEW = "directory:contacts:view"
    AUTHORITY_PROPOSE = "directory:authority:propose"
    AUTHORITY_DECIDE = "directory:authority:decide"
    AUTHORITY_CONFIRM = "directory:authority:confirm"
    VERSIONS_VIEW = "directory:versions:view"
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


def _writer(actor: Actor, obj: Any) -> Decision:
    """An administrator or the head; at a hub also a State's editor, for that State. `obj` is the code of a place."""
    if actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return Allowed()
    state = editing.edited_by(actor)
    if not state:
        return Denied(_("Your roles do not include one that may do this."))
    if obj is not None and obj not in editing.places_of(state):
        return Denied(_("You write for your own State alone."))
    return Allowed()


def _fact_writer(actor: Actor, obj: Any) -> Decision:
    """As of authorities; an editor of a State what it says of itself alone. `obj` are the cells of a fact."""
    return _writer(actor, None if obj is None else editing.said_of(obj))


def _practitioner_or_editor(actor: Actor, obj: Any) -> Decision:
    """Those who work with authorities; editors of States belong to one."""
    decision = access.by_role(*PRACTITIONERS)(actor, obj)
    return decision if decision or not editing.edited_by(actor) else Allowed()


def _practitioner_or_writer(actor: Actor, obj: Any) -> Decision:
    """Those who work with authorities see what waits and what was; an editor of a State sees that of his own."""
    return access.by_role(*PRACTITIONERS)(actor, obj) or _writer(actor, obj)


def _program_or_officer(actor: Actor, obj: Any) -> Decision:
    """Any program with a token, any officer who signed in."""
    return Allowed() if actor.is_program else access.any_officer(actor, obj)


def _program_or_practitioner(actor: Actor, obj: Any) -> Decision:
    """Any program with a token; officers who work with authorities."""
    return Allowed() if actor.is_program else _practitioner_or_editor(actor, obj)


def _reads_contacts(actor: Actor, obj: Any) -> Decision:
    """A program whose token says so; officers who work with authorities."""
    return Allowed() if actor.reads_contacts else _practitioner_or_editor(actor, obj)


access.register(Permission.VIEW, access.any_officer)
access.register(Permission.CONTACTS_VIEW, _practitioner_or_editor)
access.register(Permission.VERSIONS_VIEW, _practitioner_or_writer)
access.register(Permission.AUTHORITY_PROPOSE, _writer)
access.register(Permission.AUTHORITY_DECIDE, _second_person)
access.register(Permission.AUTHORITY_CONFIRM, _writer)
access.register(Permission.FACT_PROPOSE, _fact_writer)
access.register(Permission.FACT_DECIDE, _second_person)
access.register(Permission.API_VIEW, _program_or_officer)
access.register(Permission.API_CONTACTS, _reads_contacts)
access.register(Permission.API_LAW, _program_or_practitioner)
