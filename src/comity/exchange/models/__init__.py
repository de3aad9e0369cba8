"""Every table of the exchange."""

from comity.exchange.models.alarms import AlarmFinding
from comity.exchange.models.blobs import Blob, BlobPart, BlobState
from comity.exchange.models.chains import Alarm, CaseCounter, ChainHead, ChainItem, StoredReceipt
from comity.exchange.models.contacts import Contact
from comity.exchange.models.directories import Directory, DirectoryAlarm, DirectorySnapshot, ListedNode
from comity.exchange.models.editions import EditionSource
from comity.exchange.models.items import Attachment, InboxFile, InboxItem, OutboxItem
from comity.exchange.models.peers import BY_LETTER, Peer, PeerChange, PeerJoin, PeerKind
from comity.exchange.models.post import Channel, PostItem

__all__ = [
    "BY_LETTER",
    "Alarm",
    "AlarmFinding",
    "Attachment",
    "Blob",
    "BlobPart",
    "BlobState",
    "CaseCounter",
    "ChainHead",
    "ChainItem",
    "Channel",
    "Contact",
    "Directory",
    "DirectoryAlarm",
    "DirectorySnapshot",
    "EditionSource",
    "InboxFile",
    "InboxItem",
    "ListedNode",
    "OutboxItem",
    "Peer",
    "PeerChange",
    "PeerJoin",
    "PeerKind",
    "PostItem",
    "StoredReceipt",
]
