"""Digests that grow while the parts of an upload arrive in order, so that finishing needs no second reading.

Only a convenience of this process: the state says exactly which blobs it covers. Where it does not cover the parts that
are really there (another order, another process, a part that was replaced), `finish_file` reads everything once more.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

AT_MOST = 256


class Digests:
    """SHA-256 and SHA-512 of one stream, and its size in bytes."""

    def __init__(self) -> None:
        self._sha256, self._sha512, self.size = hashlib.sha256(), hashlib.sha512(), 0

    def update(self, data: bytes | memoryview) -> None:
        """Take the next bytes."""
        self._sha256.update(data)
        self._sha512.update(data)
        self.size += len(data)

    def copy(self) -> Digests:
        """Return the same state, to be continued apart."""
        twin = Digests()
        twin._sha256, twin._sha512, twin.size = self._sha256.copy(), self._sha512.copy(), self.size
        return twin

    @property
    def sha256(self) -> str:
        """SHA-256 so far, in hexadecimal."""
        return self._sha256.hexdigest()

    @property
    def sha512(self) -> str:
        """SHA-512 so far, in hexadecimal."""
        return self._sha512.hexdigest()


@dataclass
class Running:
    """What was digested of one file: the blobs, in order, and the state after them."""

    blobs: tuple[str, ...] = ()
    digests: Digests = field(default_factory=Digests)

    def followed_by(self, blob: str, digests: Digests) -> Running:
        """Return the state after one more part."""
        return Running((*self.blobs, blob), digests)


_lock = threading.Lock()
_known: OrderedDict[UUID, Running] = OrderedDict()


def running_at(file_id: UUID, offset: int) -> Running | None:
    """Return what may be continued with a part at `offset`, or None when that part does not come in order."""
    if offset == 0:
        return Running()
    with _lock:
        running = _known.get(file_id)
    return running if running is not None and running.digests.size == offset else None


def known_size(file_id: UUID) -> int:
    """Return how many bytes from the beginning of a file were digested in order, 0 where that is not known."""
    with _lock:
        running = _known.get(file_id)
    return running.digests.size if running is not None else 0


def remember(file_id: UUID, running: Running) -> None:
    """Keep a state whose last part is now on record; the oldest of too many is dropped."""
    with _lock:
        _known[file_id] = running
        _known.move_to_end(file_id)
        while len(_known) > AT_MOST:
            _known.popitem(last=False)


def drop(file_id: UUID) -> None:
    """Forget the state of a file to which a part comes that does not follow."""
    with _lock:
        _known.pop(file_id, None)


def take(file_id: UUID, blobs: tuple[str, ...]) -> Digests | None:
    """Return the digests if they cover exactly `blobs` in this order, else None; what was kept is dropped."""
    with _lock:
        running = _known.pop(file_id, None)
    return running.digests if running is not None and running.blobs == blobs else None


def forget_digests() -> None:
    """Drop every state, as a new process would begin."""
    with _lock:
        _known.clear()
