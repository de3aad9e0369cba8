"""Before registration: a request announced orally, and ours returned or referred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from comity.cases.actions import keeping, moving, steps
from comity.cases.handlers import hearing
from comity.cases.models import Case, Direction, GivenBack, OralRequest
from comity.cases.queries import moving as queries
from comity.law import conversation
from comity.law.conversation import Message, Said
from comity.wire import turns
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from comity.exchange.opening import Opened


def on_oral_notice(opened: Opened) -> None:
    """They announce an urgent request orally (UNCAC art. 46(14)): a case that waits for its confirmation in writing.

    Raises:
        WireError: `E_ID_REUSED` if a case with this id exists.
    """
    message = hearing.said(opened, turns.OralNotice)
    if Case.objects.filter(pk=message.request_id).exists():
        raise WireError("E_ID_REUSED", "a case with this id exists")
    position = conversation.receive(None, Message(Said.ORAL_NOTICE))
    case = Case(
        id=message.request_id,
        direction=Direction.INCOMING,
        their_reference=message.from_reference[:80],
        counterpart=opened.from_peer.node_id or "",
        counterpart_state=opened.from_peer.state[:80],
        title=message.title,
        urgent=True,
        step=position.step,
        announced=True,
        turn_since=opened.consigned_at,
        created_at=opened.opened_at,
        changed_at=opened.opened_at,
        arrived_at=opened.consigned_at,
        sent_at=opened.sent_at,
    )
    case.save(force_insert=True)
    OralRequest.objects.create(
        case=case,
        said=message.to_json(),
        spoken_at=message.spoken_at,
        confirm_by=settings.NODE.calendar.due("confirm_oral", message.spoken_at.date()),
        message_id=opened.message_id,
    )
    hearing.note(case, "announced", opened, note=message.summary)
    keeping.settle(case, at=opened.opened_at)


def on_given_back(opened: Opened) -> None:
    """They return our request before registering it, or name another authority."""
    message = opened.message
    if not isinstance(message, turns.Return | turns.Refer):
        raise WireError("E_KIND", "not the message that this handler reads")
    case = hearing.locked_case(opened, Direction.OUTGOING)
    how, kind = ("returned", Said.RETURN) if isinstance(message, turns.Return) else ("referred", Said.REFER)
    move = queries.open_move(case)
    if move is not None:  # the letter is with them: only the way by Comity comes back
        moving.stay(case, move, reason=_why(message), actor=hearing.sender(opened), at=opened.opened_at, opened=opened)
        return
    before = steps.position_of(case)
    steps.hear(case, Message(kind), before=before, actor=hearing.sender(opened), at=opened.opened_at)
    GivenBack.objects.create(
        case=case,
        how=how,
        provisional_reference=message.provisional_reference,
        said=message.to_json(),
        at=opened.consigned_at,
        message_id=opened.message_id,
    )
    hearing.note(case, how, opened, reference=message.provisional_reference)
    keeping.settle(case, at=opened.opened_at)


def _why(message: turns.Return | turns.Refer) -> str:
    """Return their reasons in their words."""
    if isinstance(message, turns.Refer):
        return message.reason
    return "\n".join(one.text for one in message.defects)
