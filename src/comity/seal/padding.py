"""Sizes that say little: Padmé, and readers that add zeros after content and demand them.

A size on the wire tells an observer what was sent. Padmé (Nikitin and others, "Reducing Metadata Leakage from
Encrypted Files and Communication with PURBs", 2019) leaves at most O(log log size) bits of it and costs at most 12 %.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.seal.errors import SealError

if TYPE_CHECKING:
    from comity.seal.age import Source

SMALLEST = 64 * 1024
CHUNK = 64 * 1024


def padded_size(size: int, smallest: int = SMALLEST) -> int:
    """Return the Padmé size of `size` bytes, at least `smallest`. It is its own padded size."""
    if size < 0 or smallest < 2:  # noqa: PLR2004 (below two bytes the rule has no exponent)
        raise ValueError("a size cannot be negative, nor the smallest size below two bytes")
    if size <= smallest:
        return smallest
    exponent = size.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    return (size + (1 << free_bits) - 1) >> free_bits << free_bits


def is_padded_size(size: int, smallest: int = SMALLEST) -> bool:
    """Say whether `size` is one that `padded_size` can give."""
    return size >= smallest and padded_size(size, smallest) == size


class PaddedReader:
    """Reads `source` (exactly `size` bytes) and then zeros, up to the padded size.

    A source that gives fewer or more bytes than announced raises SealError `E_SIZE`: what was measured and signed
    is not what is being sent.
    """

    def __init__(self, source: Source, size: int, smallest: int = SMALLEST) -> None:
        self._source = source
        self._left = size
        self._zeros = padded_size(size, smallest) - size
        self._checked = False

    def read(self, size: int = CHUNK) -> bytes:
        """Return at most `size` bytes, and nothing at the end."""
        if self._left:
            data = _read(self._source, min(size, self._left))
            if not data and size:
                raise SealError("E_SIZE", "the content is shorter than announced")
            self._left -= len(data)
            return data
        if not self._checked:
            if _read(self._source, 1):
                raise SealError("E_SIZE", "the content is longer than announced")
            self._checked = True
        data = bytes(min(size, self._zeros))
        self._zeros -= len(data)
        return data


class UnpaddedReader:
    """Reads the first `size` bytes of a padded `source`; its last read demands zeros up to the padded size.

    Raises SealError `E_SIZE` where the source is not of the padded size, `E_DIGEST` where padding is not zero.
    The end (an empty answer) is reached only after the padding was read and found right.
    """

    def __init__(self, source: Source, size: int, smallest: int = SMALLEST) -> None:
        self._source = source
        self._left = size
        self._zeros = padded_size(size, smallest) - size
        self._ended = False

    def read(self, size: int = CHUNK) -> bytes:
        """Return at most `size` bytes of content, and nothing at the end."""
        if self._left:
            data = _read(self._source, min(size, self._left))
            if not data and size:
                raise SealError("E_SIZE", "the content is shorter than announced")
            self._left -= len(data)
            return data
        if size and not self._ended:
            self._finish()
            self._ended = True
        return b""

    def _finish(self) -> None:
        while data := _read(self._source, CHUNK):
            if any(data):
                raise SealError("E_DIGEST", "the padding is not zero")
            self._zeros -= len(data)
        if self._zeros:
            raise SealError("E_SIZE", "the padding is not of the announced size")


def _read(source: Source, size: int) -> bytes:
    data = source.read(size)
    if data is None:
        raise BlockingIOError("a padded stream needs a source that waits for its data")
    return data
