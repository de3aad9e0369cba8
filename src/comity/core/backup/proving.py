"""Proving a backup: everything is opened and compared; nothing is written anywhere."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.core.audit.log import record
from comity.core.backup import state
from comity.core.backup.codes import AuditCode
from comity.core.backup.contents import DATA, DATABASE
from comity.core.backup.errors import BackupError
from comity.core.backup.reading import BLOCK, BackupReader
from comity.core.backup.snapshot import check_postgresql, check_sqlite
from comity.core.files.models import FilePart
from comity.core.files.store import FOLDER as FILES
from comity.core.keys import FOLDER as KEYS
from comity.core.keys import UNLOCK
from comity.kernel.clock import to_wire
from comity.seal.age import OpenReader
from comity.seal.nodekeys import FILE_NAME, NodeKeys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.core.backup.contents import Manifest
    from comity.seal.age import HybridIdentity, Source

MAX_KEYS = 8 * 1024 * 1024
_SQLITE_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found: the manifest, how many sealed files were opened whole, how many the database needs."""

    manifest: Manifest
    opened: int
    needed: int


def prove_backup(source: Source, identity: HybridIdentity) -> Proof:
    """Open all of a backup and return what it holds. Steps: 1 the seal, 2 the node's keys open with the secret beside
    them, 3 every sealed file opens to its end with those keys, 4 the database is whole, 5 every file that it speaks of
    is there, 6 every member is as the manifest says and nothing follows.

    Raises:
        BackupError: `E_BACKUP_DAMAGED`, `E_BACKUP_INCOMPLETE`.
        SealError: for the wrong paper, or anything that does not open.
    """  # noqa: D205 (numbered steps)
    reader = BackupReader(source, identity)
    keys = _keys({name: stream.read(MAX_KEYS) for name, stream in reader.members(f"{KEYS}/")})
    blobs = set()
    for name, stream in reader.members(f"{DATA}/"):
        if name.startswith(f"{FILES}/"):
            opened = OpenReader(stream, keys.storage)
            while opened.read(BLOCK):
                pass
            blobs.add(Path(name).name)
    needed = _database(stream.read(1 << 30) for _name, stream in reader.members(f"{DATABASE}/"))
    manifest = reader.finish()
    if manifest.node_id != keys.node_id:
        raise BackupError("E_BACKUP_DAMAGED", "the keys are those of another node")
    if needed is not None and len(needed - blobs) > manifest.gone:
        raise BackupError("E_BACKUP_INCOMPLETE", "files are missing", missing=len(needed - blobs))
    return Proof(manifest, len(blobs), len(needed) if needed is not None else len(blobs))


def record_proof(proof: Proof, *, actor: Actor, now: datetime) -> None:
    """Remember that a backup of this node was proved, and write it into the audit log; `doctor` then shows it."""
    facts: dict[str, Any] = {"made_at": to_wire(proof.manifest.made_at), "opened": proof.opened}
    state.write(state.PROVED, at=now, **facts)
    with transaction.atomic():
        record(actor=actor, code=AuditCode.PROVED, subject="core.backup", at=now, data=facts)


def _keys(files: dict[str, bytes]) -> NodeKeys:
    """Open the node's keys with the secret beside them. They are sealed, so a temporary folder may see them."""
    if FILE_NAME not in files or UNLOCK not in files:
        raise BackupError("E_BACKUP_INCOMPLETE", "there are no keys in it")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE_NAME).write_bytes(files[FILE_NAME])
        return NodeKeys.load(Path(folder), files[UNLOCK])


def _database(pieces: Iterator[bytes]) -> set[str] | None:
    """Check the database and return the blobs that it needs; None where that cannot be asked without a server."""
    first = next(pieces, b"")
    if not first:
        raise BackupError("E_BACKUP_INCOMPLETE", "there is no database in it")
    if not first.startswith(_SQLITE_MAGIC):
        check_postgresql(_again(first, pieces))
        return None
    with closing(check_sqlite(b"".join((first, *pieces)))) as opened:
        return {blob for (blob,) in opened.execute(f"SELECT blob FROM {FilePart._meta.db_table}")}  # noqa: S608, SLF001 (a constant)


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
