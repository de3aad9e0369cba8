"""The tables of an export: documents, paragraphs, States, symbols; a row at a time, cells that no program runs."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from comity.core.cells import neutral
from comity.library.models import Cited, Expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from comity.library.exporting.choosing import Chosen
    from comity.library.models import Citation, StateMention

BATCH: Final = 20  # documents read from the database at once
WITH: Final = ("paragraphs", "footnotes", "citations", "statementions", "manifestations__file")


def expressions(chosen: Chosen, *related: str) -> Iterator[tuple[int, Expression]]:
    """Yield the documents with their number in the archive, a few at a time; one that is gone meanwhile is left out."""
    ids = iter(enumerate(chosen.documents, 1))
    while batch := list(islice(ids, BATCH)):
        rows = Expression.objects.filter(pk__in=[pk for _number, pk in batch])
        found = {str(one.pk): one for one in rows.select_related("work").prefetch_related(*related)}
        yield from ((number, found[pk]) for number, pk in batch if pk in found)


def documents(chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the documents."""
    yield ("document", "symbol", "kind", "date", "language", "version", "title", "files")
    for number, one in expressions(chosen, "manifestations"):
        work = one.work
        files = " ".join(each.sha256 for each in one.manifestations.all())
        yield (number, work.symbol, work.kind, work.date or "", one.language, one.version, one.title, files)


def paragraphs(chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the pieces and footnotes; `found` says where the search found something."""
    yield ("document", "symbol", "language", "place", "kind", "number", "found", "text")
    for number, one in expressions(chosen, "paragraphs", "footnotes"):
        found = chosen.found.get(str(one.pk), frozenset())
        for row in one.paragraphs.all():
            marked = int(row.key in found)
            yield (number, one.work.symbol, one.language, row.key, row.kind, row.number or "", marked, row.text)
        for note in one.footnotes.all():
            marked = int(note.key in found)
            yield (number, one.work.symbol, one.language, note.key, "footnote", note.mark, marked, note.text)


def states(chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the States named, with the place and how: attendance by category, a list, a mention."""
    yield ("document", "symbol", "place", "state", "category")
    for number, one in expressions(chosen, "statementions__paragraph", "statementions__footnote"):
        for row in one.statementions.all():
            yield (number, one.work.symbol, _place(row), row.iso3, row.category)


def symbols(chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of what is cited: symbols, articles and resolutions, with the place cited where it is told."""
    yield ("document", "symbol", "place", "what", "cited", "pin")
    for number, one in expressions(chosen, "citations__paragraph", "citations__footnote"):
        for row in one.citations.all():
            yield (number, one.work.symbol, _place(row), Cited(row.what).value, row.key, row.pin)


def _place(row: StateMention | Citation) -> str:
    piece = row.paragraph or row.footnote
    return piece.key if piece else row.where


TABLES: Final[dict[str, Callable[[Chosen], Iterator[tuple[Any, ...]]]]] = {
    "documents.csv": documents,
    "paragraphs.csv": paragraphs,
    "states.csv": states,
    "symbols.csv": symbols,
}


def written(rows: Iterator[tuple[Any, ...]]) -> Iterator[bytes]:
    """Yield a table as CSV, in UTF-8 with the mark by which spreadsheets know it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
