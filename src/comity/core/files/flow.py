"""Streams that count and digest what passes through them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from comity.seal.age import Sink


class Readable(Protocol):
    """Anything that gives bytes, and none at its end."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes."""
        ...


class CountingSink:
    """Passes bytes on to a sink; knows their number and SHA-256."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._sum, self.size = sink, hashlib.sha256(), 0

    def write(self, data: memoryview, /) -> int:
        """Pass `data` on; return how many bytes were taken."""
        taken = self._sink.write(data) or 0
        self._sum.update(data[:taken])
        self.size += taken
        return taken

    @property
    def sha256(self) -> str:
        """SHA-256 of what was taken, in hexadecimal."""
        return self._sum.hexdigest()


class DigestingSource:
    """Reads from a source; knows the number and SHA-256 of the bytes it gave."""

    def __init__(self, source: Readable) -> None:
        self._source, self._sum, self.size = source, hashlib.sha256(), 0

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes."""
        data = self._source.read(size)
        self._sum.update(data)
        self.size += len(data)
        return data

    @property
    def sha256(self) -> str:
        """SHA-256 of what was given, in hexadecimal."""
        return self._sum.hexdigest()
