"""The directory of authorities as the hub publishes it: what is out, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.keys import node_keys
from comity.directory.access import Permission
from comity.hub import editions
from comity.kernel.clock import utc_now
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from django.http import HttpRequest

NO_STORE = {"Cache-Control": "no-store"}


@require_safe
@access.needs(Permission.CONTACTS_VIEW)
def edition(request: HttpRequest) -> HttpResponse:
    """Show which edition is out and for whom, and how it is verified."""
    now = utc_now()
    own = parse_peer_file(node_keys().peer_file(now))
    page = {
        "page_title": _("Published directory"),
        "newest": editions.newest(),
        "nodes": len(editions.recipients(now)),
        "is_sealed": editions.sealed_file().exists(),
        "fingerprint": own.fingerprint(),
    }
    return render(request, "hub/edition.html", page)


@require_safe
@access.needs(Permission.CONTACTS_VIEW)
def edition_file(request: HttpRequest) -> HttpResponse:
    """Give the signed file to those who may know how authorities are reached."""
    del request
    newest = editions.newest()
    if newest is None:
        raise Http404
    headers = {**NO_STORE, "Content-Disposition": 'attachment; filename="directory.json"'}
    return HttpResponse(bytes(newest.raw), content_type="application/json", headers=headers)


@require_safe
def edition_sealed(request: HttpRequest) -> HttpResponse:
    """Give the sealed file to anybody; the nodes of the key directory can open it."""
    del request
    try:
        content = editions.sealed_file().read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(content, content_type="application/octet-stream", headers=NO_STORE)


@require_safe
def key_file(request: HttpRequest) -> HttpResponse:
    """Give the hub's key file, whose fingerprint two officers of a node compare before they believe it."""
    del request
    return HttpResponse(node_keys().peer_file(utc_now()), content_type="application/json", headers=NO_STORE)
