"""What the hub passes on of its library: to nodes, and on a page for who works here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.files.views import download
from comity.hub import offering, queries, stating
from comity.hub.access import Permission
from comity.kernel.clock import utc_now
from comity.library.places import known_places, name_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

SHOWN = 50
NEVER = {"Cache-Control": "no-store"}


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """Give the signed head of the list: open to anybody where the secretariat passes documents on."""
    del request
    found = offering.head()
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/json", headers=NEVER)


@require_safe
def entries(request: HttpRequest, after: int) -> HttpResponse:
    """Give the lines of the list after a number, a page of them."""
    del request
    lines = offering.lines_after(after)
    if lines is None:
        raise Http404
    body = "".join(f"{line}\n" for line in lines)
    return HttpResponse(body, content_type="application/x-ndjson; charset=utf-8", headers=NEVER)


@require_safe
def file(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Give a file that is listed, byte for byte."""
    del request
    found = offering.file_of(sha256) or stating.text_of(sha256)
    if found is None:
        raise Http404
    return download(found.file)


@require_safe
def statement_index(request: HttpRequest) -> HttpResponse:
    """Give the signed index of laws and digests: open to anybody where the secretariat passes its library on."""
    del request
    found = stating.index()
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/json", headers=NEVER)


@require_safe
def statement(request: HttpRequest, sha256: str) -> HttpResponse:
    """Give what is said of a law or a digest."""
    del request
    found = stating.statement(sha256)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/json", headers=NEVER)


@require_POST
@access.needs(Permission.LAW_PUBLISH)
def pass_on(request: HttpRequest, version_id: int) -> HttpResponse:
    """Pass a version of a law on to nodes; whoever entered it leaves that to somebody else."""
    get_object_or_404(queries.versions_to_pass_on(), pk=version_id)
    stating.pass_on(actor=actor_of(request), version_id=version_id, now=utc_now())
    messages.success(request, _("Passed on. Nodes take it over the next time they look."))
    return redirect("hub:passed-on")


@require_safe
@access.needs(Permission.PASSED_ON_VIEW)
def passed_on(request: HttpRequest) -> HttpResponse:
    """Show what is passed on, how far the list goes, what came last, and which laws wait for a second member."""
    actor, language, places = actor_of(request), get_language() or "en", known_places()
    waiting = [
        {"version": one, "state": name_of(one.law.place, language, places),
         "may_pass_on": access.may(actor, Permission.LAW_PUBLISH, one), "is_own": one.entered_by_id == actor.officer_id}
        for one in queries.versions_to_pass_on()
    ] if access.may(actor, Permission.LAW_PUBLISH) else []  # fmt: skip
    context = {
        "page_title": _("Documents passed on"),
        "waiting": waiting,
        "stated": queries.stated(),
        "is_on": offering.is_on(),
        "head": queries.catalogue_head(),
        "rows": queries.offered()[:SHOWN],
    }
    return render(request, "hub/passed_on.html", context)
