"""How this authority writes its references: the administrator sets it, with a preview before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.cases.access import Permission
from comity.cases.actions import house
from comity.cases.forms.house import SchemeForm
from comity.cases.numbering import check_scheme
from comity.cases.queries import house as read
from comity.cases.views.base import casework, our_state, tried
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@casework(Permission.HOUSE_READ)
def numbering(request: HttpRequest) -> HttpResponse:
    """Show how references are written and will be; let the administrator look at another pattern and set it."""
    actor, scheme = actor_of(request), read.scheme_in_force()
    form = SchemeForm(request.POST or None, scheme=scheme)
    shown = scheme
    if form.is_valid() and tried(form, lambda: check_scheme(form.scheme, state=our_state())):
        shown = form.scheme
        if request.POST.get("act") == "set":
            house.set_scheme(actor=actor, scheme=shown, now=utc_now())
            messages.success(request, _("Set. The next reference is written so; those given before stay."))
            return redirect("cases:numbering")
    page = {
        "page_title": _("Reference numbers"),
        "form": form,
        "may_set": access.may(actor, Permission.HOUSE_SET),
        "preview": shown if shown != scheme else None,
        "samples": read.samples(shown, state=our_state(), year=timezone.localdate().year),
        "schemes": read.schemes()[:20],
        "standard": settings.NODE.state,
    }
    return render(request, "cases/numbering.html", page)
