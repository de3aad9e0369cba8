"""The tables of a node, made once in a run by whichever process asks first, and copied by all others.

Making them takes seconds of processor, copying them hundredths. The copy lies in a folder that all processes of one run
share, and is locked while it is made; it lives no longer than the run, so migrations can never be older than it.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.utils import CursorWrapper

SHARED = "TESTS_SHARED_FOLDER"  # named to all that is started by the gate, or by the first process of a run alone


def shared_folder() -> Path:
    """Return the folder that the processes of this run share; the first to ask makes it, and removes it at its end."""
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="comity-run-")
        atexit.register(shutil.rmtree, os.environ[SHARED], ignore_errors=True)
    return Path(os.environ[SHARED])


def give_tables() -> Callable[[], None]:
    """Make the test database of this process, with all tables; return what takes it away again."""
    before = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        _give_on_server()
    else:
        _give_in_memory()
    return lambda: connection.creation.destroy_test_db(before, verbosity=0)


def empty() -> None:
    """Take away every row that a test committed. What tables are made with, kinds of rows and permissions, stays.

    Most tables hold nothing. Django would empty all of them, and make anew what they are made with.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        while filled := _asked(cursor):  # what is taken away can have a trigger write
            for name in filled:
                cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 (names of ours)


def copy_file(target: Path, make: Callable[[Path], None]) -> None:
    """Copy a database file with all tables to `target`; `make` fills one where this run has none yet."""
    kept = _kept()
    with _alone():
        if not kept.exists():
            make(kept.with_suffix(".unfinished"))
            kept.with_suffix(".unfinished").rename(kept)
    shutil.copy(kept, target)


def copied_on_server(make: Callable[[str], None]) -> str:
    """Return the name of a database with all tables, to be copied; `make` fills one where this run has none yet."""
    name = _kept().stem
    with _alone():
        if not _is_on_server(name):
            on_server(f'CREATE DATABASE "{name}_unfinished"')
            make(f"{name}_unfinished")
            on_server(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def on_server(statement: str) -> None:
    """Have the PostgreSQL server of the test run do something outside of any transaction."""
    with _server() as server:
        server.execute(statement.encode())


def _asked(cursor: CursorWrapper) -> list[str]:
    """Return the tables that hold a row."""
    cursor.execute(_filled())
    return [name for (name,) in cursor.fetchall()]


@cache
def _filled() -> str:
    names = set(connection.introspection.django_table_names()) - {"django_content_type", "auth_permission"}
    one = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM \"{0}\")"
    return " UNION ALL ".join(one.format(name) for name in sorted(names))


def _give_in_memory() -> None:
    kept = _kept()
    with _alone():
        if not kept.exists():
            connection.creation.create_test_db(verbosity=0, serialize=False)
            with closing(sqlite3.connect(kept.with_suffix(".unfinished"))) as file:
                _raw().backup(file)
            kept.with_suffix(".unfinished").rename(kept)
            return
    _create_empty()
    with closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as file:
        file.backup(_raw())


def _give_on_server() -> None:
    name = _kept().stem
    with _alone():
        if not _is_on_server(name):
            made = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            on_server(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
            return
        connection.settings_dict["TEST"]["TEMPLATE"] = name
        _create_empty()


def _create_empty() -> None:
    """Do what Django does to create a test database, but for the migrations."""
    creation = connection.creation
    creation._create_test_db(0, autoclobber=True, keepdb=False)
    connection.close()
    name = creation._get_test_db_name()
    settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"] = connection.settings_dict["NAME"] = name


def _raw() -> sqlite3.Connection:
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    return raw


def _kept() -> Path:
    """Return where the tables of this kind of node are kept; on a server the stem is the name of their database."""
    kind = os.environ.get("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE).replace(".", "_")
    folder = shared_folder()
    return folder / f"{folder.name}_{kind}.sqlite3".replace("-", "_")


@contextmanager
def _alone() -> Iterator[None]:
    with (shared_folder() / "tables.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_on_server(name: str) -> bool:
    with _server() as server:
        return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone())


def _server() -> psycopg.Connection[tuple[int, ...]]:
    given = connections[DEFAULT_DB_ALIAS].settings_dict
    return psycopg.connect(
        dbname="postgres",
        user=given["USER"],
        password=given["PASSWORD"],
        host=given["HOST"],
        port=given["PORT"] or None,
        autocommit=True,
    )
