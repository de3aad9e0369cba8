"""What travels by letter: letters to be posted, what came by letter, a request that came so."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.cases import letters, scans
from comity.cases.access import Permission
from comity.cases.actions import by_letter
from comity.cases.forms.by_letter import ArrivalForm, DeliveryForm, JourneyForm, forms_of
from comity.cases.forms.entering import EnterForm
from comity.cases.letters.word import MEDIA_TYPE
from comity.cases.queries import house, measures, overview, papers, posted, recordable
from comity.cases.views.base import casework, done, our_name, our_state, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.core.files.actions import delete_file
from comity.core.files.errors import FileError
from comity.core.files.upload import sealed_uploads
from comity.core.files.views import download
from comity.exchange import post
from comity.exchange import queries as exchange
from comity.kernel.clock import utc_now
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.exchange.models import PostItem

FORM = ["GET", "HEAD", "POST"]


@require_safe
@casework(Permission.LETTER_POST)
def letters_to_post(request: HttpRequest) -> HttpResponse:
    """List the letters that were printed and that nobody has said to have left."""
    waiting = posted.waiting(actor_of(request), get_language() or "en")
    return render(request, "cases/letters_to_post.html", {"page_title": _("To be posted"), "waiting": waiting})


def _item(case: Case, message_id: UUID) -> PostItem:
    item = exchange.post_item(message_id)
    if item is None or item.case_id != case.pk:
        raise Http404
    return item


@require_http_methods(FORM)
@casework(Permission.LETTER_POST)
def letter_post(request: HttpRequest, case_id: UUID, message_id: UUID) -> HttpResponse:
    """Offer a letter with what goes with it, and record how it left."""
    case = visible_case(request, case_id)
    item = _item(case, message_id)
    if not item.ours:
        raise Http404
    form = JourneyForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: by_letter.record_departure(
            actor=actor_of(request), case_id=case_id, message_id=message_id, journey=form.journey, now=utc_now()
        ),
    ):
        return done(request, _("Recorded, with a receipt."), "cases:case-message", case.pk, message_id)
    line = exchange.message(message_id)
    page = case_frame(
        request,
        case,
        form=form,
        item=item,
        addressee=item.peer.name_in(get_language() or "en"),
        line=papers.message_row(line, case, get_language() or "en") if line else None,
        is_request=item.kind == RequestV1.KIND,
        travelled=posted.travelled({"channel": item.channel, "on": str(item.travelled_on)}) if item.channel else "",
    )
    return render(request, "cases/letter_post.html", page)


@require_safe
@casework(Permission.REQUEST_READ)
def letter_paper(request: HttpRequest, case_id: UUID, message_id: UUID, what: str) -> HttpResponseBase:
    """Give out a letter or its scan; of a request also cover note, slip and the text as a Word document."""
    case = visible_case(request, case_id)
    item = _item(case, message_id)
    if what == "letter" and item.letter is not None:
        return download(item.letter, name=item.letter.name)
    if item.kind != RequestV1.KIND or not item.ours or item.letter is None:
        raise Http404
    told, at = post.message_of(item).to_json(), item.created_at
    if what == "word":
        return _file(letters.as_word(letters.request_paper(told, at=at)), "request.docx", MEDIA_TYPE)
    if what == "cover":
        paper = letters.cover_paper(told, address=item.peer.address, letter_sha256=item.letter.sha256, at=at)
    elif what == "slip":
        paper = letters.slip_paper(told, at=at)
    else:
        raise Http404
    head = house.head(paper.language) if what == "cover" else None  # the slip is theirs
    return _file(letters.render(paper, at=at, head=head), f"{what}.pdf", "application/pdf")


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_safe
@casework(Permission.LETTER_RECORD)
def letter_kinds(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask what the letter says: one page for each kind of message that the other side can send."""
    case = visible_case(request, case_id)
    language = get_language() or "en"
    found = recordable.recordable(case, forms_of(case), language)
    page = case_frame(
        request,
        case,
        kinds=[one for one in found if not one.why_not],
        closed_kinds=[one for one in found if one.why_not],
    )
    return render(request, "cases/letter_kinds.html", page)


def _title(kind: str, language: str) -> str:
    return _("Decision") if kind == "decision" else overview.kind_title(kind, language)


def _admit(request: HttpRequest, *, case_id: UUID, kind: str) -> Actor:
    del kind
    measures.require_case(actor_of(request), case_id, Permission.LETTER_RECORD)
    return actor_of(request)


@require_http_methods(FORM)
@sealed_uploads(purpose="letter", admit=_admit, limit=scans.MOST_SCAN)
@casework(Permission.LETTER_RECORD)
def letter_record(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Write down what a letter of theirs says, with its scan."""
    case = visible_case(request, case_id)
    made = forms_of(case).get(kind)
    if made is None:
        raise Http404
    form = made(request.POST or None, request.FILES or None, case=case)
    now = utc_now()
    if form.is_valid() and _recorded(request, case, form, now):
        return done(request, _("Recorded, with a receipt."), "cases:case", case.pk)
    page = case_frame(request, case, form=form, title_of_kind=_title(kind, get_language() or "en"))
    return render(request, "cases/letter_record.html", page)


def _recorded(request: HttpRequest, case: Case, form: ArrivalForm, now: datetime) -> bool:
    """Take the files of the form and record; what is refused leaves no file behind."""
    taken: list[StoredFile] = []

    def take(upload: Any) -> StoredFile:
        file: StoredFile = upload.claim(now=now)
        taken.append(file)
        return file

    def record() -> None:
        scan = scans.checked(take(form.cleaned_data["scan"])) if form.cleaned_data.get("scan") else None
        if isinstance(form, DeliveryForm):
            for position in range(len(form.rows)):
                for upload in request.FILES.getlist(f"files-{position}"):
                    form.take(position, take(upload))
        by_letter.record_arrival(
            actor=actor_of(request),
            case_id=case.pk,
            message=form.message(by_letter.arrived_at(form.journey, now, case.pk)),
            journey=form.journey,
            scan=scan,
            evidence=form.evidence(),
            now=now,
        )

    if tried(form, record):
        return True
    drop(taken)
    return False


def drop(files: list[StoredFile]) -> None:
    """Delete files that belong to nothing, because what they came with was refused."""
    for file in files:
        with suppress(FileError):
            delete_file(file)


def _admit_entry(request: HttpRequest) -> Actor:
    access.require(actor_of(request), Permission.REQUEST_REGISTER)
    return actor_of(request)


@require_http_methods(FORM)
@sealed_uploads(purpose="letter", admit=_admit_entry, limit=scans.MOST_SCAN)
@casework(Permission.REQUEST_REGISTER)
def request_enter(request: HttpRequest) -> HttpResponse:
    """Write down a request that came by letter; it then waits for registration like any other."""
    form = EnterForm(request.POST or None, request.FILES or None, peers=exchange.letter_peers())
    now, taken = utc_now(), []
    if form.is_valid():
        entered: list[Case] = []

        def enter() -> None:
            taken.append(form.cleaned_data["scan"].claim(now=now))
            scans.checked(taken[0])
            language = form.cleaned_data["language"]
            message = form.message(our_state=our_state(), our_name=our_name(language))
            entered.append(
                by_letter.register_letter(
                    actor=actor_of(request), peer=form.chosen, message=message, journey=form.journey, scan=taken[0],
                    now=now,
                )
            )  # fmt: skip

        if tried(form, enter):
            return done(request, _("Written down. Register it now."), "cases:request-register", entered[0].pk)
        drop(taken)
    return render(request, "cases/request_enter.html", {"page_title": _("A request that came by letter"), "form": form})
