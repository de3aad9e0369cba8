"""What is done to officers: creating, enrolling, granting by two people, resetting by two people, closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from comity.core import access
from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.codes import AuditCode
from comity.core.moves import move
from comity.core.officers import queries
from comity.core.officers.models import EnrolmentCode, Officer, RoleGrant, SecondFactorReset, normal_login
from comity.core.officers.rules import OfficerError, check_roles, digest_of, new_code
from comity.core.officers.states import GrantState, ResetState
from comity.core.policies import Permission
from comity.core.roles import Role
from comity.kernel.plaintext import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

CODE_LIFE = timedelta(days=3)
CODE_TRIES = 5


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A one-time code in clear: shown once, on the answer to the request that made it, and kept nowhere."""

    officer: Officer
    code: str
    expires_at: datetime


def subject_of(officer: Officer) -> str:
    """Name an officer in the audit log."""
    return f"core.officer:{officer.pk}"


def found_officer(
    *,
    actor: Actor,
    login: str,
    name: str,
    roles: Collection[Role],
    now: datetime,
    language: str = "en",
    functions: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    password: str | None = None,
) -> Officer:
    """Make one of the first officers of a node, with roles, when it is initialised: for the command line alone.

    Raises:
        AccessDenied: for anybody but the system.
        OfficerError: `E_LOGIN_TAKEN`, `E_ROLES_EXCLUDE`.
    """
    if not actor.is_system:
        raise access.AccessDenied(Permission.OFFICER_CREATE, access.Denied("Only when a node is initialised."))
    with transaction.atomic():
        officer = _new_officer(login, name, now, language=language, functions=functions, titles=titles)
        if password is not None:
            officer.set_password(password)
            officer.save(update_fields=["password"])
        record(actor=actor, code=AuditCode.OFFICER_CREATED, subject=subject_of(officer), at=now)
        held: set[Role] = set()
        for role in roles:
            check_roles(held, role)
            held.add(role)
            RoleGrant.objects.create(
                officer=officer, role=role.value, state=GrantState.active.name, proposed_at=now, decided_at=now,
                founding=True,
            )  # fmt: skip
            data = {"role": role.value}
            record(actor=actor, code=AuditCode.ROLE_FOUNDED, subject=subject_of(officer), at=now, data=data)
    return officer


