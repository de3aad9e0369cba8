"""Reading several tables as of one moment: a page never shows half of what was being written while it was made.

A page is read in a dozen statements. Each alone sees a consistent database; between two of them a worker may apply a
message, and the page would offer an act that its own timeline says is over. SQLite and PostgreSQL both give a reader
one unchanging picture for as long as a transaction lasts, and neither makes a writer wait for it.
"""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def one_moment(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Read everything inside as it stood at the first statement, and let nothing be written.

    Inside a transaction that already goes on, what is read is what that transaction sees. On SQLite nothing can be
    written there either: the tests of a page, which run in one transaction each, so find a page that writes.

    Raises:
        OperationalError, InternalError: from a statement that writes.
    """
    connection = transaction.get_connection(using)
    connection.ensure_connection()
    sqlite = connection.vendor == "sqlite"
    with ExitStack() as reading:
        if not connection.in_atomic_block:
            with _beginning_as_reader(connection) if sqlite else nullcontext():
                reading.enter_context(transaction.atomic(using))
            if not sqlite:
                _run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        if sqlite:
            _run(connection, "PRAGMA query_only = ON")
            reading.callback(_run, connection, "PRAGMA query_only = OFF")
        yield


@contextmanager
def _beginning_as_reader(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Begin a transaction of SQLite without the lock for writing, which all others take at their beginning."""
    begun: Any = connection  # the stubs do not know the attribute
    mode, begun.transaction_mode = begun.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        begun.transaction_mode = mode


def _run(connection: BaseDatabaseWrapper, statement: str) -> None:
    """Run a statement that is no query of the page."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(statement)
