"""Offices without an account, as the case officer sees them: asked, waited for, answered, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases import rules, scans
from comity.cases.access import Permission
from comity.cases.actions import executing, office_notices, offices
from comity.cases.forms.offices import AgainForm, AskOfficeForm, CheckOfficeForm, PaperAnswerForm
from comity.cases.queries import measures
from comity.cases.queries import offices as read
from comity.cases.sheets import sealed_sheet
from comity.cases.views.base import casework, done, refused, tried, visible_case
from comity.cases.views.by_letter import drop
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.core.files.upload import sealed_uploads
from comity.core.files.views import download
from comity.core.keys import KeysError
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from comity.cases.models import Case, OfficeTask
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@casework(Permission.MEASURE_ASSIGN, when=rules.check_under_way)
def office_ask(request: HttpRequest, case_id: UUID, measure_id: str) -> HttpResponse:
    """Ask one measure of an office without an account."""
    case = visible_case(request, case_id)
    measure = case.measures.get(measure_id=measure_id)
    settled = measure.state != "accepted" or executing.costs_settled(measure)
    form = AskOfficeForm(
        request.POST or None, costs_settled=settled, initial={"language": "en" if get_language() == "en" else "zh-hans"}
    )
    asked: list[OfficeTask] = []

    def ask() -> None:
        asked.append(
            offices.ask_office(
                actor=actor_of(request), case_id=case_id, measure_id=measure_id, now=utc_now(), **form.cleaned_data
            )
        )

    if form.is_valid() and tried(form, ask):
        return done(
            request, _("Asked. Now print the task sheet."), "cases:office-task", case_id, measure_id, asked[0].pk
        )
    page = case_frame(request, case, form=form, sheet=measures.sheet(measure, get_language() or "en"))
    return render(request, "cases/office_ask.html", page)


def _page(request: HttpRequest, case: Case, task: OfficeTask, **forms_of_page: Any) -> HttpResponse:
    """Show one task with the form that came back, the others empty."""
    waiting = read.unchecked(task) if task.state == "answered" else []
    shown: dict[str, Any] = {
        "paper_form": PaperAnswerForm(),
        "check_form": CheckOfficeForm(files=waiting),
        "again_form": AgainForm(),
        **forms_of_page,
    }
    bound = next((form for form in shown.values() if form.is_bound), None)
    page = case_frame(
        request,
        case,
        task=task,
        status=read.STATES[task.state],
        sheet=measures.sheet(task.measure, get_language() or "en"),
        link_runs=bool(task.link_until and task.link_until > timezone.now()),
        mail_runs=bool(settings.NODE.smtp_host),
        link_days=settings.NODE.office_link_days,
        form=bound,
        **shown,
    )
    return render(request, "cases/office_task.html", page)


@require_safe
@casework(Permission.MEASURE_ASSIGN)
def office_task(request: HttpRequest, case_id: UUID, measure_id: str, task_id: UUID) -> HttpResponse:
    """Show what an office was asked, how its link stands, and what it sent."""
    case = visible_case(request, case_id)
    return _page(request, case, read.task_of(case, measure_id, task_id))


@require_POST
@casework(Permission.MEASURE_ASSIGN)
def office_sheet(request: HttpRequest, case_id: UUID, measure_id: str, task_id: UUID) -> HttpResponse:
    """Give out the task sheet with a new link, sealed by the authority; it is nowhere kept."""
    case = visible_case(request, case_id)
    found, now = read.task_of(case, measure_id, task_id), utc_now()
    try:
        paper = offices.print_sheet(
            actor=actor_of(request), case_id=case_id, task_id=found.pk, now=now,
            render=lambda task, code: sealed_sheet(case, task, code, at=now),
        )  # fmt: skip
    except KeysError:
        return refused(request, case_id, SealError("E_KEY", "the keys of the node cannot be opened"))
    headers = {
        "Content-Disposition": f'attachment; filename="task-sheet-{found.sheets + 1}.pdf"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@require_POST
@casework(Permission.MEASURE_ASSIGN)
def office_notice(request: HttpRequest, case_id: UUID, measure_id: str, task_id: UUID) -> HttpResponse:
    """Have an office told by e-mail that its sheet is on its way."""
    found = read.task_of(visible_case(request, case_id), measure_id, task_id)
    office_notices.tell_office(actor=actor_of(request), case_id=case_id, task_id=found.pk, now=utc_now())
    return done(
        request, _("The notice is being sent. It says nothing of the request."), "cases:office-task", case_id,
        measure_id, found.pk,
    )  # fmt: skip


@require_POST
@casework(Permission.MEASURE_ASSIGN)
def office_withdraw(request: HttpRequest, case_id: UUID, measure_id: str, task_id: UUID) -> HttpResponse:
    """Withdraw what an office was asked."""
    found = read.task_of(visible_case(request, case_id), measure_id, task_id)
    offices.withdraw_task(actor=actor_of(request), case_id=case_id, task_id=found.pk, now=utc_now())
    return done(request, _("Withdrawn. The link no longer works."), "cases:measures-assign", case_id)


def _admit(request: HttpRequest, *, case_id: UUID, measure_id: str, task_id: UUID) -> Actor:
    case = measures.require_case(actor_of(request), case_id, Permission.MEASURE_ASSIGN)
    read.require_task(case, measure_id, task_id)
    return actor_of(request)


@require_POST
@sealed_uploads(purpose="evidence", admit=_admit, limit=scans.MOST_SCAN)
@casework(Permission.MEASURE_ASSIGN)
def office_paper(request: HttpRequest, case_id: UUID, measure_id: str, task_id: UUID) -> HttpResponse:
    """Write down an answer that came on paper, with its scans."""
    case = visible_case(request, case_id)
    task = read.task_of(case, measure_id, task_id)
    form = PaperAnswerForm(request.POST, request.FILES)
    taken: list[StoredFile] = []

    def record() -> None:
        given, now = form.cleaned_data, utc_now()
        for upload in given["papers"]:
            taken.append(upload.claim(now=now))
            scans.checked(taken[-1])
        offices.record_answer(
            actor=actor_of(request), case_id=case_id, task_id=task_id, sender=given["sender"], text=given["text"],
            files=taken, now=now,
        )  # fmt: skip

    if form.is_valid() and tried(form, record):
        return done(request, _("Written down. Check it now."), "cases:office-task", case_id, measure_id, task_id)
    drop(taken)
    return _page(request, case, task, paper_form=form)


@require_POST
@casework(Permission.MEASURE_ASSIGN)
def office_check(request: HttpRequest, case_id: UUID, measure_id: str, task_id: UUID) -> HttpResponse:
    """Take what an office sent as evidence, or set it aside, and record the result."""
    case = visible_case(request, case_id)
    task = read.task_of(case, measure_id, task_id)
    form = CheckOfficeForm(request.POST, files=read.unchecked(task))

    def check() -> None:
        result = offices.Result(form.cleaned_data["result"], form.cleaned_data["text"])
        offices.check_answer(
            actor=actor_of(request), case_id=case_id, task_id=task_id, aside=form.aside, result=result, now=utc_now()
        )

    if form.is_valid() and tried(form, check):
        return done(request, _("Checked. What was taken is evidence now."), "cases:measure", case_id, measure_id)
    return _page(request, case, task, check_form=form)


@require_POST
@casework(Permission.MEASURE_ASSIGN)
def office_again(request: HttpRequest, case_id: UUID, measure_id: str, task_id: UUID) -> HttpResponse:
    """Ask an office once more."""
    case = visible_case(request, case_id)
    task = read.task_of(case, measure_id, task_id)
    form = AgainForm(request.POST)
    if form.is_valid() and _asked_again(request, form, case_id, task_id):
        return done(request, _("Asked once more. Now print the new sheet."), "cases:office-task", case_id, measure_id,
                    task_id)  # fmt: skip
    return _page(request, case, task, again_form=form)


def _asked_again(request: HttpRequest, form: forms.Form, case_id: UUID, task_id: UUID) -> bool:
    again = form.cleaned_data["again"]
    return tried(
        form,
        lambda: offices.ask_again(
            actor=actor_of(request), case_id=case_id, task_id=task_id, again=again, now=utc_now()
        ),
    )


@require_safe
@casework(Permission.MEASURE_ASSIGN, recorded=True)
def office_file(
    request: HttpRequest, case_id: UUID, measure_id: str, task_id: UUID, office_file_id: int
) -> HttpResponseBase:
    """Give out a file that an office sent, as a download that no browser runs."""
    case = visible_case(request, case_id)
    read.require_task(case, measure_id, task_id)
    found = measures.office_file_for(actor_of(request), case, task_id, office_file_id)
    read.note_read(found, case, actor=actor_of(request), at=utc_now())
    return download(found.file)
