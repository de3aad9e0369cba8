"""The doors to the documents of the library."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from comity.library.identity import Face
from comity.library.keeping import digest
from comity.library.likeness import bands
from comity.library.models import (
    Citation,
    Cited,
    Expression,
    Figure,
    Likeness,
    Manifestation,
    Paragraph,
    Source,
    Telling,
    Unresolved,
    Work,
)
from comity.library.reading import READER
from comity.library.reading.document import Day, Document
from comity.library.reading.symbols import match_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

ENTERED: Final = ("law", "digest")  # kinds of works whose texts people enter


def manifestation_by(sha256: str) -> Manifestation | None:
    """Return the file with these bytes, if the library has it."""
    return Manifestation.objects.select_related("expression__work", "file").filter(sha256=sha256).first()


def papers_after(listed: QuerySet[Any]) -> QuerySet[Manifestation]:
    """Return the files of documents of meetings that are not `listed` (ids), in the order of loading, with their words.

    Laws and digests are left out: they are entered here, and may be taken back.
    """
    return (
        Manifestation.objects.select_related("file", "expression__work")
        .prefetch_related("expression__paragraphs", "expression__footnotes")
        .exclude(expression__work__kind__in=ENTERED)
        .exclude(pk__in=listed)
        .order_by("loaded_at", "pk")
    )


def faces_like(face: Face) -> list[tuple[UUID, Face]]:
    """Return the expressions that a document may be of the work of: by symbol, by meeting, or much alike in wording.

    Each is its work's id and its face. What is only one of many is never looked at, however many there are. Laws and
    digests are left out: which work they are of is said by whoever enters them.
    """
    alike = Likeness.objects.filter(key__in=bands(face.sketch, face.language)).values_list("expression", flat=True)
    works = set(Work.objects.filter(~Q(symbol=""), symbol=face.symbol).values_list("pk", flat=True))
    if face.meeting:
        works |= set(Work.objects.filter(meeting=face.meeting).values_list("pk", flat=True))
    found = [Expression.objects.filter(pk__in=set(alike)), Expression.objects.filter(work__in=works)]
    rows = {row.pk: row for some in found for row in some.exclude(work__kind__in=ENTERED).select_related("work")}
    return [
        (row.work_id, Face(row.work.symbol, row.language, bytes(row.sketch), row.work.meeting))
        for row in sorted(rows.values(), key=lambda row: (row.created_at, row.pk))
    ]


def versions(work: Work, language: str) -> QuerySet[Expression]:
    """Return the versions of a work in a language, the newest loaded first."""
    return work.expressions.filter(language=language).order_by("-version")


def read_from(expression: Expression) -> Manifestation:
    """Return the file that an expression's rows were read from."""
    return expression.manifestations.select_related("file").get(state=Source.READ)


def read_by_another_reader() -> QuerySet[Manifestation]:
    """Return the files whose rows another version of the reader read, in the order of loading."""
    return Manifestation.objects.filter(state=Source.READ).exclude(reader=READER).order_by("loaded_at", "pk")


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


def works(*, body: str = "", year: str = "", kind: str = "", language: str = "") -> QuerySet[Work]:
    """Return the documents of the library, the newest first, with their languages and versions."""
    found = Work.objects.prefetch_related("expressions").order_by("-date", "symbol", "pk")
    if body:
        found = found.filter(body=body)
    if year:
        found = found.filter(date__year=year)
    if kind:
        found = found.filter(kind=kind)
    if language:
        found = found.filter(expressions__language=language).distinct()
    return found


def what_there_is() -> dict[str, list[str]]:
    """Return the bodies, years, kinds and languages of which the library has documents."""
    rows = Work.objects.values_list("body", "date__year", "kind").distinct()
    spoken = Expression.objects.values_list("language", flat=True).distinct()
    return {
        "body": sorted({body for body, _year, _kind in rows if body}),
        "year": sorted({str(year) for _body, year, _kind in rows if year}, reverse=True),
        "kind": sorted({kind for _body, _year, kind in rows}),
        "language": sorted(set(spoken)),
    }


def work_by(work_id: UUID) -> Work | None:
    """Return a document by its id."""
    return Work.objects.filter(pk=work_id).first()


def work_named(symbol: str) -> Work | None:
    """Return a document by its own symbol."""
    return Work.objects.filter(symbol=symbol).exclude(symbol="").first()


def expression_of(work_id: UUID, language: str, version: int) -> Expression | None:
    """Return a document in one language and version."""
    return Expression.objects.select_related("work").filter(work_id=work_id, language=language, version=version).first()


