"""Receipts of peers about our messages: verified, stored once, and what they say happens to our outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from comity.core import events
from comity.core.actors import Actor
from comity.core.keys import node_keys
from comity.core.moves import move
from comity.core.prepared import Prepared
from comity.core.rows import insert
from comity.exchange import chains, restarts, stamps
from comity.exchange.crash import crash_point
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Blob, BlobState, ChainHead, OutboxItem, Peer, StoredReceipt
from comity.exchange.outbox import put_void
from comity.exchange.peers import key_ring
from comity.exchange.states import OutboxState
from comity.kernel import strictjson
from comity.kernel.errors import ComityError, KernelError
from comity.seal.errors import SealError
from comity.seal.link import Link
from comity.seal.receipt import LIMIT, Event, verify_receipt
from comity.wire.messages import Void

if TYPE_CHECKING:
    from datetime import datetime

    from comity.seal.keyring import KeyRing
    from comity.seal.receipt import FileDigest, Receipt, VerifiedReceipt

ACTOR: Final = Actor.system("exchange.intake")
RECEIPTED: Final = "exchange.message.receipted"
LOST: Final = "0" * 64  # instead of the digest of an envelope that a restore has taken from us
MOST: Final = 32  # receipts of one call
RECEIPTS_LIMIT: Final = 2 * 1024 * 1024  # bytes of one call

# What a receipt of the peer does to our item: the states on the way to its target, in order.
_CONSIGNED: Final = ("packed", "sent", "consigned")
_STEPS: Final[dict[Event, tuple[str, ...]]] = {
    Event.CONTENT_CONSIGNMENT: _CONSIGNED,
    Event.CONTENT_HANDOVER: (*_CONSIGNED, "handed_over"),
    Event.CONTENT_HANDOVER_FAILURE: (*_CONSIGNED, "rejected"),
    Event.SUBMISSION_REJECTION: ("packed", "sent", "rejected"),
}
_RECORDER: Final = Prepared(lambda node_id: Peer.objects.select_for_update().filter(node_id=node_id))
_KNOWN: Final = Prepared(lambda peer, sha256: StoredReceipt.objects.filter(peer=peer, ours=False, sha256=sha256))
_SENT: Final = Prepared(
    lambda peer, message_id: (
        OutboxItem.objects.select_for_update(of=("self",))
        .select_related("package")
        .filter(peer=peer, message_id=message_id)[:1]
    )
)


@dataclass(frozen=True, slots=True)
class Receipted:
    """Payload of the event `exchange.message.receipted`: a peer's receipt moved a message of ours on."""

    item: OutboxItem
    receipt: StoredReceipt
    event: Event
    code: str


def take_receipts(raw: bytes, *, now: datetime) -> int:
    """Take in the receipts of one call, `{"receipts": [text, ...]}`, in one transaction; return how many were new.

    A bad one is refused and ends the call; those before it were taken in. The peer sends the others again.

    Raises:
        ExchangeError: `E_SYNTAX`, `E_SIZE`, `E_CHAIN`; SealError as `verify_receipt`.
    """
    try:
        body = strictjson.loads_object(raw, limit=RECEIPTS_LIMIT)
    except KernelError as error:
        raise ExchangeError(error.code, error.detail) from None
    listed: Any = body.get("receipts")
    if body.keys() != {"receipts"} or not isinstance(listed, list) or not 1 <= len(listed) <= MOST:
        raise ExchangeError("E_SYNTAX", "not a list of receipts")
    raws, new, refused = [_bytes(one) for one in listed], 0, None
    with transaction.atomic():
        for each in raws:
            try:
                new += _take_in(each, now=now, posted=True)
            except ComityError as error:
                refused = each, error
                break
    if refused is not None:
        raise _alarmed(*refused, now)
    return new


def take_receipt(raw: bytes, *, now: datetime, expect_from: Peer | None = None, posted: bool = False) -> bool:
    """Take in one receipt; return False if it was known. `posted` says that the peer came with it by itself.

    Steps: 1 both signatures of a known peer, 2 about a message between this peer and us, 3 its place in the peer's
    chain (another receipt there is an alarm), 4 stored, 5 our message moves on if it
    is the one the receipt names, by digest.

    Raises:
        SealError: as `verify_receipt`; `E_SENDER` for a receipt of somebody else.
        ExchangeError: `E_CHAIN`.
    """
    try:
        return _take_in(raw, now=now, expect_from=expect_from, posted=posted)
    except ExchangeError as error:
        raise _alarmed(raw, error, now) from None


def _take_in(raw: bytes, *, now: datetime, expect_from: Peer | None = None, posted: bool = False) -> bool:
    ring = key_ring()
    verified = verify_receipt(raw, ring)
    receipt = verified.receipt
    us = node_keys().node_id
    if us not in {receipt.sender, receipt.recipient} or receipt.recorder == us:
        raise SealError("E_RECIPIENT", "a receipt about a message of others")
    if receipt.recorder not in {receipt.sender, receipt.recipient} or (
        expect_from is not None and receipt.recorder != expect_from.node_id
    ):
        raise SealError("E_SENDER", "a receipt of a node that has no part in the message")
    with transaction.atomic():
        peer = _RECORDER.get(node_id=receipt.recorder)
        new = _store(peer, raw, verified, ring, now)
        if posted:
            restarts.answered(peer, receipt)
        crash_point("receipts.taken")
    return new


