"""A document that an older reader read is read again from its kept file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.files.errors import FileError
from comity.core.files.reader import read_file
from comity.library import queries
from comity.library.access import Permission
from comity.library.actions import LIMIT, name_others, name_work
from comity.library.digests.actions import say_in_rows as say_of_digest
from comity.library.digests.models import Digest
from comity.library.entering import Given, read_as
from comity.library.errors import LibraryError, ReadingError
from comity.library.identity import face_of
from comity.library.keeping import date_as_printed, describe, describe_work, write_rows
from comity.library.legislation.actions import say_in_rows as say_of_law
from comity.library.legislation.models import LawVersion
from comity.library.mirroring.taking import compare_again
from comity.library.models import (
    Citation,
    Expression,
    Figure,
    Footnote,
    Likeness,
    Manifestation,
    Observer,
    Paragraph,
    Recommendation,
    StateMention,
    Telling,
    Unresolved,
    Work,
)
from comity.library.reading import READER, read_bytes
from comity.library.reading.symbols import with_symbol
from comity.library.rereading.addresses import kept_keys
from comity.library.rereading.decisions import carry_over
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db import models

    from comity.core.actors import Actor
    from comity.library.reading import Document

DERIVED: Final = (  # what is written anew, what points to others first
    Citation, StateMention, Figure, Recommendation, Observer, Telling, Likeness, Footnote, Paragraph,
)  # fmt: skip
_SAID: Final[tuple[tuple[type[models.Model], tuple[str, ...]], ...]] = (
    (Paragraph, ("key", "kind", "number", "label", "level", "headings", "text", "items", "agenda")),
    (Footnote, ("key", "mark", "text", "paragraph__key")),
    (Citation, ("what", "key", "pin", "where", "paragraph__key", "footnote__key")),
    (StateMention, ("iso3", "category", "where", "paragraph__key", "footnote__key")),
    (Figure, ("what", "value", "at_least", "date", "text", "where", "paragraph__key")),
    (Recommendation, ("text", "where", "paragraph__key")),
    (Observer, ("category", "name")),
    (Unresolved, ("code", "text", "where", "state", "paragraph__key")),
)


class Result(StrEnum):
    """What became of a document."""

    CHANGED = "changed"
    SAME = "same"  # read again, and nothing is otherwise
    LEFT = "left"  # as it was read; `problem` says why


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of a document, by its file; `before` is the version of the reader that had read it."""

    manifestation: Manifestation
    before: str
    result: Result
    asked: int = 0  # how many decisions do not fit what is read now, and are put to a person again
    problem: ReadingError | LibraryError | None = None


def reread(*, actor: Actor, manifestation_id: UUID, now: datetime, dry_run: bool = False) -> Reread | None:
    """Read a document again from its kept file, in one transaction; None where that is done already, or it is gone.

    Its work, language, version, files and addresses stay, and so does what persons decided; what does not fit any more
    waits for a person again. What would be another document is left as it is. `dry_run` tells what would become of it
    and changes nothing.

    Raises:
        AccessDenied: an actor who may not.
    """
    access.require(actor, Permission.LOAD)
    found = queries.read_by_another_reader().select_related("file", "expression__work").filter(pk=manifestation_id)
    before = found.first()
    if before is None:
        return None
    try:
        document = _read(before)
        with transaction.atomic():
            locked = found.select_for_update(of=("self", "expression")).first()
            done = None if locked is None else _again(locked, document, actor, now)
            transaction.set_rollback(dry_run)
    except (ReadingError, LibraryError) as problem:
        return Reread(before, before.reader, Result.LEFT, problem=problem)
    return done and Reread(before if dry_run else done.manifestation, before.reader, done.result, done.asked)


def _read(manifestation: Manifestation) -> Document:
    """Return the document in a kept file, read as it was when it came: as a paper, or as what it was said to be."""
    expression = manifestation.expression
    try:
        raw = read_file(manifestation.file, limit=LIMIT)
    except (FileError, SealError, OSError):
        raise LibraryError("E_LIBRARY_FILE") from None
    if expression.work.kind not in queries.ENTERED:
        return read_bytes(raw)
    return read_as(raw, Given(expression.work.kind, expression.title, None, expression.language))


