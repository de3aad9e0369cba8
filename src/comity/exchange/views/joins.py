"""The page on which two officers say that an authority by letter has a node now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.core import access
from comity.core.actors import actor_of
from comity.exchange import joins, queries
from comity.exchange.access import Permission
from comity.exchange.errors import ExchangeError
from comity.exchange.forms import NodeForm
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


DECISIONS = {
    "propose": gettext_lazy("Said. Nothing changes until a second officer confirms it."),
    "confirm": gettext_lazy(
        "Confirmed. New requests go to the node; each open case stays by letter until it is moved."
    ),
    "decline": gettext_lazy("Declined. Nothing was changed."),
}
NOT_JOINED = gettext_lazy(
    "Nothing was changed: meanwhile another officer decided, or the node is no longer confirmed, or the two records"
    " name different States. Look at the counterparts again."
)


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.PEER_PROPOSE)
def letter_peer_join(request: HttpRequest, letter_peer_id: UUID) -> HttpResponse:
    """Say that an authority by letter is reached by a node now; a second officer confirms or declines it here."""
    letter, language = get_object_or_404(queries.letter_peers(), pk=letter_peer_id), get_language() or "en"
    actor = actor_of(request)
    form = NodeForm(None, nodes=joins.nodes_for(letter), language=language)
    if request.method == "POST" and request.POST.get("decision") in DECISIONS:
        form = NodeForm(request.POST, nodes=joins.nodes_for(letter), language=language)
        ready = form.is_valid() or request.POST["decision"] != "propose"
        if ready and _decided(request, letter_peer_id, form):
            return redirect("exchange:peers")
    elif request.method == "POST":
        raise SuspiciousOperation("neither said, confirmed nor declined")
    join = joins.join_of(letter)
    page = {
        "page_title": _("An authority by letter that has a node now"),
        "letter": letter,
        "name": letter.name_in(language),
        "node_name": join.node.name_in(language) if join else "",
        "join": join,
        "waits": join is not None and join.state == joins.WAITING,
        "may_decide": join is not None and access.may(actor, Permission.JOIN_DECIDE, join),
        "form": form,
    }
    return render(request, "exchange/letter_peer_join.html", page)


def _decided(request: HttpRequest, letter_id: UUID, form: NodeForm) -> bool:
    """Do what was decided, and say so; a refusal becomes an error of the form."""
    actor, decision, now = actor_of(request), request.POST["decision"], utc_now()
    try:
        if decision == "propose":
            joins.propose_join(actor=actor, letter_id=letter_id, node_id=form.cleaned_data["node"], now=now)
        elif decision == "confirm":
            joins.confirm_join(actor=actor, letter_id=letter_id, now=now)
        else:
            joins.decline_join(actor=actor, letter_id=letter_id, now=now)
    except ExchangeError:
        form.add_error(None, NOT_JOINED)
        return False
    messages.success(request, DECISIONS[decision])
    return True
