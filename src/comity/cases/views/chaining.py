"""Approval chains: the list, a proposal, its decision. Rules of the authority; no case is seen here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import chaining
from comity.cases.errors import sentence
from comity.cases.forms.chaining import ChainForm, chain_initial, stage_forms
from comity.cases.queries import chains as reading
from comity.cases.rules import CaseworkError
from comity.cases.views.base import done, tried
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.cases.models import Chain

FORM = ["GET", "HEAD", "POST"]


@require_safe
@access.needs(Permission.CHAIN_READ)
def chains(request: HttpRequest) -> HttpResponse:
    """List the chains with their stages and versions, and what waits for the head."""
    actor = actor_of(request)
    page = {
        "page_title": _("Approval chains"),
        "rows": reading.rows(get_language() or "en"),
        "may_propose": access.may(actor, Permission.CHAIN_PROPOSE),
        "may_decide": access.may(actor, Permission.CHAIN_DECIDE),
    }
    return render(request, "cases/chains.html", page)


@require_http_methods(FORM)
@access.needs(Permission.CHAIN_PROPOSE)
def chain_new(request: HttpRequest) -> HttpResponse:
    """Propose a new chain."""
    return _propose(request, None, _("New approval chain"))


@require_http_methods(FORM)
@access.needs(Permission.CHAIN_PROPOSE)
def chain_change(request: HttpRequest, chain_id: UUID) -> HttpResponse:
    """Propose the next version of a chain."""
    return _propose(request, _found(chain_id), _("Change an approval chain"))


def _found(chain_id: UUID) -> Chain:
    found = reading.chains().filter(pk=chain_id).first()
    if found is None:
        raise Http404
    return found


def _propose(request: HttpRequest, chain: Chain | None, title: str) -> HttpResponse:
    data = request.POST or None
    form, stages = ChainForm(data, initial=chain_initial(chain)), stage_forms(data, chain)
    if all([form.is_valid(), *(one.is_valid() for one in stages)]):
        given = form.cleaned_data
        if tried(
            form,
            lambda: chaining.propose_chain(
                actor=actor_of(request),
                key=chain.key if chain else None,
                name=form.text,
                stages=[one.stage for one in stages if one.used],
                kinds=given["kinds"],
                states=given["states"],
                in_use=given["in_use"],
                now=utc_now(),
            ),
        ):
            return done(request, _("Proposed. Requests take it when the head has confirmed it."), "cases:chains")
    page = {"page_title": title, "form": form, "stages": stages, "chain": chain}
    return render(request, "cases/chain_change.html", page)


@require_POST
@access.needs(Permission.CHAIN_DECIDE)
def chain_decide(request: HttpRequest, chain_id: UUID) -> HttpResponse:
    """Confirm or decline a proposed version, as the second person."""
    chain, confirm = _found(chain_id), request.POST.get("decision") == "confirm"
    try:
        chaining.decide_chain(actor=actor_of(request), chain_id=chain.pk, confirm=confirm, now=utc_now())
    except CaseworkError as error:
        messages.error(request, sentence(error))
    else:
        said = _("Confirmed. Requests whose approval begins from now on take it.") if confirm else _("Declined.")
        messages.success(request, said)
    return redirect("cases:chains")
