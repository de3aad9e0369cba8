"""The way back: from a backup into an empty folder and an empty database."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import connection, transaction

from comity.core.audit.log import record
from comity.core.backup import state
from comity.core.backup.codes import AuditCode
from comity.core.backup.contents import DATA, DATABASE
from comity.core.backup.errors import BackupError
from comity.core.backup.reading import BLOCK, BackupReader
from comity.core.backup.snapshot import restore_postgresql, restore_sqlite
from comity.core.events import emit
from comity.core.init import NODE_FILE
from comity.core.keys import FOLDER as KEYS
from comity.kernel.clock import from_wire, to_wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from comity.core.actors import Actor
    from comity.core.backup.contents import Manifest
    from comity.core.files.flow import DigestingSource
    from comity.seal.age import HybridIdentity, Source

# Emitted once after a restore, inside a transaction, with `Restored`: whoever keeps chains begins new ones.
RESTORED_EVENT: Final = "core.restored"
DATABASE_FILE: Final = "db.sqlite3"


@dataclass(frozen=True, slots=True)
class Restored:
    """The node was set back to what it was at `backup_made_at`; `at` is when that was done."""

    backup_made_at: datetime
    at: datetime


def restore_backup(source: Source, identity: HybridIdentity, folder: Path, *, now: datetime) -> Manifest:
    """Make the node of a backup anew in `folder`, which must not exist or be empty. Django must stand there already
    (`COMITY_DATA`), for the database to write into: its SQLite file, or a PostgreSQL database without tables.

    The database is whole only after the manifest agreed; `node.json` comes last. What fails leaves no folder behind.
    Then another process, with the settings of the restored node, brings its tables up to date and emits
    `core.restored`, with which new chains begin (`exchange.md` §1.4).

    Raises:
        BackupError: `E_NOT_EMPTY`, `E_BACKUP_DAMAGED`, `E_DATABASE_TOOL`.
        SealError: for the wrong paper.
    """  # noqa: D205 (one sentence needs two lines)
    if folder.exists() and any(folder.iterdir()):
        raise BackupError("E_NOT_EMPTY", "the folder is not empty")
    reader = BackupReader(source, identity)
    try:
        manifest = _unpack(reader, folder)
        state.write(state.RESTORED, folder=folder, at=now, made_at=to_wire(manifest.made_at))
        _finish_elsewhere(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return manifest


def finish_restore(*, actor: Actor, now: datetime) -> bool:
    """Finish a restore that is not finished yet; return whether there was one.

    In one transaction: the entry in the audit log, and the event on which new chains begin.
    """
    told = state.read(state.RESTORED)
    if told is None:
        return False
    made_at = from_wire(told["made_at"])
    with transaction.atomic():
        emit(RESTORED_EVENT, Restored(made_at, now))
        record(actor=actor, code=AuditCode.RESTORED, subject="core.backup", at=now, data={"made_at": told["made_at"]})
    state.forget(state.RESTORED)
    return True


def _unpack(reader: BackupReader, folder: Path) -> Manifest:
    for name, stream in reader.members(f"{KEYS}/"):
        _write(folder / KEYS / name, stream)
    node_file = b""
    for name, stream in reader.members(f"{DATA}/"):
        if name == NODE_FILE:
            node_file = stream.read(BLOCK)
        else:
            _write(folder / name, stream)
    held = _Held(reader)
    if connection.vendor == "sqlite":
        restore_sqlite(folder / DATABASE_FILE, held.pieces())
    else:
        restore_postgresql(held.pieces())
    if held.manifest is None or held.manifest.vendor != connection.vendor:
        raise BackupError("E_BACKUP_DAMAGED", "the backup is of another kind of database")
    said = json.loads(node_file)
    said.pop("unlock_file", None)  # the secret came with the backup and lies in keys/ now
    (folder / NODE_FILE).write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return held.manifest


class _Held:
    """Gives the pieces of the database, the last one only after the manifest agreed with everything before it."""

    def __init__(self, reader: BackupReader) -> None:
        self._reader = reader
        self.manifest: Manifest | None = None

    def pieces(self) -> Iterator[bytes]:
        last = b""
        for _name, stream in self._reader.members(f"{DATABASE}/"):
            if last:
                yield last
            last = stream.read(1 << 30)
        self.manifest = self._reader.finish()
        yield last


def _write(path: Path, stream: DigestingSource) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        while data := stream.read(BLOCK):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _finish_elsewhere(folder: Path) -> None:
    env = {**os.environ, "COMITY_DATA": str(folder), "DJANGO_SETTINGS_MODULE": str(settings.SETTINGS_MODULE)}
    done = subprocess.run([sys.executable, "-m", "comity.core.backup.finish"], env=env, check=False)
    if done.returncode:
        raise BackupError("E_BACKUP_DAMAGED", "the restored node could not be brought up to date")
