"""The database at one moment, in pieces, without a plaintext copy on any disk; and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection

from comity.core.backup.contents import PIECE
from comity.core.backup.errors import BackupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper


class Snapshot(Protocol):
    """A held moment of the database."""

    vendor: str

    def pieces(self) -> Iterator[bytes | memoryview]:
        """Yield the database as it was at that moment, in pieces of at most 8 MiB."""
        ...


@contextmanager
def held_snapshot() -> Iterator[Snapshot]:
    """Hold the present moment of this node's database for the length of the block."""
    if connection.vendor == "sqlite":
        with _sqlite_snapshot(str(connection.settings_dict["NAME"])) as snapshot:
            yield snapshot
    else:
        with _postgresql_snapshot(connection) as snapshot:
            yield snapshot


class _Sqlite:
    vendor = "sqlite"

    def __init__(self, held: sqlite3.Connection) -> None:
        self._held = held

    def pieces(self) -> Iterator[memoryview]:
        whole = memoryview(self._held.serialize())
        for at in range(0, len(whole), PIECE):
            yield whole[at : at + PIECE]


@contextmanager
def _sqlite_snapshot(name: str) -> Iterator[_Sqlite]:
    """A read transaction sees one moment of the file and its write-ahead log, whatever is written meanwhile."""
    memory = name.startswith("file:")
    with closing(sqlite3.connect(name, uri=memory, isolation_level=None)) as held:
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield _Sqlite(held)
        held.execute("ROLLBACK")


class _Postgresql:
    vendor = "postgresql"

    def __init__(self, given: dict[str, Any], snapshot: str) -> None:
        self._given, self._snapshot = given, snapshot

    def pieces(self) -> Iterator[bytes]:
        command = ["--format=custom", "--compress=0", "--no-owner", "--no-acl", f"--snapshot={self._snapshot}"]
        dump = subprocess.Popen([tool("pg_dump"), *command], env=_environment(self._given), stdout=subprocess.PIPE)
        if dump.stdout is None:
            raise BackupError("E_DATABASE_TOOL", "pg_dump gives no output")
        with dump.stdout as output:
            while piece := output.read(PIECE):
                yield piece
        if dump.wait() != 0:
            raise BackupError("E_DATABASE_TOOL", f"pg_dump ended with {dump.returncode}", permanent=False)


@contextmanager
def _postgresql_snapshot(default: BaseDatabaseWrapper) -> Iterator[_Postgresql]:
    """A transaction exports its snapshot; pg_dump takes it over while that transaction lives."""
    own = default.copy("backup")
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = str(cursor.fetchone()[0])
            yield _Postgresql(own.settings_dict, snapshot)
            cursor.execute("ROLLBACK")
    finally:
        own.close()


def check_sqlite(raw: bytes) -> sqlite3.Connection:
    """Return an SQLite database out of `raw`, in memory, proved whole; BackupError `E_BACKUP_DAMAGED` otherwise."""
    image = bytearray(raw)
    if len(image) < 100 or not image.startswith(b"SQLite format 3\0"):  # noqa: PLR2004 (the size of its header)
        raise BackupError("E_BACKUP_DAMAGED", "the database is not an SQLite file")
    image[18:20] = b"\1\1"  # a database in memory has no write-ahead log
    opened = sqlite3.connect(":memory:")
    try:
        opened.deserialize(bytes(image))
        if opened.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise BackupError("E_BACKUP_DAMAGED", "the database is not whole")
    except sqlite3.DatabaseError:
        opened.close()
        raise BackupError("E_BACKUP_DAMAGED", "the database cannot be read") from None
    return opened


def check_postgresql(pieces: Iterable[bytes]) -> None:
    """Have pg_restore read a dump to its end without a database; BackupError where it cannot."""
    _feed([tool("pg_restore"), "--file=/dev/null"], dict(os.environ), pieces, "E_BACKUP_DAMAGED")


def restore_postgresql(pieces: Iterable[bytes]) -> None:
    """Write a dump into this node's database, which must have no tables, in one transaction."""
    command = ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction"]
    name = str(connection.settings_dict["NAME"])
    _feed(
        [tool("pg_restore"), *command, f"--dbname={name}"],
        _environment(connection.settings_dict),
        pieces,
        "E_NOT_EMPTY",
    )


def restore_sqlite(path: Path, pieces: Iterable[bytes]) -> None:
    """Write an SQLite file that must not be there yet."""
    with path.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def tool(name: str) -> str:
    """Return the path of one of PostgreSQL's own programs (`COMITY_PG_BIN` names their folder where PATH does not)."""
    found = shutil.which(name, path=os.environ.get("COMITY_PG_BIN") or None)
    if found is None:
        raise BackupError("E_DATABASE_TOOL", f"{name} is not installed")
    return found


def _feed(command: list[str], env: dict[str, str], pieces: Iterable[bytes], code: str) -> None:
    process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        if process.stdin is not None:
            with process.stdin as sink:
                for piece in pieces:
                    sink.write(piece)
    except BrokenPipeError:
        pass
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.wait() != 0:
        raise BackupError(code, f"{Path(command[0]).name} ended with {process.returncode}")


def _environment(given: dict[str, Any]) -> dict[str, str]:
    """Return the environment in which PostgreSQL's programs find the database; the password stands in no argument."""
    wanted = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {**os.environ, **{name: str(given[key]) for name, key in wanted.items() if given.get(key)}}
