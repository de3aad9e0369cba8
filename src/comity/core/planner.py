"""What the database knows of its own tables, by which it chooses how to answer: renewed daily and after a restore.

Without it SQLite takes every condition for equally rare, and a growing archive slowly becomes another one than the one
its plans were made for. Only a sample of each index is read, so this takes a moment at any size. PostgreSQL does the
same by itself, except after a restore, which brings rows and not what is known of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import connection

from comity.core.backup.restoring import RESTORED_EVENT
from comity.core.events import subscribe
from comity.core.jobs.registry import periodic

SAMPLE: Final = 1_000  # rows looked at in each index


def analyse() -> None:
    """Look at the tables as they are now."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
        cursor.execute("ANALYZE")


@periodic("core.planner.analyse", every=timedelta(days=1), offset=timedelta(hours=3))
def analyse_daily() -> None:
    """Look at the tables where the database does not do it by itself."""
    if connection.vendor == "sqlite":
        analyse()


subscribe(RESTORED_EVENT, lambda _restored: analyse())
