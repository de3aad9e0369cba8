"""Writing an age file: the header, then 64 KiB chunks, each bound to its place and to being the last or not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from comity.seal.age.flow import write_all
from comity.seal.age.header import MAX_STANZAS, derive, write_header
from comity.seal.age.stanza import FILE_KEY_SIZE
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

    from comity.seal.age.flow import Sink
    from comity.seal.age.stanza import Recipient

CHUNK: Final = 64 * 1024
TAG: Final = 16
SEALED_CHUNK: Final = CHUNK + TAG
NONCE_SIZE: Final = 16
BATCH: Final = 16  # chunks moved at once: fewer calls, and still in the processor's cache


def chunk_nonce(counter: int, *, last: bool) -> bytes:
    """Return the nonce of a chunk: its number in 11 bytes, and 1 in the twelfth for the last one."""
    return (counter << 8 | last).to_bytes(12, "big")


def payload_size(size: int) -> int:
    """Return how many bytes follow the header of an age file that holds `size` bytes."""
    return NONCE_SIZE + size + TAG * max(1, -(-size // CHUNK))


def wrap_header(file_key: bytes, recipients: Sequence[Recipient]) -> bytes:
    """Return a header that gives `file_key` to `recipients`, or raise SealError `E_RECIPIENT` or `E_KEY`.

    There are 1 to 64; a passphrase stands alone; hybrid and classical keys are not mixed, because the
    classical stanza would undo what the hybrid one is for (age specification, "SHOULD NOT").
    """
    if not 1 <= len(recipients) <= MAX_STANZAS:
        raise SealError("E_RECIPIENT", f"a file has 1 to {MAX_STANZAS} recipients")
    if len(recipients) > 1 and any(one.alone for one in recipients):
        raise SealError("E_RECIPIENT", "a passphrase stands alone")
    if len({one.post_quantum for one in recipients}) > 1:
        raise SealError("E_RECIPIENT", "hybrid and classical recipients are not mixed")
    return write_header(file_key, [one.wrap(file_key) for one in recipients])


class SealWriter:
    """Seals what is written to it, in constant memory, under a fresh file key.

    The file is whole only after `close()`. As a context manager it closes when the block succeeds and
    leaves the file without its last chunk, hence unreadable, when the block raises. The sink stays open.
    """

    def __init__(self, sink: Sink, recipients: Sequence[Recipient]) -> None:
        """Write the header; SealError `E_RECIPIENT` or `E_KEY` for recipients that cannot be sealed to."""
        file_key, nonce = os.urandom(FILE_KEY_SIZE), os.urandom(NONCE_SIZE)
        header = wrap_header(file_key, recipients)
        self._cipher = ChaCha20Poly1305(derive(file_key, nonce, b"payload"))
        self._sink = sink
        self._held = memoryview(bytearray(CHUNK))
        self._held_size = 0
        self._out = memoryview(bytearray(BATCH * SEALED_CHUNK))
        self._out_size = 0
        self._counter = 0
        self._open = True
        write_all(sink, memoryview(header + nonce))

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Take all of `data`; returns its size. ValueError once closed or failed."""
        if not self._open:
            raise ValueError("this sealed file is closed or failed before")
        view = memoryview(data).cast("B")
        size = len(view)
        at = min(CHUNK - self._held_size, size)
        self._held[self._held_size : self._held_size + at] = view[:at]
        self._held_size += at
        if at == size:  # whether the chunk held is the last one is not known yet
            return size
        self._open = False  # until every step below has succeeded
        self._seal(self._held, last=False)
        while size - at > CHUNK:
            self._seal(view[at : at + CHUNK], last=False)
            at += CHUNK
        self._held_size = size - at
        self._held[: self._held_size] = view[at:]
        self._open = True
        return size

    def close(self) -> None:
        """Seal the last chunk and hand everything to the sink. ValueError once closed or failed."""
        if not self._open:
            raise ValueError("this sealed file is closed or failed before")
        self._open = False
        self._seal(self._held[: self._held_size], last=True)
        self._flush()

    def _seal(self, chunk: memoryview, *, last: bool) -> None:
        if self._out_size > (BATCH - 1) * SEALED_CHUNK:
            self._flush()
        end = self._out_size + len(chunk) + TAG
        nonce = chunk_nonce(self._counter, last=last)
        self._cipher.encrypt_into(nonce, chunk, None, self._out[self._out_size : end])
        self._out_size = end
        self._counter += 1

    def _flush(self) -> None:
        write_all(self._sink, self._out[: self._out_size])
        self._out_size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._open = False
