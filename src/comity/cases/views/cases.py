"""The pages of one case: overview, request, messages, evidence, law, people, file, audit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import naming
from comity.cases.actions.copying import LANGUAGES
from comity.cases.forms.acts import MemberForm
from comity.cases.models import Annex
from comity.cases.queries import (
    aftermath,
    agreeing,
    copies,
    examination,
    legal_basis,
    likeness,
    overview,
    papers,
    people,
    priority,
    trail,
)
from comity.cases.views.base import casework, done, our_state, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.core.files.views import download
from comity.core.roles import Role
from comity.exchange import queries as exchange
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

FORM = ["GET", "HEAD", "POST"]


@require_safe
@casework(Permission.REQUEST_READ)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the overview: whose turn, what happened in two lanes, the measures, what was verified."""
    found = visible_case(request, case_id)
    language = get_language() or "en"
    messages = exchange.messages_of_case(found.pk)
    page = case_frame(
        request,
        found,
        timeline=overview.timeline(found, our_state(), utc_now(), messages),
        table=overview.measure_table(found, language),
        proof=overview.newest_proof(found, messages, language),
        outcome=overview.outcome_of(found, language),
        priority=priority.shown(found, timezone.localdate(), language),
        likes=likeness.likes(found, actor_of(request), language),
    )
    return render(request, "cases/case.html", page)


@require_safe
@casework(Permission.REQUEST_READ)
def case_request(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what the request says, every answer beside its question."""
    found = visible_case(request, case_id)
    page = case_frame(request, found, reading=overview.reading(found, get_language() or "en"))
    return render(request, "cases/case_request.html", page)


@require_safe
@casework(Permission.REQUEST_READ)
def case_messages(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every message both ways, how far it came, and its receipts."""
    found = visible_case(request, case_id)
    rows = papers.messages_of(found, get_language() or "en")
    return render(request, "cases/case_messages.html", case_frame(request, found, messages_of_case=rows))


@require_safe
@casework(Permission.REQUEST_READ)
def case_message(request: HttpRequest, case_id: UUID, message_id: UUID) -> HttpResponse:
    """Show one message: what was verified and how, its receipts."""
    found = visible_case(request, case_id)
    line = exchange.message(message_id)
    if line is None or exchange.case_of_message(message_id) != found.pk:
        raise Http404
    language = get_language() or "en"
    letter_of_request = message_id == found.request_message and not (line.post and not line.post.ours)
    page = case_frame(
        request,
        found,
        agreement=agreeing.of_case(found) if letter_of_request else None,
        signature=papers.signature_of(found) if letter_of_request and line.direction == "out" else None,
        own_check=agreeing.check_of(found) if letter_of_request and line.direction == "out" else None,
        line=papers.message_row(line, found, language),
        proof=overview.proof_of(line, found, language) if line.proof or (line.post and not line.post.ours) else None,
    )
    return render(request, "cases/case_message.html", page)


@require_safe
@casework(Permission.REQUEST_READ)
def case_evidence(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what was delivered, with digests, receipts and limits on use (UNCAC art. 46(19))."""
    found = visible_case(request, case_id)
    shown = overview.deliveries(found, get_language() or "en")
    waiting = found.evidence.filter(delivery__isnull=True).select_related("measure")
    return render(request, "cases/case_evidence.html", case_frame(request, found, deliveries=shown, waiting=waiting))


@require_safe
@casework(Permission.REQUEST_READ)
def case_law(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the legal basis, the checklist, decisions and consultations."""
    found = visible_case(request, case_id)
    language = get_language() or "en"
    page = case_frame(
        request,
        found,
        examination=examination.of_case(found, language),
        choices=legal_basis.choices_of(found, language),
        priority=priority.shown(found, timezone.localdate(), language),
        decisions=papers.decisions_of(found, language),
        consultations=found.consultations.prefetch_related("measures"),
        overrides=aftermath.overrides_of(found, language),
        rounds=found.clarifications.prefetch_related("items"),
    )
    return render(request, "cases/case_law.html", page)


@require_http_methods(FORM)
@casework(Permission.REQUEST_READ, Permission.MEMBER_NAME)
def case_people(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who works on the case and whom the other State named; the head names officers here."""
    found = visible_case(request, case_id)
    form = MemberForm(request.POST or None, officers=people.nameable())
    if form.is_valid():
        officer, _colon, function = form.cleaned_data["officer"].partition(":")
        if tried(
            form,
            lambda: naming.name_member(
                actor=actor_of(request),
                case_id=case_id,
                officer_id=UUID(officer),
                function=Role(function),
                now=utc_now(),
            ),
        ):
            return done(request, _("Named."), "cases:case-people", found.pk)
    head = access.may(actor_of(request), Permission.MEMBER_NAME, found)
    page = case_frame(
        request,
        found,
        form=form,
        members=people.members_of(found),
        excluded=people.excluded_from(found, with_reasons=head),
        persons=people.persons_in(found),
    )
    return render(request, "cases/case_people.html", page)


@require_POST
@casework(Permission.MEMBER_NAME)
def member_end(request: HttpRequest, case_id: UUID, officer_id: UUID) -> HttpResponse:
    """End an officer's work on the case."""
    naming.end_member(actor=actor_of(request), case_id=case_id, officer_id=officer_id, now=utc_now())
    return done(request, _("From now on this officer does not see the case."), "cases:case-people", case_id)


@require_safe
@casework(Permission.REQUEST_READ)
def case_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every document of the case."""
    found = visible_case(request, case_id)
    page = case_frame(
        request,
        found,
        documents=papers.documents_of(found),
        copy=copies.copy_for(found, actor_of(request)),
        copy_languages=LANGUAGES.items(),
    )
    return render(request, "cases/case_file.html", page)


@require_safe
@casework(Permission.REQUEST_READ)
def case_audit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the lines of the audit log about this case: codes, actors, times; never content."""
    found = visible_case(request, case_id)
    entries = trail.entries_of(found, get_language() or "en")
    return render(request, "cases/case_audit.html", case_frame(request, found, entries=entries))


@require_safe
@casework(Permission.REQUEST_READ)
def letter(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Give out the signed letter of request."""
    found = visible_case(request, case_id)
    return download(found.letter.file, name=f"{found.reference.replace('/', '-')}.pdf")


@require_safe
@casework(Permission.REQUEST_READ)
def annex(request: HttpRequest, case_id: UUID, annex_id: str) -> HttpResponseBase:
    """Give out an annex."""
    found = visible_case(request, case_id).annexes.select_related("file").get(annex_id=annex_id)
    if found.file is None:
        raise Annex.DoesNotExist
    return download(found.file, name=found.name)


@require_safe
@casework(Permission.REQUEST_READ)
def receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Give out a signed receipt, as a court can check it off line with `comity verify`."""
    stored = exchange.receipt(receipt_id)
    case_id = exchange.case_of_message(stored.message_id) if stored is not None else None
    if stored is None or case_id is None:
        raise Http404
    visible_case(request, case_id)
    return HttpResponse(
        bytes(stored.raw),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="receipt-{stored.pk}.json"',
            "Cache-Control": "no-store, private",
        },
    )
