"""The one page for people without an account: an office answers its task sheet by the link on it.

The page says nothing of any case. A link that is unknown, used, withdrawn or run out is answered in the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from comity.cases import uploads
from comity.cases.actions import offices
from comity.cases.errors import REFUSALS, sentence
from comity.cases.forms.offices import AnswerForm
from comity.cases.queries import offices as read
from comity.cases.views.by_letter import drop
from comity.core.actors import Actor
from comity.core.files.upload import sealed_uploads
from comity.core.rates import is_too_often
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from comity.cases.models import OfficeAnswer
    from comity.core.files.models import StoredFile

FORM = ["GET", "HEAD", "POST"]
TRIES, SECONDS = 30, 60


@csrf_exempt  # the inner view is protected; here it is only decided whether the form is read at all
@require_http_methods(FORM)
@sensitive_variables("link")
def office_answer(request: HttpRequest, link: str) -> HttpResponseBase:
    """Show the form for an answer and take it. Steps: 1 not too often, 2 a live link, 3 not too large, 4 the form."""
    if is_too_often(request, "office-answer", most=TRIES, seconds=SECONDS):
        return _told(request, "often", 429)
    if read.by_link(link, utc_now()) is None:
        return _told(request, "gone", 404)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.NODE.max_office_upload:
        return _told(request, "large", 413)
    return _answering(request, link=link)


def _told(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Say why nothing was taken and what to do; nothing about any link or case."""
    page = {"page_title": _("Answer a task sheet"), "why": why, "most": settings.NODE.max_office_upload}
    return render(request, "cases/office_closed.html", page, status=status)


def _admit(request: HttpRequest, *, link: str) -> Actor:
    del request
    task = read.by_link(link, utc_now())
    if task is None:
        raise Http404
    return Actor.system(f"{read.LINK_ACTOR}{task.pk}")


@sealed_uploads(purpose="evidence", admit=_admit, limit=settings.NODE.max_office_upload)
def _answering(request: HttpRequest, link: str) -> HttpResponse:
    """Show the form, or take what was sent; its digests are the office's receipt."""
    form = AnswerForm(request.POST or None, request.FILES or None)
    page = {"page_title": _("Answer a task sheet"), "form": form, "most": settings.NODE.max_office_upload}
    if form.is_valid():
        try:
            answer = _take(form, link)
        except REFUSALS as error:
            if error.code == "E_LINK":
                return _told(request, "gone", 404)
            form.add_error(None, sentence(error))
        else:
            return render(request, "cases/office_taken.html", {**page, "form": None, "answer": answer})
    return render(request, "cases/office_answer.html", page)


@sensitive_variables("link")
def _take(form: AnswerForm, link: str) -> OfficeAnswer:
    """Keep the files and the answer together; what is refused leaves no file behind."""
    given, now = form.cleaned_data, utc_now()
    taken: list[StoredFile] = []
    try:
        for upload in given["papers"]:
            taken.append(upload.claim(now=now))
            uploads.checked(taken[-1])
        return offices.take_answer(code=link, sender=given["sender"], text=given["text"], files=taken, now=now)
    except REFUSALS:
        drop(taken)
        raise
