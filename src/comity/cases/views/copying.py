"""The copy of a whole case file: asked for, and given out to the reader it was made for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import copying
from comity.cases.models import FileCopy
from comity.cases.queries import copies
from comity.cases.views.base import casework, done, visible_case
from comity.core.actors import actor_of
from comity.core.files.views import download
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@require_POST
@casework(Permission.REQUEST_READ)
def file_copy_ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Have the copy made; it goes on when the reader leaves."""
    language = request.POST.get("language") or get_language() or "en"
    copying.ask_copy(actor=actor_of(request), case_id=case_id, language=language, now=utc_now())
    return done(request, _("The copy is being made. You can leave this page."), "cases:case-file", case_id)


@require_safe
@casework(Permission.REQUEST_READ, recorded=True)
def file_copy(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Give out the copy that was made for this reader; the audit log keeps that it was."""
    found, actor = visible_case(request, case_id), actor_of(request)
    copy = copies.copy_for(found, actor)
    if copy is None or copy.file is None:
        raise FileCopy.DoesNotExist
    copying.note_given_out(copy, actor=actor, at=utc_now())
    return download(copy.file, name=copy.file.name)
