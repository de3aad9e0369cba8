"""What is done to a digest: written, given to a second person, published or given back, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.core import access
from comity.core.moves import move
from comity.directory.names import resolve
from comity.library.access import Permission
from comity.library.digests.models import Digest
from comity.library.digests.states import DigestState
from comity.library.digests.writing import Written, text_of
from comity.library.entering import Given, keep_text, take_back
from comity.library.errors import LibraryError
from comity.library.models import StateMention
from comity.library.places import iso3_of, known_places, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.law.facts import Place
    from comity.library.models import Expression

KIND = "digest"
OF_CASE = "case_of"  # how a digest names its States


@dataclass(frozen=True, slots=True)
class Content:
    """What the writer of a digest says."""

    title: str
    language: str
    year: int
    subject: str
    outcome: str
    states: Sequence[str]
    articles: Sequence[str]
    instruments: str
    facts: str
    course: str
    lessons: str


def write_digest(*, actor: Actor, digest_id: UUID | None, content: Content, now: datetime) -> Digest:
    """Begin a digest, or write on at one's own draft.

    Raises:
        AccessDenied: an actor who may not, or a draft of somebody else.
        LibraryError: `E_LIBRARY_STATE`, or `E_LIBRARY_DIGEST` where it is a draft no longer.
    """
    access.require(actor, Permission.DIGEST_WRITE)
    places = known_places()
    if any(code not in places for code in content.states):
        raise LibraryError("E_LIBRARY_STATE")
    fields = _fields(content, now)
    with transaction.atomic():
        if digest_id is None:
            return Digest.objects.create(written_by_id=actor.person(), **fields)
        digest = Digest.objects.select_for_update().get(pk=digest_id)
        access.require(actor, Permission.DIGEST_CHANGE, digest)
        if digest.state != DigestState.draft.name:
            raise LibraryError("E_LIBRARY_DIGEST")
        for name, value in fields.items():
            setattr(digest, name, value)
        digest.save(update_fields=list(fields))
    return digest


def submit_digest(*, actor: Actor, digest_id: UUID, now: datetime) -> Digest:
    """Give one's draft to a second person."""
    with transaction.atomic():
        digest = Digest.objects.select_for_update().get(pk=digest_id)
        access.require(actor, Permission.DIGEST_CHANGE, digest)
        digest.note = ""
        move(digest, "state", DigestState, DigestState.waiting.name, actor=actor, at=now, also=("note",))
    return digest


def return_digest(*, actor: Actor, digest_id: UUID, note: str, now: datetime) -> Digest:
    """Give a digest back to its writer, saying why."""
    with transaction.atomic():
        digest = Digest.objects.select_for_update().get(pk=digest_id)
        access.require(actor, Permission.DIGEST_PUBLISH, digest)
        digest.note = note
        move(digest, "state", DigestState, DigestState.draft.name, actor=actor, at=now, also=("note",))
    return digest


def publish_digest(*, actor: Actor, digest_id: UUID, now: datetime) -> Digest:
    """Make a digest that somebody else wrote a document of the library.

    Raises:
        AccessDenied: its writer, or an actor who may not.
        GraphError, MoveError: it does not wait (any more).
        LibraryError: `E_LIBRARY_KNOWN`, the same digest is there.
    """
    with transaction.atomic():
        digest = Digest.objects.select_for_update().get(pk=digest_id)
        access.require(actor, Permission.DIGEST_PUBLISH, digest)
        digest.decided_by_id, digest.decided_at = actor.person(), now
        move(digest, "state", DigestState, DigestState.published.name, actor=actor, at=now,
             also=("decided_by_id", "decided_at"))  # fmt: skip
        _keep(digest, actor, now)
    return digest


def take_over_digest(*, actor: Actor, content: Content, hub: str, now: datetime) -> Digest:
    """Make a digest that two people of a hub published a document of the library. Raises as `publish_digest` does."""
    with transaction.atomic():
        digest = Digest.objects.create(hub=hub, **_fields(content, now))
        access.require(actor, Permission.DIGEST_PUBLISH, digest)
        digest.decided_at = now
        move(digest, "state", DigestState, DigestState.published.name, actor=actor, at=now, also=("decided_at",))
        _keep(digest, actor, now)
    return digest


def withdraw_digest(*, actor: Actor, digest_id: UUID, note: str, now: datetime) -> Digest:
    """Take a digest out of the library, saying why; what was written stays with those who may publish."""
    with transaction.atomic():
        digest = Digest.objects.select_for_update().get(pk=digest_id)
        access.require(actor, Permission.DIGEST_WITHDRAW, digest)
        work, digest.work, digest.note = digest.work, None, note
        move(digest, "state", DigestState, DigestState.withdrawn.name, actor=actor, at=now, also=("note", "work_id"))
        if work is not None:
            take_back(work, actor=actor, now=now)
    return digest


def _keep(digest: Digest, actor: Actor, now: datetime) -> None:
    """Make what is published a document of the library. Inside the caller's transaction."""

    def point(expression: Expression) -> None:
        digest.work = expression.work
        digest.save(update_fields=["work"])
        say_in_rows(digest, expression)

    keep_text(
        text_of(written(digest)).encode(), Given(KIND, digest.title, date(digest.year, 12, 31), digest.language),
        actor=actor, name="digest.txt", media_type="text/plain", now=now, also=point,
    )  # fmt: skip


def say_in_rows(digest: Digest, expression: Expression) -> None:
    """Write beside what is read in a published digest the States that its writer named."""
    first = expression.paragraphs.filter(number=1).first()
    StateMention.objects.bulk_create([
        StateMention(expression=expression, paragraph=first, iso3=iso3_of(code), category=OF_CASE, order=at)
        for at, code in enumerate(digest.states)
    ])  # fmt: skip


def _fields(content: Content, now: datetime) -> dict[str, Any]:
    return {
        "title": content.title, "language": content.language, "year": content.year, "subject": content.subject,
        "outcome": content.outcome, "states": list(content.states), "articles": list(content.articles),
        "instruments": content.instruments, "facts": content.facts, "course": content.course,
        "lessons": content.lessons, "written_at": now,
    }  # fmt: skip


def written(digest: Digest) -> Written:
    """Return a digest with the names of its States in its language."""
    places = known_places()
    names = [_name(code, digest.language, places) for code in digest.states]
    return Written(
        language=digest.language, year=digest.year, subject=digest.subject, outcome=digest.outcome,
        states=names, articles=digest.articles,
        instruments=digest.instruments, facts=digest.facts, course=digest.course, lessons=digest.lessons,
    )  # fmt: skip


def _name(code: str, language: str, places: Mapping[str, Place]) -> str:
    """Return the name of a State in the language of a digest, in English where that has none."""
    state = resolve(code)
    name = state.called(language) if state else None
    return name.text if name else name_of(code, "zh-hans" if language == "zh" else "en", places)
