"""What django-allauth tells of sign-ins and second factors, written into the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.codes import AuditCode
from comity.core.officers.models import Officer, normal_login
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping

SYSTEM = Actor.system("core.sign_in")


def _of_officer(code: AuditCode, officer: Officer | None, data: Mapping[str, Any] | None = None) -> None:
    if officer is not None:
        actor = Actor.of_officer(officer)
        record(actor=actor, code=code, subject=f"core.officer:{officer.pk}", at=utc_now(), data=data)


@receiver(user_logged_in)
def signed_in(user: Officer, **kwargs: Any) -> None:
    """An officer came in."""
    del kwargs
    _of_officer(AuditCode.SIGNED_IN, user)


@receiver(user_logged_out)
def signed_out(user: Officer | None, **kwargs: Any) -> None:
    """An officer left."""
    del kwargs
    _of_officer(AuditCode.SIGNED_OUT, user)


@receiver(user_login_failed)
def sign_in_failed(credentials: Mapping[str, Any], **kwargs: Any) -> None:
    """Somebody tried the login of an officer with a wrong password. What was typed is not kept."""
    del kwargs
    login = credentials.get("username") or credentials.get("login") or ""
    known = Officer.objects.filter(login=normal_login(str(login))).first()
    if known is not None:
        record(actor=SYSTEM, code=AuditCode.SIGN_IN_FAILED, subject=f"core.officer:{known.pk}", at=utc_now())


@receiver(password_changed)
def changed_password(user: Officer, **kwargs: Any) -> None:
    """An officer chose another password."""
    del kwargs
    _of_officer(AuditCode.PASSWORD_CHANGED, user)


@receiver(authenticator_added)
def added_factor(user: Officer, authenticator: Any, **kwargs: Any) -> None:
    """An officer set up a second factor."""
    del kwargs
    _of_officer(AuditCode.FACTOR_ADDED, user, {"type": str(authenticator.type)})


@receiver(authenticator_removed)
def removed_factor(user: Officer, authenticator: Any, **kwargs: Any) -> None:
    """An officer removed a second factor."""
    del kwargs
    _of_officer(AuditCode.FACTOR_REMOVED, user, {"type": str(authenticator.type)})
