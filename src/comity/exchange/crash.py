"""Named places at which a process may be killed, one between every two durable steps, for tests of recovery.

Set `COMITY_CRASH_POINT` to a name and the process ends there at once, as by SIGKILL: nothing is flushed, no `finally`
runs. `COMITY_CRASH_AFTER` (default 0) lets that many passes go by first. Without the variable a point costs a look-up.
"""

from __future__ import annotations

import os
from typing import Final

VARIABLE: Final = "COMITY_CRASH_POINT"
AFTER: Final = "COMITY_CRASH_AFTER"
STATUS: Final = 137

POINTS: Final = (
    "outbox.put.written",
    "packing.evidence.stored",
    "packing.evidence.recorded",
    "packing.package.stored",
    "packing.before_commit",
    "packing.committed",
    "delivery.before_announce",
    "delivery.announced",
    "delivery.part_sent",
    "delivery.before_complete",
    "delivery.completed",
    "delivery.receipt_recorded",
    "inbox.before_announce_commit",
    "inbox.announced",
    "inbox.part_stored",
    "inbox.part_recorded",
    "inbox.digests_checked",
    "inbox.before_consign_commit",
    "inbox.consigned",
    "opening.opened",
    "opening.file_stored",
    "opening.file_recorded",
    "opening.before_commit",
    "opening.committed",
    "receipts.before_post",
    "receipts.posted",
    "receipts.taken",
)

_passed: dict[str, int] = {}


def crash_point(name: str) -> None:
    """End the process here if this point was asked for.

    Raises:
        ValueError: for a name that is not in `POINTS`.
    """
    if name not in POINTS:
        raise ValueError(f"no crash point is called {name}")
    if os.environ.get(VARIABLE) == name:
        _passed[name] = _passed.get(name, 0) + 1
        if _passed[name] > int(os.environ.get(AFTER, "0")):
            os._exit(STATUS)
