"""Reading an age file: not one byte leaves here before its chunk was authenticated."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from comity.seal.age.flow import fill
from comity.seal.age.header import derive, read_header
from comity.seal.age.sealing import BATCH, CHUNK, NONCE_SIZE, SEALED_CHUNK, TAG, chunk_nonce
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _typeshed import WriteableBuffer

    from comity.seal.age.flow import Source
    from comity.seal.age.stanza import Identity


class OpenReader(io.RawIOBase):
    """The plaintext of an age file, as a raw stream, in constant memory.

    Every byte given out is authentic and in its place. That the file is whole is known only when a
    read returns nothing: until then keep what you read apart (`open_to_path` does). The source stays open.

    Attributes:
        stanza_types: the kinds of the header's stanzas in order, such as `mlkem768x25519`.
    """

    def __init__(self, source: Source, identities: Sequence[Identity]) -> None:
        """Read and prove the header. Raises SealError as `Header.open` and `read_header` do."""
        super().__init__()
        header, rest = read_header(source)
        self.stanza_types = tuple(stanza.type for stanza in header.stanzas)
        file_key = header.open(identities)
        self._source = source
        self._raw = memoryview(bytearray(BATCH * SEALED_CHUNK + 1))  # one byte more tells that more follows
        self._at, self._size, self._ended = 0, len(rest), False
        self._raw[: self._size] = rest
        self._fill(NONCE_SIZE)
        if self._size < NONCE_SIZE:
            raise SealError("E_AGE_HEADER", "the file ends before its payload")
        self._cipher = ChaCha20Poly1305(derive(file_key, bytes(self._raw[:NONCE_SIZE]), b"payload"))
        self._at = NONCE_SIZE
        self._counter = 0
        self._plain = memoryview(bytearray(CHUNK))
        self._plain_at = self._plain_size = 0
        self._finished = self._failed = False

    def readable(self) -> bool:
        """Say that this stream is for reading."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer` with verified plaintext; less only at the end of the file.

        Raises SealError `E_AGE_PAYLOAD` for anything altered, cut, appended or moved, now and ever after.
        """
        if self._failed:
            raise SealError("E_AGE_PAYLOAD", "this sealed file failed before")
        view = memoryview(buffer).cast("B")
        self._failed = True  # until every step below has succeeded
        done = 0
        while done < len(view):
            if self._plain_at == self._plain_size:
                if self._finished:
                    break
                done += self._open_chunk(view[done:])
            else:
                size = min(self._plain_size - self._plain_at, len(view) - done)
                view[done : done + size] = self._plain[self._plain_at : self._plain_at + size]
                self._plain_at += size
                done += size
        self._failed = False
        return done

    def readall(self) -> bytes:
        """Return all that is left, only if the file is whole."""
        whole = io.BytesIO()
        buffer = memoryview(bytearray(BATCH * CHUNK))
        while size := self.readinto(buffer):
            whole.write(buffer[:size])
        return whole.getvalue()

    def _open_chunk(self, view: memoryview) -> int:
        """Open the next chunk straight into `view` and return its size, or 0 after putting it aside."""
        self._fill(SEALED_CHUNK + 1)
        end = min(self._at + SEALED_CHUNK, self._size)
        last = end == self._size
        chunk = self._raw[self._at : end]
        size = len(chunk) - TAG
        if size < 0 or (size == 0 and self._counter):
            raise SealError("E_AGE_PAYLOAD", "the sealed content is cut off")
        direct = size <= len(view)
        target = view[:size] if direct else self._plain[:size]
        try:
            self._cipher.decrypt_into(chunk_nonce(self._counter, last=last), chunk, None, target)
        except InvalidTag:
            target[:] = bytes(size)  # nothing unverified stays anywhere
            raise SealError("E_AGE_PAYLOAD", f"chunk {self._counter} is not authentic") from None
        self._at = end
        self._counter += 1
        self._finished = last
        if direct:
            return size
        self._plain_at, self._plain_size = 0, size
        return 0

    def _fill(self, wanted: int) -> None:
        """Have at least `wanted` bytes ahead, unless the source has ended."""
        ahead = self._size - self._at
        if ahead >= wanted or self._ended:
            return
        self._raw[:ahead] = bytes(self._raw[self._at : self._size])
        self._at = 0
        self._size = ahead + fill(self._source, self._raw[ahead:])
        self._ended = self._size < len(self._raw)
