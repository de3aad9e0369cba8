"""Drafts that another authority shows us, and its comments on ours: no case of theirs begins with a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.actions import keeping, remarking, steps
from comity.cases.handlers import hearing
from comity.cases.models import Case, Direction, SharedDraft
from comity.cases.queries.remarks import is_place
from comity.wire import turns
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from comity.exchange.opening import Opened


def on_share(opened: Opened) -> None:
    """They show us a draft. It waits for our comments; it is no request and is never counted.

    Raises:
        WireError: `E_MESSAGE` if the draft is of another request than the message, or was shown before, by whomever;
            `E_CASE` after the request came.
    """
    message = hearing.said(opened, turns.DraftShare)
    if message.draft.request_id != message.request_id:
        raise WireError("E_MESSAGE", "the draft of another request")
    if Case.objects.filter(pk=message.request_id).exclude(step__in=["announced", "returned"]).exists():
        raise WireError("E_CASE", "the request itself has arrived")
    if SharedDraft.objects.filter(request_id=message.request_id, number=message.draft_no, ours=False).exists():
        raise WireError("E_MESSAGE", "a draft of this number was shown before")
    SharedDraft.objects.create(
        request_id=message.request_id,
        number=message.draft_no,
        ours=False,
        counterpart=opened.from_peer.node_id or "",
        counterpart_state=opened.from_peer.state[:80],
        reference=message.from_reference,
        draft=message.draft.to_json(),
        shared_at=opened.consigned_at,
        note=message.note,
    )


def on_comment(opened: Opened) -> None:
    """They commented on our draft: it is ours again.

    Raises:
        WireError: `E_MESSAGE` if we showed them no such draft, or it has no such section or measure.
    """
    message = hearing.said(opened, turns.DraftComment)
    case = Case.objects.select_for_update().filter(pk=message.request_id).first()
    shared = SharedDraft.objects.filter(
        request_id=message.request_id, ours=True, number=message.draft_no, counterpart=opened.from_peer.node_id
    ).first()
    if case is None or shared is None or case.direction != Direction.OUTGOING:
        raise WireError("E_MESSAGE", "comments on no draft of ours")
    if not all(is_place(one.section, one.measure_id, shared.draft) for one in message.remarks):
        raise WireError("E_MESSAGE", "a comment on a place that the draft does not have")
    shared.remarks = [one.to_json() for one in message.remarks]
    shared.note, shared.answered_at = message.note, opened.consigned_at
    shared.save(update_fields=["remarks", "note", "answered_at"])
    remarking.take_theirs(case, message.remarks, message.note, now=opened.opened_at)
    if case.step == "pre_consultation":
        steps.go(case, "draft", actor=hearing.sender(opened), at=opened.opened_at, follows=True)
    hearing.note(case, "draft_commented", opened, count=len(message.remarks), note=message.note)
    keeping.settle(case, at=opened.opened_at)
