"""Texts that people enter with what is known of them: a State's law, a digest of a case. Nothing about them is guessed.

They are documents like others: kept byte for byte, read into paragraphs, cited, compared, found. What they are is said
by whoever enters them and not recognised; what is only strange in a paper of a meeting is not strange in them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.db.models import Max

from comity.core.audit.log import record
from comity.core.events import emit
from comity.core.files.actions import delete_file, store_bytes
from comity.library import queries
from comity.library.actions import EXPRESSION_KEPT, PURPOSE
from comity.library.errors import LibraryError
from comity.library.identity import face_of
from comity.library.keeping import keep_expression
from comity.library.models import Expression, Manifestation, Source, Work
from comity.library.reading import READER, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.library.reading import Document

LAW = "law"  # the kind of a work that is read as a law, whatever it looks like
_STILL_DOUBTS = {"letters_unknown", "page_without_text", "outside_the_text", "state_unknown"}


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a text that is entered.

    Attributes:
        kind: of the work.
        title: as the page shows it.
        day: from which it counts; None where nobody knows.
        language: None where the reader shall tell.
        work: the work that it is a version of; None for a new one.
    """

    kind: str
    title: str
    day: date | None
    language: str = ""
    work: Work | None = None


def read_as(raw: bytes, given: Given) -> Document:
    """Return a text that was entered as a document that is what it is said to be. Raises ReadingError."""
    read = read_bytes(raw, law=given.kind == LAW)
    return replace(
        read, kind=given.kind, title=given.title, symbol=None, language=given.language or read.language,
        unresolved=tuple(one for one in read.unresolved if one.code in _STILL_DOUBTS),
    )  # fmt: skip


def keep_text(
    raw: bytes, given: Given, *, actor: Actor, name: str, media_type: str, now: datetime,
    also: Callable[[Expression], None],
) -> Expression:  # fmt: skip
    """Keep a text that was entered, in one transaction with `also`. The caller has asked whether the actor may.

    Raises:
        ReadingError: the file cannot be read; nothing of it is kept.
        LibraryError: `E_LIBRARY_KNOWN`, the same bytes are in the library.
        StoreError: the disk is full or failing.
    """
    if queries.manifestation_by(hashlib.sha256(raw).hexdigest()) is not None:
        raise LibraryError("E_LIBRARY_KNOWN")
    document = read_as(raw, given)
    done: list[Expression] = []

    def keep(file: StoredFile) -> None:
        work = given.work or Work.objects.create(kind=given.kind, date=given.day, created_at=now)
        last: int = work.expressions.filter(language=document.language).aggregate(last=Max("version"))["last"] or 0
        expression = keep_expression(work, document, face_of(document), version=last + 1, at=now)
        Manifestation.objects.create(
            expression=expression, file=file, sha256=file.sha256, state=Source.READ, reader=READER,
            loaded_by=actor.subject, loaded_at=now,
        )  # fmt: skip
        also(expression)
        emit(EXPRESSION_KEPT, expression)
        done.append(expression)

    try:
        store_bytes(raw, actor=actor, purpose=PURPOSE, name=name, media_type=media_type, now=now, also=keep)
    except IntegrityError:
        raise LibraryError("E_LIBRARY_MEANWHILE", permanent=False) from None
    return done[0]


def take_back(work: Work, *, actor: Actor, now: datetime) -> None:
    """Take a text that was entered out of the library, with its file. Inside the caller's transaction."""
    files = [one.file for one in Manifestation.objects.select_related("file").filter(expression__work=work)]
    Manifestation.objects.filter(expression__work=work).delete()
    for file in files:
        delete_file(file)
    record(actor=actor, code="library.text.taken-back", subject=f"library.work:{work.pk}", at=now)
    work.expressions.all().delete()
    work.delete()
