"""What a page reads is as of one moment, and a page writes nothing. On real databases, beside a second connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.utils import load_backend

from comity.core.snapshot import one_moment
from comity.node.database import database_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALIAS = "moments"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])


class Side:
    """One connection, as one process has it."""

    def __init__(self, its: Any) -> None:
        self.its = its

    def run(self, statement: str) -> Any:
        with self.its.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None

    def write(self) -> None:
        self.run("INSERT INTO t_moments (n) VALUES (1)")

    @property
    def count(self) -> int:
        return int(self.run("SELECT count(*) FROM t_moments")[0])


@pytest.fixture
def sides(tmp_path: Path) -> Iterator[tuple[Side, Side]]:
    """A page's connection, known by its alias, and that of a worker: to a file of their own, or to PostgreSQL."""
    if connection.vendor == "sqlite":  # the tests' own lies in memory, where a reader makes writers wait
        asked = connections.configure_settings({"default": {}, ALIAS: database_from("", data=tmp_path)})
        page = load_backend(asked[ALIAS]["ENGINE"]).DatabaseWrapper(asked[ALIAS], ALIAS)
    else:
        page = connection.copy(ALIAS)
    worker = page.copy("worker")
    connections[ALIAS] = page
    Side(page).run("CREATE TABLE t_moments (n integer)")
    yield Side(page), Side(worker)
    worker.close()
    Side(page).run("DROP TABLE t_moments")
    page.close()
    del connections[ALIAS]


def test_what_is_written_meanwhile_is_seen_afterwards_only(sides):
    page, worker = sides
    with one_moment(ALIAS):
        assert page.count == 0
        worker.write()
        assert page.count == 0
    assert page.count == 1


def test_two_statements_alone_see_two_moments(sides):
    page, worker = sides
    assert page.count == 0
    worker.write()
    assert page.count == 1


def test_nothing_is_written_inside_and_the_connection_writes_again_afterwards(sides):
    page, _worker = sides
    with pytest.raises(DatabaseError, match=r"readonly|read-only"), one_moment(ALIAS):
        page.write()
    assert page.its.get_autocommit()
    assert not page.its.in_atomic_block
    page.write()
    assert page.count == 1


def test_error_inside_is_raised_and_ends_the_moment(sides):
    page, worker = sides

    def stumble() -> None:
        with one_moment(ALIAS):
            raise ZeroDivisionError(page.count)

    with pytest.raises(ZeroDivisionError, match="0"):
        stumble()
    worker.write()
    assert page.count == 1


def test_a_reader_does_not_make_a_writer_wait_and_the_writer_still_locks_at_once(sides):
    page, worker = sides
    with transaction.atomic(ALIAS):
        page.write()
    with one_moment(ALIAS):
        assert page.count == 1
        worker.write()
    if connection.vendor == "sqlite":
        with transaction.atomic(ALIAS):
            worker.run("PRAGMA busy_timeout = 0")
            with pytest.raises(DatabaseError, match="locked"):
                worker.write()


def test_inside_a_transaction_it_sees_what_that_wrote(sides):
    page, _worker = sides
    with transaction.atomic(ALIAS):
        page.write()
        with one_moment(ALIAS):
            assert page.count == 1
        page.write()
    assert page.count == 2
