"""Internal review of a draft: ask for it, return the draft with notes, approve it exactly as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, remarking, steps
from comity.cases.models import Review
from comity.cases.queries import content
from comity.core.roles import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def ask_review(*, actor: Actor, case_id: UUID, note: str, reviewer_id: UUID | None, now: datetime) -> Review:
    """Hand the draft to a reviewer.

    Raises:
        CaseworkError: `E_NOT_DRAFT`, or `E_INCOMPLETE` where something that blocks is missing.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_ASK_REVIEW, now=now)
    rules.check_draft(case.step)
    rules.check_complete(content.request_of(case))
    steps.go(case, "internal_review", actor=actor, at=now)
    review = Review.objects.create(case=case, asked_at=now, asked_by_id=keeping.officer_of(actor), note=note)
    keeping.join(case, reviewer_id, Role.REVIEWER, at=now)
    keeping.note(case, "review_asked", actor=actor, at=now)
    keeping.settle(case, at=now)
    return review


@transaction.atomic
def return_draft(*, actor: Actor, case_id: UUID, notes: str, now: datetime) -> Review:
    """Return the draft to its author with notes."""
    case, review = _open_review(actor, case_id, now)
    rules.check_said(notes, "notes")
    steps.go(case, "draft", actor=actor, at=now)
    _decide(review, "returned", actor=actor, notes=notes, now=now)
    keeping.join_acting(case, actor, Role.REVIEWER, at=now)
    keeping.note(case, "review_returned", actor=actor, at=now)
    keeping.settle(case, at=now)
    return review


@transaction.atomic
def approve_draft(*, actor: Actor, case_id: UUID, notes: str, now: datetime) -> Review:
    """Approve the draft as it stands: its digest is kept, and only that text can be signed.

    Raises:
        CaseworkError: `E_FOUR_EYES` if the actor wrote part of it, `E_INCOMPLETE` if something blocks,
            `E_MUST_SETTLE` while a comment is open that must be settled first.
    """
    case, review = _open_review(actor, case_id, now)
    rules.check_approver(actor.officer_id, content.authors_of(case))
    remarking.check_settled(case)
    request = content.request_of(case)
    rules.check_complete(request)
    posting.check_addressee(request)
    review.digest = rules.digest(rules.without_signatory(request))
    steps.go(case, "approved", actor=actor, at=now, done=frozenset({"review"}))
    _decide(review, "approved", actor=actor, notes=notes, now=now)
    keeping.join_acting(case, actor, Role.REVIEWER, at=now)
    keeping.note(case, "review_approved", actor=actor, at=now)
    keeping.settle(case, at=now)
    return review


@transaction.atomic
def withdraw_approval(*, actor: Actor, case_id: UUID, notes: str, now: datetime) -> Review:
    """Return an approved request to its author instead of signing it; it is reviewed again before it can be signed."""
    case = keeping.load(actor, case_id, Permission.REQUEST_SEND, now=now)
    rules.check_approved(case.step)
    rules.check_said(notes, "notes")
    review = Review.objects.create(case=case, asked_at=now, asked_by_id=keeping.officer_of(actor), outcome="returned")
    _decide(review, "returned", actor=actor, notes=notes, now=now)
    steps.go(case, "draft", actor=actor, at=now)
    keeping.note(case, "review_returned", actor=actor, at=now)
    keeping.settle(case, at=now)
    return review


def _open_review(actor: Actor, case_id: UUID, now: datetime) -> tuple[Case, Review]:
    case = keeping.load(actor, case_id, Permission.REQUEST_REVIEW, now=now)
    review = case.reviews.filter(outcome="").first()
    if review is None:
        raise rules.CaseworkError("E_NO_REVIEW", "nobody asked for a review")
    return case, review


def _decide(review: Review, outcome: str, *, actor: Actor, notes: str, now: datetime) -> None:
    review.outcome, review.notes = outcome, notes
    review.decided_at, review.decided_by_id = now, actor.officer_id
    review.save(update_fields=["outcome", "notes", "decided_at", "decided_by", "digest"])
