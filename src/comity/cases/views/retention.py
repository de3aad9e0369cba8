"""How long cases are kept: the page of a case, the register of what is due, and destruction by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import retaining
from comity.cases.errors import REFUSALS, sentence
from comity.cases.forms.retention import DestructionForm, HoldForm
from comity.cases.queries import retention as reading
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.exchange import queries as exchange
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.cases.models import Case


@require_safe
@casework(Permission.REQUEST_READ)
def case_retention(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show how long the case is kept, why longer, and until when."""
    return _case_page(request, case_id, HoldForm())


def _case_page(request: HttpRequest, case_id: UUID, form: HoldForm) -> HttpResponse:
    found = visible_case(request, case_id)
    page = {"kept": reading.kept(found, timezone.localdate()), "holds": reading.holds_of(found), "form": form}
    return render(request, "cases/case_retention.html", case_frame(request, found, **page))


@require_POST
@casework(Permission.RETENTION_HOLD)
def retention_hold(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep the case longer, with the reason."""
    form = HoldForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: retaining.hold_case(
            actor=actor_of(request), case_id=case_id, reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"], now=utc_now(),
        ),
    ):  # fmt: skip
        return done(request, _("It is kept longer."), "cases:case-retention", case_id)
    return _case_page(request, case_id, form)


@require_POST
@casework(Permission.RETENTION_HOLD)
def retention_lift(request: HttpRequest, case_id: UUID, hold_id: int) -> HttpResponse:
    """Lift a hold."""
    retaining.lift_hold(actor=actor_of(request), case_id=case_id, hold_id=hold_id, now=utc_now())
    return done(request, _("Lifted. The period counts again."), "cases:case-retention", case_id)


@require_safe
@access.needs(Permission.RETENTION_READ)
def retention(request: HttpRequest) -> HttpResponse:
    """List what is due, what waits for a second person, and what was destroyed."""
    actor = actor_of(request)
    page = {
        "page_title": _("Retention and destruction"),
        "due": reading.due(actor, timezone.localdate()),
        "proposals": reading.proposals(actor),
        "destroyed": reading.destroyed(actor),
    }
    return render(request, "cases/retention.html", page)


@require_safe
@access.needs(Permission.RETENTION_READ)
def destruction(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the register's entry of one case: dates, who decided, what stays; and what can be done."""
    actor, found = actor_of(request), _registered(request, case_id)
    page = {
        "page_title": _("Entry of the register"),
        "case": found,
        "kept": reading.kept(found, timezone.localdate()),
        "destruction": reading.latest(found),
        "receipts": reading.receipts_of(found),
        "originals": reading.originals_of(found),
        "form": DestructionForm(),
        "own": actor.officer_id,
    }
    return render(request, "cases/destruction.html", page)


def _registered(request: HttpRequest, case_id: UUID) -> Case:
    found = reading.register(actor_of(request)).filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


@require_POST
@access.needs(Permission.DESTRUCTION_PROPOSE)
def destruction_propose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Propose to destroy the content of a case."""
    found, form = _registered(request, case_id), DestructionForm(request.POST)
    try:
        note = form.cleaned_data["note"] if form.is_valid() else ""
        retaining.propose_destruction(actor=actor_of(request), case_id=found.pk, reason=note, now=utc_now())
    except REFUSALS as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Proposed. Another person approves it; until then nothing happens."))
    return redirect("cases:destruction", case_id)


@require_POST
@access.needs(Permission.DESTRUCTION_DECIDE)
def destruction_decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Approve or decline a destruction, as the second person."""
    found, approve = _registered(request, case_id), request.POST.get("decision") == "approve"
    try:
        retaining.decide_destruction(actor=actor_of(request), case_id=found.pk, approve=approve, now=utc_now())
    except REFUSALS as error:
        messages.error(request, sentence(error))
    else:
        said = _("Approved. The content is being destroyed.") if approve else _("Declined. The case is kept.")
        messages.success(request, said)
    return redirect("cases:destruction", case_id)


@require_safe
@access.needs(Permission.RETENTION_READ)
def retention_receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Give out a signed receipt of a case in the register, as a court can check it with `comity verify`."""
    stored = exchange.receipt(receipt_id)
    case_id = exchange.case_of_message(stored.message_id) if stored is not None else None
    if stored is None or case_id is None:
        raise Http404
    _registered(request, case_id)
    return HttpResponse(
        bytes(stored.raw),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="receipt-{stored.pk}.json"',
            "Cache-Control": "no-store, private",
        },
    )
