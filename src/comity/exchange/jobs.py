"""The work of the exchange, by name. Every job may run twice; everything it does checks what is done already."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog

from comity.core.jobs.actions import enqueue
from comity.core.jobs.registry import Backoff, job, periodic
from comity.core.prepared import Prepared
from comity.exchange import (
    anchors,
    delivery,
    directories,
    editions,
    fetching,
    inbox,
    library_source,
    opening,
    packing,
    stamps,
    tree_source,
)
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Contact, InboxItem, OutboxItem, Peer, StoredReceipt
from comity.kernel.clock import utc_now
from comity.kernel.errors import ComityError
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.core.jobs.registry import Payload

FOR_EVER: Final = None
PATIENT: Final = Backoff(first=timedelta(seconds=2), cap=timedelta(minutes=30))
LONG: Final = timedelta(days=2)  # evidence of many gigabytes over a slow line
ASK_AFTER: Final = timedelta(minutes=15)
ASK_AT_MOST: Final = 100  # messages of one run
_OURS: Final = Prepared(lambda message_id: StoredReceipt.objects.filter(ours=True, message_id=message_id))

log = structlog.get_logger("comity.exchange")


class LaterError(ComityError):
    """A job that failed for now: tried again, with the code of what stood in the way."""

    permanent = False


def _never_dead(work: Callable[[], object]) -> None:
    """Run a step; whatever it raises on purpose only delays it: what cannot be is shown to people, never dropped."""
    try:
        work()
    except ComityError as error:
        if error.permanent:
            raise LaterError(error.code, error.detail) from error
        raise


@job("exchange.send", attempts=FOR_EVER, backoff=PATIENT, limit=LONG)
def send(payload: Payload) -> None:
    """Seal, build and sign a message, and bring it to its peer. Tried again, it goes on with what is left to do."""
    message_id = UUID(payload["item"])
    _never_dead(lambda: packing.pack(message_id, now=utc_now()))
    stamps.stamp_receipts(_OURS.each(message_id=message_id))
    _never_dead(lambda: delivery.deliver(message_id, now=utc_now()))


@job("exchange.ask", attempts=FOR_EVER, backoff=PATIENT)
def ask(payload: Payload) -> None:
    """Ask a peer what became of the messages it holds: one job for a peer, however long it is away."""
    now = utc_now()
    held = OutboxItem.objects.filter(peer=payload["peer"], state="consigned", tried_at__lt=now - ASK_AFTER)
    for message_id in list(held.values_list("pk", flat=True)[:ASK_AT_MOST]):
        _never_dead(partial(delivery.ask_again, message_id, now=now))


@job("exchange.offer", attempts=FOR_EVER, backoff=PATIENT, limit=LONG)
def offer(payload: Payload) -> None:
    """Bring a message once more to a peer that may have lost it."""
    _never_dead(lambda: delivery.offer_again(UUID(payload["item"]), now=utc_now()))


@job("exchange.post_receipts", attempts=FOR_EVER, backoff=PATIENT)
def post_receipts(payload: Payload) -> None:
    """Bring our receipts to a peer."""
    _never_dead(lambda: delivery.post_receipts(UUID(payload["peer"]), now=utc_now()))


@job("exchange.fetch", attempts=FOR_EVER, backoff=PATIENT, limit=LONG)
def fetch(payload: Payload) -> None:
    """Fetch what waits for us at a peer."""
    peer_id = UUID(payload["peer"])
    _never_dead(lambda: fetching.fetch(peer_id, now=utc_now()))


@job("exchange.compare", attempts=FOR_EVER, backoff=PATIENT)
def compare(payload: Payload) -> None:
    """Compare heads of chains with a peer."""
    _never_dead(lambda: fetching.compare(UUID(payload["peer"]), now=utc_now()))


@job("exchange.consign", attempts=5, backoff=PATIENT, limit=LONG)
def consign(payload: Payload) -> None:
    """Compute the digests of a large message and sign for it.

    What is wrong with the message is told to the peer when it says once more that all was sent, and is no trouble of
    ours: wrong bytes are dropped and come again, a contradiction has its alarm.
    """
    try:
        inbox.consign(UUID(payload["item"]), now=utc_now())
    except (ExchangeError, SealError) as error:
        log.warning("exchange.not_consigned", code=error.code)


@job("exchange.open", attempts=FOR_EVER, backoff=PATIENT, limit=LONG)
def open_message(payload: Payload) -> None:
    """Open a consigned message and let it take effect."""
    _never_dead(lambda: opening.open_message(UUID(payload["item"]), now=utc_now()))


@periodic("exchange.sweep", every=timedelta(minutes=5))
def sweep() -> None:
    """Find what was left: items without their job, messages without news, announcements that ended."""
    now = utc_now()
    for message_id in OutboxItem.objects.filter(state__in=["new", "packed", "sent"]).values_list("pk", flat=True):
        enqueue("exchange.send", {"item": str(message_id)}, dedupe=str(message_id))
    held = OutboxItem.objects.filter(state="consigned", tried_at__lt=now - ASK_AFTER)
    for peer_id in held.order_by().values_list("peer_id", flat=True).distinct():
        enqueue("exchange.ask", {"peer": str(peer_id)}, dedupe=str(peer_id))
    for item_id in InboxItem.objects.filter(state="consigned").values_list("pk", flat=True):
        enqueue("exchange.open", {"item": str(item_id)}, dedupe=str(item_id))
    for peer_id in StoredReceipt.objects.filter(ours=True, wanted=True).values_list("peer_id", flat=True).distinct():
        enqueue("exchange.post_receipts", {"peer": str(peer_id)}, dedupe=str(peer_id))
    inbox.drop_expired(now=now)


@periodic("exchange.pull", every=timedelta(minutes=1))
def pull() -> None:
    """Ask every peer that cannot call us for what waits."""
    for contact in Contact.objects.filter(we_fetch=True, peer__in=Peer.objects.confirmed()):
        enqueue("exchange.fetch", {"peer": str(contact.peer_id)}, dedupe=str(contact.peer_id))


@periodic("exchange.heads", every=timedelta(days=1), offset=timedelta(hours=3))
def compare_heads() -> None:
    """Ask every peer for the heads it holds. One that fetches says so when it fetches."""
    for peer in Peer.objects.confirmed().filter(restart__isnull=True).exclude(url=""):
        enqueue("exchange.compare", {"peer": str(peer.pk)}, dedupe=str(peer.pk))


@periodic("exchange.editions", every=timedelta(minutes=1))
def look_at_editions() -> None:
    """Look at the directory of authorities that the hub publishes, when it is due."""
    now = utc_now()
    source = editions.believed()
    if source is not None and anchors.is_due(source, now):
        editions.look(source, now=now)


@periodic("exchange.directory", every=timedelta(minutes=1))
def look_at_directory() -> None:
    """Look at the key directory when it is due."""
    now = utc_now()
    directory = directories.followed()
    if directory is not None and anchors.is_due(directory, now):
        directories.look(directory, now=now)


@periodic("exchange.library", every=timedelta(minutes=1), limit=timedelta(minutes=30))
def look_at_library() -> None:
    """Take over what the hub of the key directory passes on of its library, when it is due."""
    library_source.take_when_due(utc_now())


@periodic("exchange.channel-tree", every=timedelta(minutes=1))
def look_at_channel_tree() -> None:
    """Take the decision tree of the hub of the key directory, when it is due."""
    tree_source.take_when_due(utc_now())
