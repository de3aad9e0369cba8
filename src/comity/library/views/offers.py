"""A law or a digest as a signed file for the hub: made when the head asks for it, kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.library.access import Permission
from comity.library.digests import queries as digests
from comity.library.legislation import queries as laws
from comity.library.offering import offer_digest, offer_law
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@require_POST
@access.needs(Permission.LAW_OFFER)
def law_offer(request: HttpRequest, law_id: UUID) -> HttpResponse:
    """Give a law with its texts as a signed file."""
    versions = list(laws.versions_to_offer(law_id))
    if not versions:
        raise Http404
    try:
        raw = offer_law(actor=actor_of(request), versions=versions, now=utc_now())
    except SealError:
        messages.error(request, _("The file would be larger than 32 megabytes, and a hub takes no larger one."))
        return redirect("library:law", law_id)
    return _download(raw, f"law-{law_id}")


@require_POST
@access.needs(Permission.DIGEST_OFFER)
def digest_offer(request: HttpRequest, digest_id: UUID) -> HttpResponse:
    """Give a published digest as a signed file."""
    found = digests.published().filter(pk=digest_id).first()
    if found is None:
        raise Http404
    return _download(offer_digest(actor=actor_of(request), digest=found, now=utc_now()), f"digest-{digest_id}")


def _download(raw: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.offer.json"', "Cache-Control": "no-store"}
    return HttpResponse(raw, content_type="application/json", headers=headers)
