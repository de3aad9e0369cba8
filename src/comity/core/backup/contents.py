"""What is in a backup, and in which order.

One age file to the recovery recipient, around one tar stream that `age -d | tar x` opens too:

    keys/…             the node's keys, the unlock secret (also where it is kept elsewhere), its settings file
    data/…             every other file of the data folder: sealed blobs, outbox, inbox, as they lie there
    database/000001…   the database in pieces: an SQLite file, or what pg_dump writes in its custom format
    manifest.json      name, size and SHA-256 of every member above, and the digest of the database

The database is taken at one moment, before the first blob is read: a blob is on the disk before the database speaks of
it, so all that the snapshot needs is there, except what was deleted meanwhile (counted as `gone`). Nothing of it
touches a disk unsealed. An SQLite database is held in memory once while it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from comity.core.backup.errors import BackupError
from comity.core.files.blobs import PART
from comity.core.keys import DERIVED
from comity.core.keys import FOLDER as KEYS
from comity.kernel import strictjson
from comity.kernel.clock import from_wire, to_wire
from comity.kernel.errors import KernelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

VERSION: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
DATA: Final = "data"
STATE_FOLDER: Final = "state"
PIECE: Final = 8 * 1024 * 1024
MAX_MANIFEST: Final = 1 << 30
_NOT_KEPT: Final = ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "db.sqlite3-journal")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        node_id: whose it is.
        made_at: the moment of the database.
        vendor: `sqlite` or `postgresql`.
        members: everything before the manifest, in order.
        gone: how many files were deleted while it was made.
    """

    node_id: str
    made_at: datetime
    vendor: str
    members: tuple[Member, ...]
    gone: int = 0

    def to_bytes(self) -> bytes:
        """Return it as canonical JSON."""
        return strictjson.dumps(
            {
                "v": VERSION,
                "node_id": self.node_id,
                "made_at": to_wire(self.made_at),
                "vendor": self.vendor,
                "gone": self.gone,
                "members": [[member.name, member.size, member.sha256] for member in self.members],
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Manifest:
        """Read it; BackupError `E_BACKUP_DAMAGED` when it is none."""
        try:
            value: dict[str, Any] = strictjson.loads_object(raw, limit=MAX_MANIFEST)
            if value["v"] != VERSION:
                raise BackupError("E_BACKUP_DAMAGED", "a version this program does not know")
            members = tuple(Member(name, size, sha256) for name, size, sha256 in value["members"])
            return cls(value["node_id"], from_wire(value["made_at"]), value["vendor"], members, value["gone"])
        except (KernelError, KeyError, TypeError, ValueError):
            raise BackupError("E_BACKUP_DAMAGED", "the manifest is malformed") from None


def data_files(folder: Path) -> Iterator[Path]:
    """Yield every file of a data folder that a backup keeps, but for keys and settings; in order, no links.

    What can be made again from the others (`derived/`) is left out.
    """
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] in {KEYS, STATE_FOLDER, DERIVED} or inside.name in {*_NOT_KEPT, "node.json"}:
            continue
        if path.is_symlink() or not path.is_file() or path.suffix in {PART, ".log"}:
            continue
        yield path


def is_safe_name(name: str) -> bool:
    """Return whether a member's name stays below its folder: relative, forward slashes, no step up."""
    pieces = name.split("/")
    return all(piece not in {"", ".", ".."} and "\\" not in piece and "\0" not in piece for piece in pieces)