def _store(peer: Peer, raw: bytes, verified: VerifiedReceipt, ring: KeyRing, now: datetime) -> bool:
    receipt = verified.receipt
    known = _KNOWN.first(peer=peer.pk, sha256=verified.digest)
    if known is not None:
        stamps.keep_stamps(known, raw, receipt, ring, now=now)
        return False
    link = Link(receipt.chain_id, receipt.seq, receipt.prev)
    chains.take(peer, link, sha256=verified.digest, what="receipt", message_id=receipt.message_id, now=now)
    stored = StoredReceipt(
        peer=peer,
        ours=False,
        event=receipt.event.value,
        message_id=receipt.message_id,
        code=receipt.reason_code,
        raw=stamps.without_false(raw, receipt, ring, now=now),
        sha256=verified.digest,
        seq=receipt.seq,
        event_time=receipt.event_time,
        stored_at=now,
    )
    insert(stored)
    _move_on(peer, stored, receipt, now)
    return True


def _move_on(peer: Peer, stored: StoredReceipt, receipt: Receipt, now: datetime) -> None:
    item = _SENT.first(peer=peer.pk, message_id=receipt.message_id)
    if item is None and peer.restart is not None and receipt.event in _STEPS:
        chains.raise_alarm(  # sent after the backup from which this node was restored
            peer, "E_LOST_MESSAGE", evidence=bytes(stored.raw), sha256=stored.sha256, message_id=stored.message_id,
            now=now,
        )  # fmt: skip
    if item is None or receipt.package is None:
        return
    if item.again and receipt.event in _STEPS and not _of_closed_chain(peer, receipt):
        item.again = False  # signed after the peer's restore: it holds the message again
        item.save(update_fields=["again"])
    packed = item.package or _remember(item, receipt.package, now)
    if receipt.package.sha256 != packed.sha256:
        return  # about other bytes under this id, or about a package that was made anew since
    if receipt.event is Event.SUBMISSION_REJECTION and item.state == OutboxState.consigned.name:
        return  # what the peer signed for before stands
    reached = _walk(item, _STEPS.get(receipt.event, ()), receipt.reason_code, now)
    if reached and item.state == OutboxState.rejected.name and item.kind != Void.KIND:
        put_void(item, "refused", now=now)  # later messages of the case must not wait for a number that never acts
    if reached:
        events.emit(RECEIPTED, Receipted(item, stored, receipt.event, receipt.reason_code))


def _of_closed_chain(peer: Peer, receipt: Receipt) -> bool:
    """Whether it stands in a chain that the peer gave up when it was restored: a late word of before."""
    return ChainHead.objects.filter(peer=peer, ours=False, chain_id=receipt.chain_id, is_open=False).exists()


def _remember(item: OutboxItem, package: FileDigest, now: datetime) -> Blob:
    """A message that we have not packed was signed for: we did, and a restore has taken the memory of it."""
    packed, _ = Blob.objects.get_or_create(
        peer=item.peer, ours=True, sha256=package.sha256,
        defaults={"size": package.size, "state": BlobState.RELEASED, "created_at": now},
    )  # fmt: skip
    item.package, item.envelope_sha256 = packed, LOST
    item.save(update_fields=["package", "envelope_sha256"])
    return packed


def _walk(item: OutboxItem, steps: tuple[str, ...], code: str, now: datetime) -> bool:
    """Move the item along `steps` as far as it is not there yet; receipts may come in any order."""
    moved = False
    for target in steps:
        if OutboxState.states[item.state].terminal or target in _behind(item.state):
            continue
        if OutboxState.states[target].terminal:
            item.ended_at = now
        item.trouble = code
        move(item, "state", OutboxState, target, actor=ACTOR, at=now, also=("ended_at", "trouble"), data=_data(code))
        moved = True
    return moved


def _behind(state: str) -> set[str]:
    """Return the states that an item in `state` has passed or is in."""
    order = ["new", "packed", "sent", "consigned"]
    return set(order[: order.index(state) + 1]) if state in order else set(order)


def _data(code: str) -> dict[str, str]:
    return {"code": code} if code else {}


def _alarmed(raw: bytes, error: ComityError, now: datetime) -> ComityError:
    """Return the error; a receipt that its signer must not have signed is kept for people to look at."""
    if isinstance(error, ExchangeError):
        verified = verify_receipt(raw, key_ring())
        with transaction.atomic():
            peer = Peer.objects.select_for_update().get(node_id=verified.receipt.recorder)
            message_id = verified.receipt.message_id
            chains.raise_alarm(peer, error.code, evidence=raw, sha256=verified.digest, message_id=message_id, now=now)
    return error


def _bytes(text: object) -> bytes:
    if not isinstance(text, str) or not text.isascii() or len(text) > LIMIT:
        raise ExchangeError("E_SYNTAX", "not a receipt")
    return text.encode("ascii")
