"""On which side a row came to be, as a column that an index can begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import BuiltinLookup, Exact

if TYPE_CHECKING:
    Boolean = models.BooleanField[bool, bool]
else:
    Boolean = models.BooleanField


class Side(Boolean):
    """A yes or no that is always compared (`ours = 1`) and never asked bare (`ours`, `NOT ours`).

    SQLite uses no part of an index for a bare column, and so would read everything of a peer where the index goes by
    peer, side and digest. To the database it is a boolean like any other.
    """

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return what a migration keeps of it: nothing but a boolean."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BooleanField", args, kwargs


@Side.register_lookup
class Compared(Exact):
    """`ours = 1`."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return the comparison, without the short form that Django has for booleans."""
        return BuiltinLookup.as_sql(self, compiler, connection)
