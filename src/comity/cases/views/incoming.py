"""Requests that came in: the inbox, registration, examination, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import clarifying, receiving
from comity.cases.forms.acts import AgeForm, RegisterForm
from comity.cases.forms.asking import AskForm
from comity.cases.queries import agreeing, examination, inbox, likeness, overview, people
from comity.cases.views.base import casework, done, our_state, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]


@require_safe
@casework(Permission.REQUEST_REGISTER)
def inbox_list(request: HttpRequest) -> HttpResponse:
    """Show what arrived: opened and waiting for registration, apart from what is not opened yet."""
    found = inbox.arrived(actor_of(request), get_language() or "en", timezone.localdate())
    page = {"page_title": _("Arrived"), "arrived": found}
    return render(request, "cases/inbox_list.html", page)


@require_http_methods(FORM)
@casework(Permission.REQUEST_REGISTER, when=rules.check_arrived)
def request_register(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Read what was verified and how, give the request our reference, name its officer, acknowledge it."""
    case = visible_case(request, case_id)
    form = RegisterForm(request.POST or None, officers=people.names_with_role(Role.CASE_OFFICER))
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: receiving.register_request(
                actor=actor_of(request),
                case_id=case_id,
                state=our_state(),
                officer_id=UUID(given["officer"]),
                shown_officer=given["shown_officer"],
                contact=given["contact"],
                now=utc_now(),
            ),
        ):
            return done(request, _("Registered and acknowledged."), "cases:case", case.pk)
    language = get_language() or "en"
    proof = overview.proof_of_request(case, language)
    return render(
        request,
        "cases/request_register.html",
        case_frame(
            request,
            case,
            form=form,
            proof=proof,
            reading=overview.reading(case, language),
            agreement=agreeing.of_case(case),
            likes=likeness.likes(case, actor_of(request), language),
        ),
    )


@require_http_methods(FORM)
@casework(Permission.REQUEST_EXAMINE, when=rules.check_under_way)
def request_examine(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the request beside the law: the checklist filled from the message, grounds, what may be asked."""
    case = visible_case(request, case_id)
    if case.outgoing:
        return redirect("cases:case", case.pk)
    language = get_language() or "en"
    age = AgeForm(request.POST or None) if examination.age_counts() else None
    ended = age.cleaned_data["ended"] if age and age.is_valid() else None
    page = case_frame(
        request,
        case,
        age=age,
        examination=examination.of_case(case, language, ended=ended),
        reading=overview.reading(case, language),
        form=AskForm(case=case),
    )
    return render(request, "cases/request_examine.html", page)


@require_POST
@casework(Permission.REQUEST_EXAMINE)
def examination_begin(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take a registered request into legal review."""
    receiving.begin_examination(actor=actor_of(request), case_id=case_id, now=utc_now())
    return done(request, _("The legal review has begun."), "cases:request-examine", case_id)


@require_http_methods(FORM)
@casework(Permission.CLARIFICATION_ASK, when=rules.check_under_way)
def clarification_ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose the missing items and ask the requesting State for them."""
    case = visible_case(request, case_id)
    if request.method != "POST" and case.clarifications.filter(answered_at__isnull=True).exists():
        raise rules.CaseworkError("E_ROUND_OPEN", "an earlier round waits for its answer")
    form = AskForm(request.POST or None, case=case)
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: clarifying.ask_for_items(
                actor=actor_of(request),
                case_id=case_id,
                items=form.items(),
                due=given["due"],
                note=given["note"],
                now=utc_now(),
            ),
        ):
            return done(request, _("The questions are on their way."), "cases:case", case.pk)
    return render(request, "cases/clarification_ask.html", case_frame(request, case, form=form))
