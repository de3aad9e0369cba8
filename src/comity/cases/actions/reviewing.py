"""Internal review of a draft: ask for it, return the draft with notes, approve it exactly as it stands.

The organs of the approval chain (`comity.cases.chains`) review one after the other. While they do nobody can change the
text; a return voids every approval, and the first organ begins again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import chains as chain_rules
from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, remarking, steps, translating
from comity.cases.codes import AuditCode
from comity.cases.models import CaseChain, Review
from comity.cases.queries import chains, content

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.chains import Stage
    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def ask_review(*, actor: Actor, case_id: UUID, note: str, reviewer_id: UUID | None, now: datetime) -> Review:
    """Hand the draft to the first organ of its approval chain, and to the officer chosen there.

    Raises:
        CaseworkError: `E_NOT_DRAFT`, `E_INCOMPLETE` where something that blocks is missing, `E_TRANSLATION_OPEN` while
            a translation is not approved, or `E_STAGE_EMPTY` where nobody can approve at that stage.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_ASK_REVIEW, now=now)
    rules.check_draft(case.step)
    rules.check_complete(content.request_of(case))
    translating.check_translated(case)
    steps.go(case, "internal_review", actor=actor, at=now)
    review = Review.objects.create(case=case, asked_at=now, asked_by_id=keeping.officer_of(actor), note=note)
    _hand_to(case, _take_chain(case, now).organs[0], reviewer_id, now)
    keeping.note(case, "review_asked", actor=actor, at=now)
    keeping.settle(case, at=now)
    return review


@transaction.atomic
def return_draft(*, actor: Actor, case_id: UUID, notes: str, now: datetime) -> Review:
    """Return the draft to its author with notes."""
    case, review = _open_review(actor, case_id, now)
    stage = chains.organs_of(case)[review.stage]
    _check_place(case, stage, actor)
    chain_rules.check_return(stage)
    rules.check_said(notes, "notes")
    steps.go(case, "draft", actor=actor, at=now)
    _decide(review, "returned", actor=actor, notes=notes, now=now)
    keeping.join_acting(case, actor, stage.role, at=now)
    keeping.note(case, "review_returned", actor=actor, at=now)
    keeping.settle(case, at=now)
    return review


@transaction.atomic
def approve_draft(*, actor: Actor, case_id: UUID, notes: str, next_id: UUID | None = None, now: datetime) -> Review:
    """Approve the draft as it stands at one stage: its digest is kept, and only that text can be signed.

    Steps: 1 the stage is the actor's; 2 four eyes: no author, nobody who approved before; 3 complete, and the text
    that the organs before approved; 4 the approval; 5 on to the next organ, or to the signature.

    Args:
        actor: who approves.
        case_id: the case.
        notes: what he adds for those who come after.
        next_id: the officer of the next organ who reads it then; needed where that organ names nobody.
        now: when.

    Raises:
        CaseworkError: `E_STAGE`, `E_FOUR_EYES`, `E_INCOMPLETE`, `E_CHANGED`, or `E_STAGE_EMPTY` and `E_OFFICER` for
            the officer of the next organ; `E_MUST_SETTLE` while a comment is open that must be settled first.
    """
    case, review = _open_review(actor, case_id, now)
    organs, before = chains.organs_of(case), chains.approvals_of(case)
    stage = organs[review.stage]
    away = _check_place(case, stage, actor)
    for one in (actor.officer_id, *away):
        rules.check_approver(one, content.authors_of(case))
    remarking.check_settled(case)
    chain_rules.check_once(actor.officer_id, {one.decided_by_id for one in before}, away=away)
    request = content.request_of(case)
    rules.check_complete(request)
    posting.check_addressee(request)
    review.digest = rules.digest(rules.without_signatory(request))
    chain_rules.check_standing([one.digest for one in before], review.digest, stages=review.stage)
    _decide(review, "approved", actor=actor, notes=notes, now=now)
    keeping.join_acting(case, actor, stage.role, at=now)
    if review.stage + 1 < len(organs) - 1:
        _pass_on(case, review, organs[review.stage + 1], actor=actor, next_id=next_id, now=now)
    else:
        steps.go(case, "approved", actor=actor, at=now, done=frozenset({"review"}))
    _note_approval(case, stage, actor=actor, now=now)
    keeping.settle(case, at=now)
    return review


