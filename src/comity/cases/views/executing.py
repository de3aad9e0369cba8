"""Execution of single measures: assignment, results, evidence; an executing authority sees these pages alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import executing
from comity.cases.forms.acts import AssignForm, EvidenceForm, ResultForm
from comity.cases.models import Measure
from comity.cases.queries import doors, handling, measures, people
from comity.cases.rules import EXECUTABLE
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.core.files.upload import sealed_uploads
from comity.core.files.views import UploadDoor, download
from comity.core.roles import Role
from comity.kernel.clock import utc_now
from comity.kernel.plaintext import clean

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile

FORM = ["GET", "HEAD", "POST"]


def visible_measure(request: HttpRequest, case_id: UUID, measure_id: str) -> Measure:
    """Return a measure within the reader's reach; Measure.DoesNotExist otherwise."""
    found = doors.measures_visible_to(actor_of(request)).select_related("case")
    return found.get(case_id=case_id, measure_id=measure_id)


@require_safe
@casework(Permission.MEASURE_ASSIGN, when=rules.check_under_way)
def measures_assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the accepted measures and who holds each."""
    case = visible_case(request, case_id)
    return render(
        request,
        "cases/measures_assign.html",
        case_frame(request, case, measures=measures.assignable(case, get_language() or "en")),
    )


@require_http_methods(FORM)
@casework(Permission.MEASURE_ASSIGN, when=rules.check_under_way)
def measure_assign(request: HttpRequest, case_id: UUID, measure_id: str) -> HttpResponse:
    """Give one measure to an officer of an executing authority."""
    case = visible_case(request, case_id)
    measure = case.measures.get(measure_id=measure_id)
    form = AssignForm(
        request.POST or None,
        officers=people.names_with_role(Role.EXECUTING_AUTHORITY),
        costs_settled=measure.state != "accepted" or executing.costs_settled(measure),
    )
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: executing.assign_measure(
                actor=actor_of(request),
                case_id=case_id,
                measure_id=measure_id,
                officer_id=UUID(given["officer"]),
                instructions=given["instructions"],
                due=given["due"],
                override_reason=given.get("override_reason", ""),
                now=utc_now(),
            ),
        ):
            return done(request, _("Assigned. The officer sees this measure and nothing else."), "cases:case", case.pk)
    page = case_frame(request, case, form=form, sheet=measures.sheet(measure, get_language() or "en"))
    return render(request, "cases/measure_assign.html", page)


@require_http_methods(FORM)
@casework(Permission.MEASURE_EXECUTE)
def measure(request: HttpRequest, case_id: UUID, measure_id: str) -> HttpResponse:
    """Show one measure to whoever executes it: what is asked, instructions, evidence, and the form for the result."""
    found = visible_measure(request, case_id, measure_id)
    actor = actor_of(request)
    form = ResultForm(request.POST or None, initial={"result": found.result or None, "text": found.result_text or None})
    if form.is_valid() and tried(
        form,
        lambda: executing.record_result(
            actor=actor, case_id=case_id, measure_id=measure_id, now=utc_now(), **form.cleaned_data
        ),
    ):
        return done(request, _("The result is with the central authority."), "cases:measure", case_id, measure_id)
    page = {
        "page_title": _("Measure"),
        "sheet": measures.sheet(found, get_language() or "en"),
        "form": form,
        "evidence_form": EvidenceForm(),
        "upload_url": reverse("cases:evidence-upload", args=[case_id, measure_id]),
        "open": found.state in EXECUTABLE and access.may(actor, Permission.MEASURE_EXECUTE, found),
        "marks": handling.marks_by_item(found.case),
        "marks_on_case": handling.marks_of(found.case, whole=True),
        "sees_case": doors.visible_case(actor, case_id) is not None,
    }
    return render(request, "cases/measure.html", page)


def _admit(actor: Actor, *, case_id: UUID, measure_id: str) -> None:
    measures.require_measure(actor, case_id, measure_id, Permission.MEASURE_EXECUTE)


def _admit_form(request: HttpRequest, *, case_id: UUID, measure_id: str) -> Actor:
    actor = actor_of(request)
    _admit(actor, case_id=case_id, measure_id=measure_id)
    return actor


def _attach(request: HttpRequest, *, actor: Actor, file: StoredFile, now: datetime, **where: Any) -> str:
    _add(request.POST, actor=actor, file=file, now=now, **where)
    return reverse("cases:measure", kwargs=where)


def _add(given: Any, *, actor: Actor, file: StoredFile, now: datetime, case_id: UUID, measure_id: str) -> None:
    day: date | None = parse_date(given.get("collected_on") or "") if given.get("collected_on") else None
    executing.add_evidence(
        actor=actor,
        case_id=case_id,
        measure_id=measure_id,
        file=file,
        name=clean(given.get("name", ""))[:200],
        collector=clean(given.get("collector", ""))[:200],
        collected_on=day,
        handling=clean(given.get("handling", ""))[:200],
        now=now,
    )


EVIDENCE_DOOR = UploadDoor(
    name="evidence-upload", purpose="evidence", needs=Permission.MEASURE_EXECUTE, admit=_admit, attach=_attach
)


@require_POST
@sealed_uploads(purpose="evidence", admit=_admit_form, limit=settings.NODE.max_upload)
@casework(Permission.MEASURE_EXECUTE)
def evidence_add(request: HttpRequest, case_id: UUID, measure_id: str) -> HttpResponse:
    """Take in an item of evidence from a plain form; the same page uploads in parts where script runs."""
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        now = utc_now()
        file = form.cleaned_data["file"].claim(now=now)
        given = {**request.POST.dict()}
        _add(given, actor=actor_of(request), file=file, now=now, case_id=case_id, measure_id=measure_id)
        return done(request, _("Added."), "cases:measure", case_id, measure_id)
    messages.error(request, _("The item was not added: choose a file that has a name."))
    return redirect("cases:measure", case_id, measure_id)


@require_POST
@casework(Permission.MEASURE_EXECUTE)
def evidence_remove(request: HttpRequest, case_id: UUID, measure_id: str, evidence_id: str) -> HttpResponse:
    """Take out an item that was not delivered yet."""
    executing.remove_evidence(actor=actor_of(request), case_id=case_id, evidence_id=evidence_id, now=utc_now())
    return done(request, _("Removed."), "cases:measure", case_id, measure_id)


@require_safe
@casework(Permission.MEASURE_EXECUTE, Permission.REQUEST_READ, recorded=True)
def evidence_download(request: HttpRequest, case_id: UUID, evidence_id: str) -> HttpResponseBase:
    """Give out an item of evidence to whoever may see its measure."""
    found = measures.evidence_visible_to(actor_of(request)).get(case_id=case_id, evidence_id=evidence_id)
    if found.file is None:
        raise Measure.DoesNotExist
    measures.note_read(found, actor=actor_of(request), at=utc_now())
    return download(found.file, name=found.name)
