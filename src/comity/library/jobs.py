"""The work of the library that nobody waits for. It may run twice; it sees what is done already."""

from __future__ import annotations

from datetime import timedelta

from comity.core.jobs.registry import periodic
from comity.library.finding.filling import refresh
from comity.library.finding.indexes import IndexBusyError


@periodic("library.index", every=timedelta(minutes=1), limit=timedelta(minutes=30))
def fill_index() -> None:
    """Let search find what was loaded in the last minute; after a lost index all that is there."""
    try:
        refresh()
    except IndexBusyError:
        return  # another worker is at it, and so is the next minute
