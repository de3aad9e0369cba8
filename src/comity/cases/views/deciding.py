"""Consultation and decision: facts left, law right, decision below."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import deciding
from comity.cases.forms.acts import ConsultationForm
from comity.cases.forms.deciding import DecideForm, ProposalReturnForm
from comity.cases.queries import examination, overview
from comity.cases.queries.said_fields import measure_named
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.law.measures import TERMINAL

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.cases.models import Case

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@casework(Permission.MEASURE_DECIDE, Permission.REQUEST_EXAMINE, when=rules.check_under_way)
def request_decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Decide on the measures; who may not refuse hands a proposed refusal to the head."""
    case = visible_case(request, case_id)
    actor = actor_of(request)
    may_refuse = access.may(actor, Permission.MEASURE_REFUSE, case)
    form = DecideForm(request.POST or None, case=case, may_refuse=may_refuse)
    if form.is_valid():
        proposals = form.proposals()
        if request.POST.get("act") == "propose":
            if tried(
                form,
                lambda: deciding.propose_decisions(actor=actor, case_id=case_id, proposals=proposals, now=utc_now()),
            ):
                return done(request, _("The head sees the proposal. Nothing has left yet."), "cases:case", case.pk)
        elif tried(
            form,
            lambda: deciding.issue_decisions(
                actor=actor,
                case_id=case_id,
                proposals=proposals,
                appeal=form.cleaned_data["appeal"],
                note=form.cleaned_data["note"],
                now=utc_now(),
            ),
        ):
            return done(request, _("The decision is on its way."), "cases:case", case.pk)
    language = get_language() or "en"
    page = case_frame(
        request,
        case,
        form=form,
        reading=overview.reading(case, language),
        examination=examination.of_case(case, language),
        consultations=case.consultations.prefetch_related("measures"),
        for_head=any(not one.get("returned") for one in case.proposed),
        returned=next((one["returned"] for one in case.proposed if one.get("returned")), ""),
        return_form=ProposalReturnForm() if may_refuse else None,
    )
    return render(request, "cases/request_decide.html", page)


@require_POST
@casework(Permission.MEASURE_REFUSE)
def proposal_return(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return a proposed decision to the case officer, with what is to be changed."""
    form = ProposalReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what is to be changed before you return the proposal. It was not returned."))
        return redirect("cases:request-decide", case_id)
    notes = form.cleaned_data["return_notes"]
    deciding.return_proposal(actor=actor_of(request), case_id=case_id, notes=notes, now=utc_now())
    return done(request, _("The proposal is with the case officer again, with your notes."), "home")


@require_http_methods(FORM)
@casework(Permission.CONSULTATION_RECORD, when=rules.check_under_way)
def consultation_record(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record a consultation with the requesting State, or why there was none (UNCAC art. 46(26))."""
    case = visible_case(request, case_id)
    form = ConsultationForm(request.POST or None, measures=_open_measures(case))
    if form.is_valid():
        given = form.cleaned_data
        opened = given["opened_on"]
        if tried(
            form,
            lambda: deciding.record_consultation(
                actor=actor_of(request),
                case_id=case_id,
                measure_ids=given["measures"],
                opened_at=datetime.combine(opened, time(12), UTC) if opened else utc_now(),
                summary=given["summary"],
                override_reason=given["override_reason"],
                now=utc_now(),
            ),
        ):
            return done(request, _("Recorded. A refusal can now follow."), "cases:request-decide", case.pk)
    return render(request, "cases/consultation_record.html", case_frame(request, case, form=form))


def _open_measures(case: Case) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [
        (one.measure_id, measure_named(one, language))
        for one in case.measures.all()
        if one.state not in TERMINAL  # also one under way: it may have to be postponed or refused after all
    ]
