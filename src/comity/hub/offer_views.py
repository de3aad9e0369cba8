"""Pages of what States offer to the hub's library: bringing a signed file, and what the secretariat decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.core import access
from comity.core.actors import actor_of
from comity.core.moves import MoveError
from comity.hub import offers as acts
from comity.hub import queries
from comity.hub.access import Permission
from comity.hub.actions import HubError
from comity.hub.comment_views import commented
from comity.hub.forms import OfferForm, ReasonForm
from comity.hub.read import NO_OFFER, OFFER_KINDS, OFFER_REFUSED, OFFERS
from comity.kernel.clock import utc_now
from comity.kernel.graph import GraphError
from comity.library.errors import LibraryError, ReadingError
from comity.library.mirroring.statements import LawSaid
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.hub.models import Offer

SHOWN = 200
BEGINNING = 4000  # characters of a text
edit = require_http_methods(["GET", "HEAD", "POST"])


@edit
@access.needs(Permission.OFFERS_VIEW)
def offers(request: HttpRequest) -> HttpResponse:
    """List what was offered, and bring another signed file."""
    actor = actor_of(request)
    if request.method == "POST":
        access.require(actor, Permission.OFFER_BRING)
    form = OfferForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = acts.bring(actor=actor, raw=form.cleaned_data["file"], now=utc_now())
        except (SealError, HubError) as error:
            form.add_error("file", str(OFFER_REFUSED.get(error.code, NO_OFFER)))
        else:
            messages.success(request, _("Brought. Its turn is with the secretariat."))
            return redirect("hub:offer", offer_id=made.pk)
    rows = [(one, OFFER_KINDS[one.kind], OFFERS[one.state]) for one in queries.offers_visible_to(actor)[:SHOWN]]
    context = {"page_title": _("Laws and digests that States offer"), "rows": rows, "form": form}
    context["may_bring"] = access.may(actor, Permission.OFFER_BRING)
    return render(request, "hub/offers.html", context)


@edit
@access.needs(Permission.OFFERS_VIEW)
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show what is offered; a member of the secretariat who did not bring it takes it in or returns it."""
    actor = actor_of(request)
    found = get_object_or_404(queries.offers_visible_to(actor), pk=offer_id)
    form = ReasonForm(request.POST if request.POST.get("decision") == "return" else None)
    if request.method == "POST" and _decided(request, offer_id, form):
        return redirect("hub:offer", offer_id=offer_id)
    context = {
        "page_title": _("What a State offers"),
        "found": found,
        "kind": OFFER_KINDS[found.kind],
        "status": OFFERS[found.state],
        "said": _said(found),
        "form": form,
        "may_decide": found.state == "waiting" and access.may(actor, Permission.OFFER_DECIDE, found),
        **commented(found, actor),
        "is_own": found.state == "waiting" and found.brought_by_id == actor.officer_id,
    }
    return render(request, "hub/offer.html", context)


def _said(found: Offer) -> dict[str, object] | None:
    """Return what its file says, to be compared; None where its node is listed no more."""
    try:
        read = acts.read(bytes(found.raw))
    except SealError:
        return None
    if isinstance(read.said, LawSaid):
        return {"law": read.said, "texts": [(one, _plain(read.texts[one.sha256])) for one in read.said.versions]}
    return {"digest": read.said}


def _plain(raw: bytes) -> str:
    """Return the beginning of a text; empty for a file that is none, which is read once it is taken in."""
    try:
        return raw.decode("utf-8")[:BEGINNING]
    except UnicodeDecodeError:
        return ""


def _decided(request: HttpRequest, offer_id: UUID, form: ReasonForm) -> bool:
    """Do what was decided; False where the form must be shown again."""
    actor, now = actor_of(request), utc_now()
    try:
        if request.POST.get("decision") == "return":
            if not form.is_valid():
                return False
            acts.give_back(actor=actor, offer_id=offer_id, reason=form.cleaned_data["reason"], now=now)
            messages.success(request, _("Returned with the reason."))
            return True
        acts.take(actor=actor, offer_id=offer_id, now=now)
    except (SealError, HubError) as error:
        messages.error(request, str(OFFER_REFUSED.get(error.code, NO_OFFER)))
    except (LibraryError, ReadingError) as error:
        words = error.text.get(get_language() or "en")
        messages.error(request, words.format(**error.params) if isinstance(error, ReadingError) else words)
    except (GraphError, MoveError):
        messages.error(request, _("Nothing was changed: somebody else was faster."))
    else:
        messages.success(request, _("Taken into the library. Nodes are told once a second person published it."))
    return True
