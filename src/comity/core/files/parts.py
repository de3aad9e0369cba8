"""Writing one part: sealed while it streams in, durable before it is on record, nothing left behind where it fails."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from comity.core.files import digests
from comity.core.files.aside import Aside
from comity.core.files.blobs import new_key
from comity.core.files.errors import FileError
from comity.core.files.models import FilePart, StoredFile
from comity.core.files.store import blob_store
from comity.core.keys import storage_recipient
from comity.seal.age import SealWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from comity.core.files.digests import Digests

HEAD = 4096


class PartWriter:
    """Takes the content of one part. Only `writing_part` makes one."""

    def __init__(self, sealer: SealWriter, aside: Aside | None, room: int | None) -> None:
        self._sealer, self._aside, self._room = sealer, aside, room
        self.size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Seal the next bytes; FileError `E_FILE_SIZE` for more than the file may have."""
        self.size += len(data)
        if self._room is not None and self.size > self._room:
            raise FileError("E_FILE_SIZE", "more bytes than were announced or are allowed")
        if self._aside is not None:
            self._aside.put(data)
        self._sealer.write(data)


class _HeadSink:
    """Passes sealed bytes on and digests the first 4,096 of them."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink, self._sum, self._left = sink, hashlib.sha256(), HEAD

    def write(self, data: memoryview, /) -> int:
        if self._left:
            first = data[: self._left]
            self._sum.update(first)
            self._left -= len(first)
        return self._sink.write(data)

    @property
    def head(self) -> str:
        return self._sum.hexdigest()


def seal_blob(data: bytes) -> tuple[str, str]:
    """Seal a small content into a blob of its own, durable in the store; return its key and the digest of its head."""
    blob = new_key()
    with blob_store().writing(blob) as sink:
        heading = _HeadSink(sink)
        with SealWriter(heading, [storage_recipient()]) as sealer:
            sealer.write(data)
    return blob, heading.head


@contextmanager
def writing_part(file: StoredFile, offset: int, now: datetime, *, room: int | None = None) -> Iterator[PartWriter]:
    """Yield a writer for the part at `offset`; when the block ends well, the part is durable and on record.

    A part that repeats an earlier one at the same offset takes its place. `room` is the most bytes it may have.

    Raises:
        FileError: `E_FILE_STATE` when the file is finished, `E_PART` when the part overlaps others, `E_FILE_SIZE`.
        StoreError: `E_STORE`; nothing was taken.
    """
    store, blob = blob_store(), new_key()
    running = digests.running_at(file.pk, offset)
    sums = running.digests.copy() if running is not None else None
    if running is None:
        digests.drop(file.pk)
    with store.writing(blob) as sink, _digesting(sums) as aside:
        heading = _HeadSink(sink)
        with SealWriter(heading, [storage_recipient()]) as sealer:
            writer = PartWriter(sealer, aside, _room(file, offset, room))
            yield writer
    try:
        if writer.size:
            part = FilePart(file=file, offset=offset, size=writer.size, blob=blob, head=heading.head)
            _record(part, now)
    except BaseException:
        store.delete(blob)
        raise
    if not writer.size:
        store.delete(blob)
    elif running is not None and sums is not None:
        state = running.followed_by(blob, sums)
        transaction.on_commit(lambda: digests.remember(file.pk, state))


@contextmanager
def _digesting(sums: Digests | None) -> Iterator[Aside | None]:
    """Yield what digests beside the sealing; the digests are complete when the block has ended without an error."""
    if sums is None:
        yield None
        return
    aside = Aside(sums.update)
    try:
        yield aside
        aside.finish()
    finally:
        aside.abandon()


def _room(file: StoredFile, offset: int, room: int | None) -> int | None:
    if offset < 0:
        raise FileError("E_PART", "a part cannot begin before the file")
    if file.announced_size is None:
        return room
    left = max(0, file.announced_size - offset)
    return left if room is None else min(left, room)


def _record(part: FilePart, now: datetime) -> None:
    """Write a part down beside those that are there; one that it replaces goes after the commit."""
    with transaction.atomic():
        file = lock_file(part.file_id)
        if file.is_finished:
            raise FileError("E_FILE_STATE", "a finished file takes no more parts")
        end = part.offset + part.size
        # Those on record do not overlap each other, so the last two that begin before the end tell it all.
        for other in file.parts.filter(offset__lt=end).order_by("-offset")[:2]:
            if other.offset == part.offset:
                remove_blobs([other.blob])
                other.delete()
            elif other.offset + other.size > part.offset:
                raise FileError("E_PART", "a part overlaps another")
        part.save(force_insert=True)
        file.touched_at = now
        file.save(update_fields=["touched_at"])


def lock_file(file_id: UUID) -> StoredFile:
    """Return the file as it is now, locked to the end of the transaction; FileError `E_FILE_STATE` when it is gone."""
    file = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise FileError("E_FILE_STATE", "the file was deleted")
    return file


def remove_blobs(blobs: list[str]) -> None:
    """Delete blobs once the transaction has committed; what cannot be deleted then, the sweep will find."""

    def delete() -> None:
        store = blob_store()
        for blob in blobs:
            store.delete(blob)

    transaction.on_commit(delete, robust=True)
