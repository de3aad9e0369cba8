"""Verifying a message without us: what to take along, the one command, what it proves; receipts on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comity.cases.access import Permission
from comity.cases.letters.receipt import receipt_paper as printed
from comity.cases.letters.render import render as print_paper
from comity.cases.queries import papers, receipts
from comity.cases.views.base import casework, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.core.files.views import download
from comity.exchange import proofs
from comity.exchange import queries as exchange
from comity.kernel.clock import utc_now

LANGUAGES = ("en", "zh-hans")

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from comity.cases.models import Case
    from comity.exchange.proofs import ProofFiles
    from comity.exchange.queries import MessageLine


def _of_case(request: HttpRequest, case_id: UUID, message_id: UUID) -> tuple[Case, MessageLine, ProofFiles]:
    case = visible_case(request, case_id)
    line, files = exchange.message(message_id), proofs.files_of(message_id)
    if line is None or files is None or exchange.case_of_message(message_id) != case.pk:
        raise Http404
    return case, line, files


@require_safe
@casework(Permission.REQUEST_READ)
def case_verify(request: HttpRequest, case_id: UUID, message_id: UUID) -> HttpResponse:
    """Say how a message and its receipts are verified by anybody, off line."""
    case, line, files = _of_case(request, case_id, message_id)
    us, _raw = proofs.our_key_file(utc_now())
    row = papers.message_row(line, case, get_language() or "en")
    page = case_frame(
        request,
        case,
        line=row,
        files=files,
        our_file=f"{us}.peer.json",
        their_file=f"{files.peer.node_id}.peer.json",
        message_file="message.asice" if files.container else "envelope.json",
        receipt_files=[(receipt, _receipt_file(receipt.url)) for receipt in row.receipts],
        option=" --demo" if not settings.NODE.production else "",
    )
    return render(request, "cases/case_verify.html", page)


@require_safe
@casework(Permission.REQUEST_READ, recorded=True)
def receipt_paper(request: HttpRequest, case_id: UUID, receipt_id: UUID) -> HttpResponse:
    """Give out a receipt as PDF, in the language chosen, with the signed receipt attached to it."""
    case, now = visible_case(request, case_id), utc_now()
    wanted = request.GET.get("in", get_language() or "en")
    language = wanted if wanted in LANGUAGES else "en"
    facts = receipts.facts_of(case, receipt_id, language, now)
    pdf = print_paper(printed(facts, language=language, at=now), at=now)
    receipts.note_printed(case, facts, actor=actor_of(request), at=now)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="receipt-{receipt_id}.pdf"',
            "Cache-Control": "no-store, private",
        },
    )


def _receipt_file(url: str) -> str:
    return f"receipt-{url.rstrip('/').rsplit('/', 1)[-1]}.json"


@require_safe
@casework(Permission.REQUEST_READ)
def proof_file(request: HttpRequest, case_id: UUID, message_id: UUID, what: str) -> HttpResponseBase:
    """Give out one file of a proof: the signed package, the envelope, our key file or theirs."""
    _case, _line, files = _of_case(request, case_id, message_id)
    if what == "message" and files.container is not None:
        return download(files.container, name="message.asice")
    if what == "ours":
        us, raw = proofs.our_key_file(utc_now())
        return _json(raw, f"{us}.peer.json")
    if what == "theirs" and files.peer.key_file:
        return _json(bytes(files.peer.key_file), f"{files.peer.node_id}.peer.json")
    if what == "envelope" and files.envelope:
        return _json(files.envelope, "envelope.json")
    raise Http404


def _json(raw: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        raw,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"},
    )
