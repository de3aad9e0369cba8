"""Sealed bytes on their way: kept as they are, for they are ciphertext, and never opened here.

They lie in `exchange/` of the data folder, beside the node's own files. A part is durable before its row is written.
"""

from __future__ import annotations

import hashlib
import io
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from django.db import transaction

from comity.core.files.aside import Aside
from comity.core.files.blobs import FolderStore, new_key
from comity.core.keys import data_folder
from comity.core.prepared import Prepared
from comity.core.rows import change, insert
from comity.exchange import progress
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Blob, BlobPart, BlobState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from _typeshed import WriteableBuffer

    from comity.core.files.blobs import BlobStore
    from comity.exchange.models import Peer

FOLDER: Final = "exchange"
PART: Final = 8 * 1024 * 1024  # parts begin and end at multiples of it; only the end of a blob is another end
LARGEST: Final = 4 * PART  # on a quick line: each part costs a commit and three flushes, whatever its size
QUICK: Final = 4.0  # seconds: a part that took less is followed by one of twice its size
BLOCK: Final = 256 * 1024
_PLACES: Final = Prepared(lambda blob: BlobPart.objects.filter(blob=blob).values_list("offset", "size", "key"))
_THEIRS: Final = Prepared(lambda peer, sha256: Blob.objects.filter(peer=peer, ours=False, sha256=sha256))
_LOCKED: Final = Prepared(lambda pk: Blob.objects.select_for_update().filter(pk=pk))
_PARTS_BEFORE: Final = Prepared(lambda blob, end: BlobPart.objects.filter(blob=blob, offset__lt=end))

_choose: list[Callable[[], BlobStore]] = [lambda: FolderStore(data_folder() / FOLDER)]


def blob_store() -> BlobStore:
    """Return the store of sealed bytes on their way."""
    return _choose[-1]()


@contextmanager
def using_store(store: BlobStore) -> Iterator[None]:
    """Let another store stand in: one on a small disk, or one whose fsync fails."""
    _choose.append(lambda: store)
    try:
        yield
    finally:
        _choose.pop()


class Digesting:
    """A sink that counts and digests what passes through it; with `whole`, it continues that digest as well.

    Digests grow beside the writing; they are complete when `writing_blob` has ended.
    """

    def __init__(self, sink: BinaryIO, whole: Any = None) -> None:
        self._sink, self._sum, self.whole, self.size = sink, hashlib.sha256(), whole, 0
        self.aside = Aside(self._digest)

    def write(self, data: bytes | memoryview, /) -> int:
        """Pass `data` on."""
        self.aside.put(data)
        self._sink.write(data)
        self.size += len(data)
        return len(data)

    @property
    def sha256(self) -> str:
        """SHA-256 of what was written, in hexadecimal."""
        return self._sum.hexdigest()

    def _digest(self, data: bytes | memoryview) -> None:
        self._sum.update(data)
        if self.whole is not None:
            self.whole.update(data)


@contextmanager
def writing_blob(whole: Any = None) -> Iterator[tuple[str, Digesting]]:
    """Yield the key and the sink of a new blob; it is durable once the block ends without an error."""
    key = new_key()
    with blob_store().writing(key) as sink:
        digesting = Digesting(sink, whole)
        try:
            yield key, digesting
            digesting.aside.finish()
        finally:
            digesting.aside.abandon()


def record_own(peer: Peer, key: str, written: Digesting, now: datetime) -> Blob:
    """Write down a blob of ours that `writing_blob` made durable, in the caller's transaction."""
    blob = Blob(peer=peer, ours=True, sha256=written.sha256, size=written.size, state=BlobState.STORED, created_at=now)
    insert(blob)
    insert(BlobPart(blob=blob, offset=0, size=written.size, key=key))
    return blob


def expect(peer: Peer, sha256: str, size: int, now: datetime) -> Blob:
    """Return the row of a blob that a peer announced, in the caller's transaction, which has locked the peer.

    Raises:
        ExchangeError: `E_DIGEST` when it was announced before with another size.
    """
    blob = _THEIRS.first(peer=peer.pk, sha256=sha256)
    if blob is None:
        blob = Blob(peer=peer, ours=False, sha256=sha256, size=size, created_at=now)
        insert(blob)
    if blob.size != size:
        raise ExchangeError("E_DIGEST", "announced before with another size")
    return blob


def next_offset(blob: Blob) -> int:
    """Return how many bytes from the beginning are there without a gap."""
    return _end(_PLACES.all(blob=blob.pk))


def _end(places: Iterable[tuple[int, int, str]]) -> int:
    """Return where the parts, in their order, end or leave the first gap."""
    end = 0
    for offset, size, _ in places:
        if offset != end:
            break
        end += size
    return end


def demand_place(blob: Blob, offset: int, size: int) -> None:
    """Refuse with `E_RANGE` what is not one of the blob's parts: from one multiple of `PART` to another, or its end."""
    whole = size % PART == 0 or offset + size == blob.size
    if offset % PART or not whole or not 0 < size <= min(LARGEST, blob.size - offset):
        raise ExchangeError("E_RANGE", "not one of the parts of this item", permanent=False)


def parts_from(size: int, offset: int, *, seconds: Callable[[], float] = time.monotonic) -> Iterator[tuple[int, int]]:
    """Yield the parts of a blob of `size` bytes to send from `offset` on, as places and sizes.

    The first is small; what went quickly, by the clock `seconds`, is followed by a larger one. An offset inside a part
    begins with that part.
    """
    start, reach = offset - offset % PART if offset < size else size, PART
    while start < size:
        began = seconds()
        yield start, min(reach, size - start)
        start += reach
        if seconds() - began < QUICK:
            reach = min(2 * reach, LARGEST)