def expressions_of(work_id: UUID) -> QuerySet[Expression]:
    """Return every language and version of a document, the newest version first."""
    return Expression.objects.filter(work_id=work_id).order_by("language", "-version")


def files_of(expression: Expression) -> QuerySet[Manifestation]:
    """Return the files that hold a document in one language and version."""
    return expression.manifestations.select_related("file").order_by("-state", "loaded_at")


def manifestation(manifestation_id: UUID) -> Manifestation | None:
    """Return a file of the library."""
    return Manifestation.objects.select_related("file").filter(pk=manifestation_id).first()


def symbols_here(expression: Expression) -> set[str]:
    """Return those of the symbols that a document cites of which the library has the document."""
    return set(
        expression.citations.filter(what=Cited.SYMBOL).exclude(work=None).values_list("key", flat=True).distinct()
    )


def citing(work_id: UUID) -> QuerySet[Citation]:
    """Return where a document is cited, by citing document."""
    return (
        Citation.objects.filter(work_id=work_id)
        .exclude(expression__work_id=work_id)
        .select_related("expression__work", "paragraph")
        .order_by("expression__work__date", "expression_id", "pk")
    )


def pins_to(work_id: UUID) -> list[str]:
    """Return the places of a document that other documents cite, one for each citation."""
    return list(citing(work_id).exclude(pin="").values_list("pin", flat=True))


def attending(expression: Expression, categories: Iterable[str]) -> list[tuple[str, str]]:
    """Return category and code of the States that attended, in the order in which they are printed."""
    rows = expression.statementions.filter(category__in=list(categories))
    return list(rows.order_by("order").values_list("category", "iso3"))


def waiting_in(expression: Expression) -> QuerySet[Unresolved]:
    """Return what waits for a person in a document."""
    return expression.unresolveds.filter(state="waiting").order_by("pk")


def waiting() -> QuerySet[Unresolved]:
    """Return everything that waits for a person, the oldest first."""
    return Unresolved.objects.filter(state="waiting").select_related("expression__work", "paragraph").order_by("pk")


def decided() -> QuerySet[Unresolved]:
    """Return what persons decided, the newest first."""
    return (
        Unresolved.objects.exclude(state="waiting")
        .select_related("expression__work", "paragraph", "decided_by")
        .order_by("-decided_at", "-pk")
    )


def unresolved(unresolved_id: int) -> Unresolved | None:
    """Return something that was not understood, decided or not."""
    return (
        Unresolved.objects.select_related(
            "expression__work", "paragraph", "decided_by", "earlier__decided_by", "earlier__expression__work"
        )
        .filter(pk=unresolved_id)
        .first()
    )


def decided_again(one: Unresolved) -> Unresolved | None:
    """Return where a decision about an earlier reading is put to a person again, or was."""
    return one.later.order_by("-pk").first()


def numbers_in(one: Unresolved) -> list[tuple[str, int]]:
    """Return key and number of the numbered paragraphs of its document."""
    rows = Paragraph.objects.filter(expression_id=one.expression_id).exclude(number=None)
    return [(key, number) for key, number in rows.values_list("key", "number") if number is not None]


def around(one: Unresolved) -> list[Paragraph]:
    """Return the piece that something stands in, with the one before and the one after."""
    if one.paragraph is None:
        return []
    order = one.paragraph.order
    return list(Paragraph.objects.filter(expression_id=one.expression_id, order__range=(order - 1, order + 1)))


def assigned_in(expression: Expression) -> dict[int, str]:
    """Return the pieces that somebody assigned to a paragraph, with the key of that."""
    rows = expression.unresolveds.filter(state="assigned").exclude(paragraph=None)
    return {row: key for row, key in rows.values_list("paragraph_id", "answer") if row is not None}


def counted() -> list[str]:
    """Return what documents count, that which they count most often first; what has no name of its own is left out."""
    rows = Figure.objects.exclude(what="other").values("what").annotate(times=Count("pk")).order_by("-times", "what")
    return [row["what"] for row in rows]


def figures_of(what: str) -> QuerySet[Figure]:
    """Return every count of one thing in the newest versions of documents."""
    newer = Expression.objects.filter(
        work=OuterRef("expression__work"), language=OuterRef("expression__language"),
        version__gt=OuterRef("expression__version"),
    )  # fmt: skip
    return (
        Figure.objects.filter(~Exists(newer), what=what)
        .exclude(date="")
        .select_related("expression__work", "paragraph")
        .order_by("date", "pk")
    )
