"""The pair on which faults are tried: the second node has copied tables, and everything else of its own."""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.chaos import ground

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.ground import Template

pytestmark = pytest.mark.chaos
TABLES = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
OFFICERS = "SELECT id FROM core_officer"


def _read(folder: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"file:{folder / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def test_both_nodes_have_the_same_tables_and_nothing_else_in_common(made: Template):
    one, other = (made.folder / name for name in made.serve)
    assert _read(one, TABLES) == _read(other, TABLES)
    assert len(_read(one, TABLES)) > 100
    assert len(_read(one, OFFICERS)) == len(_read(other, OFFICERS)) == 2
    assert not set(_read(one, OFFICERS)) & set(_read(other, OFFICERS))
    assert (one / "keys" / "node.age").read_bytes() != (other / "keys" / "node.age").read_bytes()


def test_all_tests_of_a_run_have_the_same_pair(made: Template):
    assert ground.founded() == made


def test_only_one_copy_runs_at_a_time(made: Template):
    ports = made.folder.with_name(f"{made.folder.name}.ports")
    with made.reserved(), ports.open("a") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with ports.open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
