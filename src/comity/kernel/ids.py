"""Identifiers: time-ordered UUIDs for things, short names for nodes."""

from __future__ import annotations

import os
import re
import time
import uuid

from comity.kernel.errors import KernelError

_NODE = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def new_id() -> uuid.UUID:
    """Return a new UUID of version 7 (RFC 9562): sortable by the time it was made, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)


def parse_id(text: object) -> uuid.UUID:
    """Return the UUID written in its canonical form, or raise KernelError `E_ID`."""
    try:
        value = uuid.UUID(text) if isinstance(text, str) else None
    except ValueError:
        value = None
    if value is None or str(value) != text:
        raise KernelError("E_ID", "not a UUID in canonical form")
    return value


def parse_node_id(text: object) -> str:
    """Return a node's name (`xa`, `central-authority.xb`), or raise KernelError `E_NODE`."""
    if not isinstance(text, str) or not _NODE.fullmatch(text):
        raise KernelError("E_NODE", "not a node id")
    return text


def parse_sha256(text: object) -> str:
    """Return a SHA-256 in lower-case hexadecimal, or raise KernelError `E_DIGEST`."""
    if not isinstance(text, str) or not _SHA256.fullmatch(text):
        raise KernelError("E_DIGEST", "not a SHA-256 in lower-case hexadecimal")
    return text
