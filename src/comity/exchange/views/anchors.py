"""The page on which a second officer compares the digits of what was brought, and confirms or declines it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.core import access
from comity.core.actors import actor_of
from comity.exchange.access import Permission
from comity.exchange.anchors import PROPOSED
from comity.exchange.errors import ExchangeError
from comity.exchange.forms import DigitsForm, explain
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from comity.core.parts import Words
    from comity.exchange.anchors import Anchoring
    from comity.exchange.models.anchors import Anchor


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What differs from one sort of anchors to the other.

    Attributes:
        anchors: the sort.
        home: the address to which it leads back.
        template: extends `exchange/anchor_change.html`.
        title: what the page is called; `digits`: what its field is; `confirmed`: what is said afterwards.
    """

    anchors: Anchoring[Any]
    home: str
    template: str
    title: Words
    digits: Words
    confirmed: Words


def change(request: HttpRequest, found: Anchor, page: ChangePage) -> HttpResponse:
    """Show what was brought; the second officer confirms or declines it."""
    actor = actor_of(request)
    if request.method == "POST" and request.POST.get("decision") == "decline":
        page.anchors.decline(actor=actor, anchor_id=found.pk, now=utc_now())
        messages.success(request, _("Declined. Nothing was changed."))
        return redirect(page.home)
    access.require(actor, Permission.DIRECTORY_DECIDE, found if request.method == "POST" else None)
    form = DigitsForm(request.POST or None)
    form.fields["digits"].label = str(page.digits)
    if form.is_valid():
        digits = form.cleaned_data["digits"]
        try:
            page.anchors.confirm(actor=actor, anchor_id=found.pk, fingerprint=digits, now=utc_now())
        except ExchangeError as error:
            form.add_error("digits", explain(error))
        else:
            messages.success(request, str(page.confirmed))
            return redirect(page.home)
    waits = found.state == PROPOSED
    context = {
        "page_title": page.title,
        "found": found,
        "home": page.home,
        "form": form,
        "waits": waits,
        "may_decide": waits and access.may(actor, Permission.DIRECTORY_DECIDE, found),
    }
    return render(request, page.template, context)
