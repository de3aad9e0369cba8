"""The trigger by which the database itself refuses to change an entry of the custody record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "cases_custodyentry"
REFUSAL = "an entry of the custody record is never changed"
INSTALL = {
    "sqlite": (f"CREATE TRIGGER custody_is_kept BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",),
    "postgresql": (
        (
            "CREATE FUNCTION custody_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        ),
        f"CREATE TRIGGER custody_is_kept BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION custody_is_kept()",
    ),
}
REMOVE = {
    "sqlite": ("DROP TRIGGER IF EXISTS custody_is_kept",),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS custody_is_kept ON {TABLE}",
        "DROP FUNCTION IF EXISTS custody_is_kept()",
    ),
}


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the trigger there."""
    del apps
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away, to migrate back."""
    del apps
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
