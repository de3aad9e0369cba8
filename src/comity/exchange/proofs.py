"""What of a message can be taken along and verified without this system. Whoever calls asks for the case first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.core.keys import node_keys
from comity.exchange.models import InboxItem, OutboxItem, PostItem

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.core.files.models import StoredFile
    from comity.exchange.models import Peer


@dataclass(frozen=True, slots=True)
class ProofFiles:
    """Files about one message.

    Attributes:
        peer: the other authority; its key file is the one that two officers confirmed here.
        envelope: what the sender signed outside; empty before a message of ours is packed.
        container: the signed package as it was opened here; None for what we sent, which only the receiver can open.
    """

    peer: Peer
    envelope: bytes
    container: StoredFile | None


def files_of(message_id: UUID) -> ProofFiles | None:
    """Return what there is about one message: at most three queries."""
    sent = OutboxItem.objects.select_related("peer").filter(pk=message_id).first()
    if sent is not None:
        return ProofFiles(sent.peer, bytes(sent.envelope), None)
    arrived = InboxItem.objects.select_related("peer", "container").filter(message_id=message_id).first()
    if arrived is not None:
        return ProofFiles(arrived.peer, bytes(arrived.envelope), arrived.container)
    posted = PostItem.objects.select_related("peer").filter(pk=message_id).first()
    return ProofFiles(posted.peer, b"", None) if posted is not None else None


def our_key_file(now: datetime) -> tuple[str, bytes]:
    """Return our node's id and its signed key file, with the keys that have ended since."""
    keys = node_keys()
    return keys.node_id, keys.peer_file(now)
