"""What is done at the hub: submitting a signed directory file, reviewing, publishing; saying who can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import move
from comity.hub import directory
from comity.hub.access import Permission, edited_by
from comity.hub.models import Availability, Comment, Editor, Offer, Submission
from comity.hub.states import SubmissionState
from comity.kernel.errors import ComityError
from comity.kernel.plaintext import clean
from comity.seal.keydirectory import layout
from comity.seal.keydirectory.drafting import DirectoryFile

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.core.officers.models import Officer


class HubError(ComityError):
    """A step that cannot be made at the hub: `E_EDITOR`, `E_REASON`, `E_OFFER`."""


def name_editor(*, actor: Actor, officer: Officer, state: str, now: datetime) -> Editor:
    """Let an account submit for a State. Raises HubError `E_EDITOR` for oneself, or one who is an editor already."""
    access.require(actor, Permission.EDITORS)
    layout.check_state(state)
    if officer.pk == actor.officer_id:
        raise HubError("E_EDITOR", "nobody names himself")
    try:
        with transaction.atomic():
            made = Editor.objects.create(officer=officer, state=state, named_by_id=actor.person(), named_at=now)
            subject = f"core.officer:{officer.pk}"
            record(actor=actor, code="hub.editor.named", subject=subject, at=now, data={"state": state})
    except IntegrityError:
        raise HubError("E_EDITOR", "an editor already") from None
    return made


def end_editor(*, actor: Actor, editor_id: int, now: datetime) -> None:
    """Let an account no longer submit for its State."""
    access.require(actor, Permission.EDITORS)
    with transaction.atomic():
        found = Editor.objects.select_for_update().get(pk=editor_id, ended_at__isnull=True)
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        subject = f"core.officer:{found.officer_id}"
        record(actor=actor, code="hub.editor.ended", subject=subject, at=now, data={"state": found.state})


def submit(*, actor: Actor, raw: bytes, now: datetime) -> Submission:
    """Submit a signed directory file. It is checked at once as it will be when it is published.

    Raises:
        AccessDenied: not the editor of that State, or not the secretariat for root and list of States.
        SealError: the file is not of the known form, not signed by those who must, or not the next one.
    """
    access.require(actor, Permission.SUBMIT)
    file = DirectoryFile.from_bytes(raw)
    about = file.state if file.kind == "state" else ""
    access.require(actor, Permission.SUBMIT, about)
    directory.repository().check(file)
    with transaction.atomic():
        made = Submission.objects.create(
            kind=file.kind, about=about, number=file.metadata.signed.version, raw=raw,
            submitted_by_id=actor.person(), submitted_at=now,
        )  # fmt: skip
        data = {"kind": made.kind, "about": about, "number": made.number}
        record(actor=actor, code="hub.submission.submitted", subject=_subject(made), at=now, data=data)
    return made


def review(*, actor: Actor, submission_id: UUID, now: datetime) -> Submission:
    """Look at a submission as the first of two; another member publishes it."""
    with transaction.atomic():
        found = _locked(actor, submission_id)
        found.reviewed_by_id, found.reviewed_at = actor.person(), now
        also = ("reviewed_by_id", "reviewed_at")
        move(found, "state", SubmissionState, "reviewed", actor=actor, at=now, also=also)
    return found


def publish(*, actor: Actor, submission_id: UUID, now: datetime) -> Submission:
    """Publish a submission that another member reviewed. Checked once more: the directory may have gone on since.

    Raises:
        SealError: it is not the next one any more; nothing is published, and it can only be returned.
    """
    with transaction.atomic():
        found = _locked(actor, submission_id)
        _decide(found, "published", actor, now)
        file = DirectoryFile.from_bytes(bytes(found.raw))
        directory.repository().publish(file, directory.online_key(), now=now)
    return found


def give_back(*, actor: Actor, submission_id: UUID, reason: str, now: datetime) -> Submission:
    """Return a submission with the reason. Raises HubError `E_REASON` without one."""
    words = worded(reason)
    with transaction.atomic():
        found = _locked(actor, submission_id)
        found.reason = words
        _decide(found, "returned", actor, now)
    return found


def say_availability(*, actor: Actor, reach: str, back_on: date | None, note: str, now: datetime) -> Availability:
    """Say for one's State whether its authority can be reached, and when it will be again."""
    access.require(actor, Permission.AVAILABILITY_SAY)
    state = edited_by(actor)
    with transaction.atomic():
        made = Availability.objects.create(
            state=state, reach=reach, back_on=None if reach == "normal" else back_on, note=clean(note).strip(),
            said_by_id=actor.person(), said_at=now,
        )  # fmt: skip
        data = {"reach": reach}
        record(actor=actor, code="hub.availability.said", subject=f"hub.state:{state}", at=now, data=data)
    return made


def comment(*, actor: Actor, about: Submission | Offer, text: str, now: datetime) -> Comment:
    """Say something of a submission or an offer to the others of the secretariat. It decides nothing.

    Raises:
        AccessDenied: neither a member of the secretariat nor its reviewer.
        HubError: `E_REASON` without words.
    """
    access.require(actor, Permission.COMMENT)
    words = worded(text)
    with transaction.atomic():
        made = Comment.objects.create(about=about.pk, text=words, written_by_id=actor.person(), written_at=now)
        kind = "offer" if isinstance(about, Offer) else "submission"
        record(actor=actor, code="hub.comment.written", subject=f"hub.{kind}:{about.pk}", at=now)
    return made


def worded(text: str) -> str:
    """Return what somebody wrote as a reason or comment, to be kept. Raises HubError `E_REASON` for no words."""
    words = clean(text).strip()
    if not words:
        raise HubError("E_REASON", "a return has a reason, and a comment says something")
    return words


def _locked(actor: Actor, submission_id: UUID) -> Submission:
    found = Submission.objects.select_for_update().get(pk=submission_id)
    access.require(actor, Permission.DECIDE, found)
    return found


def _decide(found: Submission, target: str, actor: Actor, now: datetime) -> None:
    found.decided_by_id, found.decided_at = actor.person(), now
    also: tuple[Any, ...] = ("decided_by_id", "decided_at", "reason")
    move(found, "state", SubmissionState, target, actor=actor, at=now, also=also)


def _subject(submission: Submission) -> str:
    return f"hub.submission:{submission.pk}"
