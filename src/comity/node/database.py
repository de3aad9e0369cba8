"""From one address to Django's database settings: SQLite in the data folder, or PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from pathlib import Path

# A write is on the disk when its transaction ends; readers never wait for writers; a writer takes its lock when it
# begins, so that two of them can never deadlock half way. Each connection keeps 8 MiB of the database: the upper levels
# of the indexes of a large archive, which 2 MiB do not hold.
SQLITE_INIT = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA cache_size=-8192;"
)
SQLITE_WAIT_SECONDS = 20
# Opening costs as much as a page's queries, and whoever closes last folds the whole log into the database.
KEEP_OPEN_SECONDS = 600


class SettingsError(ComityError):
    """A setting that cannot be understood."""


def database_from(url: str, *, data: Path) -> dict[str, Any]:
    """Return one entry of `DATABASES`.

    Raises:
        SettingsError: `E_DATABASE_URL` for any scheme but postgres, postgresql and sqlite.
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path) if url else str(data / "db.sqlite3"),
            "CONN_MAX_AGE": KEEP_OPEN_SECONDS,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": SQLITE_INIT,
                "timeout": SQLITE_WAIT_SECONDS,
            },
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingsError("E_DATABASE_URL", f"unknown kind of database: {parts.scheme}")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEEP_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c synchronous_commit=on", **query},
    }