@transaction.atomic
def withdraw_approval(*, actor: Actor, case_id: UUID, notes: str, now: datetime) -> Review:
    """Return an approved request to its author instead of signing it; it is reviewed again before it can be signed."""
    case = keeping.load(actor, case_id, Permission.REQUEST_SEND, now=now)
    rules.check_approved(case.step)
    rules.check_said(notes, "notes")
    review = Review.objects.create(
        case=case, asked_at=now, asked_by_id=keeping.officer_of(actor), outcome="returned",
        stage=len(chains.organs_of(case)) - 1,
    )  # fmt: skip
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


def _check_place(case: Case, stage: Stage, actor: Actor) -> list[object]:
    """Raise CaseworkError `E_STAGE` unless the stage is the actor's; return for whom he stands in there, if he does.

    An officer excluded from the case gives nobody his place.
    """
    away = [one for one in actor.stands_in_for if one not in chains.excluded(case)] if actor.stands_in_for else []
    chain_rules.check_place(stage, actor=actor.officer_id, roles=actor.roles, stands_in_for=away)
    return chain_rules.acts_for(stage, actor=actor.officer_id, stands_in_for=away)


def _decide(review: Review, outcome: str, *, actor: Actor, notes: str, now: datetime) -> None:
    review.outcome, review.notes = outcome, notes
    review.decided_at, review.decided_by_id = now, actor.officer_id
    review.save(update_fields=["outcome", "notes", "decided_at", "decided_by", "digest"])


def _take_chain(case: Case, now: datetime) -> CaseChain:
    """Return the chain of the request: the one it began with, unless it now asks for other things or another State."""
    basis = {"kinds": case.kinds, "counterpart_state": case.counterpart_state}
    begun = chains.begun(case)
    if begun and basis == {name: getattr(begun, name) for name in basis}:
        return begun
    chosen = chains.for_request(case.kinds.strip("|").split("|"), case.counterpart_state)
    if begun and (begun.chain.key if begun.chain else None) == (chosen.key if chosen else None):
        chosen, stages = begun.chain, begun.stages
    else:
        stages = chosen.stages if chosen else []
    taken, _new = CaseChain.objects.update_or_create(
        case=case, defaults={**basis, "chain": chosen, "stages": stages, "begun_at": now}
    )
    return taken


def _hand_to(case: Case, stage: Stage, officer_id: UUID | None, now: datetime) -> None:
    """Let those who approve at a stage see the case: the officers it names, or the one chosen."""
    able = chains.approvers_at(stage, but=chains.excluded(case))
    if not able:
        raise rules.CaseworkError("E_STAGE_EMPTY", "nobody can approve at this stage")
    chosen = list(able) if stage.officers else [officer_id] if officer_id else []
    if not all(one in able for one in chosen):
        raise rules.CaseworkError("E_OFFICER", "no officer who approves at this stage")
    for one in chosen:
        keeping.join(case, one, stage.role, at=now)


def _pass_on(case: Case, review: Review, stage: Stage, *, actor: Actor, next_id: UUID | None, now: datetime) -> None:
    """Open the review of the next organ; its time begins now."""
    if not stage.officers and next_id is None:
        raise rules.CaseworkError("E_OFFICER", "the officer of the next organ is not chosen")
    _hand_to(case, stage, next_id, now)
    Review.objects.create(case=case, asked_at=now, asked_by_id=keeping.officer_of(actor), stage=review.stage + 1)
    case.turn_since = now


def _note_approval(case: Case, stage: Stage, *, actor: Actor, now: datetime) -> None:
    keeping.audit(case, AuditCode.STAGE_APPROVED, actor=actor, at=now, data={"role": stage.role.value})
    if chains.own(case):
        keeping.note(case, "stage_approved", actor=actor, at=now, names=stage.to_row()["name"])
    else:
        keeping.note(case, "review_approved", actor=actor, at=now)
