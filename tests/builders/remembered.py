"""Worlds that are built once in a run: a builder's first call is real, later ones write down the same rows.

`@remembered` keeps of a builder's first call every statement that wrote something, every file that came to be, and
what was returned. Called again, alike and on the same ground, it has the database run those statements and puts those
files there: the rows are those that the real actions wrote, without the work of finding out what to write.

The same ground means: an empty database when the first such builder was called, then the same statements in the same
order; the same node, settings, language and clock. What a test itself writes belongs to its ground, so a builder that
is called after a change is called for real, unless an earlier test made the very same change. Where any of this cannot
be told (an argument without a plain meaning, a test that commits), it is called for real. What waits for a commit is
not repeated: where builders are remembered nothing commits.

What one process of a run recorded, the others repeat: they have the same tables and the same keys, so nothing that a
builder writes is particular to the process. Where two record the same call at once, the first to keep it is right.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import os
import pickle
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar
from uuid import UUID

import psycopg
import time_machine
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language
from psycopg.types.json import _JsonWrapper

from comity.core.keys import FOLDER, data_folder
from tests.builders.node_folder import keys_in_use
from tests.builders.run import began, found, keep

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import UnionType

P = ParamSpec("P")
R = TypeVar("R")
Statement: TypeAlias = tuple[str, Any, bool]  # its text, its values, whether there are many sets of them

KEPT = 1_000  # calls remembered in one process
# How long a call is remembered where the clock runs, from the begin of a run: less than the 15 minutes after which a
# node does something about what it wrote, at the earliest (`exchange.jobs.ASK_AFTER`, `core.mail.rules.GAP`).
FRESH = timedelta(minutes=14)
GIVEN = ("django_", "auth_permission", "cases_fulltext")  # tables that are not empty when they are made
PLAIN = (str, int, float, Decimal, bytes, date, timedelta, UUID, Path, Enum, type(None))


class UntoldError(Exception):
    """A value of which nobody can say whether it is the same as another."""


@dataclass(eq=False)
class Ground:
    """What was written since the database was empty; and the statements of each call being recorded.

    A digest of it is made when somebody asks: most tests write long after they called their last builder.
    """

    blocks: tuple[object, ...]  # the transactions that end with the test
    written: list[Statement] = field(default_factory=list)
    digests: list[tuple[int, bytes]] = field(default_factory=lambda: [(0, b"")])  # how much of it, and its digest
    lost: bool = False
    recording: list[list[Statement]] = field(default_factory=list)
    points: dict[str, tuple[int, list[int]]] = field(default_factory=dict)

    def holds(self) -> bool:
        """Whether what was written is known, and the transactions in which it began are still open."""
        return not self.lost and tuple(connection.atomic_blocks[: len(self.blocks)]) == self.blocks

    def mark(self) -> tuple[int, list[int]]:
        """Return where it stands."""
        return len(self.written), [len(taken) for taken in self.recording]

    def back_to(self, mark: tuple[int, list[int]] | None) -> None:
        """Forget what was written since; a counter of PostgreSQL does not go back with its rows."""
        if mark is None:  # set before the database was found empty
            self.lost = True
            return
        self.lost = self.lost or (connection.vendor == "postgresql" and len(self.written) != mark[0])
        del self.written[mark[0] :]
        while self.digests[-1][0] > mark[0]:
            self.digests.pop()
        for taken, length in zip(self.recording, mark[1], strict=False):
            del taken[length:]

    def take(self, *statements: Statement) -> None:
        """Add what was written."""
        for taken in (self.written, *self.recording):
            taken.extend(statements)

    def digest(self) -> bytes:
        """Return the digest of all that was written; UntoldError where nobody can say what it was."""
        length, digest = self.digests[-1]
        if length == len(self.written):
            return digest
        try:
            for statement in self.written[length:]:
                digest = hashlib.blake2b(repr(_told(statement)).encode(), key=digest, digest_size=32).digest()
        except UntoldError:
            self.lost = True
            raise
        self.digests.append((len(self.written), digest))
        return digest

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """See a statement on its way to the database."""
        verb, *names = str(sql)[:80].split()
        if verb == "SELECT" or not self.holds():
            return execute(sql, params, many, context)
        if verb in {"SAVEPOINT", "RELEASE"}:
            self.points[names[-1]] = self.mark()
            return execute(sql, params, many, context)
        if verb == "ROLLBACK":
            self.back_to(self.points.get(names[-1]))
            return execute(sql, params, many, context)
        before, params = self.mark(), list(params) if many else params
        self.take((sql, params, many))
        try:
            return execute(sql, params, many, context)
        except BaseException:
            self.back_to(before)
            raise


@dataclass(frozen=True)
class Call:
    """What a builder's call did."""

    statements: list[Statement]
    files: dict[Path, bytes]
    returned: bytes  # pickled
    digest: bytes


