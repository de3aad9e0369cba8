"""From an entry to its leaf, and the frontier as one row of the database keeps it (RFC 6962 section 2.1)."""

from __future__ import annotations

import json
from hashlib import sha256

from comity.seal.merkle import Frontier, leaf_hash

DIGEST = 32
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def leaf_of(  # noqa: PLR0917 (the six fields, in the order of the leaf)
    seq: int, at: str, actor: str, code: str, subject: str, data: str
) -> bytes:
    """Return the leaf hash of an entry: its six fields as one JSON array."""
    return leaf_hash(encode((seq, at, actor, code, subject, data)).encode())


def link_of(previous: bytes, leaf: bytes) -> bytes:
    """Return the link that binds an entry to all before it."""
    return sha256(previous + leaf).digest()


def unpack(size: int, packed: bytes) -> Frontier:
    """Read what `pack` wrote."""
    return Frontier(size, tuple(packed[at : at + DIGEST] for at in range(0, len(packed), DIGEST)))


def pack(frontier: Frontier) -> bytes:
    """Return the digests of the full subtrees as bytes."""
    return b"".join(frontier.digests)
