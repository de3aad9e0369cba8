"""Keeping files: begin, put parts in any order, finish; or store a stream at once; delete.

Everything is sealed to the node's storage key before its first byte reaches a disk (`exchange.md` §1.5). Bytes are on
the disk before the database speaks of them, and go from it after the database has forgotten them.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from django.db import DatabaseError, transaction

from comity.core.files import digests, names
from comity.core.files.errors import FileError
from comity.core.files.models import FilePart, StoredFile
from comity.core.files.parts import lock_file, remove_blobs, seal_blob, writing_part
from comity.core.files.reader import BLOCK, PartsReader
from comity.core.files.store import blob_store
from comity.core.rows import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.core.files.digests import Digests
    from comity.core.files.flow import Readable


def begin_file(
    *, actor: Actor, purpose: str, name: str, media_type: str, size: int | None, now: datetime, resume_key: str = ""
) -> StoredFile:
    """Write down a file that is to come. `size` in bytes, where it is known, must then be met exactly.

    `name` is cleaned (`names.display_name`) and only ever shown. `resume_key` lets the same actor find it again.
    """
    if size is not None and size < 0:
        raise FileError("E_FILE_SIZE", "a size cannot be negative")
    return StoredFile.objects.create(
        purpose=purpose,
        name=names.display_name(name),
        media_type=names.media_type(media_type),
        announced_size=size,
        resume_key=resume_key,
        created_by=actor.subject,
        created_at=now,
        touched_at=now,
    )


def put_part(
    file: StoredFile, offset: int, stream: Readable, *, now: datetime, size: int | None = None, room: int | None = None
) -> int:
    """Seal and store all of `stream` as the part at `offset`; return its size in bytes.

    Parts may come in any order; one that comes again takes the place of the earlier. With `size` given, a stream that
    ends early or late is refused and nothing of it kept.

    Raises:
        FileError: `E_PART`, `E_FILE_SIZE` or `E_FILE_STATE`.
        StoreError: `E_STORE`: no room, or the disk failed. Nothing was taken, nothing lost.
    """
    with writing_part(file, offset, now, room=room) as part:
        wanted = BLOCK if size is None else min(BLOCK, size + 1)
        while data := stream.read(wanted):
            part.write(data)
            if size is not None:
                wanted = min(BLOCK, size - part.size + 1)
                if wanted <= 0:
                    break
        if size is not None and part.size != size:
            raise FileError("E_PART", "a part has not the size that was announced for it")
    return part.size


def next_offset(file: StoredFile) -> int:
    """Return how many bytes from the beginning are there without a gap: where an interrupted upload goes on."""
    end = digests.known_size(file.pk)  # while parts come in order, however many there are, one look is enough
    if end and not file.parts.filter(offset=end).exists():
        return end
    end = 0
    for offset, size in file.parts.values_list("offset", "size"):
        if offset != end:
            break
        end += size
    return end


def finish_file(file: StoredFile, *, now: datetime) -> StoredFile:
    """Fix size and digests of a file whose parts are all there; it never changes afterwards. Repeating is harmless.

    Digests grew while parts came in order; otherwise every part is opened and read once, in constant memory.

    Raises:
        FileError: `E_PART` when a part is missing, `E_FILE_SIZE` when the announced size is not met.
    """
    file.refresh_from_db()
    if file.is_finished:
        return file
    parts = list(file.parts.all())
    sums = digests.take(file.pk, tuple(part.blob for part in parts)) or _read_through(parts)
    if file.announced_size is not None and sums.size != file.announced_size:
        raise FileError("E_FILE_SIZE", "the file has not the announced size")
    with transaction.atomic():
        stored = lock_file(file.pk)
        if stored.is_finished:
            raise FileError("E_FILE_STATE", "the file was finished at the same time", permanent=False)
        if [part.blob for part in stored.parts.all()] != [part.blob for part in parts]:
            raise FileError("E_PART", "a part came while the file was being finished", permanent=False)
        stored.size, stored.sha256, stored.sha512 = sums.size, sums.sha256, sums.sha512
        stored.finished_at = stored.touched_at = now
        stored.save(update_fields=["size", "sha256", "sha512", "finished_at", "touched_at"])
    file.refresh_from_db()
    return file


def store_stream(
    stream: Readable, *, actor: Actor, purpose: str, name: str, media_type: str, now: datetime, limit: int | None = None
) -> StoredFile:
    """Store all of `stream` as one finished file. Whatever fails leaves nothing behind.

    Raises:
        FileError: `E_FILE_SIZE` above `limit` bytes.
        StoreError: `E_STORE`.
    """
    file = begin_file(actor=actor, purpose=purpose, name=name, media_type=media_type, size=None, now=now)
    try:
        put_part(file, 0, stream, now=now, room=limit)
        return finish_file(file, now=now)
    except BaseException:
        with suppress(DatabaseError):  # a broken transaction takes the row with it
            delete_file(file)
        raise


def store_bytes(
    data: bytes,
    *,
    actor: Actor,
    purpose: str,
    name: str,
    media_type: str,
    now: datetime,
    also: Callable[[StoredFile], object] = lambda _file: None,
) -> StoredFile:
    """Store a small file that is in memory already: first its bytes, then all its rows in one transaction.

    `also` is called in that transaction. Raises StoreError `E_STORE`; whatever fails leaves nothing behind.
    """
    blob, head = seal_blob(data) if data else ("", "")
    try:
        with transaction.atomic():
            file = StoredFile(
                purpose=purpose, name=names.display_name(name), media_type=names.media_type(media_type),
                size=len(data), sha256=hashlib.sha256(data).hexdigest(), sha512=hashlib.sha512(data).hexdigest(),
                created_by=actor.subject, created_at=now, touched_at=now, finished_at=now,
            )  # fmt: skip
            insert(file)
            if blob:
                insert(FilePart(file=file, offset=0, size=len(data), blob=blob, head=head))
            also(file)
    except BaseException:
        if blob:
            blob_store().delete(blob)
        raise
    return file


def delete_file(file: StoredFile) -> None:
    """Forget a file and, once that has committed, remove its blobs. A file that is referred to cannot be deleted."""
    with transaction.atomic():
        remove_blobs(list(file.parts.values_list("blob", flat=True)))
        StoredFile.objects.filter(pk=file.pk).delete()


def _read_through(parts: Sequence[FilePart]) -> Digests:
    sums, end = digests.Digests(), 0
    for part in parts:
        if part.offset != end:
            raise FileError("E_PART", "a part is missing", offset=end)
        end += part.size
    source: BinaryIO = io.BufferedReader(PartsReader(list(parts), end), BLOCK)
    with source:
        while data := source.read(BLOCK):
            sums.update(data)
    return sums
