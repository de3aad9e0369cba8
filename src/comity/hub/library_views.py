"""What the hub passes on of its library: to nodes, and on a page for who works here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.files.views import download
from comity.hub import offering, queries
from comity.hub.access import Permission

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
    found = offering.file_of(sha256)
    if found is None:
        raise Http404
    return download(found.file)


@require_safe
@access.needs(Permission.PASSED_ON_VIEW)
def passed_on(request: HttpRequest) -> HttpResponse:
    """Show whether documents are passed on, how far the list goes, and what came last."""
    context = {
        "page_title": _("Documents passed on"),
        "is_on": offering.is_on(),
        "head": queries.catalogue_head(),
        "rows": queries.offered()[:SHOWN],
    }
    return render(request, "hub/passed_on.html", context)
