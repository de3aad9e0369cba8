"""What we send: rows in the caller's transaction, so that an act and its message are kept together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.files.errors import FileError
from comity.core.jobs.actions import enqueue
from comity.core.keys import storage_recipient
from comity.core.moves import move
from comity.core.prepared import Prepared
from comity.core.rows import change, insert, insert_many
from comity.exchange.crash import crash_point
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Attachment, CaseCounter, ChainItem, OutboxItem, Peer
from comity.exchange.states import OutboxState
from comity.kernel.ids import new_id
from comity.seal.age import seal_bytes
from comity.wire.kinds import dump, kind_of
from comity.wire.messages import Void

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.core.files.models import StoredFile
    from comity.exchange.models import Blob
    from comity.wire.message import Message

ACTOR: Final = Actor.system("exchange.outbox")
MOST_EVIDENCE: Final = 200
NUMBER: Final = "number:"  # before the number of a message in its case, first among the references of a binding
_EVIDENCE: Final = Prepared(lambda item: Attachment.objects.filter(item=item, role="evidence").select_related("blob"))
_COUNTER: Final = Prepared(
    lambda peer, case_id: CaseCounter.objects.select_for_update().filter(peer=peer, case_id=case_id)
)


@dataclass(frozen=True, slots=True)
class OutAnnex:
    """A small PDF that travels inside the package, under the id it has in the message."""

    annex_id: str
    file: StoredFile


@dataclass(frozen=True, slots=True)
class OutEvidence:
    """An item of evidence that travels beside the package, as a sealed file of its own."""

    evidence_id: UUID
    file: StoredFile
    collector: str = ""
    date: str = ""
    handling: str = ""


def put(
    *,
    actor: Actor,
    case_id: UUID,
    peer: Peer,
    message: Message,
    letter: StoredFile | None = None,
    annexes: Sequence[OutAnnex] = (),
    evidence: Sequence[OutEvidence] = (),
    in_reply_to: UUID | None = None,
    limits: str = "",
    refs: Sequence[str] = (),
    now: datetime,
) -> OutboxItem:
    """Put a message into the outbox, inside the caller's transaction; it goes out if and when that commits.

    The caller has asked `access` and moved its own states. The message gets the next number of its case towards this
    peer, and the peer applies messages of a case in this order.

    Args:
        actor: who sends it.
        case_id: the request it is about, the same as in the message.
        peer: to whom; it must be a confirmed node.
        message: what is said.
        letter: the signed PDF that goes with it.
        annexes: small PDFs inside.
        evidence: items beside, of any size; at most 200.
        in_reply_to: message id of what it answers.
        limits: what the content may be used for, in words (speciality).
        refs: references of both authorities, as people quote them.
        now: the time of the act.

    Raises:
        ExchangeError: `E_PEER` for a counterpart that is no confirmed node, `E_MESSAGE` where case and message differ,
            `E_SIZE` for too many items.
        FileError: `E_FILE_STATE` for a file that is not finished.
        RuntimeError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message is put into the outbox in the transaction of its act")
    if not peer.is_confirmed:
        raise ExchangeError("E_PEER", "not a confirmed node")
    if message.request_id != case_id:
        raise ExchangeError("E_MESSAGE", "the message is about another case")
    if len(evidence) > MOST_EVIDENCE:
        raise ExchangeError("E_SIZE", "more items of evidence than one message holds", limit=MOST_EVIDENCE)
    files = [one.file for one in annexes] + [one.file for one in evidence] + ([letter] if letter is not None else [])
    if not all(file.is_finished for file in files):
        raise FileError("E_FILE_STATE", "only finished files can be sent")
    item = _write(
        actor=actor, peer=peer, message=message, number=_next_number(peer, case_id), letter=letter,
        in_reply_to=in_reply_to, limits=limits, refs=refs, now=now,
    )  # fmt: skip
    _attach(item, annexes, evidence)
    crash_point("outbox.put.written")
    return item


