"""Counts that documents give, over time: a line, a table with the paragraph of each, and a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.cells import neutral
from comity.core.parts import Filter, FilterSentence
from comity.library import labels, queries, read
from comity.library.access import Permission
from comity.library.charts import day_of, line

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.library.models import Figure


@dataclass(frozen=True, slots=True)
class Point:
    """A count as the table shows it: when, how many, in which document and paragraph, in which words."""

    date: str
    value: int
    at_least: bool
    document: str
    where: str
    url: str
    text: str
    language: str


def _points(what: str) -> list[Point]:
    """Return the counts of one thing in order of time, each document's in one language: the reader's, else any."""
    own = (get_language() or "en").partition("-")[0]
    rows = list(queries.figures_of(what))
    told_in: dict[UUID, str] = {}
    for one in rows:
        language = one.expression.language
        told_in[one.expression.work_id] = own if language == own else told_in.get(one.expression.work_id, language)
    found: dict[tuple[object, ...], Figure] = {
        (one.expression.work_id, one.value, one.date): one
        for one in reversed(rows)
        if one.expression.language == told_in[one.expression.work_id]
    }
    return [
        Point(
            date=one.date,
            value=one.value,
            at_least=one.at_least,
            document=one.expression.work.symbol or one.expression.title,
            where=read.place_name(one.where),
            url=read.address(one.expression, one.paragraph.key if one.paragraph else ""),
            text=one.text,
            language=one.expression.language,
        )
        for one in sorted(found.values(), key=lambda one: (one.date, one.pk))
    ]


def _chosen(request: HttpRequest, counted: list[str]) -> str:
    asked = request.GET.get("what", "")
    return asked if asked in counted else (counted[0] if counted else "")


@require_safe
@access.needs(Permission.VIEW)
def figures(request: HttpRequest) -> HttpResponse:
    """Show how a count changed over time."""
    counted = queries.counted()
    what = _chosen(request, counted)
    points = _points(what) if what else []
    drawn = line([(day, one.value) for one in points if (day := day_of(one.date)) is not None])
    context = {
        "page_title": _("Counts over time"),
        "sentence": FilterSentence(
            lead=pgettext("before what is counted", "Count"),
            filters=[
                Filter(
                    "what", _("What is counted"), [(one, labels.called(labels.COUNTS, one)) for one in counted], what
                )
            ],
        ),
        "what": what,
        "called": labels.called(labels.COUNTS, what),
        "points": points,
        "line": drawn,
        "of_many": what in labels.SAID_BY_EACH,
        "export_url": f"{reverse('library:figures-export')}?what={what}",
    }
    return render(request, "library/figures.html", context)


@require_safe
@access.needs(Permission.VIEW)
def figures_export(request: HttpRequest) -> HttpResponse:
    """Give the same counts as a table for other programs."""
    what = _chosen(request, queries.counted())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="counts.csv"'
    rows = csv.writer(response)
    rows.writerow(["what", "date", "value", "at_least", "document", "paragraph", "address", "text"])
    for one in _points(what) if what else []:
        address = request.build_absolute_uri(one.url)
        cells = [what, one.date, one.value, int(one.at_least), one.document, one.where, address, one.text]
        rows.writerow([neutral(cell) for cell in cells])
    return response
