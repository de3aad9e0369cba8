"""Delivery: announce, send what is missing, ask for the receipt; for ever, until a signed receipt says it is there.

An unsigned refusal never ends a message, whatever it claims: anybody on the way could write one. The item shows its
trouble to people and is tried again; only the peer's signed receipts move it on.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core.actors import Actor
from comity.core.jobs.actions import enqueue
from comity.core.moves import move
from comity.core.prepared import Prepared
from comity.core.rows import change
from comity.exchange import blobs, contacts, restarts, stamps
from comity.exchange.addresses import address_of
from comity.exchange.client import PeerClient, RefusedWithReceiptError
from comity.exchange.crash import crash_point
from comity.exchange.errors import ExchangeError
from comity.exchange.intake import MOST, take_receipt
from comity.exchange.models import OutboxItem, Peer, StoredReceipt
from comity.exchange.outbox import sealed_of
from comity.exchange.peers import key_file_of
from comity.exchange.settings import private_peers, secure_peers
from comity.exchange.states import OutboxState
from comity.kernel import clock, strictjson
from comity.kernel.errors import ComityError
from comity.seal import dsse
from comity.seal.envelope import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from comity.exchange.client import Missing, Told
    from comity.exchange.models import Blob

ACTOR: Final = Actor.system("exchange.delivery")
MARGIN: Final = timedelta(minutes=10)  # an envelope counts as ended so long after its end, for the peer's clock
BATCH: Final = MOST  # receipts of one call
KEPT: Final = 60.0  # seconds for which a connection is used; then its address is looked up and judged again
_ITEM: Final = Prepared(lambda pk: OutboxItem.objects.select_related("peer__contact", "package").filter(pk=pk))
_STATE: Final = Prepared(lambda pk: OutboxItem.objects.filter(pk=pk).values_list("state"))
_PEER: Final = Prepared(lambda pk: Peer.objects.select_related("contact").filter(pk=pk))
_WANTED: Final = Prepared(lambda peer: StoredReceipt.objects.filter(peer=peer, ours=True, wanted=True)[:BATCH])

_open = threading.local()


class TroubleError(ExchangeError):
    """This attempt failed; the job is tried again. The code is the peer's or the network's."""

    permanent = False


def deliver(message_id: UUID, *, now: datetime) -> None:
    """Bring a packed message to its peer until the peer has signed for it. Again is harmless.

    Steps: 1 an envelope that ended is shown once more, for the peer may hold it, and then given up; 2 announced; 3 what
    is missing is sent, part by part, from where the peer says; 4 completed; 5 the receipts are taken in.

    Raises:
        TroubleError: whatever went wrong; its code stands on the item.
    """
    item = _ITEM.get(pk=message_id)
    if item.state not in {OutboxState.packed.name, OutboxState.sent.name}:
        return
    if _left_to_the_peer(item, now):
        return
    try:
        _attempt(item, now)
    except ComityError as error:
        if isinstance(error, RefusedWithReceiptError):
            take_receipt(error.receipt, now=now, expect_from=item.peer)
        if error.code == "E_TIME" and _sign_anew(item, now):
            return
        _note_trouble(item, error.code, now)
        raise TroubleError(error.code, error.detail) from error


def _left_to_the_peer(item: OutboxItem, now: datetime) -> bool:
    """Say whether the peer comes for the message. One that came after an envelope had ended does not hold it."""
    if item.expires_at is None or not item.peer.is_confirmed:
        return False
    end = item.expires_at + MARGIN
    if now >= end and contacts.fetched_since(item.peer, end):
        _give_up(item, now)
        return True
    return contacts.fetches(item.peer)


def _sign_anew(item: OutboxItem, now: datetime) -> bool:
    """Give up an envelope that was signed by a clock which has been set back since; the message goes again at once.

    A peer whose clock is right cannot hold it: it is farther in the future than anybody accepts, as our clock shows
    now. While our own clock is the one that is ahead nothing is done, since a new envelope would be refused as well.
    """
    signed = dsse.parse(bytes(item.envelope))
    made = clock.from_wire(strictjson.loads_object(signed.payload, limit=dsse.LIMIT)["created"])
    if made <= now + DEFAULT_LIMITS.ahead:
        return False
    with transaction.atomic():
        item.refresh_from_db(fields=["state"])
        item.trouble = "E_TIME"
        move(item, "state", OutboxState, "new", actor=ACTOR, at=now, also=("trouble",), data={"code": "E_TIME"})
        enqueue("exchange.send", {"item": str(item.pk)}, dedupe=str(item.pk))
    return True


def ask_again(message_id: UUID, *, now: datetime) -> None:
    """Show the envelope of a consigned message once more: the peer answers with every receipt it has signed for it."""
    item = OutboxItem.objects.select_related("peer__contact").get(pk=message_id)
    if item.state != OutboxState.consigned.name or contacts.fetches(item.peer):
        return
    with calling(item.peer) as client:
        _take(item, client.announce(bytes(item.envelope)), now)
    OutboxItem.objects.filter(pk=item.pk).update(tried_at=now)


def offer_again(message_id: UUID, *, now: datetime) -> None:
    """Bring a message once more to a peer that signed for it and may have lost it since; an ended envelope cannot.

    A peer that fetches is shown it when it comes.

    Raises:
        TroubleError: tried again.
    """
    item = _ITEM.get(pk=message_id)
    if item.expires_at is None or now >= item.expires_at or not item.again or contacts.fetches(item.peer):
        return
    try:
        with calling(item.peer) as client:
            _take(item, _bring(item, client), now)
    except ComityError as error:
        raise TroubleError(error.code, error.detail) from error
    OutboxItem.objects.filter(pk=item.pk).update(again=False)


def post_receipts(peer_id: UUID, *, now: datetime) -> None:
    """Bring our receipts to the peer they are about, in the order of our chain; each until the peer has taken it in.

    Raises:
        TroubleError: the peer did not take them; tried again.
    """
    peer = _PEER.get(pk=peer_id)
    if not peer.is_confirmed:
        raise TroubleError("E_PEER", "a counterpart without confirmed keys")
    if contacts.fetches(peer):
        stamps.stamp_receipts(StoredReceipt.objects.filter(peer=peer, ours=True, wanted=True)[: 8 * BATCH])
        return
    more = True
    while more and (batch := _WANTED.all(peer=peer.pk)):
        more = len(batch) == BATCH  # what is signed from now on has a job of its own
        stamps.stamp_receipts(batch)
        crash_point("receipts.before_post")
        try:
            with calling(peer) as client:
                client.post_receipts([bytes(one.raw) for one in batch])
        except ComityError as error:
            raise TroubleError(error.code, error.detail) from error
        crash_point("receipts.posted")
        StoredReceipt.objects.filter(pk__in=[one.pk for one in batch]).update(wanted=False, delivered_at=now)


@contextmanager
def calling(peer: Peer) -> Iterator[PeerClient]:
    """Yield a client for the address in the peer's confirmed key file, or raise ExchangeError.

    A thread keeps the connection to the peer that it called last, for a minute and as long as nothing goes wrong.
    """
    url = key_file_of(peer).url
    if not url:
        raise ExchangeError("E_ADDRESS", "a peer that is reached by media alone")
    options = (url, private_peers(), secure_peers())
    kept: tuple[object, float, PeerClient] | None = getattr(_open, "client", None)
    _open.client = None
    if kept is not None and kept[0] == options and time.monotonic() < kept[1]:
        _, until, client = kept
    else:
        if kept is not None:
            kept[2].close()
        client = PeerClient(address_of(url, private=options[1], secure=options[2]))
        until = time.monotonic() + KEPT
    try:
        yield client
    except BaseException:
        client.close()
        raise
    _open.client = (options, until, client)


def _attempt(item: OutboxItem, now: datetime) -> None:
    item.attempts, item.tried_at = item.attempts + 1, now
    ended = item.expires_at is not None and now >= item.expires_at + MARGIN
    if item.state == OutboxState.packed.name and not ended and item.peer.restart in {None, item.pk}:
        move(item, "state", OutboxState, "sent", actor=ACTOR, at=now, also=("attempts", "tried_at"))
    else:
        change(item, {"attempts": item.attempts, "tried_at": now})
    restarts.demand_turn(item.peer, item.pk)
    with calling(item.peer) as client:
        if ended:
            _ask_and_give_up(item, client, now)
            return
        crash_point("delivery.before_announce")
        _take(item, _bring(item, client), now)


def _bring(item: OutboxItem, client: PeerClient) -> Told:
    """Announce, send what is missing, complete; return the peer's last answer."""
    told = client.announce(bytes(item.envelope))
    crash_point("delivery.announced")
    if told.receipts:
        return told
    done: Told | None = None
    for number, missing in enumerate(told.missing, 1):
        final = number == len(told.missing)
        done = _send(client, _own(item, missing), missing.offset, told.ticket, final=final)
    crash_point("delivery.before_complete")
    done = done or client.complete(item.message_id, told.ticket)
    crash_point("delivery.completed")
    return done


