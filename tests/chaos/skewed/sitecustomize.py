"""Read when a Python process starts with this folder in `PYTHONPATH`: its clock goes wrong by some seconds.

The offset stands in `COMITY_TEST_OFFSET`; whatever the process starts in its turn has the same clock.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import time_machine

OFFSET = float(os.environ.get("COMITY_TEST_OFFSET", "0"))
if OFFSET:
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=OFFSET), tick=True).start()
