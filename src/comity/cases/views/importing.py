"""Take over the running caseload: bring a table, say what its headings mean, look at every row, write the cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import importing
from comity.cases.forms.importing import MappingForm, SheetForm
from comity.cases.importing.sheet import MOST_BYTES
from comity.cases.queries import export
from comity.cases.queries import importing as queries
from comity.cases.views.base import casework, done, tried
from comity.core import access
from comity.core.actors import actor_of
from comity.core.files.actions import delete_file
from comity.core.files.upload import sealed_uploads
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.cases.models import CaseImport
    from comity.core.actors import Actor

FORM = ["GET", "HEAD", "POST"]
SHOWN = 200


def _admit(request: HttpRequest) -> Actor:
    access.require(actor_of(request), Permission.CASES_IMPORT)
    return actor_of(request)


def _batch(batch_id: UUID) -> CaseImport:
    found = queries.imports().filter(pk=batch_id).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(FORM)
@sealed_uploads(purpose="import", admit=_admit, limit=MOST_BYTES + 1)
@casework(Permission.CASES_IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """List the tables that were brought, and take another."""
    form = SheetForm(request.POST or None, request.FILES or None)
    brought: list[CaseImport] = []
    if form.is_valid():
        upload, now = form.cleaned_data["file"], utc_now()

        def bring() -> None:
            file = upload.claim(now=now)
            try:
                brought.append(importing.bring(actor=actor_of(request), name=upload.name, file=file, now=now))
            finally:
                if not brought:
                    delete_file(file)

        if tried(form, bring):
            return redirect("cases:import-mapping", brought[0].pk)
    page = {"page_title": _("Take over running cases"), "form": form, "imports": queries.imports()[:50]}
    return render(request, "cases/import_list.html", page)


@require_http_methods(FORM)
@casework(Permission.CASES_IMPORT)
def import_mapping(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Say what each heading means; every row is then judged, and nothing written."""
    batch = _batch(batch_id)
    if batch.state not in {"read", "checked"}:
        return redirect("cases:import-report", batch.pk)
    initial: dict[str, Any] = {key: str(place) for key, place in batch.mapping.items()} | {"order": batch.order}
    form = MappingForm(request.POST or None, sheet=importing.sheet_of(batch), initial=initial)
    if form.is_valid() and tried(
        form,
        lambda: importing.check(
            actor=actor_of(request), batch_id=batch.pk, mapping=form.mapping, order=form.cleaned_data["order"],
            now=utc_now(),
        ),
    ):  # fmt: skip
        return redirect("cases:import-report", batch.pk)
    page = {"page_title": _("What the headings mean"), "form": form, "batch": batch}
    return render(request, "cases/import_mapping.html", page)


@require_safe
@casework(Permission.CASES_IMPORT)
def import_report(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show what became of the rows: how many are taken, and why the others are not."""
    batch = _batch(batch_id)
    if batch.state == "read":
        return redirect("cases:import-mapping", batch.pk)
    refused = queries.report_rows(batch, get_language() or "en", refused=True)
    page = {
        "page_title": _("What became of the rows"),
        "batch": batch,
        "counts": queries.counts(batch),
        "refused": refused[:SHOWN],
        "more": max(0, len(refused) - SHOWN),
    }
    return render(request, "cases/import_report.html", page)


@require_safe
@casework(Permission.CASES_IMPORT)
def import_table(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Give out the report of every row as a table."""
    del request
    batch, language = _batch(batch_id), get_language() or "en"
    words = {"accepted": _("Taken"), "known": _("Here already"), "refused": _("Not taken")}
    heading = [str(_("Line")), str(_("Reference")), str(_("Result")), str(_("Why"))]
    rows = [
        [str(line), ref, str(words[result]), why] for line, ref, result, why in queries.report_rows(batch, language)
    ]
    response = HttpResponse(b"\xef\xbb\xbf" + export.lines([heading, *rows]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="report.csv"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
@casework(Permission.CASES_IMPORT)
def import_begin(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Have the accepted rows written."""
    batch = _batch(batch_id)
    importing.begin(actor=actor_of(request), batch_id=batch.pk, now=utc_now())
    return done(request, _("The cases are being written. You may leave this page."), "cases:import-report", batch.pk)
