"""Documents of the library as an older reader left them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.library.identity import face_of
from comity.library.keeping import describe, describe_work, write_rows
from comity.library.models import Expression, Manifestation, Unresolved
from comity.library.reading.document import BlockKind
from comity.library.reading.document import Unresolved as Doubt
from comity.library.rereading.actions import DERIVED

if TYPE_CHECKING:
    from comity.library.reading import Document

OLDER = "2"


def read_by_an_older_one(expression: Expression, document: Document | None = None) -> Manifestation:
    """Say that an older reader read an expression; with a `document`, that it read that."""
    if document is not None:
        for model in (Unresolved, *DERIVED):
            model._base_manager.filter(expression=expression).delete()
        expression.save(update_fields=describe(expression, document, face_of(document)))
        describe_work(expression.work, document)
        expression.work.save()
        Unresolved.objects.bulk_create(write_rows(expression, document).unresolved)
    Manifestation.objects.filter(expression=expression).update(reader=OLDER)
    return expression.manifestations.get(state="read")


def without_articles(document: Document) -> Document:
    """Return a law as readers before the third read it: its articles are text of which nothing is known."""
    loose = tuple(
        replace(one, kind=BlockKind.TEXT, label="", level=0) if one.kind is BlockKind.ARTICLE else one
        for one in document.blocks
    )
    doubts = tuple(
        Doubt("", "text_without_number", one.text)
        for one, was in zip(loose, document.blocks, strict=True)
        if one is not was
    )
    return replace(document, kind="other", blocks=loose, paragraphs=(), articles=(), unresolved=doubts)
