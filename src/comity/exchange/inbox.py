"""What arrives, up to commit 1: announced by a signed envelope, whole and durable, and signed for.

Nothing is opened here and no decryption key is needed. What a peer sends can only raise SealError or ExchangeError;
our own troubles are StoreError (`E_STORE`). See `exchange.md` of the reference: announce, put parts, complete.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Count, Sum

from comity.core.actors import Actor
from comity.core.jobs.actions import enqueue
from comity.core.keys import node_keys
from comity.core.moves import move
from comity.core.prepared import Prepared
from comity.core.rows import insert
from comity.exchange import blobs, chains, receipts, tickets
from comity.exchange.crash import crash_point
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Blob, BlobState, InboxItem, Peer, StoredReceipt
from comity.exchange.peers import key_ring, peer_of
from comity.exchange.states import InboxState
from comity.seal.checks import passed
from comity.seal.envelope import inspect_envelope, verify_envelope
from comity.seal.link import Link
from comity.seal.receipt import Event, FileDigest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from comity.seal.envelope import Envelope

ACTOR: Final = Actor.system("exchange.inbox")
OPEN_ITEMS: Final = 500  # announced messages of one peer that are not whole yet
OPEN_BYTES: Final = 256 * 1024**3  # and their bytes
SOON: Final = timedelta(seconds=5)
INLINE: Final = 64 * 1024 * 1024  # up to so many bytes are digested while the peer waits
_KNOWN: Final = Prepared(lambda sha256: InboxItem.objects.filter(envelope_sha256=sha256)[:1])
_ANNOUNCED: Final = Prepared(
    lambda peer, message_id: InboxItem.objects.select_related("package").filter(peer=peer, message_id=message_id)
)
_LOCKED: Final = Prepared(
    lambda pk: InboxItem.objects.select_for_update(of=("self",)).select_related("peer").filter(pk=pk)
)
_WAITING: Final = Prepared(
    lambda peer: (
        InboxItem.objects.filter(peer=peer, state=InboxState.announced.name)
        .order_by()
        .values("peer")
        .annotate(count=Count("pk"))
        .values_list("count")
    )
)
_EXPECTED: Final = Prepared(
    lambda peer: (
        Blob.objects.filter(peer=peer, ours=False, state=BlobState.EXPECTED)
        .order_by()
        .values("peer")
        .annotate(total=Sum("size"))
        .values_list("total")
    )
)
CHECKS: Final = (
    passed("envelope.form"),
    passed("envelope.two_signatures"),
    passed("envelope.addressed"),
    passed("envelope.time"),
    passed("envelope.numbers"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the peer is told: receipts where the message is consigned, else a ticket and what is missing."""

    item: InboxItem
    receipts: tuple[bytes, ...] = ()
    ticket: str = ""
    missing: tuple[tuple[str, int, int], ...] = ()  # digest, size, where to go on


class _ConflictError(ExchangeError):
    """A signed item that contradicts another one: refused with a signed rejection, after the rollback."""


