"""One's own account, and coming in with a one-time code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from comity.core import access
from comity.core.accounts.signing import create_signing_key
from comity.core.actors import actor_of
from comity.core.keys import KeysError, node_keys
from comity.core.officers import actions, queries
from comity.core.officers.forms import EnrolForm, OwnAccountForm, PassphraseForm
from comity.core.officers.rules import OfficerError
from comity.core.officers.words import explain
from comity.core.parts import Notice
from comity.core.policies import Permission
from comity.core.roles import Role
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

KEY_ERRORS = {
    "E_PASSPHRASE": gettext_lazy("The passphrase needs at least 12 characters."),
    "E_KEY": gettext_lazy("Your name or function is missing, or the authority's root certificate has run out."),
}
NO_NODE_KEYS = gettext_lazy("This node has no keys yet, or they cannot be opened. Ask your administrator.")
reauthenticated: Callable[[access.View], access.View] = reauthentication_required
edit = require_http_methods(["GET", "HEAD", "POST"])


@edit
@sensitive_post_parameters()
def enrol(request: HttpRequest) -> HttpResponse:
    """Choose a password with a one-time code; signing in comes next."""
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and not ratelimit.consume(request, action="enrol"):
        form.add_error(None, _("Too many attempts. Wait a few minutes, then try again."))
    elif form.is_valid():
        data = form.cleaned_data
        try:
            actions.enrol(login=data["login"], code=data["code"], password=data["password"], now=utc_now())
        except OfficerError as error:
            form.add_error("code", explain(error))
        else:
            messages.success(request, _("Your password is set. Sign in, then set up your second factor."))
            return redirect("account_login")
    return render(request, "core/accounts/enrol.html", {"page_title": _("Come in for the first time"), "form": form})


@edit
@access.needs(Permission.SIGNING_KEY_CREATE)
@reauthenticated
@sensitive_post_parameters()
def signing_key(request: HttpRequest) -> HttpResponse:
    """Make one's own signing key."""
    actor, now = actor_of(request), utc_now()
    officer = queries.officer_of(actor)
    form = PassphraseForm(request.POST or None, officer=officer)
    if form.is_valid():
        try:
            create_signing_key(actor=actor, passphrase=form.cleaned_data["passphrase"], keys=node_keys(), now=now)
        except SealError as error:
            form.add_error("passphrase" if error.code == "E_PASSPHRASE" else None, KEY_ERRORS[error.code])
        except KeysError:
            form.add_error(None, NO_NODE_KEYS)
        else:
            messages.success(request, _("Your signing key is made."))
            return redirect("account")
    context = {
        "page_title": _("My signing key"),
        "form": form,
        "has_key": queries.signing_keys_of(actor).filter(revoked_at__isnull=True).exists(),
        "remark": Notice("weakens", _("This replaces your key"), _("Letters signed with the old one stay valid.")),
    }
    return render(request, "core/accounts/signing_key.html", context)


@edit
@access.needs(Permission.ACCOUNT_VIEW)
def account(request: HttpRequest) -> HttpResponse:
    """Show and change one's own language, zone, password, second factors, signing key."""
    actor = actor_of(request)
    officer = queries.officer_of(actor)
    initial = {"language": officer.language, "time_zone": officer.time_zone}
    form = OwnAccountForm(request.POST or None, initial=initial)
    if form.is_valid():
        officer.language, officer.time_zone = form.cleaned_data["language"], form.cleaned_data["time_zone"]
        officer.save(update_fields=["language", "time_zone"])
        messages.success(request, _("Saved."))
        return redirect("account")
    types = queries.second_factors_of(officer)
    context = {
        "page_title": _("My account"),
        "form": form,
        "officer": officer,
        "roles": [role for role in Role if role in actor.roles],
        "has_app": Authenticator.Type.TOTP in types,
        "passkeys": types.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in types,
        "has_password": officer.has_usable_password(),
        "may_be_away": access.may(actor, Permission.ABSENCE_DECLARE),
        "may_sign": access.may(actor, Permission.SIGNING_KEY_CREATE),
        "signing_keys": queries.signing_keys_of(actor),
    }
    return render(request, "core/accounts/account.html", context)


@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Say how an officer who comes in without a password gets one: nobody sets one from an open session."""
    officer = queries.officer_of(actor_of(request))
    if officer.has_usable_password():
        return redirect("account_change_password")
    return render(request, "core/accounts/no_password.html", {"page_title": _("You have no password")})
