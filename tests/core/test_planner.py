"""The database knows its tables: every day, and after a restore."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from tests.builders.people import an_officer

from comity.core import events, planner
from comity.core.backup.restoring import RESTORED_EVENT, Restored
from comity.core.jobs.registry import periodic_jobs

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def known() -> int:
    table = {"sqlite": "sqlite_stat1 WHERE tbl = 'core_officer'"}.get(
        connection.vendor, "pg_class WHERE relname = 'core_officer' AND reltuples > 0"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (constants)
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_tables_are_looked_at_after_a_restore() -> None:
    an_officer()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_officer")  # so that there is a place to forget it from
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_stat1")
            assert known() == 0
    with transaction.atomic():
        assert events.emit(RESTORED_EVENT, Restored(NOW, NOW)) >= 1
    assert known() > 0


@pytest.mark.django_db
def test_tables_are_looked_at_daily() -> None:
    assert "core.planner.analyse" in [one.name for one in periodic_jobs()]
    an_officer()
    planner.analyse_daily()
    assert connection.vendor != "sqlite" or known() > 0
