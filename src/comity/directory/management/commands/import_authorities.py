"""`comity manage import-authorities FILE`: take in authorities from a file; each waits for a second officer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.directory import files
from comity.directory.file_commands import TakingIn
from comity.directory.files import Judged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from comity.core.actors import Actor


class Command(TakingIn[Judged]):
    """Take in authorities."""

    help = "Take in authorities from a CSV or JSON file; each waits for a second officer."
    names = "place"

    def judged(self, raw: bytes) -> list[Judged]:
        """Return every row of the file, judged."""
        return files.judge(files.read(raw))

    def take_in(self, actor: Actor, rows: Sequence[Judged], now: datetime) -> int:
        """Write a version of every authority that is new or changed."""
        return files.take_in(actor=actor, judged=rows, now=now)
