"""For whom a request waits, as the work of a desk tells it: an officer, an approval, an office, another State. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.core.roles import Role
from comity.law.counting import AGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Waits(StrEnum):
    """For whom an open request waits."""

    OFFICER = "officer"
    APPROVAL = "approval"
    OFFICE = "office"
    STATE = "state"


# Steps in which a request stands before those who approve or sign it, whatever their role is called.
APPROVED_AT = frozenset({"internal_review", "approved"})


def waits_for(side: str, role: str, step: str) -> Waits:
    """Return for whom an open request waits.

    Args:
        side: `ours` or `theirs`.
        role: the role whose turn it is on our side.
        step: the step of the procedure.
    """
    if side == "theirs":
        return Waits.STATE
    if step in APPROVED_AT or role == Role.HEAD:
        return Waits.APPROVAL
    return Waits.OFFICE if role == Role.EXECUTING_AUTHORITY else Waits.OFFICER


@dataclass(frozen=True, slots=True)
class Alike:
    """How many open requests wait alike.

    Attributes:
        ages: how many of each age of `comity.law.counting.AGES`.
        late: how many whose step is overdue.
        oldest: since when the longest of them waits.
    """

    side: str
    role: str
    step: str
    ages: tuple[int, ...]
    late: int
    oldest: datetime | None

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.ages)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one of `Waits`."""

    count: int = 0
    late: int = 0
    oldest: datetime | None = None


def by_waits(groups: Iterable[Alike]) -> dict[Waits, Waiting]:
    """Return what waits for whom; every one of `Waits` has its row."""
    found = dict.fromkeys(Waits, Waiting())
    for one in groups:
        key = waits_for(one.side, one.role, one.step)
        known = found[key]
        moments = [moment for moment in (known.oldest, one.oldest) if moment]
        found[key] = Waiting(known.count + one.count, known.late + one.late, min(moments, default=None))
    return found


def by_age(groups: Iterable[Alike]) -> dict[str, tuple[int, int]]:
    """Return age -> how many requests of it wait for us, and for the other State."""
    found = {code: [0, 0] for code, _limit, _text in AGES}
    for one in groups:
        for (code, _limit, _text), number in zip(AGES, one.ages, strict=True):
            found[code][one.side == "theirs"] += number
    return {code: (ours, theirs) for code, (ours, theirs) in found.items()}
