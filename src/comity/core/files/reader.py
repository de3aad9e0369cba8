"""Reading stored files: in constant memory, and nothing that was not proved to be what was put there."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from comity.core.files.errors import FileError
from comity.core.files.flow import CountingSink
from comity.core.files.parts import HEAD
from comity.core.files.store import blob_store
from comity.core.keys import storage_identities
from comity.seal.age import OpenReader, SealWriter, require_hybrid
from comity.seal.padding import PaddedReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _typeshed import WriteableBuffer

    from comity.core.files.models import FilePart, StoredFile
    from comity.seal.age import HybridIdentity, Recipient, Sink

BLOCK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Sealed:
    """What `seal_for` wrote: its size in bytes and the SHA-256 of the ciphertext."""

    size: int
    sha256: str


def open_file(file: StoredFile) -> BinaryIO:
    """Return a finished file for reading, forwards, in constant memory. Close it, or use it in a `with`.

    Reading raises FileError `E_FILE_DAMAGED` or SealError `E_AGE_*` where the bytes on the disk are not those that were
    stored; what was returned before that place is authentic.

    Raises:
        FileError: `E_FILE_STATE` when the file is not finished.
    """
    if not file.is_finished:
        raise FileError("E_FILE_STATE", "only a finished file can be read")
    return io.BufferedReader(PartsReader(list(file.parts.all()), file.whole_size()), BLOCK)


def read_file(file: StoredFile, *, limit: int) -> bytes:
    """Return the whole content of a small file; FileError `E_FILE_SIZE` above `limit` bytes."""
    if file.whole_size() > limit:
        raise FileError("E_FILE_SIZE", f"more than {limit} bytes", limit=limit)
    with open_file(file) as source:
        return source.read()


def seal_for(file: StoredFile, recipients: Sequence[Recipient], sink: Sink) -> Sealed:
    """Seal a finished file to `recipients` into `sink`, padded with zeros to its Padmé size; plaintext stays in memory.

    Raises SealError `E_RECIPIENT` for anything but hybrid recipients (`exchange.md` §1.2), before anything is written.
    """
    require_hybrid(recipients)
    counted = CountingSink(sink)
    with open_file(file) as opened, SealWriter(counted, recipients) as sealer:
        source = PaddedReader(opened, file.whole_size())
        while data := source.read(BLOCK):
            sealer.write(data)
    return Sealed(counted.size, counted.sha256)


class PartsReader(io.RawIOBase):
    """The content of parts that follow one another without a gap, as one raw stream of `size` bytes."""

    def __init__(self, parts: list[FilePart], size: int) -> None:
        super().__init__()
        self._parts, self._size, self._done = parts, size, 0
        self._blob: BinaryIO | None = None
        self._opened: OpenReader | None = None
        self._left = 0  # of the part at hand
        self._identities: tuple[HybridIdentity, ...] = storage_identities()

    def readable(self) -> bool:
        """Say that this stream is for reading."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer` with the next bytes; 0 at the end, which is reached only if everything was there."""
        view = memoryview(buffer).cast("B")
        while view:
            if self._opened is None and not self._open_next():
                if self._done != self._size:
                    raise FileError("E_FILE_DAMAGED", "the parts do not add up to the file")
                return 0
            size = self._opened.readinto(view) if self._opened is not None else 0
            self._left -= size
            self._done += size
            if self._left < 0 or (size == 0 and self._left):
                raise FileError("E_FILE_DAMAGED", "a part has not the size on record")
            if size:
                return size
            self._close_part()
        return 0

    def close(self) -> None:
        """Close the blob at hand."""
        self._close_part()
        super().close()

    def _open_next(self) -> bool:
        if not self._parts:
            return False
        part = self._parts.pop(0)
        if part.offset != self._done:
            raise FileError("E_FILE_DAMAGED", "a part is missing")
        self._blob = blob_store().get(part.blob)
        head = self._blob.read(HEAD)
        if hashlib.sha256(head).hexdigest() != part.head:
            raise FileError("E_FILE_DAMAGED", "a blob is not the one that was stored")
        self._blob.seek(0)
        self._opened = OpenReader(self._blob, self._identities)
        self._left = part.size
        return True

    def _close_part(self) -> None:
        self._opened = None
        if self._blob is not None:
            self._blob.close()
            self._blob = None
