"""What passes between the authorities once execution runs: answers, deliveries, confirmation, status, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import clarifying, closing, delivering, reporting
from comity.cases.errors import REFUSALS, sentence
from comity.cases.forms.acts import ConfirmForm, DeliverForm, NoteForm, WithdrawForm
from comity.cases.forms.asking import AnswerForm
from comity.cases.forms.closing import CloseForm
from comity.cases.forms.status import NOTHING_NEW, StatusForm, nothing_new
from comity.cases.queries import measures, overview
from comity.cases.queries.reading import measure_title
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.core.files.actions import delete_file
from comity.core.files.upload import sealed_uploads
from comity.kernel.clock import utc_now
from comity.law.measures import TERMINAL

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.cases.models import Case
    from comity.core.actors import Actor

FORM = ["GET", "HEAD", "POST"]
MOST_ANNEX = 16 * 1024 * 1024


@require_http_methods(FORM)
@casework(Permission.CLARIFICATION_ANSWER)
def clarification_answer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Answer the questions of the open round, and only those; answers are kept before they are sent."""
    case = visible_case(request, case_id)
    clarification = case.clarifications.filter(answered_at__isnull=True).last()
    if clarification is None:
        return redirect("cases:case", case.pk)
    form = AnswerForm(request.POST or None, clarification=clarification)
    disputed: list[str] = []
    if form.is_valid():
        actor, number = actor_of(request), clarification.round
        answers, seen, note = form.answers(), form.seen(), form.cleaned_data["note"]
        disputed = clarifying.save_answers(
            actor=actor, case_id=case_id, round_no=number, answers=answers, seen=seen, now=utc_now()
        )
        if not disputed and request.POST.get("act") != "send":
            return done(request, _("Kept. Nothing has left yet."), "cases:clarification-answer", case.pk)
        if not disputed and tried(
            form,
            lambda: clarifying.send_answers(actor=actor, case_id=case_id, round_no=number, note=note, now=utc_now()),
        ):
            return done(request, _("The answers are on their way."), "cases:case", case.pk)
    page = case_frame(
        request,
        case,
        form=form,
        clarification=clarification,
        disputed=clarification.items.filter(item_id__in=disputed),
        annexes={one.annex_id: one for one in case.annexes.filter(round=clarification.round)},
    )
    return render(request, "cases/clarification_answer.html", page, status=409 if disputed else 200)


def _admit(request: HttpRequest, *, case_id: UUID, item_id: str) -> Actor:
    del item_id
    measures.require_case(actor_of(request), case_id, Permission.CLARIFICATION_ANSWER)
    return actor_of(request)


@require_POST
@sealed_uploads(purpose="annex", admit=_admit, limit=MOST_ANNEX)
@casework(Permission.CLARIFICATION_ANSWER)
def answer_attach(request: HttpRequest, case_id: UUID, item_id: str) -> HttpResponse:
    """Add a document to the answer to one question."""
    case = visible_case(request, case_id)
    clarification = case.clarifications.filter(answered_at__isnull=True).last()
    uploaded = request.FILES.get("file")
    if clarification is not None and uploaded is not None:
        now = utc_now()
        file = uploaded.claim(now=now)  # type: ignore[attr-defined] # the sealed upload of `sealed_uploads`
        try:
            clarifying.attach_answer(
                actor=actor_of(request),
                case_id=case_id,
                round_no=clarification.round,
                item_id=item_id,
                file=file,
                name=file.name,
                now=now,
            )
        except REFUSALS as error:
            delete_file(file)
            messages.error(request, sentence(error))
    return redirect("cases:clarification-answer", case.pk)