def _again(manifestation: Manifestation, document: Document, actor: Actor, now: datetime) -> Reread:
    expression, before = manifestation.expression, manifestation.reader
    entered = expression.work.kind in queries.ENTERED
    if not entered:
        document = with_symbol(document, queries.told_of(document))
    symbol = expression.work.symbol
    if document.language != expression.language or (symbol and document.symbol and document.symbol != symbol):
        raise LibraryError("E_LIBRARY_ANOTHER")
    said = _said(expression)
    asked = _rewrite(expression, document)
    if entered:
        _say_what_was_entered(expression)
    else:
        _name(expression, document)
    manifestation.reader = READER
    manifestation.save(update_fields=["reader"])
    manifestation.refresh_from_db()  # it may have been joined to another work by now
    compare_again(manifestation)
    result = Result.SAME if said == _said(manifestation.expression) else Result.CHANGED
    record(
        actor=actor, code="library.document.reread", subject=f"library.manifestation:{manifestation.pk}", at=now,
        data={"before": before, "reader": READER, "result": result, "asked": asked},
    )  # fmt: skip
    return Reread(manifestation, before, result, asked)


def _rewrite(expression: Expression, document: Document) -> int:
    """Write the rows of an expression anew; pieces keep their addresses, and what was decided of them.

    Return how many decisions are put to a person again.
    """
    unresolved = list(expression.unresolveds.select_for_update().order_by("pk"))
    rows = list(expression.paragraphs.values_list("key", "text", "number"))
    counted = [(key, text) for key, text, number in rows if number is None]
    noted = list(expression.footnotes.values_list("key", "text"))

    def address(pieces: list[Paragraph], notes: list[Footnote]) -> None:
        _give(kept_keys(counted, [(one.key, one.text) for one in pieces if one.number is None]),
              [one for one in pieces if one.number is None])  # fmt: skip
        _give(kept_keys(noted, [(one.key, one.text) for one in notes]), notes)

    expression.unresolveds.update(paragraph=None, footnote=None)  # their pieces go, they stay
    for model in DERIVED:
        model._base_manager.filter(expression=expression).delete()  # noqa: SLF001 (public in all but name)
    expression.save(update_fields=describe(expression, document, face_of(document)))
    now = write_rows(expression, document, addresses=address)
    return carry_over(unresolved, {key: text for key, text, number in rows if number is not None}, now)


def _give(keys: list[str], pieces: list[Any]) -> None:
    for key, one in zip(keys, pieces, strict=True):
        one.key = key


def _say_what_was_entered(expression: Expression) -> None:
    """Beside what is read in a law or a digest stands what people said of it."""
    version = LawVersion.objects.select_related("law").filter(expression=expression).first()
    if version is not None:
        say_of_law(version)
    digest = Digest.objects.filter(work=expression.work_id).first()
    if digest is not None:
        say_of_digest(digest, expression)


def _name(expression: Expression, document: Document) -> None:
    """Let the work be what its first words say now; a symbol that is read now names it, or joins it to another."""
    work = Work.objects.select_for_update().get(pk=expression.work_id)
    first = work.expressions.order_by("created_at", "pk").first()
    if first is not None and first.pk == expression.pk:
        describe_work(work, document)
        work.save(update_fields=["kind", "date", "meeting"])
    date_as_printed(work)
    if document.symbol and not work.symbol:
        name_work(work, document.symbol)
    expression.refresh_from_db()
    name_others(expression)


def _said(expression: Expression) -> list[Any]:
    """Return what is kept of an expression, to be compared."""
    fields = ("title", "date", "dates", "masthead", "work__kind", "work__symbol", "work__date", "work__meeting")
    found: list[Any] = list(Expression.objects.filter(pk=expression.pk).values_list(*fields))
    for model, names in _SAID:
        rows = model._base_manager.filter(expression=expression).order_by("pk")  # noqa: SLF001 (the same)
        found.append(list(rows.values_list(*names)))
    return found