def announce(raw: bytes, *, now: datetime) -> Answer:
    """Take in an envelope.

    Steps: 1 bytes known already are answered again; 2 the envelope is verified, before anything else is looked at;
    3 a known message of the same digest is answered again, of another digest refused and alarmed; 4 its place in the
    chain is free; 5 the peer has not too much under way; 6 the announcement is written down.

    Raises:
        SealError: `E_SIZE`, `E_SYNTAX`, `E_SIGNATURE`, ... as `verify_envelope`.
        ExchangeError: `E_ID_REUSED` or `E_CHAIN` with a signed rejection in `receipt`; `E_QUOTA`.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    known = _KNOWN.first(sha256=sha256)
    if known is not None and known.state != InboxState.announced.name:
        return _answer(known, now)
    envelope = verify_envelope(raw, key_ring(), us=node_keys().node_id, now=now)
    try:
        with transaction.atomic():
            item, held = _record(raw, sha256, envelope, now)
            crash_point("inbox.before_announce_commit")
    except _ConflictError as conflict:
        raise _rejected(conflict, raw, sha256, envelope, now) from None
    crash_point("inbox.announced")
    return _answer(item, now, held)


def put_part(item: InboxItem, blob: Blob, offset: int, key: str, size: int) -> None:
    """Write down a part that is durable in the store already."""
    del item
    crash_point("inbox.part_stored")
    blobs.record_part(blob, offset, size, key)
    crash_point("inbox.part_recorded")


def complete(item: InboxItem, *, now: datetime) -> Answer | None:
    """Consign a message whose parts are said to be all here; None while digests are computed by a worker.

    Raises:
        ExchangeError: `E_INCOMPLETE`, `E_DIGEST` (send again), `E_EXPIRED`, `E_CHAIN`.
    """
    if item.state != InboxState.announced.name:
        return _answer(item, now)
    held = _blobs(item)
    to_read = 0
    for blob in held:
        whole, in_order = blobs.arrived(blob)
        if not whole:
            raise ExchangeError("E_INCOMPLETE", "parts are missing", permanent=False)
        to_read += 0 if in_order else blob.size
    if to_read > INLINE:
        enqueue("exchange.consign", {"item": str(item.pk)}, dedupe=str(item.pk))
        return None
    return _answer(_consign(item, held, now), now)


def complete_if_whole(item: InboxItem, *, now: datetime) -> Answer | None:
    """Consign a message if its parts are all here; None where some are missing, or digests are computed by a worker.

    Raises:
        ExchangeError: as `complete`, but for `E_INCOMPLETE`.
    """
    try:
        return complete(item, now=now)
    except ExchangeError as error:
        if error.code != "E_INCOMPLETE":
            raise
        return None


def consign(item_id: UUID, *, now: datetime) -> InboxItem:
    """Commit 1: the digests agree, then in one transaction the place in the chain, the state and our signed receipt.

    Doing it again is harmless. Raises as `complete`.
    """
    item = InboxItem.objects.select_related("peer", "package").get(pk=item_id)
    return item if item.state != InboxState.announced.name else _consign(item, _blobs(item), now)


def _consign(item: InboxItem, held: list[Blob], now: datetime) -> InboxItem:
    """Make commit 1 of an announced item, which has the blobs `held`; return it as it is afterwards."""
    for blob in held:
        blobs.check_digest(blob)
    crash_point("inbox.digests_checked")
    envelope = _envelope_of(item)
    try:
        with transaction.atomic():
            signed_for = _sign_for(item, envelope, now)
            crash_point("inbox.before_consign_commit")
    except _ConflictError as conflict:
        raise _rejected(conflict, bytes(item.envelope), item.envelope_sha256, envelope, now) from None
    crash_point("inbox.consigned")
    return signed_for


def drop_expired(*, now: datetime) -> int:
    """Forget announcements whose envelope ended before they were whole, and their bytes; return how many."""
    ended = list(
        InboxItem.objects.filter(state=InboxState.announced.name, expires_at__lt=now - timedelta(days=1))[:500]
    )
    for item in ended:
        with transaction.atomic():
            held = _blobs(item)
            item.delete()
            _drop_unused(held)
    return len(ended)


def _record(raw: bytes, sha256: str, envelope: Envelope, now: datetime) -> tuple[InboxItem, list[Blob] | None]:
    """Write the announcement down; return its item, and the item's blobs where they were looked up on the way."""
    peer = peer_of(envelope.from_node, lock=True)
    item = _ANNOUNCED.first(peer=peer.pk, message_id=envelope.message_id)
    if item is not None and item.envelope_sha256 == sha256:
        return item, None
    link = Link(envelope.chain_id, envelope.seq, envelope.prev)
    with _chain_conflicts():
        chains.demand_place(peer, link, sha256=sha256)
    if item is None:
        _demand_room(peer, envelope)
        item = InboxItem(peer=peer, message_id=envelope.message_id, announced_at=now)
        return item, _write(item, raw, sha256, envelope, now)
    if item.state == InboxState.announced.name:  # packed anew after its first envelope ended
        held = _blobs(item)
        wanted = _write(item, raw, sha256, envelope, now)
        _drop_unused(held)
        return item, wanted
    if item.package.sha256 != envelope.sha256:
        raise _ConflictError("E_ID_REUSED", "a known message id with other bytes")
    chains.take(peer, link, sha256=sha256, what="envelope", message_id=item.message_id, now=now, raw=raw)
    return item, None


def _write(item: InboxItem, raw: bytes, sha256: str, envelope: Envelope, now: datetime) -> list[Blob]:
    peer, is_new = item.peer, item._state.adding  # noqa: SLF001 (public in all but name)
    item.package = blobs.expect(peer, envelope.sha256, envelope.size, now)
    item.envelope, item.envelope_sha256, item.expires_at = raw, sha256, envelope.expires_at
    if is_new:
        insert(item)
    else:
        item.save()
    evidence = [blobs.expect(peer, blob.sha256, blob.size, now) for blob in envelope.blobs]
    if evidence or not is_new:
        item.evidence.set(evidence)
    return [item.package, *sorted(evidence, key=lambda blob: blob.sha256)]


