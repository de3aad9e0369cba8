"""What the store cleans up by itself, once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from comity.core.files.actions import delete_file
from comity.core.files.models import StoredFile
from comity.core.files.queries import blobs_on_record
from comity.core.files.store import blob_store
from comity.core.jobs import periodic
from comity.kernel.clock import utc_now

KEEP_UPLOADS = timedelta(days=14)
YOUNG = 24 * 3600.0  # seconds in which a blob may be on the disk and not yet on record


@periodic("core.files.sweep", every=timedelta(days=1), offset=timedelta(hours=2))
def sweep() -> None:
    """Run `sweep_files` now."""
    sweep_files(utc_now())


def sweep_files(now: datetime, *, young: float = YOUNG) -> tuple[int, int, int]:
    """Remove what nobody needs; return how many uploads, blobs and unfinished writes went.

    That is: uploads that nobody continued for 14 days; blobs that no file refers to (their transaction failed, or the
    process ended between the two); what interrupted writers left. Nothing younger than a day is touched.
    """
    abandoned = list(StoredFile.objects.abandoned(now - KEEP_UPLOADS))
    for file in abandoned:
        delete_file(file)
    store = blob_store()
    old = list(store.keys(untouched_for=young))  # listed before the records are read: what is recorded later is safe
    needed = blobs_on_record()
    orphans = [key for key in old if key not in needed]
    for key in orphans:
        store.delete(key)
    return len(abandoned), len(orphans), store.sweep(older_than=young)
