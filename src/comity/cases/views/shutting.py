"""Conflict of interest and sealed cases: the pages on which an officer is excluded, and on which a case is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.cases.access import Permission
from comity.cases.actions import shutting
from comity.cases.forms.people import ConflictForm, LiftForm, SealForm
from comity.cases.queries import people
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.core.officers.queries import caseworkers
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@casework(Permission.CONFLICT_DECLARE)
def conflict_declare(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Declare a conflict of interest of one's own; the head records anybody's."""
    actor, found = actor_of(request), visible_case(request, case_id)
    others = caseworkers() if access.may(actor, Permission.MEMBER_NAME, found) else {}
    form = ConflictForm(request.POST or None, officers=others, own=actor.person())
    if form.is_valid():
        excluded = UUID(form.cleaned_data.get("officer") or str(actor.person()))
        if tried(
            form,
            lambda: shutting.exclude_officer(
                actor=actor, case_id=case_id, officer_id=excluded, reason=form.cleaned_data["reason"], now=utc_now()
            ),
        ):
            if excluded == actor.officer_id:
                return done(request, _("Recorded. You no longer see this request."), "cases:request-list")
            return done(request, _("Recorded. This officer no longer sees the request."), "cases:case-people", case_id)
    return render(request, "cases/conflict_declare.html", case_frame(request, found, form=form))


@require_http_methods(FORM)
@casework(Permission.MEMBER_NAME)
def conflict_lift(request: HttpRequest, case_id: UUID, officer_id: UUID) -> HttpResponse:
    """Lift an exclusion, as the head, with the reason."""
    found = visible_case(request, case_id)
    row = next((one for one in people.excluded_from(found, with_reasons=True) if one.officer_id == officer_id), None)
    if row is None:
        raise Http404
    form = LiftForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: shutting.lift_exclusion(
            actor=actor_of(request), case_id=case_id, officer_id=officer_id, why=form.cleaned_data["why"],
            now=utc_now(),
        ),
    ):  # fmt: skip
        said = _("Lifted. Name the officer again if he is to work on this request.")
        return done(request, said, "cases:case-people", case_id)
    return render(request, "cases/conflict_lift.html", case_frame(request, found, form=form, excluded=row))


@require_http_methods(FORM)
@casework(Permission.CASE_SEAL)
def case_seal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Seal the case, or open it again."""
    found = visible_case(request, case_id)
    form = SealForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: shutting.set_sealed(
            actor=actor_of(request),
            case_id=case_id,
            sealed=not found.sealed,
            reason=form.cleaned_data["reason"],
            now=utc_now(),
        ),
    ):
        said = _("The seal is lifted.") if found.sealed else _("Sealed: only its members and the head see it now.")
        return done(request, said, "cases:case-people", case_id)
    return render(request, "cases/case_seal.html", case_frame(request, found, form=form))