_ground: list[Ground] = []  # of the test that runs, if it has any
_calls: OrderedDict[str, Call] = OrderedDict()


def remembered(build: Callable[P, R]) -> Callable[P, R]:
    """Call a builder for real once for each ground and each set of arguments."""

    @wraps(build)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        ground = _found_ground()
        if ground is None:
            return build(*args, **kwargs)
        try:
            key = _key(ground, build, args, kwargs)
        except UntoldError:
            return build(*args, **kwargs)
        call = _known(key)
        return _repeat(ground, call) if call else _first(ground, key, lambda: build(*args, **kwargs))

    return again


def _known(key: str) -> Call | None:
    """Return what this process or another of the run recorded of a call."""
    if key in _calls:
        _calls.move_to_end(key)
        return _calls[key]
    raw = found(key)
    return _remember(key, pickle.loads(raw)) if raw else None  # noqa: S301 (another process of this run wrote it)


def _remember(key: str, call: Call) -> Call:
    _calls[key] = call
    if len(_calls) > KEPT:
        _calls.popitem(last=False)
    return call


class _Pickler(pickle.Pickler):
    """Writes down a call, in which a value of a column of bytes is bytes."""

    dispatch_table = copyreg.dispatch_table | {memoryview: lambda value: (bytes, (bytes(value),))}


def _pickled(value: object) -> bytes:
    """Return a value as bytes; UntoldError where it cannot be written down."""
    written = io.BytesIO()
    try:
        _Pickler(written).dump(value)
    except (TypeError, AttributeError, pickle.PicklingError):
        raise UntoldError from None
    return written.getvalue()


def _first(ground: Ground, key: str, build: Callable[[], R]) -> R:
    """Call the builder and keep what it does."""
    folder, before = data_folder(), _files()
    statements: list[Statement] = []
    ground.recording.append(statements)
    try:
        returned = build()
    finally:
        ground.recording.pop()
    after = _files()
    if ground.holds() and before.items() <= after.items():
        came = {path: (folder / path).read_bytes() for path in after.keys() - before.keys()}
        with suppress(UntoldError):
            call = Call(statements, came, _pickled(returned), ground.digest())
            if keep(key, _pickled(call)):
                _remember(key, call)
    return returned


def _repeat(ground: Ground, call: Call) -> Any:
    """Do what a call did, and return what it returned."""
    connection.execute_wrappers.remove(ground)
    try:
        with connection.cursor() as cursor:
            for sql, params, many in call.statements:
                (cursor.executemany if many else cursor.execute)(sql, params)
                if " RETURNING " in sql:
                    cursor.fetchall()
    finally:
        connection.execute_wrappers.insert(0, ground)
    ground.take(*call.statements)
    ground.digests.append((len(ground.written), call.digest))
    for path, raw in call.files.items():
        target = data_folder() / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.write_bytes(raw)
    return pickle.loads(call.returned)  # noqa: S301 (a process of this run wrote it)


