"""A document as it is kept becomes what an Akoma Ntoso file is written from: of the same words, the same file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.library.akoma import Cites, Note, Part, article_named, record_from
from comity.library.models import Cited
from comity.library.queries import outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.library.akoma import Record
    from comity.library.models import Expression


def record_of_expression(expression: Expression) -> Record:
    """Return a document of the library as a record. What persons decided about pieces of it is in it.

    Raises:
        ReadingError: `E_LIBRARY_NO_DATE`, nothing says of which day it is.
    """
    parts = [Part(row.kind, row.text, row.label, row.level, row.number) for row in expression.paragraphs.all()]
    notes = tuple(Note(row.mark, row.text) for row in expression.footnotes.all())
    face, day = outline(expression), expression.work.date
    on = None if any(one.role in {"document", "meeting"} for one in face.dates) else day
    return record_from(face, parts, notes, _cites(expression), on=on, version=expression.version)


def _cites(expression: Expression) -> Iterator[Cites]:
    for row in expression.citations.all():
        yield Cites(row.where, row.key, article_named(row.key) if row.what == Cited.ARTICLE else "")
