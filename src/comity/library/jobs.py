"""The work of the library that nobody waits for. It may run twice; it sees what is done already."""

from __future__ import annotations

from datetime import timedelta

from comity.core.jobs.registry import periodic
from comity.kernel.clock import utc_now
from comity.library.finding.filling import refresh
from comity.library.finding.indexes import IndexBusyError
from comity.library.saved.announcing import announce


@periodic("library.index", every=timedelta(minutes=1), limit=timedelta(minutes=30))
def fill_index() -> None:
    """Let search find what was loaded in the last minute (all after a lost index), and tell saved searches of it."""
    try:
        refresh()
    except IndexBusyError:
        return  # another worker is at it, and so is the next minute
    announce(now=utc_now())
