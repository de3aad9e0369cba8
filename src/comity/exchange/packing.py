"""Packing: evidence is sealed in one streaming pass each, the package built, the envelope signed in its place.

Each step is durable before the next, and a process that dies between two goes on where it was: evidence that is sealed
stays sealed; a package without its row is swept away and built again; the place in the chain is given in the last
transaction alone, so that no number is ever lost.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction

from comity.core.actors import Actor
from comity.core.files.reader import read_file, seal_for
from comity.core.keys import node_keys, storage_identities
from comity.core.moves import move
from comity.core.prepared import Prepared
from comity.exchange import blobs, chains, receipts, restarts
from comity.exchange.crash import crash_point
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Attachment, OutboxItem
from comity.exchange.outbox import NUMBER, put_void
from comity.exchange.peers import key_file_of
from comity.exchange.stamps import time_source
from comity.exchange.states import OutboxState
from comity.seal import cms
from comity.seal.age import open_bytes
from comity.seal.envelope import BlobRef, Envelope, sign_envelope
from comity.seal.package import Annex, Binding, Contents, EvidenceRef, build_package
from comity.seal.package.building import recipient_digests
from comity.seal.receipt import Event, FileDigest
from comity.wire.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from comity.exchange.models import Blob, Peer
    from comity.seal.age import HybridRecipient

ACTOR: Final = Actor.system("exchange.packing")
LIFE: Final = timedelta(days=30)
LIFE_WITH_EVIDENCE: Final = timedelta(days=180)
_LETTER: Final = 8 * 1024 * 1024
_ANNEX: Final = 16 * 1024 * 1024
_ITEM: Final = Prepared(lambda pk: OutboxItem.objects.select_related("peer", "letter").filter(pk=pk))
_LOCKED: Final = Prepared(
    lambda pk: OutboxItem.objects.select_for_update(of=("self",)).select_related("peer").filter(pk=pk)
)
_ATTACHED: Final = Prepared(lambda item: Attachment.objects.filter(item=item).select_related("file", "blob"))


def pack(message_id: UUID, *, now: datetime) -> None:
    """Make the package and the envelope of a message that has none, or none that is still good. Again is harmless.

    Steps: 1 evidence, item by item; 2 the package, durable in the store; 3 one transaction: the place in our chain, the
    signed envelope, our own receipt of submission, the state.

    Raises:
        ExchangeError: `E_PEER` while the counterpart is not one we exchange with; tried again.
        SealError: `E_KEY` when the peer has no live key; tried again.
        StoreError: `E_STORE`.
    """
    item = _ITEM.get(pk=message_id)
    if item.state != OutboxState.new.name:
        return
    restarts.demand_turn(item.peer, item.pk)
    peer = key_file_of(item.peer)
    recipients = (*peer.recipients(now), node_keys().archive.recipient())
    attached = _ATTACHED.all(item=item.pk)
    evidence = [_evidence(one, item.peer, recipients, now) for one in attached if one.role == "evidence"]
    expires_at = now + (LIFE_WITH_EVIDENCE if evidence else LIFE)
    annexes = [one for one in attached if one.role == "annex"]
    contents = _contents(item, annexes, evidence, recipients, now=now, expires_at=expires_at)
    seal = cms.SigningKey(node_keys().seal_key, node_keys().seal_certificate)
    with blobs.writing_blob() as (key, sink):
        build_package(contents, seal=seal, recipients=recipients, sink=sink, stamp=time_source())
    crash_point("packing.package.stored")
    try:
        with transaction.atomic():
            _commit(item.pk, key, sink, evidence, now=now, expires_at=expires_at)
            crash_point("packing.before_commit")
    except BaseException:
        blobs.blob_store().delete(key)
        raise
    crash_point("packing.committed")


def _evidence(attachment: Attachment, peer: Peer, recipients: Sequence[HybridRecipient], now: datetime) -> EvidenceRef:
    """Seal an item of evidence to the recipients in one pass, unless that was done before."""
    blob = attachment.blob
    if blob is None:
        with blobs.writing_blob() as (key, sink):
            seal_for(attachment.file, recipients, sink)
        crash_point("packing.evidence.stored")
        with transaction.atomic():
            blob = blobs.record_own(peer, key, sink, now)
            attachment.blob = blob
            attachment.save(update_fields=["blob"])
        crash_point("packing.evidence.recorded")
    file, about = attachment.file, attachment.about
    return EvidenceRef(
        id=UUID(attachment.ref),
        name=file.name,
        media_type=file.media_type,
        size=file.whole_size(),
        sha256=file.sha256,
        sha512=file.sha512,
        sealed_size=blob.size,
        sealed_sha256=blob.sha256,
        collector=about.get("collector", ""),
        date=about.get("date", ""),
        handling=about.get("handling", ""),
    )


def _contents(
    item: OutboxItem,
    annexes: Sequence[Attachment],
    evidence: Sequence[EvidenceRef],
    recipients: Sequence[HybridRecipient],
    *,
    now: datetime,
    expires_at: datetime,
) -> Contents:
    kind = kind_of(item.kind)
    identities = storage_identities()
    binding = Binding(
        from_node=node_keys().node_id,
        to=(str(item.peer.node_id),),
        message_id=item.message_id,
        in_reply_to=item.in_reply_to,
        kind=item.kind,
        case_ids=(item.case_id,),
        refs=(f"{NUMBER}{item.number}", *item.refs),
        sent_at=now,
        expires_at=expires_at,
        limits=open_bytes(bytes(item.limits), identities).decode() if item.limits else "",
        recipient_key_digests=recipient_digests(recipients),
    )
    return Contents(
        binding=binding,
        content_name=kind.content_name,
        content=open_bytes(bytes(item.content), identities),
        letter=read_file(item.letter, limit=_LETTER) if item.letter is not None else None,
        annexes=tuple(sorted((_annex(one) for one in annexes), key=lambda annex: annex.id)),
        evidence=tuple(evidence),
    )


def _annex(attachment: Attachment) -> Annex:
    return Annex(attachment.ref, read_file(attachment.file, limit=_ANNEX))


def _commit(
    message_id: UUID,
    key: str,
    sink: blobs.Digesting,
    evidence: Sequence[EvidenceRef],
    *,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Make step 3, inside the caller's transaction."""
    item = _LOCKED.get(pk=message_id)
    if item.state != OutboxState.new.name:
        raise ExchangeError("E_STATE", "packed or withdrawn meanwhile", permanent=False)
    if item.package is not None:
        _give_up_envelope(item, item.package, now)
    package = blobs.record_own(item.peer, key, sink, now)
    head, link = chains.next_link(item.peer, now=now)
    envelope = Envelope(
        message_id=item.message_id,
        from_node=node_keys().node_id,
        to_node=str(item.peer.node_id),
        size=package.size,
        sha256=package.sha256,
        blobs=tuple(BlobRef(one.sealed_sha256, one.sealed_size) for one in evidence),
        created=now,
        expires_at=expires_at,
        chain_id=link.chain_id,
        seq=link.seq,
        prev=link.prev,
        ack_head=chains.head_of(item.peer),
    )
    raw = sign_envelope(envelope, node_keys().signing_pair(now))
    sha256 = hashlib.sha256(raw).hexdigest()
    chains.extend(head, link, sha256=sha256, what="envelope", message_id=item.message_id, now=now, raw=raw)
    item.package, item.envelope, item.envelope_sha256, item.expires_at = package, raw, sha256, expires_at
    receipts.sign(
        item.peer, Event.SUBMISSION_ACCEPTANCE, message_id=item.message_id, now=now, from_us=True, package=package,
        blobs=[FileDigest(one.sealed_sha256, one.sealed_size) for one in evidence],
    )  # fmt: skip
    also = ("package_id", "envelope", "envelope_sha256", "expires_at")
    move(item, "state", OutboxState, "packed", actor=ACTOR, at=now, also=also, data={"seq": link.seq})


def _give_up_envelope(item: OutboxItem, package: Blob, now: datetime) -> None:
    """The envelope before this one ended without being taken in: the peer is told that its number is void."""
    put_void(item, "expired", now=now, keep_number=False)
    blobs.drop_parts(package, state="released")