@require_http_methods(FORM)
@casework(Permission.MATERIAL_DELIVER, when=rules.check_under_way)
def material_deliver(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose the results to deliver now, set limits of use, and send them with their evidence."""
    case = visible_case(request, case_id)
    waiting = [one for one in case.measures.all() if one.state == "results_at_ca"]
    language = get_language() or "en"
    choices = [(one.measure_id, measure_title(one.kind, one.module, language)) for one in waiting]
    form = DeliverForm(request.POST or None, measures=choices)
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: delivering.deliver_results(
                actor=actor_of(request),
                case_id=case_id,
                measure_ids=given["measures"],
                use_limits=given["use_limits"],
                note=given["note"],
                now=utc_now(),
            ),
        ):
            return done(request, _("The delivery is on its way."), "cases:case", case.pk)
    sheets = [measures.sheet(one, language) for one in waiting]
    return render(request, "cases/material_deliver.html", case_frame(request, case, form=form, sheets=sheets))


@require_http_methods(FORM)
@casework(Permission.MATERIAL_CONFIRM)
def material_confirm(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Look at what was delivered, with the digests as found, and confirm its receipt."""
    case = visible_case(request, case_id)
    delivery = case.deliveries.filter(confirmed_at__isnull=True).first()
    if delivery is None:
        return redirect("cases:case", case.pk)
    form = ConfirmForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: delivering.confirm_delivery(
            actor=actor_of(request),
            case_id=case_id,
            number=delivery.number,
            note=form.cleaned_data["note"],
            now=utc_now(),
        ),
    ):
        return done(request, _("Confirmed."), "cases:case", case.pk)
    shown = overview.deliveries(case, get_language() or "en", only=delivery.number)
    return render(request, "cases/material_confirm.html", case_frame(request, case, form=form, deliveries=shown))


@require_http_methods(FORM)
@casework(Permission.STATUS_ASK, when=rules.check_under_way)
def status_ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask the requested State how far the request is (UNCAC art. 46(24))."""
    case = visible_case(request, case_id)
    form = NoteForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: reporting.ask_status(
            actor=actor_of(request), case_id=case_id, note=form.cleaned_data["note"], now=utc_now()
        ),
    ):
        return done(request, _("The question is on its way."), "cases:case", case.pk)
    return render(request, "cases/status_ask.html", case_frame(request, case, form=form))


@require_http_methods(FORM)
@casework(Permission.STATUS_REPORT, when=rules.check_under_way)
def status_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Tell the requesting State how far each measure is (UNCAC art. 46(24))."""
    case = visible_case(request, case_id)
    form = StatusForm(request.POST or None, case=case)
    same = nothing_new(request.POST.get("nothing_new", ""), case.language)
    if form.is_valid() and tried(
        form,
        lambda: reporting.report_status(
            actor=actor_of(request),
            case_id=case_id,
            notes=form.notes(),
            note=same or form.cleaned_data["note"],
            now=utc_now(),
        ),
    ):
        return done(request, _("The report is on its way."), "cases:case", case.pk)
    reasons = [(code, text.get(request.LANGUAGE_CODE)) for code, text in NOTHING_NEW.items()]
    return render(request, "cases/status_report.html", case_frame(request, case, form=form, reasons=reasons))


@require_http_methods(FORM)
@casework(Permission.REQUEST_WITHDRAW, when=rules.check_under_way)
def request_withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say what is no longer needed, and why (UNCAC art. 46(24))."""
    case = visible_case(request, case_id)
    form = WithdrawForm(request.POST or None, measures=_still_open(case))
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: closing.withdraw_measures(
                actor=actor_of(request),
                case_id=case_id,
                measure_ids=given["measures"],
                reason=given["reason"],
                now=utc_now(),
            ),
        ):
            return done(request, _("The other State is told what is no longer needed."), "cases:case", case.pk)
    return render(request, "cases/request_withdraw.html", case_frame(request, case, form=form))


def _still_open(case: Case) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [
        (one.measure_id, measure_title(one.kind, one.module, language))
        for one in case.measures.all()
        if one.state not in TERMINAL
    ]


@require_http_methods(FORM)
@casework(Permission.CASE_CLOSE, when=rules.check_closable)
def case_close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close the case with a note and feedback; its outcome is derived from the measures and shown."""
    case = visible_case(request, case_id)
    form = CloseForm(request.POST or None, case=case)
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: closing.close_case(actor=actor_of(request), case_id=case_id, now=utc_now(), **given),
        ):
            return done(request, _("The case is closed."), "cases:case", case.pk)
    found = overview.outcome_of(case, get_language() or "en")
    table = overview.measure_table(case, get_language() or "en", links=False)
    return render(request, "cases/case_close.html", case_frame(request, case, form=form, outcome=found, table=table))
