"""Allauth's forms with our labels and hints."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.core.accounts.passkeys import REFUSED, demand_own_origin


def _code_field(form: Any, hint: Any) -> None:
    field = form.fields["code"]
    field.label, field.help_text = pgettext_lazy("second factor", "Code"), hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"autocomplete": "one-time-code", "class": "short", "spellcheck": "false"})


class LoginForm(account.LoginForm):
    """Login and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", _("Login")), ("password", _("Password"))):
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.widget.attrs.pop("placeholder", None)


class ChangePasswordForm(account.ChangePasswordForm):
    """Old password, new password twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _("At least 12 characters. Several words are easier to keep in mind.")


class ReauthenticateForm(account.ReauthenticateForm):
    """The password again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class AuthenticateForm(mfa.AuthenticateForm):
    """The code of the second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("The six digits your authenticator app shows now, or one of your recovery codes."))


class ReauthenticateSecondFactorForm(mfa.ReauthenticateForm):
    """The code of the second factor again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("The six digits your authenticator app shows now, or one of your recovery codes."))


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("The six digits the app shows now."))


class _Passkey(webauthn.AuthenticateWebAuthnForm):
    """Take an answer of a passkey only if it was given at this node's address; say in its own words what is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].label = pgettext_lazy("second factor", "Passkey")

    def clean_credential(self) -> Any:
        """Look at the address first, then let the library check the signature."""
        try:
            demand_own_origin(self.cleaned_data["credential"])
            return super().clean_credential()
        except forms.ValidationError as error:
            if error.code == "incorrect_code":
                raise forms.ValidationError(REFUSED, code="passkey") from None
            raise


class PasskeyForm(_Passkey):
    """A passkey as second factor."""


class PasskeyLoginForm(_Passkey, webauthn.LoginWebAuthnForm):
    """A passkey alone."""


class PasskeyAgainForm(_Passkey, webauthn.ReauthenticateWebAuthnForm):
    """A passkey again."""


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """Name of a new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["passwordless"].label = _("Sign in with this passkey alone, without a password")
        self.fields["passwordless"].help_text = _("It must then ask for a PIN, a fingerprint or the like.")

    def clean(self) -> dict[str, Any]:
        """Take a passkey only if it was made at this node's address; say in its own words what is wrong."""
        if self.cleaned_data.get("credential"):
            demand_own_origin(self.cleaned_data["credential"])
        try:
            checked: dict[str, Any] = super().clean()
        except forms.ValidationError as error:
            if error.code == "incorrect_code":
                raise forms.ValidationError(REFUSED, code="passkey") from None
            raise
        return checked


class EditPasskeyForm(webauthn.EditWebAuthnForm):
    """New name of a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
