"""`comity manage import-facts FILE`: take in facts about treaties and States; each waits for a second officer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.directory import fact_files
from comity.directory.fact_files import JudgedFact
from comity.directory.file_commands import TakingIn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from comity.core.actors import Actor


class Command(TakingIn[JudgedFact]):
    """Take in facts."""

    help = "Take in facts about treaties and States from a CSV or JSON file; each waits for a second officer."
    names = "about"

    def judged(self, raw: bytes) -> list[JudgedFact]:
        """Return every row of the file, judged."""
        return fact_files.judge(fact_files.read(raw))

    def take_in(self, actor: Actor, rows: Sequence[JudgedFact], now: datetime) -> int:
        """Write a version of every fact that is new or changed."""
        return fact_files.take_in(actor=actor, judged_rows=rows, now=now)
