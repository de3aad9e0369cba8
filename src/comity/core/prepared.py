"""Questions asked for every message and every job: their SQL is written once, and only the values change.

Django takes several times as long to put a query together and to write its SQL as the database to answer it. A query
in the path of a message is declared once, as a function of its values; its SQL is written when it is first asked.

    _FOLLOWING = Prepared(lambda peer, seq: ChainItem.objects.filter(peer=peer, seq__gt=seq).order_by("seq")[:5])
    for item in _FOLLOWING.all(peer=peer.pk, seq=7): ...

A value has one place in the statement: text, number, truth, time, bytes or id; never None. A list or tuple is for
`__in` and never empty: it has as many places as the next power of two, so a query has few statements. What is always
the same is written into the function, and so are the order and how many rows are wanted.
"""

from __future__ import annotations

import inspect
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression
from django.db.models.query import ModelIterable, get_related_populators
from django.db.transaction import TransactionManagementError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet

R = TypeVar("R")


class Prepared(Generic[R]):
    """A query of which only the values change. Its rows are what the query set yields: objects, or tuples of values."""

    def __init__(self, query: Callable[..., QuerySet[Any, R]]) -> None:
        self._query = query
        self._names = tuple(inspect.signature(query).parameters)
        self._written: dict[tuple[str, int], _Written] = {}

    def all(self, **values: object) -> list[R]:
        """Return the rows for these values."""
        return list(self.each(**values))

    def first(self, **values: object) -> R | None:
        """Return the first of the rows, or None; the query asks for no more."""
        return next(self.each(**values), None)

    def get(self, **values: object) -> R:
        """Return the one row there must be; ObjectDoesNotExist where there is none."""
        found = self.first(**values)
        if found is None:
            raise ObjectDoesNotExist("a row that must be there is not")
        return found

    def each(self, **values: object) -> Iterator[R]:
        """Return the rows one by one; the database is asked when the first is wanted."""
        if values.keys() != set(self._names) or any(value in ([], ()) for value in values.values()):
            raise TypeError(f"the values of this query are {', '.join(self._names)}, and no list is empty")
        connection = connections[DEFAULT_DB_ALIAS]
        longest = max((len(value) for value in values.values() if isinstance(value, list | tuple)), default=0)
        size = 1 << (longest - 1).bit_length() if longest else 0
        written = self._written.get((connection.vendor, size))
        if written is None:
            places = {name: _Place(name, size * isinstance(value, list | tuple)) for name, value in values.items()}
            written = self._written[connection.vendor, size] = _Written(self._query(**places), connection)
        return written.rows(values, connection)


class _Held(NamedTuple):
    """What holds a place open in a statement: the name of a value, and which of its list."""

    name: str
    at: int | None = None

    def of(self, values: dict[str, Any]) -> object:
        """Return the value that belongs here; the last of a list has all places that are left."""
        value = values[self.name]
        return value if self.at is None else value[min(self.at, len(value) - 1)]


class _Place(Expression):
    """Where a value stands in a prepared query, or that many values of a list."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__()
        self.name, self.size = name, size

    def as_sql(self, *_arguments: Any, **_options: Any) -> tuple[str, Any]:
        """Return the place, held open."""
        if not self.size:
            return "%s", (_Held(self.name),)
        return f"({', '.join(['%s'] * self.size)})", [_Held(self.name, one) for one in range(self.size)]


class _Written:
    """The SQL of a query, and how what comes back is read. Nothing here changes afterwards: threads share it."""

    def __init__(self, query: QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> None:
        compiler = query.query.get_compiler(connection=connection)
        self._sql, self._values = compiler.as_sql()
        self._locks = query.query.select_for_update and connection.features.has_select_for_update
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        self._converters = [
            (place, converter, column)
            for place, (found, column) in compiler.get_converters(columns).items()
            for converter in found
        ]
        self._objects = query._iterable_class is ModelIterable  # noqa: SLF001 (which of its forms rows have)
        if self._objects:
            info = compiler.klass_info or {}
            places = info["select_fields"]
            self._model, self._own = info["model"], slice(places[0], places[-1] + 1)
            self._names = [column.target.attname for column in columns[self._own]]
            populators: Any = get_related_populators  # its types are those of another Django
            self._related = populators(info, compiler.select, DEFAULT_DB_ALIAS)

    def rows(self, values: dict[str, object], connection: BaseDatabaseWrapper) -> Iterator[Any]:
        """Yield what the database answers."""
        if self._locks and not connection.in_atomic_block:
            raise TransactionManagementError("a row is locked to the end of a transaction, and there is none")
        given: list[Any] = [
            _bound(one.of(values), connection) if isinstance(one, _Held) else one for one in self._values
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, given)
            found = cursor.fetchall()
        for row in found:
            cells = list(row)
            for place, converter, column in self._converters:
                cells[place] = converter(cells[place], column, connection)
            yield self._object(cells) if self._objects else tuple(cells)

    def _object(self, cells: list[Any]) -> Any:
        made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, cells[self._own])
        for related in self._related:
            related.populate(cells, made)
        return made


def _bound(value: object, connection: BaseDatabaseWrapper) -> object:
    """Return a value as the database takes it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if value is None:
        raise TypeError("a prepared query has no place for nothing")
    return value