def _found_ground() -> Ground | None:
    """Return the ground of the test that runs; None where a test commits, or where its database was not empty."""
    if _ground and _ground[0].holds():
        return _ground[0]
    if _ground:
        connection.execute_wrappers.remove(_ground.pop())
    if not connection.in_atomic_block or not _is_empty():
        return None
    _count_from_one()
    _ground.append(Ground(tuple(connection.atomic_blocks)))
    connection.execute_wrappers.insert(0, _ground[0])
    return _ground[0]


def _is_empty() -> bool:
    """Whether no table holds anything beyond what it is made with."""
    with connection.cursor() as cursor:
        cursor.execute(_any_row())
        return not cursor.fetchone()[0]


@cache
def _any_row() -> str:
    """Return the question whether any table holds a row."""
    tables = [table for table in connection.introspection.django_table_names() if not table.startswith(GIVEN)]
    return "SELECT " + " OR ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in tables)  # noqa: S608 (names of ours)


def _count_from_one() -> None:
    """Let every counter begin anew: a test that is taken back does not do that on PostgreSQL, one that commits on none.

    Those of the tables that are never empty go on.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name NOT GLOB 'django_*' AND name NOT GLOB 'auth_perm*'")
            return
        cursor.execute(
            "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S' "
            "AND relnamespace = current_schema()::regnamespace AND relname !~ '^(django_|auth_permission)'"
        )


def _key(ground: Ground, build: Callable[..., Any], args: Any, kwargs: Any) -> str:
    """Return what decides what a call does; UntoldError where something does that has no plain meaning."""
    keys = keys_in_use()
    if keys is None:
        raise UntoldError
    node = settings.SETTINGS_MODULE, connection.vendor, get_language(), _settings(), keys
    told = [_told(one) for one in (args, kwargs, _clock(), node)]
    decides = repr((ground.digest(), build.__module__, build.__qualname__, told)).encode()
    return hashlib.blake2b(decides, digest_size=32).hexdigest()


def _clock() -> object:
    """Return what time it is to a builder: where the clock runs, the day and how fresh what it writes must be."""
    if time_machine.traveller_stack:
        return time.time()
    now = datetime.now(UTC)
    return now.date(), (now - began()) // FRESH


def _settings() -> list[str]:
    """Return the settings that a test changed, but for the place of the data folder."""
    layer: Any = settings._wrapped
    found = []
    while isinstance(layer, UserSettingsHolder):
        for name, value in vars(layer).items():
            if name == "NODE":
                found.append(repr(value.model_copy(update={"data": None})))
            elif name != "default_settings":
                found.append(f"{name}={value!r}")
        layer = layer.default_settings
    return found


def _files() -> dict[Path, tuple[int, int]]:
    """Return the files of the node with their time and size, without its keys."""
    folder, found = data_folder(), {}
    for place, folders, names in os.walk(folder):
        if FOLDER in folders and Path(place) == folder:
            folders.remove(FOLDER)
        for name in names:
            path = Path(place, name)
            status = path.stat()
            found[path.relative_to(folder)] = (status.st_mtime_ns, status.st_size)
    return found


def _told(value: Any) -> Any:
    """Return a value in a form whose `repr` tells it from every other; UntoldError where there is none."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, list | tuple):
        return [_told(one) for one in value]
    for kind, tell in TELLING.items():
        if isinstance(value, kind):
            return tell(value)
    if is_dataclass(value):
        return type(value).__qualname__, [_told(getattr(value, one.name)) for one in fields(value)]
    raise UntoldError


TELLING: dict[type | UnionType, Callable[[Any], Any]] = {
    dict: lambda value: [(_told(name), _told(one)) for name, one in value.items()],
    set | frozenset: lambda value: sorted(repr(_told(one)) for one in value),
    memoryview: bytes,
    _JsonWrapper | psycopg.Binary: lambda value: _told(value.obj),
    Model: lambda value: (value._meta.label, _told(value.pk)),
}
