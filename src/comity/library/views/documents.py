"""Reading a document, finding it by its symbol, and taking away the file it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.files.views import download
from comity.library import labels, queries, read
from comity.library.access import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from comity.library.models import Expression, Work


@require_safe
@access.needs(Permission.VIEW)
def document(request: HttpRequest, work_id: UUID, tongue: str, version: int) -> HttpResponse:
    """Show a document for reading."""
    expression = queries.expression_of(work_id, tongue, version)
    if expression is None:
        raise Http404
    reader = get_language() or "en"
    pieces = read.pieces(expression, reader)
    attended, tiles = read.attendance(expression, reader)
    context = {
        "page_title": _("Document of the library"),
        "expression": expression,
        "work": expression.work,
        "kind": labels.called(labels.KINDS, expression.work.kind),
        "named": read.named(expression),
        "direction": "rtl" if read.is_right_to_left(expression.language) else "ltr",
        "pieces": pieces,
        "contents": [one for one in pieces if one.level],
        "footnotes": read.loose_footnotes(expression),
        "attended": attended,
        "tiles": tiles,
        "others": read.others(expression),
        "files": queries.files_of(expression),
        "cited_by": read.cited_by(expression),
        "doubts": sum(len(one.doubts) for one in pieces),
        "loose": read.loose_doubts(expression, pieces),
        "may_review": access.may(actor_of(request), Permission.REVIEW),
    }
    return render(request, "library/document.html", context)


def _to(work: Work | None, asked: str = "") -> HttpResponse:
    """Lead to a document in the language asked for, else the reader's, else English, else any; its newest version."""
    found: list[Expression] = list(queries.expressions_of(work.pk)) if work is not None else []
    if not found:
        raise Http404
    wanted = [asked, (get_language() or "en").partition("-")[0], "en"]
    first = min(found, key=lambda one: wanted.index(one.language) if one.language in wanted else len(wanted))
    return redirect(read.address(first))


@require_safe
@access.needs(Permission.VIEW)
def work(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Lead to a document."""
    return _to(queries.work_by(work_id), request.GET.get("language", ""))


@require_safe
@access.needs(Permission.VIEW)
def by_symbol(request: HttpRequest, symbol: str) -> HttpResponse:
    """Lead to the document with a symbol; the address stays right whatever versions come."""
    return _to(queries.work_named(symbol), request.GET.get("language", ""))


@require_safe
@access.needs(Permission.VIEW)
def original(request: HttpRequest, manifestation_id: UUID) -> HttpResponseBase:
    """Give the file that was loaded, byte for byte."""
    del request
    found = queries.manifestation(manifestation_id)
    if found is None:
        raise Http404
    return download(found.file)
