"""Tickets: leave to put, or fetch, the bytes of one message, for some hours. They name nothing a stranger could use."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.core import signing

from comity.core.prepared import Prepared
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Blob, BlobState, InboxItem, OutboxItem

if TYPE_CHECKING:
    from datetime import datetime

SALT: Final = "comity.exchange.ticket"
FETCHING: Final = "comity.exchange.ticket.fetching"
LIFE: Final = timedelta(hours=24)
SCHEME: Final = "Comity "
_LONGEST: Final = 400
_ITEM: Final = Prepared(lambda pk: InboxItem.objects.select_related("peer", "package").filter(pk=pk))


def issue(item: InboxItem, now: datetime) -> str:
    """Return a ticket for the bytes of `item`, bound to its envelope (peer, digests, sizes) and to time."""
    until = int(min(now + LIFE, item.expires_at).timestamp())
    return signing.dumps([str(item.pk), item.envelope_sha256[:32], until], salt=SALT)


def read(text: str, now: datetime) -> InboxItem:
    """Return the item a ticket is for, or raise ExchangeError `E_TICKET` (ask for a new one)."""
    try:
        name, envelope, until = signing.loads(text[:_LONGEST], salt=SALT)
        item = _ITEM.first(pk=UUID(name))
    except (signing.BadSignature, ValueError, TypeError):
        item = None
    if (
        item is None
        or item.envelope_sha256[:32] != envelope
        or not now.timestamp() < until
        or not item.peer.is_confirmed
    ):
        raise ExchangeError("E_TICKET", "no good ticket", permanent=False)
    return item


def issue_fetching(item: OutboxItem, now: datetime) -> str:
    """Return a ticket with which the peer fetches the bytes of a message of ours, bound to its envelope and to time."""
    return signing.dumps([str(item.pk), item.envelope_sha256[:32], int((now + LIFE).timestamp())], salt=FETCHING)


def read_fetching(text: str, now: datetime) -> OutboxItem:
    """Return the message of ours that a ticket is for, or raise ExchangeError `E_TICKET` (ask for a new one)."""
    try:
        name, envelope, until = signing.loads(text[:_LONGEST], salt=FETCHING)
        item = OutboxItem.objects.select_related("peer").filter(pk=UUID(name)).first()
    except (signing.BadSignature, ValueError, TypeError):
        item = None
    if (
        item is None
        or item.envelope_sha256[:32] != envelope
        or not now.timestamp() < until
        or not item.peer.is_confirmed
    ):
        raise ExchangeError("E_TICKET", "no good ticket", permanent=False)
    return item


def blob_of(item: InboxItem, sha256: str) -> Blob:
    """Return the blob of that digest if it belongs to the item, or raise ExchangeError `E_UNKNOWN`."""
    found = item.package if item.package.sha256 == sha256 else item.evidence.filter(sha256=sha256).first()
    if found is None or found.state == BlobState.RELEASED:
        raise ExchangeError("E_UNKNOWN", "not announced with this message")
    return found
