"""The tree's arithmetic that appending needs (RFC 6962 section 2.1): leaves, links, and a frontier of peaks."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256

DIGEST = 32
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def leaf_of(  # noqa: PLR0917 (the six fields, in the order of the leaf)
    seq: int, at: str, actor: str, code: str, subject: str, data: str
) -> bytes:
    """Return the leaf hash of an entry: SHA-256 of 0x00 and its six fields as one JSON array."""
    return sha256(b"\x00" + _encode((seq, at, actor, code, subject, data)).encode()).digest()


def link_of(previous: bytes, leaf: bytes) -> bytes:
    """Return the link that binds an entry to all before it."""
    return sha256(previous + leaf).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The perfect subtrees of a growing tree, largest first: enough to append and to tell the root."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Frontier:
        """Read what `pack` wrote."""
        return cls(size, [packed[at : at + DIGEST] for at in range(0, len(packed), DIGEST)])

    def pack(self) -> bytes:
        """Return the peaks as bytes."""
        return b"".join(self.peaks)

    def append(self, leaf: bytes) -> None:
        """Add one leaf: as many subtrees close as the size has trailing ones."""
        size = self.size
        while size & 1:
            leaf = node_of(self.peaks.pop(), leaf)
            size >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the tree's root; of the empty tree the hash of nothing."""
        if not self.peaks:
            return sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_of(peak, root)
        return root
