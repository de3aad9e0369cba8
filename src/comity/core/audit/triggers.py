"""Triggers by which the database itself refuses to change or delete what the audit log holds.

The first migration puts them there. They are kept here and not in it, because tests that empty the tables lift them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("core_auditentry", "core_checkpoint")
HEAD = "core_audithead"
REFUSAL = "the audit log is append-only"

SQLITE_INSTALL = [
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
] + [
    (
        f"CREATE TRIGGER IF NOT EXISTS {HEAD}_no_delete BEFORE DELETE ON {HEAD} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
    (
        f"CREATE TRIGGER IF NOT EXISTS {HEAD}_only_grows BEFORE UPDATE ON {HEAD} WHEN NEW.size <= OLD.size "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
]
SQLITE_REMOVE = [
    f"DROP TRIGGER IF EXISTS {name}"
    for name in (
        *(f"{table}_no_{verb}" for table in TABLES for verb in ("update", "delete")),
        f"{HEAD}_no_delete",
        f"{HEAD}_only_grows",
    )
]
POSTGRESQL_INSTALL = [
    (
        "CREATE OR REPLACE FUNCTION core_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    ),
    *(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION core_append_only()"
        for table in TABLES
    ),
    (
        f"CREATE TRIGGER {HEAD}_no_delete BEFORE DELETE OR TRUNCATE ON {HEAD} "
        "FOR EACH STATEMENT EXECUTE FUNCTION core_append_only()"
    ),
    (
        f"CREATE TRIGGER {HEAD}_only_grows BEFORE UPDATE ON {HEAD} "
        "FOR EACH ROW WHEN (NEW.size <= OLD.size) EXECUTE FUNCTION core_append_only()"
    ),
]
POSTGRESQL_REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in TABLES),
    f"DROP TRIGGER IF EXISTS {HEAD}_no_delete ON {HEAD}",
    f"DROP TRIGGER IF EXISTS {HEAD}_only_grows ON {HEAD}",
]


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers there."""
    del apps
    _run(schema_editor, SQLITE_INSTALL, POSTGRESQL_INSTALL)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away: to migrate back, and for tests that empty the tables."""
    del apps
    _run(schema_editor, SQLITE_REMOVE, POSTGRESQL_REMOVE)


def _run(schema_editor: BaseDatabaseSchemaEditor, sqlite: list[str], postgresql: list[str]) -> None:
    statements = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
