"""Every table of the exchange."""

from comity.exchange.models.blobs import Blob, BlobPart, BlobState
from comity.exchange.models.chains import Alarm, CaseCounter, ChainHead, ChainItem, StoredReceipt
from comity.exchange.models.items import Attachment, InboxFile, InboxItem, OutboxItem
from comity.exchange.models.peers import Peer, PeerChange, PeerKind

__all__ = [
    "Alarm",
    "Attachment",
    "Blob",
    "BlobPart",
    "BlobState",
    "CaseCounter",
    "ChainHead",
    "ChainItem",
    "InboxFile",
    "InboxItem",
    "OutboxItem",
    "Peer",
    "PeerChange",
    "PeerKind",
    "StoredReceipt",
]
