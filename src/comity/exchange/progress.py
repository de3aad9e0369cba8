"""Digests that grow while the parts of an item arrive in order, so that signing for it needs no second reading.

Only a convenience of this process: a digest names exactly the parts it covers. Where those are not the parts that lie
in the store (another order, another process, a part that came twice), everything is read once more.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.exchange.models import Blob

AT_MOST: Final = 256


@dataclass(frozen=True, slots=True)
class Running:
    """The digest of the first parts of an item.

    Attributes:
        keys: where these parts lie, in order.
        size: how many bytes they have.
        sha256: the state of the digest after them.
    """

    keys: tuple[str, ...] = ()
    size: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)


_lock = threading.Lock()
_known: OrderedDict[object, Running] = OrderedDict()


def running_at(blob: Blob, offset: int) -> Running | None:
    """Return what a part at `offset` continues, or None when it does not come in order."""
    if offset == 0:
        return Running()
    with _lock:
        running = _known.get(blob.pk)
    return running if running is not None and running.size == offset else None


def remember(blob: Blob, running: Running, *, key: str, size: int, sha256: Any) -> None:
    """Keep the digest after one more part, which is on record; the oldest of too many is dropped."""
    with _lock:
        _known[blob.pk] = Running((*running.keys, key), running.size + size, sha256)
        _known.move_to_end(blob.pk)
        while len(_known) > AT_MOST:
            _known.popitem(last=False)


def digest_of(blob: Blob, keys: Sequence[str]) -> str:
    """Return the SHA-256 of the whole item if it covers exactly the parts under `keys`, else an empty text."""
    with _lock:
        running = _known.get(blob.pk)
    whole = running is not None and running.size == blob.size and running.keys == tuple(keys)
    return running.sha256.hexdigest() if running is not None and whole else ""


def forget(blob: Blob) -> None:
    """Drop what is known of an item."""
    with _lock:
        _known.pop(blob.pk, None)
