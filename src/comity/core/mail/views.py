"""One's own notices by e-mail: choose, try, switch off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comity.core import access
from comity.core.actors import actor_of
from comity.core.mail import actions, sending
from comity.core.mail.forms import MailForm
from comity.core.mail.models import MailChoice, Rhythm
from comity.core.mail.queries import choice_of
from comity.core.mail.rules import MailError
from comity.core.policies import Permission
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

FAILED: Final[dict[str, str | Promise]] = {
    "E_MAIL_OFF": gettext_lazy("No mail server is set on this node. Ask your administrator."),
    "E_MAIL_DEAD": gettext_lazy("The mail server refuses this address. Correct it and save."),
    "E_MAIL": gettext_lazy("The mail server did not take the message. Try again later, or ask your administrator."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.ACCOUNT_VIEW)
def mail(request: HttpRequest) -> HttpResponse:
    """Choose of what one is told by e-mail."""
    actor = actor_of(request)
    choice = choice_of(actor)
    form = MailForm(request.POST or None, initial=_initial(choice))
    if form.is_valid():
        given = form.cleaned_data
        actions.choose(actor=actor, address=given["address"], wanted=given["kinds"], rhythm=form.chosen, now=utc_now())
        messages.success(request, _("Saved. What waits already is not told of again."))
        return redirect("mail")
    page = {"page_title": _("Notices by e-mail"), "form": form, "choice": choice, "set_up": sending.is_set_up()}
    return render(request, "core/accounts/mail.html", page)


def _initial(choice: MailChoice | None) -> dict[str, object]:
    if choice is None:
        return {"rhythm": Rhythm.AT_ONCE.value}
    return {"address": choice.address, "kinds": choice.kinds, "rhythm": choice.rhythm}


@require_POST
@access.needs(Permission.ACCOUNT_VIEW)
def mail_test(request: HttpRequest) -> HttpResponse:
    """Send a test message to oneself."""
    try:
        actions.send_test(actor=actor_of(request), now=utc_now())
    except MailChoice.DoesNotExist:
        messages.error(request, _("Save an address first."))
    except MailError as error:
        messages.error(request, str(FAILED.get(error.code, FAILED["E_MAIL"])))
    else:
        messages.success(request, _("The mail server has taken a test message for you."))
    return redirect("mail")


@require_POST
@access.needs(Permission.ACCOUNT_VIEW)
def mail_off(request: HttpRequest) -> HttpResponse:
    """Be told of nothing by e-mail any more."""
    actions.switch_off(actor=actor_of(request), now=utc_now())
    messages.success(request, _("Switched off. Your address is forgotten."))
    return redirect("mail")
