"""A copy of a whole case file as one PDF: asked for by a reader, made by a job, marked on each page, forgotten later.

The job asks again what its reader may see when it begins; giving the copy out asks once more. So a case that was
sealed, or closed to him, in the meantime stays closed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from comity.cases.access import Permission
from comity.cases.codes import AuditCode
from comity.cases.letters import book
from comity.cases.letters.book import NotJoined, NotJoinedError, Section
from comity.cases.letters.render import render
from comity.cases.models import Case, FileCopy
from comity.cases.queries import doors, whole_file
from comity.cases.queries.whole_file import Enclosure, Papers
from comity.core import access
from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.files.actions import delete_file, store_bytes
from comity.core.files.reader import open_file, read_file
from comity.core.jobs.actions import enqueue
from comity.core.jobs.registry import job, periodic
from comity.kernel.clock import utc_now
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from comity.cases.letters.document import Paper
    from comity.core.jobs.registry import Payload

MAKE: Final = "cases.copy_file"
KEPT: Final = timedelta(days=1)
MAGIC: Final = b"%PDF-"
LANGUAGES: Final = {"en": "English", "zh-hans": "简体中文"}
log = structlog.get_logger()


@transaction.atomic
def ask_copy(*, actor: Actor, case_id: UUID, language: str, now: datetime) -> FileCopy:
    """Have a copy of the whole file made for the actor; an earlier copy of his is forgotten.

    Raises:
        Case.DoesNotExist: outside the actor's reach.
        AccessDenied: within reach, but not permitted.
    """
    case = doors.lock_case(actor, case_id)
    access.require(actor, Permission.REQUEST_READ, case)
    for old in FileCopy.objects.filter(case=case, reader_id=actor.person()):
        forget(old)
    made = FileCopy.objects.create(
        case=case, reader_id=actor.person(), language=language if language in LANGUAGES else "en",
        total=whole_file.count_of(case, actor), asked_at=now,
    )  # fmt: skip
    record(
        actor=actor, code=AuditCode.FILE_COPY_ASKED, subject=f"cases.case:{case.pk}", at=now,
        data={"copy": str(made.pk)},
    )  # fmt: skip
    enqueue(MAKE, {"copy": str(made.pk)}, dedupe=str(made.pk))
    return made


def note_given_out(copy: FileCopy, *, actor: Actor, at: datetime) -> None:
    """Write down that a copy, with all the evidence joined in it, was given out."""
    record(
        actor=actor, code=AuditCode.FILE_COPY_READ, subject=f"cases.case:{copy.case_id}", at=at,
        data={"copy": str(copy.pk), "pages": copy.pages},
    )  # fmt: skip


def forget(copy: FileCopy) -> None:
    """Remove a copy with its file."""
    file = copy.file
    copy.delete()
    if file is not None:
        delete_file(file)


def forget_copies_of(case: Case) -> None:
    """Remove every copy of a case: what may be in one has changed, and each reader asks anew."""
    for copy in FileCopy.objects.filter(case=case).select_related("file"):
        forget(copy)


@periodic("cases.forget_copies", every=timedelta(hours=1), limit=timedelta(minutes=10))
def forget_old() -> None:
    """Remove the copies that were asked for more than a day ago."""
    for old in FileCopy.objects.filter(asked_at__lt=utc_now() - KEPT).select_related("file"):
        forget(old)


@job(MAKE, attempts=3, limit=timedelta(hours=1))
def make(payload: Payload) -> None:
    """Make a copy that was asked for; what is made or gone already is left alone."""
    copy = FileCopy.objects.select_related("reader").filter(pk=payload["copy"], state="waiting").first()
    if copy is not None:
        make_copy(copy, utc_now())


def make_copy(copy: FileCopy, now: datetime) -> None:
    """Make one copy as its reader may see the case now; one that cannot be made says so and is not tried again."""
    actor = Actor.of_officer(copy.reader)
    try:
        case = doors.cases_visible_to(actor).get(pk=copy.case_id)
        access.require(actor, Permission.REQUEST_READ, case)
        zone = copy.reader.time_zone or settings.TIME_ZONE
        with translation.override(copy.language), timezone.override(zone):
            pdf, left_out = _bound(copy, case, actor, now)
    except (Case.DoesNotExist, ComityError) as problem:
        log.warning("cases.copy_failed", copy=str(copy.pk), error=type(problem).__name__)
        FileCopy.objects.filter(pk=copy.pk).update(state="failed")
        return
    store_bytes(
        pdf[1], actor=actor, purpose="work", name=f"{case.reference.replace('/', '-')}-file.pdf",
        media_type="application/pdf", now=now,
        also=lambda file: FileCopy.objects.filter(pk=copy.pk).update(
            state="ready", file=file, pages=pdf[0], done=F("total"), left_out=left_out, made_at=now
        ),
    )  # fmt: skip


def _bound(copy: FileCopy, case: Case, actor: Actor, now: datetime) -> tuple[tuple[int, bytes], int]:
    """Return the copy with its number of pages, and how many files could not be joined."""
    made = Papers(case, copy.language, copy.reader.name, now)
    steps = _counting(copy)
    joined: list[tuple[Enclosure, NotJoined | None]] = []
    pages: list[Section] = []
    room = book.MOST_JOINED
    for one in whole_file.enclosures(case, actor):
        found = _joined(one, room)
        next(steps)
        joined.append((one, None if isinstance(found, Section) else found))
        if isinstance(found, Section):
            pages.append(found)
            room -= len(found.pdf)
    sections = []
    letters = sum(1 for one, why in joined if why is None and one.file == _letter(case))
    for paper in (made.request(), made.measures(), made.messages(), made.timeline(), made.evidence(joined)):
        sections.append(_printed(paper, now))
        next(steps)
    sections = [*pages[:letters], *sections, *pages[letters:], _printed(made.receipts(), now)]
    whole = book.with_contents(sections, lambda contents: _printed(made.front(contents), now))
    pdf = book.bound(
        whole, title=case.reference, author=settings.NODE.name_in(copy.language), language=copy.language,
        mark=made.mark(), page=_("page {page} of {pages}"), at=now,
    )  # fmt: skip
    return (sum(one.pages for one in whole), pdf), len(joined) - len(pages)


def _letter(case: Case) -> object:
    letter = getattr(case, "letter", None)
    return letter.file if letter is not None else None


def _printed(paper: Paper, now: datetime) -> Section:
    return book.printed(paper.title, render(paper, at=now, strict=False))


def _joined(one: Enclosure, room: int) -> Section | NotJoined:
    """Return a file as pages of the copy, or why it is only told of."""
    if one.withheld or one.file is None:
        return NotJoined.WITHHELD if one.withheld else NotJoined.UNREADABLE
    if one.size > min(book.MOST_FILE, room):
        return NotJoined.SIZE
    try:
        with open_file(one.file) as source:
            if source.read(len(MAGIC)) != MAGIC:
                return NotJoined.KIND
        return book.cleaned(one.title, read_file(one.file, limit=book.MOST_FILE))
    except NotJoinedError as problem:
        return problem.why
    except ComityError:  # a file that is damaged in the store: doctor tells of it
        return NotJoined.UNREADABLE


def _counting(copy: FileCopy) -> Iterator[None]:
    """Write down after each step how far the copy is."""
    done = 0
    while True:
        done += 1
        FileCopy.objects.filter(pk=copy.pk).update(done=min(done, copy.total))
        yield
