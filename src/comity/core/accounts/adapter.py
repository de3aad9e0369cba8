"""The hooks that allauth offers: no sign-up, no e-mail, secrets encrypted at rest, never without a second factor."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from comity.core.doors import STRONG

if TYPE_CHECKING:
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator and opened with a one-time code."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The login and the password do not match. Check both and try again."),
        "too_many_login_attempts": _("Too many failed attempts. Wait a few minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("Enter your current password."),
        "incorrect_code": pgettext_lazy("second factor", "The code is not right. Codes change every 30 seconds."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        del request
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before a sensitive step; not while the first second factor is set up, right after the password."""
        request = context.request
        if app == "allauth.mfa" and request is not None and _is_enrolling(request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is ever sent by e-mail."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is ever sent by e-mail."""

    def add_message(self, request: HttpRequest, level: int, *_told: Any, **kwargs: Any) -> None:
        """Leave out allauth's notices: the page that follows says what happened. Errors are told."""
        if level >= messages.ERROR and kwargs.get("message"):
            messages.add_message(request, level, kwargs["message"])


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: an authenticator app, passkeys, recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": pgettext_lazy("second factor", "The code is not right. Codes change every 30 seconds."),
        "cannot_delete_authenticator": _("This is your only second factor. Add another one before you remove it."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a second factor's secret with a key derived from the node's secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read what `encrypt` wrote."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Never the last strong one."""
        if authenticator.type not in STRONG:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's name)
        """Propose a name for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        """Name this node where allauth would ask for a site."""
        return f"Comity {settings.NODE.state}"


def _is_enrolling(request: HttpRequest) -> bool:
    """Whether the officer signed in just now and had no second factor before."""
    begun = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    factors = Authenticator.objects.filter(user_id=request.user.pk, type__in=STRONG)
    earlier = factors.filter(created_at__lt=datetime.fromtimestamp(begun, UTC))
    return bool(records) and records[-1]["at"] > begun and not earlier.exists()


def _cipher() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"comity second factor").derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(key))
