"""What waits for a peer that fetches: a node behind a firewall comes, signed, for its envelopes, receipts and bytes.

Nothing is brought to an end here: only the peer's signed receipts do that, as for what we bring. A page of what waits
is small; the bytes are fetched with a ticket for one message, in stretches, from wherever the peer is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from comity.core.actors import Actor
from comity.core.moves import move
from comity.exchange import heads, tickets
from comity.exchange.errors import ExchangeError
from comity.exchange.intake import MOST
from comity.exchange.models import Blob, BlobState, ChainItem, OutboxItem, StoredReceipt
from comity.exchange.states import OutboxState
from comity.kernel.ids import parse_sha256
from comity.seal.statement import Purpose

if TYPE_CHECKING:
    from datetime import datetime

    from django.db import models

    from comity.exchange.models import Peer

ACTOR: Final = Actor.system("exchange.offering")
PAGE_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what waits, in the order of our chain.

    Attributes:
        statement: our signed answer to the peer's statement, with the heads we hold.
        envelopes: each with the ticket for its bytes.
        receipts: ours, that the peer has not taken in.
        following: where the next page begins; None where nothing more waits.
    """

    statement: bytes
    envelopes: tuple[tuple[bytes, str], ...]
    receipts: tuple[bytes, ...]
    following: int | None


def offer(asked: bytes, *, after: int, now: datetime) -> Page:
    """Show a peer what waits for it after the place `after`.

    Raises:
        SealError: the statement is not one of a confirmed peer, made for fetching, of now, and for the first time.
    """
    peer = heads.hear(asked, purpose=Purpose.FETCH, now=now)
    with transaction.atomic():
        found = list(_waiting(peer, now).filter(pk__gt=after).order_by("pk")[: MOST + 1])
        envelopes: list[tuple[bytes, str]] = []
        receipts: list[bytes] = []
        size, last = 0, after
        for one in found[:MOST]:
            raw = bytes(one.raw) if one.what == "envelope" else _receipt(peer, one)
            size += len(raw)
            if size > PAGE_BYTES and last != after:
                break
            last = one.pk
            if one.what == "receipt":
                receipts.append(raw)
            elif (ticket := _show(one, now)) is not None:
                envelopes.append((raw, ticket))
    more = bool(found) and found[-1].pk != last
    answer = heads.state(peer, Purpose.ANSWER, now=now, in_reply_to=hashlib.sha256(asked).hexdigest())
    return Page(answer, tuple(envelopes), tuple(receipts), last if more else None)


def blob_for(text: str, sha256: str, now: datetime) -> Blob:
    """Return the sealed bytes that a ticket gives leave to fetch.

    Raises:
        ExchangeError: `E_TICKET`; `E_UNKNOWN` for what does not belong to that message.
    """
    item = tickets.read_fetching(text, now)
    blob = Blob.objects.filter(peer=item.peer, ours=True, sha256=parse_sha256(sha256), state=BlobState.STORED).first()
    if blob is None or (blob.pk != item.package_id and not item.attachments.filter(blob=blob).exists()):
        raise ExchangeError("E_UNKNOWN", "not part of this message")
    return blob


def _waiting(peer: Peer, now: datetime) -> models.QuerySet[ChainItem]:
    items = OutboxItem.objects.to_show(peer).filter(expires_at__gt=now)
    if peer.restart is not None:  # after a restore all else waits until the peer has answered
        items = items.filter(pk=peer.restart)
    receipts = StoredReceipt.objects.filter(peer=peer, ours=True, wanted=True)
    envelope = Q(what="envelope", sha256__in=items.values("envelope_sha256"))
    receipt = Q(what="receipt", sha256__in=receipts.values("sha256"))
    return ChainItem.objects.filter(peer=peer, ours=True).filter(envelope | receipt)


def _receipt(peer: Peer, place: ChainItem) -> bytes:
    return bytes(StoredReceipt.objects.get(peer=peer, ours=True, sha256=place.sha256).raw)


def _show(place: ChainItem, now: datetime) -> str | None:
    """Return a ticket for a message; from here on it counts as sent and can no longer be withdrawn."""
    item = OutboxItem.objects.select_for_update().get(pk=place.message_id)
    waits = item.again or item.state in {OutboxState.packed.name, OutboxState.sent.name}
    if item.envelope_sha256 != place.sha256 or not waits:
        return None
    if item.state == OutboxState.packed.name:
        item.tried_at = now
        move(item, "state", OutboxState, "sent", actor=ACTOR, at=now, also=("tried_at",))
    return tickets.issue_fetching(item, now)
