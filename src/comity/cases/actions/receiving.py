"""Receive a request: register it under our own reference, acknowledge it, begin to examine it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages
from comity.cases.access import Permission
from comity.cases.actions import keeping, moving, naming, posting, steps
from comity.core.roles import Role
from comity.law.conversation import Message, Said

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def register_request(
    *, actor: Actor, case_id: UUID, state: str, officer_id: UUID, shown_officer: str, contact: str, now: datetime
) -> Case:
    """Register a request that arrived and acknowledge it, in one act: its reference goes to the other State.

    Args:
        actor: the registry.
        case_id: the request.
        state: our State's code, the first part of the reference.
        officer_id: the case officer named for it.
        shown_officer: the name or function that the other State is told.
        contact: how the other State reaches that officer.
        now: when.
    """
    case = keeping.load(actor, case_id, Permission.REQUEST_REGISTER, now=now)
    moving.take_as_new(case, actor=actor, at=now)
    before = steps.position_of(case)
    case.our_reference = keeping.next_reference(state, outgoing=False, now=now)
    case.registered_at = now
    case.save(update_fields=["our_reference", "registered_at"])
    steps.say(case, Message(Said.ACK), before=before, actor=actor, at=now)
    naming.add_member(case, officer_id, Role.CASE_OFFICER, at=now)
    sent = posting.post(
        case, messages.ack(case, officer=shown_officer, contact=contact, at=now), actor=actor, now=now,
        in_reply_to=case.request_message,
    )  # fmt: skip
    keeping.note(
        case, "acknowledged", actor=actor, at=now, crosses="out", message_id=sent, reference=case.our_reference
    )
    keeping.settle(case, at=now)
    return case


@transaction.atomic
def begin_examination(*, actor: Actor, case_id: UUID, now: datetime) -> Case:
    """Take a registered request into legal review."""
    case = keeping.load(actor, case_id, Permission.REQUEST_EXAMINE, now=now)
    steps.go(case, "legal_review", actor=actor, at=now)
    keeping.settle(case, at=now)
    return case
