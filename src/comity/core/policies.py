"""The permissions of `core` itself, and their policies."""

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
    """What can be done in the base of a node."""

    HOME_VIEW = "core:home:view"
    ARTICLE_VIEW = "core:article:view"
    STYLE_VIEW = "core:style:view"
    SETTINGS_VIEW = "core:settings:view"
    ACCOUNT_VIEW = "core:account:view"
    SIGNING_KEY_CREATE = "core:signing_key:create"
    OFFICERS_VIEW = "core:officers:view"
    OFFICER_CREATE = "core:officer:create"
    OFFICER_EDIT = "core:officer:edit"
    ENROLMENT_ISSUE = "core:enrolment:issue"
    ROLE_PROPOSE = "core:role:propose"
    ROLE_DECIDE = "core:role:decide"
    ROLE_REVOKE = "core:role:revoke"
    RESET_PROPOSE = "core:second_factor:propose_reset"
    RESET_DECIDE = "core:second_factor:decide_reset"
    ABSENCE_DECLARE = "core:absence:declare"
    ABSENCE_DECIDE = "core:absence:decide"
    AUDIT_VIEW = "core:audit:view"
    AUDIT_VERIFY = "core:audit:verify"
    DOCTOR_VIEW = "core:doctor:view"
    PROGRAM_ADMIT = "core:program:admit"


def _on_another(actor: Actor, obj: Any) -> Decision:
    """An administrator, for any officer but oneself."""
    if not actor.has(Role.ADMINISTRATOR):
        return Denied(_("Only an administrator may do this."))
    if obj is not None and obj.pk == actor.officer_id:
        return Denied(_("Nobody may do this to their own account; ask another administrator."))
    return Allowed()


def _second_person(actor: Actor, obj: Any) -> Decision:
    """An administrator or the head: neither who proposed it nor whom it concerns."""
    if not actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return Denied(_("Only an administrator or the head of the authority may decide on this."))
    if obj is None:
        return Allowed()
    if obj.officer_id == actor.officer_id:
        return Denied(_("This concerns you; another person must decide."))
    if obj.proposed_by_id == actor.officer_id:
        return Denied(_("You proposed this; a second person must decide."))
    return Allowed()


def _revoker(actor: Actor, obj: Any) -> Decision:
    """An administrator or the head may take a role away alone, except from oneself."""
    if not actor.has(Role.ADMINISTRATOR, Role.HEAD):
        return Denied(_("Only an administrator or the head of the authority may revoke a role."))
    if obj is not None and obj.officer_id == actor.officer_id:
        return Denied(_("Nobody may revoke their own role; ask another person."))
    return Allowed()


def _own_absence(actor: Actor, obj: Any) -> Decision:
    """Whoever works on cases, about oneself; the head about anybody."""
    if not actor.sees_cases:
        return Denied(_("Only who works on cases can have somebody stand in."))
    if obj is not None and obj.officer_id != actor.officer_id and not actor.has(Role.HEAD):
        return Denied(_("Only the officer and the head of the authority may say that the officer is away."))
    return Allowed()


def _register() -> None:
    administrators = access.by_role(Role.ADMINISTRATOR)
    deciders = access.by_role(Role.ADMINISTRATOR, Role.HEAD)
    readers = access.by_role(Role.AUDITOR, Role.ADMINISTRATOR)
    for everybody in (
        Permission.HOME_VIEW, Permission.ARTICLE_VIEW, Permission.STYLE_VIEW, Permission.ACCOUNT_VIEW,
        Permission.SETTINGS_VIEW,
    ):  # fmt: skip
        access.register(everybody, access.any_officer)
    access.register(
        Permission.SIGNING_KEY_CREATE, access.by_role(Role.HEAD, Role.REVIEWER, Role.CASE_OFFICER, Role.REGISTRY)
    )
    access.register(Permission.OFFICERS_VIEW, deciders)
    access.register(Permission.OFFICER_CREATE, administrators)
    access.register(Permission.OFFICER_EDIT, _on_another)
    access.register(Permission.ENROLMENT_ISSUE, _on_another)
    access.register(Permission.ROLE_PROPOSE, _on_another)
    access.register(Permission.ROLE_DECIDE, _second_person)
    access.register(Permission.ROLE_REVOKE, _revoker)
    access.register(Permission.RESET_PROPOSE, _on_another)
    access.register(Permission.RESET_DECIDE, _second_person)
    access.register(Permission.ABSENCE_DECLARE, _own_absence)
    access.register(Permission.ABSENCE_DECIDE, access.by_role(Role.HEAD))
    access.register(Permission.AUDIT_VIEW, readers)
    access.register(Permission.AUDIT_VERIFY, readers)
    access.register(Permission.DOCTOR_VIEW, readers)
    access.register(Permission.PROGRAM_ADMIT, administrators)


_register()
