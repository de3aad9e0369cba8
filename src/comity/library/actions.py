"""What is done to the library: a document is loaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.db.models import Max

from comity.core import access
from comity.core.audit.log import record
from comity.core.events import emit
from comity.core.files.actions import store_bytes
from comity.core.files.reader import read_file
from comity.library import queries
from comity.library.access import Permission
from comity.library.comparing import compare
from comity.library.errors import LibraryError
from comity.library.identity import Match, body_of, face_of, work_of
from comity.library.keeping import date_as_printed, describe_work, keep_expression
from comity.library.models import Citation, Cited, Expression, Manifestation, Source, Work
from comity.library.reading import READER, read_bytes
from comity.library.reading.symbols import with_symbol

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.library.identity import Face
    from comity.library.reading import Document

PURPOSE = "library"
LIMIT = 32 << 20  # bytes, as the reader's
EXPRESSION_KEPT = "library.expression.kept"  # payload: the `Expression`, with all its rows


class Result(StrEnum):
    """What became of a file."""

    KNOWN = "known"  # the same bytes are there already
    CONVERSION = "conversion"  # the same wording in another conversion
    VERSION = "version"  # other words of a work that is there
    LANGUAGE = "language"  # another language of a work that is there
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file, and where it is kept."""

    result: Result
    manifestation: Manifestation

    @property
    def expression(self) -> Expression:
        """The words that the file holds."""
        return self.manifestation.expression


def load_document(*, actor: Actor, raw: bytes, name: str, now: datetime, media_type: str = "") -> Loaded:
    """Read a file and keep it: its bytes as they are, and what stands in it. The same bytes again change nothing.

    `name` is the file's, only ever shown. Emits `EXPRESSION_KEPT` for words that were not there.

    Raises:
        AccessDenied: an actor who may not.
        ReadingError: the file cannot be read; nothing of it is kept.
        LibraryError: `E_LIBRARY_MEANWHILE`.
        StoreError: the disk is full or failing.
    """
    access.require(actor, Permission.LOAD)
    known = queries.manifestation_by(hashlib.sha256(raw).hexdigest())
    if known is not None:
        return Loaded(Result.KNOWN, known)
    document = read_bytes(raw)
    done: list[Loaded] = []
    try:
        store_bytes(
            raw, actor=actor, purpose=PURPOSE, name=name, media_type=media_type, now=now,
            also=lambda file: done.append(_keep(actor, document, file, now)),
        )  # fmt: skip
    except IntegrityError:
        raise LibraryError("E_LIBRARY_MEANWHILE", permanent=False) from None
    return done[0]


def _keep(actor: Actor, document: Document, file: StoredFile, now: datetime) -> Loaded:
    document = with_symbol(document, queries.told_of(document))
    face = face_of(document)
    match = work_of(face, queries.faces_like(face))
    work = _work(document, face, match, now)
    same = _same_wording(work, document, match)
    expression = same or keep_expression(work, document, face, version=_next_version(work, document.language), at=now)
    manifestation = Manifestation.objects.create(
        expression=expression, file=file, sha256=file.sha256, state=Source.CONVERSION if same else Source.READ,
        reader=READER, loaded_by=actor.subject, loaded_at=now,
    )  # fmt: skip
    result = _result(expression, match, conversion=same is not None)
    if same is None:
        date_as_printed(work)
        name_others(expression)
        emit(EXPRESSION_KEPT, expression)
    record(
        actor=actor, code="library.document.loaded", subject=f"library.manifestation:{manifestation.pk}", at=now,
        data={"sha256": file.sha256, "result": result},
    )  # fmt: skip
    manifestation.expression.refresh_from_db()  # it may have been joined to another work by now
    return Loaded(result, manifestation)


def _work(document: Document, face: Face, match: Match[UUID] | None, now: datetime) -> Work:
    """Return the work that a document is of, a new one where none is known; what it tells of itself is added."""
    if match is None:
        work = Work(symbol=face.symbol, body=body_of(face.symbol), created_at=now)
        describe_work(work, document)
        work.save(force_insert=True)
        return work
    work = Work.objects.select_for_update().get(pk=match.key)
    return name_work(work, face.symbol) if face.symbol and not work.symbol else work


def _same_wording(work: Work, document: Document, match: Match[UUID] | None) -> Expression | None:
    """Return the version of a work that a document says word for word, if one is there."""
    if match is None:
        return None
    for one in queries.versions(work, document.language):
        before = read_bytes(read_file(queries.read_from(one).file, limit=LIMIT))
        if not compare(before, document):
            return one
    return None


def _next_version(work: Work, language: str) -> int:
    last: int | None = work.expressions.filter(language=language).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def _result(expression: Expression, match: Match[UUID] | None, *, conversion: bool) -> Result:
    if conversion:
        return Result.CONVERSION
    if match is None:
        return Result.NEW
    return Result.VERSION if expression.version > 1 else Result.LANGUAGE


def name_work(work: Work, symbol: str) -> Work:
    """Give a work its own symbol; where another work has it, the two are one: return the one that stays."""
    other = Work.objects.select_for_update().filter(symbol=symbol).exclude(pk=work.pk).first()
    if other is not None:
        for expression in work.expressions.order_by("language", "version"):
            version = _next_version(other, expression.language)
            Expression.objects.filter(pk=expression.pk).update(work=other, version=version)
        work.delete()
        date_as_printed(other)
        return other
    work.symbol, work.body = symbol, body_of(symbol)
    work.save(update_fields=["symbol", "body"])
    Citation.objects.filter(what=Cited.SYMBOL, key=symbol).update(work=work)
    return work


def name_others(expression: Expression) -> None:
    """Name the works without a symbol that these words, with all that was told before, tell the symbol of."""
    work = expression.work
    if work.symbol:
        Citation.objects.filter(what=Cited.SYMBOL, key=work.symbol, work=None).update(work=work)
    for other in queries.nameless_told_by(expression):
        outline = queries.outline(other)
        found = with_symbol(outline, queries.told_of(outline)).symbol
        if found:
            name_work(Work.objects.select_for_update().get(pk=other.work_id), found)
