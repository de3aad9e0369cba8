"""When an officer is reminded of a step, and when the supervisor is told: pure, and right whatever the clock does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


class Reminded(StrEnum):
    """What a reminder says."""

    SOON = "soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A national setting, in days: how long before a step is due, how long after, and when the supervisor is told."""

    before: int
    after: int
    supervisor: int


def to_remind(due: date, today: date, rhythm: Rhythm, told: Collection[Reminded]) -> list[Reminded]:
    """Return what is to be said of a step today, once each, whatever was told before.

    Whoever was told that a step is overdue is not told any more that it will be due: so a clock that was ahead and is
    put right says nothing twice and nothing that is no longer news.
    """
    late = (today - due).days
    wanted = []
    if late >= rhythm.supervisor:
        wanted.append(Reminded.ESCALATED)
    if late >= rhythm.after:
        wanted.append(Reminded.OVERDUE)
    elif -late <= rhythm.before and not {Reminded.OVERDUE, Reminded.ESCALATED} & set(told):
        wanted.append(Reminded.SOON)
    return [one for one in wanted if one not in told]
