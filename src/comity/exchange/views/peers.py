"""Pages about counterparts: whom we know, by which keys, and the two officers who decide on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.keys import KeysError, node_keys
from comity.exchange import directories, letter_peers, queries, splits
from comity.exchange import peers as actions
from comity.exchange.access import Permission
from comity.exchange.errors import ExchangeError
from comity.exchange.forms import DigitsForm, KeyFileForm, LetterPeerForm, explain
from comity.exchange.read import file_rows, peer_row
from comity.exchange.read_directories import reading_of
from comity.exchange.states import PeerChangeState
from comity.kernel.clock import utc_now
from comity.kernel.errors import ComityError
from comity.seal.errors import SealError
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest

PAGE = 50
edit = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access.needs(Permission.PEERS_VIEW)
def peers(request: HttpRequest) -> HttpResponse:
    """List the counterparts, what waits for a second officer, and our own fingerprint."""
    actor, now, language = actor_of(request), utc_now(), get_language() or "en"
    page = Paginator(queries.peers_with_changes(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Counterparts"),
        "page": page,
        "rows": [peer_row(peer, actor=actor, language=language, now=now) for peer in page.object_list],
        "changes": [
            (change, access.may(actor, Permission.PEER_DECIDE, change)) for change in queries.waiting_changes()
        ],
        "may_propose": access.may(actor, Permission.PEER_PROPOSE),
        "may_suspend": access.may(actor, Permission.PEER_SUSPEND),
        "own_fingerprint": _own_fingerprint(),
        "may_see_alarms": access.may(actor, Permission.ALARMS_VIEW),
        "alarms": queries.unseen_alarms().count(),
        **_about_directory(now),
    }
    return render(request, "exchange/peers.html", context)


@edit
@access.needs(Permission.PEER_PROPOSE)
def peer_new(request: HttpRequest) -> HttpResponse:
    """Bring a key file."""
    form = KeyFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            change = actions.pin_peer(actor=actor_of(request), raw=form.raw, now=utc_now())
        except (SealError, ExchangeError) as error:
            form.add_error(form.source, explain(error))
        else:
            messages.success(request, _("Brought. Nothing changes until a second officer has compared the digits."))
            return redirect("exchange:peer-change", change_id=change.pk)
    return render(request, "exchange/peer_new.html", {"page_title": _("Bring a key file"), "form": form})


@edit
@access.needs(Permission.PEER_PROPOSE)
def letter_peer_new(request: HttpRequest) -> HttpResponse:
    """Write down an authority that is reached by letter."""
    form = LetterPeerForm(request.POST or None)
    if form.is_valid():
        peer = letter_peers.add_letter_peer(actor=actor_of(request), about=form.about, now=utc_now())
        text = _("%(name)s is written down. A request can be addressed to it now.")
        messages.success(request, text % {"name": peer.name_in(get_language() or "en")})
        return redirect("exchange:peers")
    return render(request, "exchange/letter_peer.html", {"page_title": _("An authority by letter"), "form": form})


@edit
@access.needs(Permission.PEER_PROPOSE)
def letter_peer_change(request: HttpRequest, letter_peer_id: UUID) -> HttpResponse:
    """Change what is known about an authority by letter."""
    peer = get_object_or_404(queries.letter_peers(), pk=letter_peer_id)
    form = LetterPeerForm(request.POST or None, initial=LetterPeerForm.initial_of(peer))
    if form.is_valid():
        letter_peers.change_letter_peer(actor=actor_of(request), peer_id=peer.pk, about=form.about, now=utc_now())
        messages.success(request, _("Saved."))
        return redirect("exchange:peers")
    page = {"page_title": _("An authority by letter"), "form": form, "peer": peer}
    return render(request, "exchange/letter_peer.html", page)


@edit
@access.needs(Permission.PEER_DECIDE)
def peer_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Show a key file that was brought; the second officer confirms or declines it."""
    actor, language = actor_of(request), get_language() or "en"
    change = get_object_or_404(queries.peer_changes(), pk=change_id)
    if request.method == "POST" and request.POST.get("decision") == "decline":
        actions.decline_peer(actor=actor, change_id=change_id, now=utc_now())
        messages.success(request, _("Declined. Nothing was changed."))
        return redirect("exchange:peers")
    access.require(actor, Permission.PEER_DECIDE, change if request.method == "POST" else None)
    form = DigitsForm(request.POST or None)
    if form.is_valid():
        try:
            digits = form.cleaned_data["digits"]
            peer = actions.confirm_peer(actor=actor, change_id=change_id, fingerprint=digits, now=utc_now())
        except ExchangeError as error:
            form.add_error("digits", explain(error))
        else:
            messages.success(request, _("The keys of %(name)s are confirmed.") % {"name": peer.name_in(language)})
            return redirect("exchange:peers")
    waits = change.state == PeerChangeState.proposed.name
    context = {
        "page_title": _("A key file that was brought"),
        "form": form,
        "change": change,
        "rows": file_rows(change, language=language),
        "waits": waits,
        "is_first": not change.peer.key_file,
        "confirmed": change.state == PeerChangeState.confirmed.name,
        "may_decide": waits and access.may(actor, Permission.PEER_DECIDE, change),
        "own_fingerprint": _own_fingerprint(),
    }
    return render(request, "exchange/peer_change.html", context)


@require_POST
@access.needs(Permission.PEER_SUSPEND)
def peer_suspend(request: HttpRequest, peer_id: UUID) -> HttpResponse:
    """Suspend a counterpart, or take the exchange up again."""
    decision = request.POST.get("decision")
    if decision not in {"suspend", "resume"}:
        raise SuspiciousOperation("neither suspended nor resumed")
    peer = get_object_or_404(queries.peers(), pk=peer_id)
    suspend = decision == "suspend"
    actions.suspend_peer(actor=actor_of(request), peer_id=peer_id, suspend=suspend, now=utc_now())
    template = (
        _("The exchange with %(name)s is suspended.") if suspend else _("The exchange with %(name)s goes on again.")
    )
    messages.success(request, template % {"name": peer.name_in(get_language() or "en")})
    return redirect("exchange:peers")


@require_safe
@access.needs(Permission.PEERS_VIEW)
def own_key_file(request: HttpRequest) -> HttpResponse:
    """Give our own signed key file, to be handed to other authorities."""
    try:
        keys = node_keys()
        raw = keys.peer_file(utc_now())
    except ComityError:
        messages.error(request, _("The node's keys could not be opened. See the page of the node's health."))
        return redirect("exchange:peers")
    headers = {"Content-Disposition": f'attachment; filename="{keys.node_id}.peer.json"'}
    return HttpResponse(raw, content_type="application/json", headers=headers)


def _about_directory(now: datetime) -> dict[str, Any]:
    """Return what the list says of the key directory."""
    found = directories.followed()
    if found is None:
        return {"directory": None}
    alarms = queries.directory_alarms().filter(directory=found).count() + splits.open_about(found).count()
    return {"directory": found, "reading": reading_of(found, now), "directory_alarms": alarms}


def _own_fingerprint() -> str:
    """Return the digits of our own key file; empty where the keys cannot be opened."""
    try:
        return parse_peer_file(node_keys().peer_file(utc_now())).fingerprint()
    except (KeysError, SealError):
        return ""