def _sign_for(known: InboxItem, envelope: Envelope, now: datetime) -> InboxItem:
    item = _LOCKED.get(pk=known.pk)
    if item.state != InboxState.announced.name:
        return item
    if item.envelope_sha256 != known.envelope_sha256:
        raise ExchangeError("E_INCOMPLETE", "announced anew meanwhile", permanent=False)
    if not now < item.expires_at:
        raise ExchangeError("E_EXPIRED", "the envelope ended before the message was whole")
    link = Link(envelope.chain_id, envelope.seq, envelope.prev)
    with _chain_conflicts():
        chains.take(
            item.peer, link, sha256=item.envelope_sha256, what="envelope", message_id=item.message_id, now=now,
            raw=bytes(item.envelope),
        )  # fmt: skip
    chains.hear_ack(item.peer, envelope.ack_head, evidence=bytes(item.envelope), now=now)
    receipts.sign(
        item.peer,
        Event.CONTENT_CONSIGNMENT,
        message_id=item.message_id,
        now=now,
        package=FileDigest(envelope.sha256, envelope.size),
        blobs=[FileDigest(blob.sha256, blob.size) for blob in sorted(envelope.blobs, key=lambda blob: blob.sha256)],
        checks=CHECKS,
    )
    item.consigned_at = now
    move(item, "state", InboxState, "consigned", actor=ACTOR, at=now, also=("consigned_at",))
    enqueue("exchange.open", {"item": str(item.pk)}, dedupe=str(item.pk))
    # The answer to this call carries the receipt, and that of the handover, which comes soon, is posted with it.
    enqueue("exchange.post_receipts", {"peer": str(item.peer_id)}, dedupe=str(item.peer_id), not_before=now + SOON)
    return item


def _answer(item: InboxItem, now: datetime, held: list[Blob] | None = None) -> Answer:
    if item.state != InboxState.announced.name:
        signed = receipts.of_message(item.peer, item.message_id, ours=True)
        return Answer(item, tuple(bytes(one.raw) for one in signed if one.event != Event.SUBMISSION_REJECTION))
    missing = tuple(
        (blob.sha256, blob.size, blobs.next_offset(blob))
        for blob in held or _blobs(item)
        if blob.state == BlobState.EXPECTED
    )
    return Answer(item, (), tickets.issue(item, now), missing)


def _rejected(conflict: _ConflictError, raw: bytes, sha256: str, envelope: Envelope, now: datetime) -> ExchangeError:
    """Set the contradicting item aside, raise the alarm, and sign the rejection: once for the same bytes."""
    with transaction.atomic():
        peer = Peer.objects.select_for_update().get(node_id=envelope.from_node)
        new = chains.raise_alarm(
            peer, conflict.code, evidence=raw, sha256=sha256, message_id=envelope.message_id, now=now
        )
        earlier = StoredReceipt.objects.filter(
            peer=peer, ours=True, event=Event.SUBMISSION_REJECTION.value, message_id=envelope.message_id
        )
        receipt = earlier.filter(code=conflict.code).last() if new is None else None
        if receipt is None:
            receipt = receipts.sign(
                peer,
                Event.SUBMISSION_REJECTION,
                message_id=envelope.message_id,
                now=now,
                package=FileDigest(envelope.sha256, envelope.size),
                code=conflict.code,
            )
            enqueue("exchange.post_receipts", {"peer": str(peer.pk)}, dedupe=str(peer.pk))
    error = ExchangeError(conflict.code, conflict.detail)
    error.receipt = bytes(receipt.raw).decode("ascii")
    return error


@contextmanager
def _chain_conflicts() -> Iterator[None]:
    """Turn `E_CHAIN` into a conflict that is answered with a signed rejection."""
    try:
        yield
    except ExchangeError as error:
        raise _ConflictError(error.code, error.detail) from None


def _demand_room(peer: Peer, envelope: Envelope) -> None:
    waiting = sum(count for (count,) in _WAITING.all(peer=peer.pk))
    expected = sum(size for (size,) in _EXPECTED.all(peer=peer.pk))
    coming = envelope.size + sum(blob.size for blob in envelope.blobs)
    if waiting >= OPEN_ITEMS or expected + coming > OPEN_BYTES:
        raise ExchangeError("E_QUOTA", "too much of this peer is under way", permanent=False)


def _blobs(item: InboxItem) -> list[Blob]:
    return [item.package, *item.evidence.order_by("sha256")]


def _drop_unused(held: list[Blob]) -> None:
    for blob in held:
        used = InboxItem.objects.filter(package=blob).exists() or InboxItem.objects.filter(evidence=blob).exists()
        if not used:
            blobs.drop_parts(blob)
            blob.delete()


def _envelope_of(item: InboxItem) -> Envelope:
    """Read the stored envelope again; it was verified when it came, and its signatures are looked at again."""
    return inspect_envelope(bytes(item.envelope), key_ring())
