"""One's own account, and coming in with a one-time code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from comity.core import access
from comity.core.actors import actor_of
from comity.core.officers import actions, queries
from comity.core.officers.forms import EnrolForm, OwnAccountForm
from comity.core.officers.rules import OfficerError
from comity.core.officers.words import explain
from comity.core.policies import Permission
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

edit = require_http_methods(["GET", "HEAD", "POST"])


@edit
@sensitive_post_parameters()
def enrol(request: HttpRequest) -> HttpResponse:
    """Choose a password with a one-time code; signing in comes next."""
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and not ratelimit.consume(request, action="enrol", config={"enrol": "10/m/ip"}):
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
    types = list(Authenticator.objects.filter(user_id=officer.pk).values_list("type", flat=True))
    context = {
        "page_title": _("My account"),
        "form": form,
        "officer": officer,
        "roles": [role for role in Role if role in actor.roles],
        "has_app": Authenticator.Type.TOTP in types,
        "passkeys": types.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in types,
        "may_sign": access.may(actor, Permission.SIGNING_KEY_CREATE),
        "signing_keys": queries.signing_keys_of(actor),
    }
    return render(request, "core/accounts/account.html", context)