def create_officer(
    *,
    actor: Actor,
    login: str,
    name: str,
    now: datetime,
    language: str = "en",
    functions: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> IssuedCode:
    """Make an officer without any role, and a one-time code to come in with.

    Raises:
        AccessDenied: for anybody but an administrator.
        OfficerError: `E_LOGIN_TAKEN`.
    """
    access.require(actor, Permission.OFFICER_CREATE)
    with transaction.atomic():
        officer = _new_officer(login, name, now, language=language, functions=functions, titles=titles)
        record(actor=actor, code=AuditCode.OFFICER_CREATED, subject=subject_of(officer), at=now)
        return _issue(actor, officer, now)


def change_officer(
    *,
    actor: Actor,
    officer_id: UUID,
    name: str,
    functions: Mapping[str, str],
    titles: Mapping[str, str],
    now: datetime,
    supervisor_id: UUID | None = None,
) -> Officer:
    """Change an officer's name, functions, titles and supervisor."""
    with transaction.atomic():
        officer = queries.officers_visible_to(actor).get(pk=officer_id)
        access.require(actor, Permission.OFFICER_EDIT, officer)
        officer.name, officer.functions, officer.titles = clean(name), dict(functions), dict(titles)
        officer.supervisor_id = supervisor_id
        officer.save(update_fields=["name", "functions", "titles", "supervisor"])
        record(actor=actor, code=AuditCode.OFFICER_CHANGED, subject=subject_of(officer), at=now)
    return officer


def set_active(*, actor: Actor, officer_id: UUID, active: bool, now: datetime) -> Officer:
    """Close an account (its sessions end at once) or open it again."""
    with transaction.atomic():
        officer = queries.officers_visible_to(actor).select_for_update(of=("self",)).get(pk=officer_id)
        access.require(actor, Permission.OFFICER_EDIT, officer)
        if officer.is_active == active:
            return officer
        officer.is_active = active
        officer.save(update_fields=["is_active"])
        code = AuditCode.OFFICER_REOPENED if active else AuditCode.OFFICER_CLOSED
        record(actor=actor, code=code, subject=subject_of(officer), at=now)
    return officer


def issue_enrolment_code(*, actor: Actor, officer_id: UUID, now: datetime) -> IssuedCode:
    """Replace an officer's open one-time code. Choosing a new password by it does not touch the second factor."""
    with transaction.atomic():
        officer = queries.officers_visible_to(actor).get(pk=officer_id)
        access.require(actor, Permission.ENROLMENT_ISSUE, officer)
        return _issue(actor, officer, now)


def enrol(*, login: str, code: str, password: str, now: datetime) -> Officer:
    """Use a one-time code: choose a password. The officer is the actor.

    Raises:
        OfficerError: `E_ENROLMENT` for an unknown login, a wrong, used or expired code, always the same.
    """
    with transaction.atomic():
        found = (
            EnrolmentCode.objects.select_for_update(of=("self",))
            .select_related("officer")
            .filter(officer__login=normal_login(login), used_at__isnull=True, officer__is_active=True)
            .first()
        )
        if found and found.failures < CODE_TRIES and found.expires_at > now and found.digest == digest_of(code):
            officer = found.officer
            officer.set_password(password)
            officer.save(update_fields=["password"])
            found.used_at = now
            found.save(update_fields=["used_at"])
            actor = Actor.of_officer(officer)
            record(actor=actor, code=AuditCode.ENROLMENT_USED, subject=subject_of(officer), at=now)
            return officer
        if found:
            found.failures += 1
            found.save(update_fields=["failures"])
            if found.failures == CODE_TRIES:
                system = Actor.system("core.enrolment")
                record(actor=system, code=AuditCode.ENROLMENT_BLOCKED, subject=subject_of(found.officer), at=now)
    raise OfficerError("E_ENROLMENT", "unknown login, or a wrong, used or expired code")


def propose_role(*, actor: Actor, officer_id: UUID, role: Role, now: datetime) -> RoleGrant:
    """Propose a role for another officer; it takes effect when a second person approves.

    Raises:
        AccessDenied: for oneself, and for anybody but an administrator.
        OfficerError: `E_ROLE_HELD`, `E_ROLES_EXCLUDE`.
    """
    with transaction.atomic():
        officer = queries.officers_visible_to(actor).get(pk=officer_id)
        access.require(actor, Permission.ROLE_PROPOSE, officer)
        check_roles(_roles_open(officer), role)
        grant = RoleGrant.objects.create(
            officer=officer, role=role.value, proposed_by_id=actor.person(), proposed_at=now
        )
        data = {"role": role.value, "grant": str(grant.pk)}
        record(actor=actor, code=AuditCode.ROLE_PROPOSED, subject=subject_of(officer), at=now, data=data)
    return grant


def decide_role(*, actor: Actor, grant_id: UUID, approve: bool, now: datetime) -> RoleGrant:
    """Approve or decline a proposed role, as the second person."""
    with transaction.atomic():
        grant = queries.grants_visible_to(actor).select_for_update(of=("self",)).get(pk=grant_id)
        access.require(actor, Permission.ROLE_DECIDE, grant)
        if approve:
            check_roles(grant.officer.roles_in_force(), grant.known_role)
        grant.decided_by_id, grant.decided_at = actor.officer_id, now
        target = GrantState.active if approve else GrantState.declined
        move(grant, "state", GrantState, target.name, actor=actor, at=now, also=("decided_by_id", "decided_at"),
             data={"role": grant.role, "officer": str(grant.officer_id)})  # fmt: skip
    return grant


def revoke_role(*, actor: Actor, grant_id: UUID, now: datetime) -> RoleGrant:
    """Take a role away, at once."""
    with transaction.atomic():
        grant = queries.grants_visible_to(actor).select_for_update(of=("self",)).get(pk=grant_id)
        access.require(actor, Permission.ROLE_REVOKE, grant)
        grant.revoked_by_id, grant.revoked_at = actor.officer_id, now
        move(grant, "state", GrantState, GrantState.revoked.name, actor=actor, at=now,
             also=("revoked_by_id", "revoked_at"),
             data={"role": grant.role, "officer": str(grant.officer_id)})  # fmt: skip
    return grant


def propose_reset(*, actor: Actor, officer_id: UUID, reason: str, now: datetime) -> SecondFactorReset:
    """Propose to remove an officer's second factors; a second person does it."""
    with transaction.atomic():
        officer = queries.officers_visible_to(actor).get(pk=officer_id)
        access.require(actor, Permission.RESET_PROPOSE, officer)
        if not clean(reason).strip():
            raise OfficerError("E_REASON", "a reset needs its reason")
        if officer.second_factor_resets.filter(state=ResetState.proposed.name).exists():
            raise OfficerError("E_PROPOSED", "a reset is proposed already")
        reset = SecondFactorReset.objects.create(
            officer=officer, reason=clean(reason).strip(), proposed_by_id=actor.person(), proposed_at=now
        )
        record(actor=actor, code=AuditCode.RESET_PROPOSED, subject=subject_of(officer), at=now)
    return reset


def decide_reset(*, actor: Actor, reset_id: UUID, approve: bool, now: datetime) -> SecondFactorReset:
    """Do or decline a proposed reset, as the second person. The officer must set up a new second factor at once."""
    with transaction.atomic():
        reset = queries.resets_visible_to(actor).select_for_update(of=("self",)).get(pk=reset_id)
        access.require(actor, Permission.RESET_DECIDE, reset)
        reset.decided_by_id, reset.decided_at = actor.officer_id, now
        target = ResetState.done if approve else ResetState.declined
        if approve:
            Authenticator.objects.filter(user_id=reset.officer_id).delete()
        move(reset, "state", ResetState, target.name, actor=actor, at=now, also=("decided_by_id", "decided_at"),
             data={"officer": str(reset.officer_id)})  # fmt: skip
    return reset


def _roles_open(officer: Officer) -> frozenset[Role]:
    """Roles in force and roles proposed: nothing may be proposed twice or against a proposal."""
    states = (GrantState.active.name, GrantState.proposed.name)
    return frozenset(Role(name) for name in officer.grants.filter(state__in=states).values_list("role", flat=True))


def _new_officer(
    login: str, name: str, now: datetime, *, language: str, functions: Mapping[str, str] | None,
    titles: Mapping[str, str] | None,
) -> Officer:  # fmt: skip
    officer = Officer(
        login=normal_login(login), name=clean(name).strip(), language=language, functions=dict(functions or {}),
        titles=dict(titles or {}), created=now,
    )  # fmt: skip
    officer.set_unusable_password()
    if Officer.objects.filter(login=officer.login).exists():
        raise OfficerError("E_LOGIN_TAKEN", "the login is taken")
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError:
        raise OfficerError("E_LOGIN_TAKEN", "the login is taken") from None
    return officer


def _issue(actor: Actor, officer: Officer, now: datetime) -> IssuedCode:
    EnrolmentCode.objects.filter(officer=officer, used_at__isnull=True).delete()
    code = new_code()
    kept = EnrolmentCode.objects.create(
        officer=officer, digest=digest_of(code), created=now, expires_at=now + CODE_LIFE
    )
    record(actor=actor, code=AuditCode.ENROLMENT_ISSUED, subject=subject_of(officer), at=now)
    return IssuedCode(officer=officer, code=code, expires_at=kept.expires_at)
