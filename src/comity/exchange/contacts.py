"""Who fetches from whom: set by an operator, or seen from a key file that names no address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.exchange.models import Contact, Peer
from comity.seal.statement import AHEAD

if TYPE_CHECKING:
    from datetime import datetime

ACTOR: Final = Actor.system("exchange.contacts")
TICK: Final = timedelta(milliseconds=1)


def settle(peer: Peer, *, we_fetch: bool | None = None, they_fetch: bool | None = None, now: datetime) -> Contact:
    """Say which side fetches; None leaves a side as it is."""
    with transaction.atomic():
        contact = locked(peer)
        contact.we_fetch = contact.we_fetch if we_fetch is None else we_fetch
        contact.they_fetch = contact.they_fetch if they_fetch is None else they_fetch
        contact.save(update_fields=["we_fetch", "they_fetch"])
        record(
            actor=ACTOR, code="exchange.contact.settled", subject=f"exchange.peer:{peer.node_id}", at=now,
            data={"we_fetch": contact.we_fetch, "they_fetch": contact.they_fetch},
        )  # fmt: skip
    return contact


def locked(peer: Peer) -> Contact:
    """Return the row of a peer, locked to the end of the caller's transaction."""
    Contact.objects.get_or_create(peer=peer)
    return Contact.objects.select_for_update().get(peer=peer)


def fetches(peer: Peer) -> bool:
    """Whether the peer comes for what waits: nothing is brought to it, and that is no trouble.

    An operator said so, or its key file names no address and it has come before.
    """
    contact = _of(peer)
    return contact is not None and (contact.they_fetch or (contact.fetched_at is not None and not peer.url))


def fetched_since(peer: Peer, moment: datetime) -> bool:
    """Whether the peer came to fetch after `moment`, by our clock. It posts its receipts before it fetches."""
    contact = _of(peer)
    return contact is not None and contact.fetched_at is not None and contact.fetched_at > moment


def _of(peer: Peer) -> Contact | None:
    """Return the row of a peer; no query where it was selected with the peer."""
    try:
        return peer.contact
    except Contact.DoesNotExist:
        return None


def next_signing(peer: Peer, now: datetime) -> datetime:
    """Return the time that our next statement to the peer bears: later than that of every one before.

    One that was signed by a clock that was ahead does not count: no peer can have heard it.
    """
    with transaction.atomic():
        contact = locked(peer)
        last = contact.signed_at
        contact.signed_at = now if last is None or last > now + AHEAD else max(now, last + TICK)
        contact.save(update_fields=["signed_at"])
    return contact.signed_at
