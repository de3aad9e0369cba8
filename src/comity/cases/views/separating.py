"""The page on which cases that were joined by mistake are separated: one officer proposes it, another decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.cases.access import Permission
from comity.cases.actions import separating
from comity.cases.forms.moving import SeparateForm
from comity.cases.queries import separating as queries
from comity.cases.rules import CaseworkError
from comity.cases.separating import OBSTACLES
from comity.cases.views.base import casework, done, our_state, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.cases.models import Case

PROPOSE, CONFIRM, DECLINE = "propose", "confirm", "decline"


@require_http_methods(["GET", "HEAD", "POST"])
@casework(Permission.SEPARATION_PROPOSE, Permission.SEPARATION_DECIDE)
def request_separate(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Propose to separate a joined case, confirm what another officer proposed, or decline it."""
    case, decision = visible_case(request, case_id), request.POST.get("decision")
    joined = queries.join_of(case)
    if joined is None:
        raise CaseworkError("E_SEPARATE_NONE", "no case of a letter is joined to it")
    if request.method == "POST" and decision not in {PROPOSE, CONFIRM, DECLINE}:
        raise SuspiciousOperation("neither proposed nor decided")
    form = SeparateForm(request.POST if decision == PROPOSE else None)
    answer = forms.Form(request.POST if decision in {CONFIRM, DECLINE} else None)
    if form.is_valid() and tried(form, lambda: _propose(request, case_id, form)):
        text = _("Proposed. Another officer confirms it; until then the cases stay joined.")
        return done(request, text, "cases:request-separate", case.pk)
    if decision == DECLINE and answer.is_valid() and tried(answer, lambda: _decline(request, case_id)):
        return done(request, _("The cases stay joined."), "cases:case", case.pk)
    if decision == CONFIRM and answer.is_valid() and tried(answer, lambda: _confirm(request, case_id)):
        text = _("Separated. The other State is told; the case of the letter goes on by letter.")
        return done(request, text, "cases:case", case.pk)
    return render(request, "cases/request_separate.html", _page(request, case, form, answer))


def _page(request: HttpRequest, case: Case, form: SeparateForm, answer: forms.Form) -> dict[str, object]:
    obstacle, waiting = queries.obstacle_of(case), queries.waiting(case)
    return case_frame(
        request,
        case,
        form=form,
        answer=answer,
        joined=queries.join_of(case),
        letter=queries.letter_case(case),
        why_not=OBSTACLES[obstacle].get(get_language() or "en") if obstacle else "",
        waiting=waiting,
        own=waiting is not None and waiting.proposed_by_id == actor_of(request).officer_id,
    )


def _propose(request: HttpRequest, case_id: UUID, form: SeparateForm) -> None:
    separating.propose_separation(
        actor=actor_of(request), case_id=case_id, reason=form.cleaned_data["reason"], now=utc_now()
    )


def _confirm(request: HttpRequest, case_id: UUID) -> None:
    separating.confirm_separation(actor=actor_of(request), case_id=case_id, state=our_state(), now=utc_now())


def _decline(request: HttpRequest, case_id: UUID) -> None:
    separating.decline_separation(actor=actor_of(request), case_id=case_id, now=utc_now())
