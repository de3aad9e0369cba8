"""Making a backup: one pass, constant memory but for the database, sealed before it leaves the process."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from django.conf import settings
from django.db import transaction

from comity.core.audit.log import record
from comity.core.backup import state
from comity.core.backup.codes import AuditCode
from comity.core.backup.contents import DATA, DATABASE, MANIFEST, Manifest, Member, data_files
from comity.core.backup.snapshot import held_snapshot
from comity.core.files.blobs import PART
from comity.core.files.flow import CountingSink, DigestingSource
from comity.core.init import NODE_FILE, recovery_recipient_text
from comity.core.keys import FOLDER as KEYS
from comity.core.keys import UNLOCK, data_folder, read_unlock
from comity.seal.age import SealWriter, parse_recipient, require_hybrid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import Self

    from comity.core.actors import Actor
    from comity.seal.age import Recipient, Sink

COPY = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written: its size in bytes and SHA-256, and how many files it holds."""

    size: int
    sha256: str
    members: int
    gone: int


def make_backup(sink: Sink, *, actor: Actor, now: datetime) -> Made:
    """Write a backup of this node to `sink` while it goes on working. Only the recovery paper opens it.

    Raises:
        BackupError: `E_NO_RECIPIENT`, `E_DATABASE_TOOL`.
        KeysError: `E_NODE_KEYS` when the unlock secret cannot be read, without which the keys in it were useless.
    """
    folder, recipient = data_folder(), _recipient()
    counted = CountingSink(sink)
    with SealWriter(counted, [recipient]) as sealer, held_snapshot() as snapshot, _Pack(sealer) as pack:
        for path in sorted((folder / KEYS).iterdir()):
            if path.is_file() and path.name != UNLOCK:
                pack.add_bytes(f"{KEYS}/{path.name}", path.read_bytes())
        pack.add_bytes(f"{KEYS}/{UNLOCK}", read_unlock())
        pack.add_bytes(f"{DATA}/{NODE_FILE}", (folder / NODE_FILE).read_bytes())
        for path in data_files(folder):
            pack.add_file(f"{DATA}/{path.relative_to(folder).as_posix()}", path)
        for number, piece in enumerate(snapshot.pieces(), 1):
            pack.add_bytes(f"{DATABASE}/{number:06}", piece)
        manifest = Manifest(settings.NODE.node_id, now, snapshot.vendor, tuple(pack.members), pack.gone)
        pack.add_bytes(MANIFEST, manifest.to_bytes())
    made = Made(counted.size, counted.sha256, len(pack.members), pack.gone)
    state.write(state.MADE, at=now, sha256=made.sha256, size=made.size)
    with transaction.atomic():
        record(actor=actor, code=AuditCode.MADE, subject="core.backup", at=now, data={"sha256": made.sha256})
    return made


def backup_to(path: Path, *, actor: Actor, now: datetime) -> Made:
    """Write a backup as a new file that appears under `path` when it is whole; FileExistsError where one is."""
    with appearing(path) as sink:
        return make_backup(sink, actor=actor, now=now)


@contextmanager
def appearing(path: Path) -> Iterator[io.FileIO]:
    """Give a new file that appears under `path`, durable and whole, when the block succeeds; never otherwise."""
    if path.exists():
        raise FileExistsError(path.name)
    part = path.with_name(f".{path.name}{PART}")
    try:
        with io.FileIO(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w") as sink:
            yield sink
            os.fsync(sink.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _recipient() -> Recipient:
    recipient = parse_recipient(recovery_recipient_text(data_folder()))
    require_hybrid([recipient])
    return recipient


class _Pack:
    """A tar stream that remembers what went into it."""

    def __init__(self, sink: SealWriter) -> None:
        self._gate = _Gate(sink)
        stream = cast("BinaryIO", self._gate)
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT, bufsize=COPY)  # noqa: SIM115 (closed by `__exit__`)
        self.members: list[Member] = []
        self.gone = 0

    def add_bytes(self, name: str, data: bytes | memoryview) -> None:
        digest = hashlib.sha256(data).hexdigest()
        self._tar.addfile(_entry(name, len(data)), io.BytesIO(data))
        self.members.append(Member(name, len(data), digest))

    def add_file(self, name: str, path: Path) -> None:
        try:
            source = path.open("rb")
        except FileNotFoundError:  # deleted since it was listed, and so not needed any more
            self.gone += 1
            return
        with source:
            size = source.seek(0, io.SEEK_END)
            source.seek(0)
            digesting = DigestingSource(source)
            self._tar.addfile(_entry(name, size), cast("BinaryIO", digesting))
        self.members.append(Member(name, size, digesting.sha256))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._gate.shut = kind is not None  # what failed gets no proper end
        self._tar.close()


class _Gate:
    """Passes bytes on until it is shut."""

    def __init__(self, sink: SealWriter) -> None:
        self._sink, self.shut = sink, False

    def write(self, data: bytes) -> None:
        if not self.shut:
            self._sink.write(data)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry
