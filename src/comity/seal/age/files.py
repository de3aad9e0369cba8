"""Whole files and byte strings, sealed and opened; nothing is left behind where anything fails."""

from __future__ import annotations

import io
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from comity.seal.age.armor import ArmorReader, ArmorWriter
from comity.seal.age.flow import fill, write_all
from comity.seal.age.header import read_header
from comity.seal.age.opening import OpenReader
from comity.seal.age.sealing import BATCH, CHUNK, SealWriter, wrap_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from comity.seal.age.flow import Sink, Source
    from comity.seal.age.stanza import Identity, Recipient


def seal(source: Source, sink: Sink, recipients: Sequence[Recipient], *, armored: bool = False) -> int:
    """Seal all of `source` into `sink`; return how many bytes were sealed.

    Raises SealError `E_RECIPIENT` or `E_KEY` before anything is written.
    """
    if armored:
        with ArmorWriter(sink) as armor:
            return seal(source, armor, recipients)
    total = 0
    buffer = memoryview(bytearray(BATCH * CHUNK))
    with SealWriter(sink, recipients) as writer:
        while size := fill(source, buffer):
            writer.write(buffer[:size])
            total += size
    return total


def open_sealed(source: Source, sink: Sink, identities: Sequence[Identity], *, armored: bool = False) -> int:
    """Open all of `source` into `sink`; return how many bytes came out.

    Raises SealError (see `OpenReader`). Chunks that came before a damaged place are then in the sink
    already: discard it. `open_to_path` does so.
    """
    total = 0
    buffer = memoryview(bytearray(BATCH * CHUNK))
    reader = OpenReader(ArmorReader(source) if armored else source, identities)
    while size := reader.readinto(buffer):
        write_all(sink, buffer[:size])
        total += size
    return total


def seal_bytes(data: bytes, recipients: Sequence[Recipient], *, armored: bool = False) -> bytes:
    """Return `data` sealed."""
    sink = io.BytesIO()
    with SealWriter(sink, recipients) as writer:
        writer.write(data)
    if not armored:
        return sink.getvalue()
    text = io.BytesIO()
    with ArmorWriter(text) as armor:
        armor.write(sink.getbuffer())
    return text.getvalue()


def open_bytes(data: bytes, identities: Sequence[Identity], *, armored: bool = False) -> bytes:
    """Return what `data` holds, only if it is whole. Raises SealError (see `OpenReader`)."""
    source = io.BytesIO(data)
    plain = memoryview(bytearray(len(data) + 1))  # always longer than what is inside: one read meets the end
    return bytes(plain[: OpenReader(ArmorReader(source) if armored else source, identities).readinto(plain)])


@contextmanager
def _appearing(path: Path) -> Iterator[Sink]:
    """Give a file that appears under `path`, durable and whole, when the block succeeds, and never otherwise."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with io.FileIO(descriptor, "w") as file:
            yield file
            os.fsync(descriptor)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def seal_to_path(source: Source, path: Path, recipients: Sequence[Recipient], *, armored: bool = False) -> int:
    """Seal all of `source` into a file that appears whole under `path` (mode 0600), or not at all."""
    with _appearing(path) as sink:
        return seal(source, sink, recipients, armored=armored)


def open_to_path(source: Source, path: Path, identities: Sequence[Identity], *, armored: bool = False) -> int:
    """Open all of `source` into a file that appears whole under `path` (mode 0600), or not at all.

    A file already there is replaced only on success. Raises SealError (see `OpenReader`).
    """
    with _appearing(path) as sink:
        return open_sealed(source, sink, identities, armored=armored)


def rewrap(source: Source, sink: Sink, identities: Sequence[Identity], recipients: Sequence[Recipient]) -> None:
    """Give an age file a new header for `recipients`, its content unread and unchanged.

    For giving access later to what is too large to seal again. It takes access from nobody who kept the
    old file, and it does not prove the content; reading the new file does. Raises SealError (see
    `OpenReader`, `SealWriter`) before anything is written.
    """
    header, rest = read_header(source)
    file_key = header.open(identities)
    write_all(sink, memoryview(wrap_header(file_key, recipients) + rest))
    buffer = memoryview(bytearray(BATCH * CHUNK))
    while size := fill(source, buffer):
        write_all(sink, buffer[:size])
