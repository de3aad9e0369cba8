"""The progress note for the prosecutor who asked: on the screen, and as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.cases.access import Permission
from comity.cases.letters.render import render as print_paper
from comity.cases.queries import house, progress
from comity.cases.views.base import casework, our_name, visible_case
from comity.cases.views.frame import case_frame
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.cases.models import Case

LANGUAGES = {"en": "English", "zh-hans": "简体中文"}


@require_safe
@casework(Permission.REQUEST_READ)
def progress_note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show how a request of ours stands, in plain words and in the language chosen."""
    found, language = _ours(request, case_id), _language(request)
    note = progress.progress_of(found, language, utc_now())
    page = case_frame(request, found, note=note, note_languages=LANGUAGES.items(), page_title=_("Progress note"))
    return render(request, "cases/progress_note.html", page)


@require_safe
@casework(Permission.REQUEST_READ)
def progress_paper(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give out the note as PDF."""
    found, language, now = _ours(request, case_id), _language(request), utc_now()
    paper = progress.paper_of(progress.progress_of(found, language, now), sender=our_name(language), at=now)
    answer = HttpResponse(print_paper(paper, at=now, head=house.head(language)), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="progress.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _ours(request: HttpRequest, case_id: UUID) -> Case:
    found = visible_case(request, case_id)
    if not found.outgoing:
        raise Http404
    return found


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("in", get_language() or "en")
    return wanted if wanted in LANGUAGES else "en"
