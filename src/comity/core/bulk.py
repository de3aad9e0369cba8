"""Many rows in one go: a statement that the database runs for each row, instead of one that grows with their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS, connections, router

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models


def insert_many(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table, inside the caller's transaction; keys that the database gives are not read back."""
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model) or DEFAULT_DB_ALIAS]
    fields = [field for field in model._meta.concrete_fields if not _given_by_database(field)]  # noqa: SLF001 (public in all but name)
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join("%s" for _field in fields)
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608, SLF001 (names of ours)
    values = [
        [field.get_db_prep_save(field.value_from_object(row), connection=connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _given_by_database(field: models.Field[object, object]) -> bool:
    return field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}