def record_part(blob: Blob, offset: int, size: int, key: str) -> None:
    """Write down a durable part. One that is there already and holds as much wins; those within the newer one go."""
    with transaction.atomic():
        locked = _LOCKED.get(pk=blob.pk)
        before = _PARTS_BEFORE.all(blob=blob.pk, end=offset + size)
        others = [one for one in before if one.offset + one.size > offset]
        wanted = locked.state == BlobState.EXPECTED and not any(
            one.offset <= offset and one.offset + one.size >= offset + size for one in others
        )
        if wanted:
            for one in others:  # also one that reaches beyond: what it held besides is sent again
                one.delete()
                transaction.on_commit(partial(blob_store().delete, one.key), robust=True)
            insert(BlobPart(blob=locked, offset=offset, size=size, key=key))
    if not wanted:
        blob_store().delete(key)


def check_digest(blob: Blob) -> None:
    """Compare the digest of a whole blob; where it differs, everything is dropped, to be sent again.

    Raises:
        ExchangeError: `E_INCOMPLETE` when parts are missing, `E_DIGEST` when the bytes are others; neither is final.
    """
    if blob.state != BlobState.EXPECTED:
        return
    places = _PLACES.all(blob=blob.pk)
    if _end(places) != blob.size:
        raise ExchangeError("E_INCOMPLETE", "parts are missing", permanent=False)
    if (progress.digest_of(blob, [key for _, _, key in places]) or _read_through(blob)) != blob.sha256:
        drop_parts(blob)
        raise ExchangeError("E_DIGEST", "the bytes received are not those announced", permanent=False)
    progress.forget(blob)
    change(blob, {"state": BlobState.STORED}, still={"state": BlobState.EXPECTED})
    blob.state = BlobState.STORED


def arrived(blob: Blob) -> tuple[bool, bool]:
    """Say whether all bytes of a blob are here, and whether its digest is known without reading them once more.

    It is where its parts all came in order to this process.
    """
    if blob.state != BlobState.EXPECTED:
        return True, True
    places = _PLACES.all(blob=blob.pk)
    return _end(places) == blob.size, bool(progress.digest_of(blob, [key for _, _, key in places]))


def _read_through(blob: Blob) -> str:
    digest = hashlib.sha256()
    with open_blob(blob) as source:
        while data := source.read(BLOCK):
            digest.update(data)
    return digest.hexdigest()


def drop_parts(blob: Blob, *, state: str = BlobState.EXPECTED) -> None:
    """Forget the bytes of a blob; they are removed once that has committed."""
    with transaction.atomic():
        locked = Blob.objects.select_for_update().get(pk=blob.pk)
        keys = list(locked.parts.values_list("key", flat=True))
        locked.parts.all().delete()
        locked.state = state
        locked.save(update_fields=["state"])
        store = blob_store()
        for key in keys:
            transaction.on_commit(partial(store.delete, key), robust=True)
    blob.state = state


def open_blob(blob: Blob) -> BinaryIO:
    """Return a blob's sealed bytes for reading, forwards, in constant memory. Close it, or use it in a `with`.

    Raises:
        ExchangeError: `E_INCOMPLETE` when its bytes are not all here.
    """
    places = _PLACES.all(blob=blob.pk)
    if _end(places) != blob.size:
        raise ExchangeError("E_INCOMPLETE", "the bytes are not all here", permanent=False)
    return io.BufferedReader(_Parts(places), BLOCK)


def open_blob_at(blob: Blob, offset: int) -> BinaryIO:
    """Return a blob's sealed bytes from `offset` on; parts before it are not touched. As `open_blob`."""
    source = open_blob(blob)
    source.seek(offset)
    return source


def stretch_of(blob: Blob, offset: int, size: int) -> Iterator[bytes]:
    """Yield `size` sealed bytes of a blob from `offset` on, in blocks."""
    with open_blob_at(blob, offset) as source:
        left = size
        while left:
            data = source.read(min(BLOCK, left))
            if not data:
                raise ExchangeError("E_INTERNAL", "a blob of ours is shorter than its row says", permanent=False)
            left -= len(data)
            yield data


class _Parts(io.RawIOBase):
    """The parts of a blob, one after the other; it can be moved forwards before the first byte is read."""

    def __init__(self, places: list[tuple[int, int, str]]) -> None:
        super().__init__()
        self._places = places
        self._store = blob_store()
        self._part: BinaryIO | None = None
        self._at = 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence != io.SEEK_SET or self._at or self._part is not None:
            raise io.UnsupportedOperation("a blob is read forwards")
        while self._places and sum(self._places[0][:2]) <= offset:
            self._places.pop(0)
        if self._places:
            start, _, key = self._places.pop(0)
            self._part = self._store.get(key)
            self._part.seek(offset - start)
        self._at = offset
        return offset

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while True:
            if self._part is None:
                if not self._places:
                    return 0
                self._part = self._store.get(self._places.pop(0)[2])
            data = self._part.read(len(view))
            if data:
                view[: len(data)] = data
                self._at += len(data)
                return len(data)
            self._part.close()
            self._part = None

    def close(self) -> None:
        if self._part is not None:
            self._part.close()
            self._part = None
        super().close()
