"""What the tests of delivery share: a peer's server, and how a message is put and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.core.actors import Actor
from comity.core.files.actions import store_bytes
from comity.exchange import outbox, packing
from comity.exchange.delivery import deliver
from tests.builders.keys import NOW

if TYPE_CHECKING:
    from comity.exchange.models import OutboxItem, Peer

ACTOR = Actor.system("tests")


def put(peer: Peer, message: Any, *, now: Any = NOW, **parts: Any) -> OutboxItem:
    """Put a message into the outbox, as an action does."""
    peer.refresh_from_db()
    with transaction.atomic():
        return outbox.put(actor=ACTOR, case_id=message.request_id, peer=peer, message=message, now=now, **parts)


def send(item: OutboxItem, *, now: Any = NOW) -> OutboxItem:
    """Pack and deliver, as the worker does."""
    packing.pack(item.pk, now=now)
    deliver(item.pk, now=now)
    item.refresh_from_db()
    return item


def a_file(data: bytes, name: str = "ledger.bin", purpose: str = "evidence", kind: str = "application/pdf") -> Any:
    return store_bytes(data, actor=ACTOR, purpose=purpose, name=name, media_type=kind, now=NOW)
