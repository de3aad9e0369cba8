"""Handling codes and assurances of a case: the page, and what is done on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import handling
from comity.cases.forms.handling import AssuranceForm, KeptForm, MarkForm
from comity.cases.queries import handling as reading
from comity.cases.queries.turning import possible
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.law.conversation import Said

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from comity.cases.models import Case

PAGE = "cases:case-handling"


@require_safe
@casework(Permission.REQUEST_READ)
def case_handling(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the handling codes and assurances that stand."""
    return _page(request, case_id)


def _page(request: HttpRequest, case_id: UUID, **forms_shown: forms.Form) -> HttpResponse:
    found = visible_case(request, case_id)
    page = {
        "mark_form": MarkForm(case=found),
        "assurance_form": AssuranceForm(),
        "kept_form": KeptForm(),
        "marked": reading.marks_of(found),
        "assured": reading.assurances_of(found),
        "tell_disposed": _tell_disposed(request, found),
        **forms_shown,
    }
    return render(request, "cases/case_handling.html", case_frame(request, found, **page))


def _tell_disposed(request: HttpRequest, case: Case) -> str:
    """Return where the other State is told that its material was returned or destroyed; empty where it cannot be."""
    if not access.may(actor_of(request), Permission.NOTICE_GIVE, case) or not possible(case, Said.MATERIAL_DISPOSED):
        return ""
    return reverse("cases:turn-take", args=[case.pk, Said.MATERIAL_DISPOSED.value])


@require_POST
@casework(Permission.HANDLING_WRITE)
def mark_set(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put a handling code on the case or on an item."""
    form = MarkForm(request.POST, case=visible_case(request, case_id))
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: handling.set_mark(
                actor=actor_of(request), case_id=case_id, code=given["code"], evidence_id=given["item"],
                note=given["mark_note"], now=utc_now(),
            ),
        ):  # fmt: skip
            return done(request, _("It stands from now on wherever the material is shown."), PAGE, case_id)
    return _page(request, case_id, mark_form=form)


@require_POST
@casework(Permission.HANDLING_WRITE)
def mark_end(request: HttpRequest, case_id: UUID, mark_id: int) -> HttpResponse:
    """Take a handling code off."""
    handling.end_mark(actor=actor_of(request), case_id=case_id, mark_id=mark_id, now=utc_now())
    return done(request, _("The handling code is taken off."), PAGE, case_id)


@require_POST
@casework(Permission.HANDLING_WRITE)
def assurance_write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down an assurance."""
    form = AssuranceForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: handling.write_assurance(
                actor=actor_of(request), case_id=case_id, ours=given["ours"] == "ours", kind=given["kind"],
                text=given["text"], now=utc_now(),
            ),
        ):  # fmt: skip
            return done(request, _("Written down. It is shown wherever the material is used."), PAGE, case_id)
    return _page(request, case_id, assurance_form=form)


@require_POST
@casework(Permission.HANDLING_WRITE)
def assurance_end(request: HttpRequest, case_id: UUID, assurance_id: int) -> HttpResponse:
    """Say that an assurance binds no longer."""
    handling.end_assurance(actor=actor_of(request), case_id=case_id, assurance_id=assurance_id, now=utc_now())
    return done(request, _("It binds no longer."), PAGE, case_id)


@require_POST
@casework(Permission.HANDLING_WRITE)
def assurance_keep(request: HttpRequest, case_id: UUID, assurance_id: int) -> HttpResponse:
    """Write down that what was promised is done."""
    form = KeptForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: handling.keep_assurance(
                actor=actor_of(request), case_id=case_id, assurance_id=assurance_id, done_on=given["done_on"],
                how=given["how"], now=utc_now(),
            ),
        ):  # fmt: skip
            return done(request, _("Written down: the promise is kept."), PAGE, case_id)
    return _page(request, case_id, kept_form=form)
