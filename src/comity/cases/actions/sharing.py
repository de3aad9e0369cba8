"""Show a draft to the other authority before it is a request, and comment on theirs: no legal effect, never counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import messages, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, posting, steps
from comity.cases.models import SharedDraft
from comity.cases.queries import content
from comity.cases.queries.remarks import is_place
from comity.core import access
from comity.core.audit.log import record
from comity.exchange import outbox
from comity.exchange.peers import peer_of
from comity.wire import turns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor

REMARKS_SENT = "cases.draft_comment.written"


@transaction.atomic
def share_draft(*, actor: Actor, case_id: UUID, note: str, now: datetime) -> SharedDraft:
    """Show the draft as it stands to the authority it is meant for, and wait for its comments.

    Raises:
        CaseworkError: `E_NOT_DRAFT`, `E_NO_PEER`, `E_ADDRESSEE`.
    """
    case = keeping.load(actor, case_id, Permission.DRAFT_SHARE, now=now)
    rules.check_draft(case.step)
    request = content.draft_of(case)
    posting.check_addressee(request)
    number = SharedDraft.objects.filter(request_id=case.pk, ours=True).count() + 1
    message = turns.DraftShare(
        **messages.common(case, now, note), draft_no=number, draft=messages.request_to_wire(request)
    )
    posting.post(case, message, actor=actor, now=now)
    shared = SharedDraft.objects.create(
        request_id=case.pk,
        number=number,
        ours=True,
        counterpart=case.counterpart,
        counterpart_state=case.counterpart_state,
        reference=case.our_reference,
        draft=request,
        shared_at=now,
        note=note,
    )
    steps.go(case, "pre_consultation", actor=actor, at=now)
    keeping.note(case, "draft_shared", actor=actor, at=now, crosses="out", number=number)
    keeping.settle(case, at=now)
    return shared


@transaction.atomic
def recall_draft(*, actor: Actor, case_id: UUID, now: datetime) -> Case:
    """Go on writing without waiting for comments; they are taken all the same when they come."""
    case = keeping.load(actor, case_id, Permission.DRAFT_SHARE, now=now)
    steps.go(case, "draft", actor=actor, at=now)
    SharedDraft.objects.filter(request_id=case.pk, ours=True, answered_at=None).update(recalled_at=now)
    keeping.note(case, "draft_recalled", actor=actor, at=now)
    keeping.settle(case, at=now)
    return case


@transaction.atomic
def comment_on_draft(
    *, actor: Actor, shared_id: int, remarks: Sequence[turns.DraftRemark], note: str, now: datetime
) -> SharedDraft:
    """Say what is missing or unclear in a draft of another authority; an empty list says that it seems complete.

    Raises:
        CaseworkError: `E_DRAFT` if it was commented on before, `E_PART` for a place that it does not have.
    """
    access.require(actor, Permission.DRAFT_COMMENT)
    shared = SharedDraft.objects.select_for_update().filter(pk=shared_id, ours=False).first()
    if shared is None or shared.answered_at is not None:
        raise rules.CaseworkError("E_DRAFT", "no such draft waits for comments")
    if not all(is_place(one.section, one.measure_id, shared.draft) for one in remarks):
        raise rules.CaseworkError("E_PART", "the draft has no such part")
    message = turns.DraftComment(
        request_id=shared.request_id,
        sent_at=now,
        from_reference="",
        to_reference=shared.reference,
        note=note,
        draft_no=shared.number,
        remarks=tuple(remarks),
    )
    outbox.put(actor=actor, case_id=shared.request_id, peer=peer_of(shared.counterpart), message=message, now=now)
    shared.remarks, shared.note, shared.answered_at = [one.to_json() for one in remarks], note, now
    shared.save(update_fields=["remarks", "note", "answered_at"])
    record(actor=actor, code=REMARKS_SENT, subject=f"cases.case:{shared.request_id}", at=now)
    return shared
