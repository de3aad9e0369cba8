"""A node founded now and one that came here by every step there ever was have the same tables."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from tests.builders import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.migrations import Migration
    from pytest_django import DjangoDbBlocker

OLDER = "older"
LEFT_OUT = {"account", "mfa"}  # made by others, and folded by nobody
ON_SQLITE = ("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name NOT LIKE 'sqlite_%'",)
ON_POSTGRESQL = (  # not in which order columns stand: it is by age there, and no statement relies on it
    """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
           is_identity, generation_expression
    FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


@contextmanager
def an_empty_database(folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """Give a database without any table beside the one of the tests, under the alias `OLDER`."""
    name = str(folder / "older.sqlite3")
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_older"
        tables.on_server(f'CREATE DATABASE "{name}"')
    connections.databases[OLDER] = {**connection.settings_dict, "NAME": name}
    try:
        yield connections[OLDER]
    finally:
        connections[OLDER].close()
        del connections[OLDER], connections.databases[OLDER]
        if connection.vendor == "postgresql":
            tables.on_server(f'DROP DATABASE "{name}"')


def schema(of: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
    """Return everything that the database says of its tables, in one order."""
    found = []
    with of.cursor() as cursor:
        for number, asked in enumerate(ON_POSTGRESQL if of.vendor == "postgresql" else ON_SQLITE):
            cursor.execute(asked)
            found += [(number, *row) for row in cursor.fetchall()]
    return sorted(found, key=repr)


def folded() -> list[Migration]:
    """Return the migrations that stand for several others of one of our apps."""
    return [
        one for one in MigrationLoader(None).disk_migrations.values() if one.replaces and one.app_label not in LEFT_OUT
    ]


def migrate_by_every_step(database: BaseDatabaseWrapper) -> None:
    """Come to the middle of every app's history by the steps of that time, as a node in the field once did."""
    executor = MigrationExecutor(database)
    executor.loader = MigrationLoader(database, replace_migrations=False)
    for one in folded():
        executor.loader.graph.remove_replacement_node((one.app_label, one.name), one.replaces)
    executor.migrate([one.replaces[-2] for one in folded()])


@pytest.mark.django_db
def test_node_from_the_middle_of_every_history_ends_with_the_tables_of_a_new_one(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
):
    assert {one.app_label for one in folded()} == {"core", "directory", "library", "exchange", "cases"}
    with django_db_blocker.unblock(), an_empty_database(tmp_path) as older:
        migrate_by_every_step(older)
        assert schema(older) != schema(connection)
        call_command("migrate", database=OLDER, verbosity=0, interactive=False)
        assert schema(older) == schema(connection)
        executor = MigrationExecutor(older)
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        assert {(one.app_label, one.name) for one in folded()} <= set(executor.loader.applied_migrations)
