"""Taking documents away: one as Akoma Ntoso; all of a kind, or those in which a search finds something, as ZIP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comity.core import access
from comity.library import queries
from comity.library.access import Permission
from comity.library.akoma import written
from comity.library.errors import ReadingError
from comity.library.exporting import choosing
from comity.library.exporting.archive import archive
from comity.library.exporting.records import record_of_expression
from comity.library.finding.addresses import asked_in
from comity.library.read import address

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.library.exporting.choosing import Chosen


@require_safe
@access.needs(Permission.VIEW)
def akoma_ntoso(request: HttpRequest, work_id: UUID, tongue: str, version: int) -> HttpResponse:
    """Give a document as Akoma Ntoso 3.0, named as the United Nations system names documents."""
    expression = queries.expression_of(work_id, tongue, version)
    if expression is None:
        raise Http404
    try:
        record = record_of_expression(expression)
    except ReadingError as problem:
        messages.error(request, problem.text.get(get_language() or "en"))
        return redirect(address(expression))
    name = f"{record.name.number}-{record.name.tongue}.akn.xml"
    safe = "".join(one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in name)
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return HttpResponse(written(record), content_type="application/akn+xml", headers=headers)


@require_safe
@access.needs(Permission.VIEW)
def export_kind(request: HttpRequest, of_kind: str) -> StreamingHttpResponse:
    """Give every document of a kind."""
    del request
    return _zipped(choosing.of_kind(of_kind))


@require_safe
@access.needs(Permission.VIEW)
def export_search(request: HttpRequest) -> StreamingHttpResponse:
    """Give the documents in which the search of the address finds something."""
    return _zipped(choosing.of_search(asked_in(request.GET)))


def _zipped(chosen: Chosen) -> StreamingHttpResponse:
    if not chosen.documents:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="library.zip"'}
    return StreamingHttpResponse(archive(chosen), content_type="application/zip", headers=headers)
