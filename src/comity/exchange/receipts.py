"""Receipts: signing ours in the transaction of what they witness, and taking in the peers'."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from comity.core.keys import node_keys
from comity.core.prepared import Prepared
from comity.core.rows import insert
from comity.exchange import chains
from comity.exchange.clocks import receipt_clock
from comity.exchange.models import StoredReceipt
from comity.kernel.ids import new_id
from comity.seal.receipt import Event, FileDigest, Person, Receipt, ReceiptRef, sign_receipt

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from comity.exchange.models import Blob, Peer
    from comity.seal.checks import Check

POLICY: Final = "comity.exchange"
POLICY_VERSION: Final = "1"
_OF_MESSAGE: Final = Prepared(
    lambda peer, ours, message_id: StoredReceipt.objects.filter(peer=peer, ours=ours, message_id=message_id)
)
_EARLIER: Final = Prepared(
    lambda peer, message_id: StoredReceipt.objects.filter(peer=peer, ours=True, message_id=message_id).values_list(
        "pk", "sha256"
    )[:8]
)


def sign(
    peer: Peer,
    event: Event,
    *,
    message_id: UUID,
    now: datetime,
    from_us: bool = False,
    package: Blob | FileDigest | None = None,
    blobs: Iterable[Blob | FileDigest] = (),
    checks: tuple[Check, ...] = (),
    code: str = "",
    person: Person | None = None,
) -> StoredReceipt:
    """Sign a receipt, give it its place in our chain and store it, in the caller's transaction.

    `from_us` says that the message is ours (and the receipt stays with us); otherwise it is the peer's, and the receipt
    is posted to the peer until it has taken it in. About a counterpart by letter every receipt stays with us.
    """
    head, link = chains.next_link(peer, now=now, inner=from_us or peer.by_letter)
    us, them = node_keys().node_id, peer.node_id
    receipt = Receipt(
        evidence_id=new_id(),
        event=event,
        event_time=now,
        clock=receipt_clock(),
        policy_id=POLICY,
        policy_version=POLICY_VERSION,
        recorder=us,
        sender=us if from_us else them,
        recipient=them if from_us else us,
        message_id=message_id,
        package=package if package is None or isinstance(package, FileDigest) else _digest(package),
        chain_id=link.chain_id,
        seq=link.seq,
        prev=link.prev,
        blobs=tuple(blob if isinstance(blob, FileDigest) else _digest(blob) for blob in blobs),
        person=person,
        refs=tuple(ReceiptRef(*one) for one in _EARLIER.each(peer=peer.pk, message_id=message_id)),
        reason_code=code,
        validation=checks,
    )
    raw = sign_receipt(receipt, node_keys().signing_pair(now))
    sha256 = hashlib.sha256(raw).hexdigest()
    chains.extend(head, link, sha256=sha256, what="receipt", message_id=message_id, now=now)
    stored = StoredReceipt(
        id=receipt.evidence_id,
        peer=peer,
        ours=True,
        event=event.value,
        message_id=message_id,
        code=code,
        raw=raw,
        sha256=sha256,
        seq=link.seq,
        event_time=now,
        stored_at=now,
        wanted=not from_us and not peer.by_letter,
    )
    insert(stored)
    return stored


def of_message(peer: Peer, message_id: UUID, *, ours: bool) -> list[StoredReceipt]:
    """Return the receipts that we (or the peer) signed for one message, in order."""
    return _OF_MESSAGE.all(peer=peer.pk, ours=ours, message_id=message_id)


def _digest(blob: Blob) -> FileDigest:
    return FileDigest(blob.sha256, blob.size)