def _ask_and_give_up(item: OutboxItem, client: PeerClient, now: datetime) -> None:
    """The envelope ended: if the peer holds the message after all, its receipts say so; else it is packed anew."""
    try:
        told = client.announce(bytes(item.envelope))
    except ComityError as error:
        if error.code != "E_EXPIRED":
            raise
        told = None
    if told is not None and told.receipts:
        _take(item, told, now)
        return
    _give_up(item, now)


def _give_up(item: OutboxItem, now: datetime) -> None:
    """Let a message be packed anew whose envelope ended."""
    with transaction.atomic():
        move(item, "state", OutboxState, "new", actor=ACTOR, at=now)
        enqueue("exchange.send", {"item": str(item.pk)}, dedupe=str(item.pk))


def _own(item: OutboxItem, missing: Missing) -> Blob:
    """Return the blob of ours that the peer misses; a peer cannot ask for any other."""
    for blob in sealed_of(item):
        if (blob.sha256, blob.size) == (missing.sha256, missing.size):
            return blob
    raise ExchangeError("E_UNKNOWN", "the peer asks for what was not announced", permanent=False)


def _send(client: PeerClient, blob: Blob, offset: int, ticket: str, *, final: bool) -> Told | None:
    """Send a blob from `offset` on; return the receipts with which the peer answers the end of the `final` one."""
    done: Told | None = None
    for start, size in _parts(blob.size, offset):
        done = client.put_part(blob, (start, size), ticket, last=final and start + size == blob.size)
        crash_point("delivery.part_sent")
    return done


def _parts(size: int, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the parts from `offset` on, as places and sizes; an offset inside a part begins with that part."""
    if not isinstance(offset, int) or isinstance(offset, bool) or not 0 <= offset <= size:
        raise ExchangeError("E_RANGE", "the peer wants to go on nowhere", permanent=False)
    yield from blobs.parts_from(size, offset)


def _take(item: OutboxItem, told: Told, now: datetime) -> None:
    if told.accepted:
        raise TroubleError("E_BUSY", "the peer still computes digests")
    for raw in told.receipts:
        take_receipt(raw, now=now, expect_from=item.peer)
    crash_point("delivery.receipt_recorded")
    [item.state] = _STATE.get(pk=item.pk)
    if item.state in {OutboxState.packed.name, OutboxState.sent.name}:
        raise TroubleError("E_INCOMPLETE", "the peer answered without a receipt for this message")


def _note_trouble(item: OutboxItem, code: str, now: datetime) -> None:
    OutboxItem.objects.filter(pk=item.pk, state__in=["packed", "sent"]).update(trouble=code[:40], tried_at=now)
