"""Pages of a case that moves from letter to Comity: the head's list and signature, the registry's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import moving
from comity.cases.forms.moving import JoinForm, LeaveForm, OfferForm
from comity.cases.moving import HINDRANCES
from comity.cases.queries import moving as queries
from comity.cases.queries import overview
from comity.cases.signing import officer_signer
from comity.cases.views.base import casework, done, our_state, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from comity.cases.queries.moving import Movable, PairShown

FORM = ["GET", "HEAD", "POST"]


@require_safe
@casework(Permission.REQUEST_SEND)
def moves(request: HttpRequest) -> HttpResponse:
    """List our open cases by letter whose authority has a node now, and what can happen to each."""
    page = {"page_title": _("From letter to Comity"), "rows": _said(queries.ours_to_move(actor_of(request)))}
    return render(request, "cases/moves.html", page)


def _said(rows: Iterable[Movable]) -> list[tuple[Movable, str, list[PairShown]]]:
    language = get_language() or "en"
    return [
        (
            one,
            HINDRANCES[one.hindrance].get(language) if one.hindrance else "",
            queries.shown_pairs(one.pairs, language),
        )
        for one in rows
    ]


@require_http_methods(FORM)
@casework(Permission.REQUEST_SEND)
def request_move(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Read the request that left by letter, sign it anew, and send it to the node of its authority."""
    case = visible_case(request, case_id)
    if request.method != "POST":
        moving.check_movable(case)
    form = OfferForm(request.POST or None, again=queries.offered_before(case))
    if form.is_valid() and tried(form, lambda: _sign_and_move(request, case_id, form)):
        text = _("Signed and handed to delivery. The case goes on by Comity when %(state)s has taken it over.")
        return done(request, text % {"state": case.counterpart_state}, "cases:case", case.pk)
    language, told = get_language() or "en", queries.told_of(case)
    page = case_frame(
        request,
        case,
        form=form,
        reading=overview.reading(case, language),
        rounds=told.get("rounds", 0),
        record=queries.shown_record(told, case, language),
    )
    return render(request, "cases/request_move.html", page)


def _sign_and_move(request: HttpRequest, case_id: UUID, form: OfferForm) -> None:
    actor, now, given = actor_of(request), utc_now(), form.cleaned_data
    signer = officer_signer(actor, given["passphrase"], now)
    moving.move_request(actor=actor, case_id=case_id, signer=signer, now=now, reason=given.get("reason", ""))


@require_http_methods(FORM)
@casework(Permission.REQUEST_REGISTER, when=rules.check_arrived)
def request_join(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Decide what a request is that says it came by letter: one of our cases, or one that goes on by letter."""
    case, actor, decision = visible_case(request, case_id), actor_of(request), request.POST.get("decision")
    if request.method == "POST" and decision not in {"join", "leave"}:
        raise SuspiciousOperation("neither joined nor left")
    if request.method != "POST":
        moving.check_claimed(case)
    found = queries.claimed(case, actor)
    form = JoinForm(
        request.POST if decision == "join" else None, cases=[one.case for one in found if one.hindrance is None]
    )
    leave = LeaveForm(request.POST if decision == "leave" else None)
    if form.is_valid() and tried(form, lambda: _join(request, case_id, form)):
        return done(request, _("Joined: one case from now on. The other State is told."), "cases:case", case.pk)
    if leave.is_valid() and tried(leave, lambda: _leave(request, case_id, leave)):
        return done(request, _("It goes on by letter. The other State is told why."), "cases:case", case.pk)
    page = case_frame(
        request,
        case,
        form=form,
        leave=leave,
        wrong=leave if decision == "leave" else form,
        rows=_said(found),
        joinable=any(one.hindrance is None for one in found),
        rounds=queries.rounds_claimed(case),
        reading=overview.reading(case, get_language() or "en"),
    )
    return render(request, "cases/request_join.html", page)


def _join(request: HttpRequest, case_id: UUID, form: JoinForm) -> None:
    given = form.cleaned_data
    moving.join_letter(
        actor=actor_of(request), case_id=case_id, letter_case_id=UUID(given["former"]),
        shown_officer=given["shown_officer"], contact=given["contact"], now=utc_now(),
    )  # fmt: skip


def _leave(request: HttpRequest, case_id: UUID, form: LeaveForm) -> None:
    moving.leave_by_letter(
        actor=actor_of(request), case_id=case_id, reason=form.cleaned_data["reason"], state=our_state(), now=utc_now()
    )
