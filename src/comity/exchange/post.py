"""Messages by letter: those we print and post, and those an officer writes down from a letter that came.

For an authority without a node the postal service is the carrier. What a node would prove with signatures of both, we
record alone: each departure and each arrival gets a receipt that this node signs (`RelayToNonERDS`,
`ReceivedFromNonERDS` of ETSI EN 319 522), and whatever they said is marked as our record of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core.audit.log import record
from comity.core.files.errors import FileError
from comity.core.keys import storage_identities, storage_recipient
from comity.exchange import receipts
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Channel, PostItem
from comity.exchange.outbox import counter_of
from comity.kernel.plaintext import one_line
from comity.seal.age import open_bytes, seal_bytes
from comity.seal.checks import not_made
from comity.seal.receipt import Event, FileDigest, Person
from comity.wire.kinds import dump, kind_of, parse

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile
    from comity.exchange.models import Peer, StoredReceipt
    from comity.wire.message import Message

TOLD: Final = "letter.travelled"  # the check that no node can make: how a letter travelled is what an officer says
SIGNED_IN: Final = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """How a letter travelled: by which channel, on which day it left or arrived, with whom, under which number."""

    channel: str
    on: date
    carrier: str = ""
    tracking: str = ""


def put(
    *,
    actor: Actor,
    case_id: UUID,
    peer: Peer,
    message: Message,
    letter: StoredFile | None,
    now: datetime,
    in_reply_to: UUID | None = None,
) -> PostItem:
    """Write down a message of ours that is to be printed and posted, inside the caller's transaction.

    Raises:
        ExchangeError: `E_PEER` for a node or a suspended counterpart, `E_MESSAGE` where case and message differ.
        FileError: `E_FILE_STATE` for a letter that is not finished.
        RuntimeError: outside a transaction.
    """
    _demand(peer, message, case_id, letter)
    counter = counter_of(peer, case_id)
    counter.sent += 1
    counter.save(update_fields=["sent"])
    item = PostItem.objects.create(
        peer=peer, ours=True, case_id=case_id, number=counter.sent, kind=message.KIND, business=message.business[:120],
        in_reply_to=in_reply_to, content=seal_bytes(dump(message), [storage_recipient()]), letter=letter,
        written_by=actor.subject, created_at=now,
    )  # fmt: skip
    data = {"case": str(case_id), "peer": peer.node_id, "number": item.number, "by": "letter"}
    record(actor=actor, code=kind_of(message.KIND).audit_out, subject=f"exchange.message:{item.pk}", at=now, data=data)
    return item


def record_departure(*, actor: Actor, message_id: UUID, journey: Journey, function: str, now: datetime) -> PostItem:
    """Record how a letter of ours left, and sign a receipt for it (`RelayToNonERDS`). The caller has asked access.

    Args:
        actor: the officer who records it.
        message_id: which letter.
        journey: how and when it left.
        function: the function of that officer, as the receipt names it.
        now: the time of recording.

    Raises:
        ExchangeError: `E_POSTED` when it was recorded before, `E_CHANNEL` for a channel or a day that cannot be.
        PostItem.DoesNotExist: no such letter of ours.
    """
    with transaction.atomic():
        item = PostItem.objects.select_for_update(of=("self",)).select_related("peer", "letter").get(
            pk=message_id, ours=True
        )  # fmt: skip
        if item.recorded_at is not None:
            raise ExchangeError("E_POSTED", "how this letter left was recorded before")
        _travel(item, journey, actor=actor, now=now)
        item.save(update_fields=["channel", "travelled_on", "carrier", "tracking", "recorded_by", "recorded_at"])
        _sign(item, Event.RELAY_TO_NON_ERDS, function, now)
        _audit(item, "exchange.letter.posted", actor, now)
    return item


def record_arrival(
    *,
    actor: Actor,
    peer: Peer,
    message: Message,
    letter: StoredFile | None,
    journey: Journey,
    function: str,
    message_id: UUID,
    now: datetime,
    in_reply_to: UUID | None = None,
) -> PostItem:
    """Write down what came by letter as the message it stands for, and sign a receipt (`ReceivedFromNonERDS`).

    Inside the caller's transaction, which lets the message take effect. The caller has asked access.

    Raises:
        ExchangeError: `E_PEER`, `E_REPEATED` if this step was recorded before, `E_CHANNEL`.
        RuntimeError: outside a transaction.
    """
    _demand(peer, message, message.request_id, letter)
    counter = counter_of(peer, message.request_id)
    repeated = PostItem.objects.filter(
        peer=peer, ours=False, case_id=message.request_id, kind=message.KIND, business=message.business[:120]
    )
    if repeated.exists():
        raise ExchangeError("E_REPEATED", "this step was recorded before")
    counter.applied += 1
    counter.save(update_fields=["applied"])
    item = PostItem(
        message_id=message_id, peer=peer, ours=False, case_id=message.request_id, number=counter.applied,
        kind=message.KIND, business=message.business[:120], in_reply_to=in_reply_to,
        content=seal_bytes(dump(message), [storage_recipient()]), letter=letter, written_by=actor.subject,
        created_at=now,
    )  # fmt: skip
    _travel(item, journey, actor=actor, now=now)
    item.save(force_insert=True)
    _sign(item, Event.RECEIVED_FROM_NON_ERDS, function, now)
    _audit(item, "exchange.letter.recorded", actor, now)
    return item


def message_of(item: PostItem) -> Message:
    """Return the message that a letter carries or stands for."""
    return parse(item.kind, open_bytes(bytes(item.content), storage_identities()))


def change_case(former: UUID, case_id: UUID, *, peer: str = "") -> None:
    """Let letters of a case stand with another that it was joined to, or separated from; what they prove stays.

    `peer` is the authority by letter whose letters they are, where the case has others too.
    """
    of_peer = {"peer__node_id": peer} if peer else {}
    PostItem.objects.filter(case_id=former, **of_peer).update(case_id=case_id)


def _demand(peer: Peer, message: Message, case_id: UUID, letter: StoredFile | None) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a letter is written down in the transaction of its act")
    if not peer.by_letter or peer.suspended_at is not None:
        raise ExchangeError("E_PEER", "not a counterpart that is reached by letter")
    if message.request_id != case_id:
        raise ExchangeError("E_MESSAGE", "the message is about another case")
    if letter is not None and not letter.is_finished:
        raise FileError("E_FILE_STATE", "only finished files can be sent")


def _travel(item: PostItem, journey: Journey, *, actor: Actor, now: datetime) -> None:
    if journey.channel not in Channel.values or journey.on > now.date():
        raise ExchangeError("E_CHANNEL", "no such channel, or a day that has not come")
    item.channel, item.travelled_on = journey.channel, journey.on
    item.carrier, item.tracking = one_line(journey.carrier, 200), one_line(journey.tracking, 120)
    item.recorded_by, item.recorded_at = actor.subject, now


def _sign(item: PostItem, event: Event, function: str, now: datetime) -> StoredReceipt:
    """Sign what was recorded; the digest is that of the printed letter, or of the scan of theirs."""
    told = " · ".join(one for one in (item.channel, str(item.travelled_on), item.tracking) if one)
    file = item.letter
    return receipts.sign(
        item.peer,
        event,
        message_id=item.pk,
        now=now,
        from_us=item.ours,
        blobs=[FileDigest(file.sha256, file.size, file.sha512 or None)] if file is not None and file.size else [],
        checks=(not_made(TOLD, told),),
        person=Person(one_line(function, 120) or "officer", SIGNED_IN),
    )


def _audit(item: PostItem, code: str, actor: Actor, now: datetime) -> None:
    data = {"case": str(item.case_id), "channel": item.channel, "on": str(item.travelled_on), "kind": item.kind}
    record(actor=actor, code=code, subject=f"exchange.message:{item.pk}", at=now, data=data)