def sealed_of(item: OutboxItem) -> list[Blob]:
    """Return what a packed message is on the wire: its sealed items of evidence, in their order, and its package."""
    evidence = _EVIDENCE.all(item=item.pk)
    return [one for one in (*(each.blob for each in evidence), item.package) if one is not None]


def withdraw(*, actor: Actor, message_id: UUID, now: datetime) -> None:
    """Give up a message that was not sent yet; its number is filled, so that later messages of the case can act.

    Raises:
        GraphError: `E_STATE` once sending has begun: from then on only a further message can take it back.
    """
    with transaction.atomic():
        item = OutboxItem.objects.select_for_update().get(pk=message_id)
        item.ended_at = now
        move(item, "state", OutboxState, "withdrawn", actor=actor, at=now, also=("ended_at",))
        put_void(item, "withdrawn", now=now)


def put_void(item: OutboxItem, reason: str, *, now: datetime, keep_number: bool = True) -> OutboxItem:
    """Tell the peer that an item never comes, in the caller's transaction.

    With `keep_number` the message itself is given up and the void takes its number in the case; without, only an
    envelope that ended is, and the void has a number of its own.
    """
    place = ChainItem.objects.filter(peer_id=item.peer_id, ours=True, sha256=item.envelope_sha256).first()
    void = Void(
        request_id=item.case_id,
        sent_at=now,
        chain_id=place.chain_id if place is not None else new_id(),
        seq=place.seq if place is not None else 0,
        item_sha256=item.envelope_sha256 if place is not None else "",
        message_id=item.message_id,
        reason=reason,
    )
    number = item.number if keep_number else _next_number(item.peer, item.case_id)
    return _write(actor=ACTOR, peer=item.peer, message=void, number=number, now=now)


def _write(
    *,
    actor: Actor,
    peer: Peer,
    message: Message,
    number: int,
    now: datetime,
    letter: StoredFile | None = None,
    in_reply_to: UUID | None = None,
    limits: str = "",
    refs: Sequence[str] = (),
) -> OutboxItem:
    recipient = storage_recipient()
    item = OutboxItem(
        peer=peer,
        case_id=message.request_id,
        number=number,
        kind=message.KIND,
        in_reply_to=in_reply_to,
        refs=list(refs),
        limits=seal_bytes(limits.encode(), [recipient]) if limits else b"",
        content=seal_bytes(dump(message), [recipient]),
        letter=letter,
        sent_by=actor.subject,
        created_at=now,
    )
    insert(item)
    record(
        actor=actor,
        code=kind_of(message.KIND).audit_out,
        subject=f"exchange.message:{item.pk}",
        at=now,
        data={"case": str(item.case_id), "peer": str(peer.node_id), "number": number},
    )
    enqueue("exchange.send", {"item": str(item.pk)}, dedupe=str(item.pk))
    return item


def counter_of(peer: Peer, case_id: UUID) -> CaseCounter:
    """Return the numbers of a case towards a peer, locked to the end of the caller's transaction."""
    counter = _COUNTER.first(peer=peer.pk, case_id=case_id)
    if counter is None:
        CaseCounter.objects.bulk_create([CaseCounter(peer=peer, case_id=case_id)], ignore_conflicts=True)
        counter = _COUNTER.get(peer=peer.pk, case_id=case_id)
    return counter


def _next_number(peer: Peer, case_id: UUID) -> int:
    counter = counter_of(peer, case_id)
    change(counter, {"sent": counter.sent + 1})
    return counter.sent


def _attach(item: OutboxItem, annexes: Sequence[OutAnnex], evidence: Sequence[OutEvidence]) -> None:
    rows = [
        Attachment(item=item, role="annex", ref=one.annex_id, position=position, file=one.file)
        for position, one in enumerate(annexes)
    ]
    rows += [
        Attachment(
            item=item, role="evidence", ref=str(one.evidence_id), position=position, file=one.file,
            about={"collector": one.collector, "date": one.date, "handling": one.handling},
        )
        for position, one in enumerate(evidence)
    ]  # fmt: skip
    insert_many(rows)
