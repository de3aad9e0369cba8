"""Read models of officers, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

from comity.core import access
from comity.core.doors import STRONG
from comity.core.officers.states import GrantState
from comity.core.parts import Status, Tone
from comity.core.policies import Permission
from comity.core.roles import SEES_CASES, Role
from comity.core.words import ACCOUNT, GRANT

if TYPE_CHECKING:
    from comity.core.actors import Actor
    from comity.core.officers.models import Officer, RoleGrant


GRANT_TONES = {"proposed": Tone.WAITING, "active": Tone.DONE, "declined": Tone.NONE, "revoked": Tone.NONE}


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """One row of the list of officers."""

    officer: Officer
    roles: tuple[Role, ...]
    proposed: int
    account: Status
    function_zh: str = ""
    title_zh: str = ""


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One row of an officer's roles, with what the reader can do about it."""

    grant: RoleGrant
    status: Status
    may_decide: bool
    may_revoke: bool


def grant_row(grant: RoleGrant, actor: Actor) -> GrantRow:
    """Gather what a row shows."""
    return GrantRow(
        grant,
        Status(GRANT[grant.state], GRANT_TONES[grant.state]),
        may_decide=grant.state == GrantState.proposed.name and access.may(actor, Permission.ROLE_DECIDE, grant),
        may_revoke=grant.state == GrantState.active.name and access.may(actor, Permission.ROLE_REVOKE, grant),
    )


def officer_facts(officer: Officer) -> OfficerFacts:
    """Gather what a row shows; the grants must be prefetched."""
    grants = officer.grants.all()
    active = {Role(grant.role) for grant in grants if grant.state == GrantState.active.name}
    return OfficerFacts(
        officer=officer,
        roles=tuple(role for role in Role if role in active),
        proposed=sum(grant.state == GrantState.proposed.name for grant in grants),
        account=_account(officer),
        function_zh=officer.functions.get("zh-hans", ""),
        title_zh=officer.titles.get("zh-hans", ""),
    )


def open_roles(officer: Officer) -> list[Role]:
    """Return the roles that could be proposed: not held or proposed, and fitting the others."""
    live = {GrantState.active.name, GrantState.proposed.name}
    held = {Role(grant.role) for grant in officer.grants.all() if grant.state in live}
    return [
        role
        for role in Role
        if role not in held
        and not (role is Role.ADMINISTRATOR and held & SEES_CASES)
        and not (role in SEES_CASES and Role.ADMINISTRATOR in held)
    ]


def _account(officer: Officer) -> Status:
    if not officer.is_active:
        return Status(ACCOUNT["closed"], Tone.REFUSED)
    if not officer.has_usable_password():
        return Status(ACCOUNT["invited"], Tone.WAITING)
    if not Authenticator.objects.filter(user_id=officer.pk, type__in=STRONG).exists():
        return Status(ACCOUNT["no_factor"], Tone.OPEN)
    return Status(ACCOUNT["ready"], Tone.DONE)
