"""The doors to the documents of the library."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from comity.library.identity import Face
from comity.library.keeping import digest
from comity.library.models import Expression, Manifestation, Source, Telling, Work
from comity.library.reading.document import Day, Document
from comity.library.reading.symbols import match_key

if TYPE_CHECKING:
    from uuid import UUID


def manifestation_by(sha256: str) -> Manifestation | None:
    """Return the file with these bytes, if the library has it."""
    return Manifestation.objects.select_related("expression__work", "file").filter(sha256=sha256).first()


def known_faces() -> list[tuple[tuple[UUID, UUID], Face]]:
    """Return every expression by what it is recognised: its work's id and its own, and its face."""
    rows = Expression.objects.order_by("created_at", "pk").values_list(
        "work_id", "pk", "work__symbol", "language", "sketch", "work__meeting"
    )
    return [
        ((work, own), Face(symbol, language, bytes(sketch), meeting))
        for work, own, symbol, language, sketch, meeting in rows
    ]


def versions(work: Work, language: str) -> QuerySet[Expression]:
    """Return the versions of a work in a language, the newest loaded first."""
    return work.expressions.filter(language=language).order_by("-version")


def read_from(expression: Expression) -> Manifestation:
    """Return the file that an expression's rows were read from."""
    return expression.manifestations.select_related("file").get(state=Source.READ)


def told_of(document: Document) -> list[tuple[str, str, str]]:
    """Return what documents of the library tell of the symbol of this one, as `symbols.with_symbol` takes it."""
    title = digest(document.title)
    asked = Q(how="report", what=str(document.meeting)) | Q(how="title", what=title)
    key = match_key(document.title)
    return [
        (how, key if how == "title" else what, symbol)
        for how, what, symbol in Telling.objects.filter(asked).values_list("how", "what", "symbol").distinct()
        if title or how == "report"
    ]


def nameless_told_by(expression: Expression) -> QuerySet[Expression]:
    """Return expressions of works without a symbol that this one may tell the symbol of."""
    told = list(expression.tellings.values_list("how", "what"))
    titles = [what for how, what in told if how == "title"]
    meetings = Q()
    for what in {what for how, what in told if how == "report"}:
        meetings |= Q(work__meeting__startswith=f"{what} ")
    asked = Q(title_key__in=titles) | meetings if meetings else Q(title_key__in=titles)
    return Expression.objects.filter(asked, work__symbol="").select_related("work").order_by("created_at", "pk")


def outline(expression: Expression) -> Document:
    """Return an expression as a document of which only the face is known: language, kind, title, dates, meeting."""
    work = expression.work
    return Document(
        language=expression.language, kind=work.kind, symbol=work.symbol or None, title=expression.title, masthead={},
        blocks=(), paragraphs=(), footnotes=(), meeting=int(work.meeting.split()[0]) if work.meeting else None,
        dates=tuple(
            Day(date.fromisoformat(one["date"]), one["role"], date.fromisoformat(one["end"]) if one["end"] else None)
            for one in expression.dates
        ),
    )  # fmt: skip
