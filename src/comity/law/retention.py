"""How long a case that is over is kept, and when it may be destroyed: pure.

The Convention names no period; each State does. A rule says for which cases it is meant and how many months after the
end the content is kept. A case ends with its close, or before it was registered or sent: returned, referred to another
authority, lapsed, or given up as a draft. What names more goes first. Where no rule fits there is no date, and nothing
is ever due.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.assistance import KINDS
from comity.law.errors import RuleViolation
from comity.law.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# How a case ends that is never closed, by direction and step; there its period begins with that step.
EARLY: dict[tuple[str, str], Text] = {
    ("incoming", "returned"): Text("returned before registration", "登记前退回"),
    ("incoming", "referred"): Text("referred to another authority", "已转交其他机关"),
    ("incoming", "lapsed"): Text("lapsed without its confirmation", "未经书面确认而失效"),
    ("outgoing", "discarded"): Text("given up before it was sent", "发送前放弃"),
}
EARLY_ENDS: dict[str, Text] = {step: title for (_direction, step), title in EARLY.items()}
DIRECTIONS = frozenset({"", "outgoing", "incoming"})
LONGEST = 12 * 100  # months


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One rule of an authority.

    Attributes:
        months: how long content is kept after the end of the case.
        direction: `outgoing`, `incoming`, or empty for both.
        outcomes: outcomes of the case (`comity.law.outcome`), or ways in which it ended early (`EARLY_ENDS`), that it
            is for; none means all.
        kinds: kinds of measure (46(3)) of which one is enough; none means all.
    """

    months: int
    direction: str = ""
    outcomes: frozenset[str] = field(default_factory=frozenset)
    kinds: frozenset[str] = field(default_factory=frozenset)

    def fits(self, direction: str, outcome: str, kinds: Collection[str]) -> bool:
        """Return whether such a case is meant."""
        return (
            self.direction in {"", direction}
            and (not self.outcomes or outcome in self.outcomes)
            and (not self.kinds or not self.kinds.isdisjoint(kinds))
        )

    @property
    def names(self) -> int:
        """How much it names; the more, the earlier it goes."""
        return bool(self.kinds) * 4 + bool(self.outcomes) * 2 + bool(self.direction)


_PERIOD = Text(
    "A period has 1 to 1,200 months, a known direction, and known outcomes and kinds of measure.",
    "每项保存期须为 1 至 1200 个月，并写明已知的方向、结果和协助种类。",
)


def check_periods(rules: Iterable[Period]) -> None:
    """Raise RuleViolation `E_PERIOD` for a rule that means nothing."""
    for rule in rules:
        known = rule.direction in DIRECTIONS and rule.outcomes <= {*Outcome, *EARLY_ENDS} and rule.kinds <= KINDS.keys()
        if not known or not 1 <= rule.months <= LONGEST:
            raise RuleViolation("E_PERIOD", _PERIOD)


def period_for(rules: Iterable[Period], *, direction: str, outcome: str, kinds: Collection[str]) -> Period | None:
    """Return the rule for a case, in whatever order the rules come. None where none fits.

    Of two that name as much, the longer; of two as long, the one that is for more.
    """
    fitting = [one for one in rules if one.fits(direction, outcome, kinds)]
    return max(fitting, key=_weight, default=None)


def _weight(one: Period) -> tuple[int, int, int, int, list[str], list[str], str]:
    wide = len(one.outcomes), len(one.kinds)
    return one.names, one.months, *wide, sorted(one.outcomes), sorted(one.kinds), one.direction


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason to keep longer: until a day, or, with none, until somebody lifts it."""

    until: date | None = None


def destroy_on(ended: date, period: Period | None, holds: Iterable[Hold]) -> date | None:
    """Return the day from which the content may be destroyed; None where no rule fits or a hold has no end.

    A hold never shortens: the latest of all days counts.
    """
    if period is None:
        return None
    days = [months_later(ended, period.months)]
    for hold in holds:
        if hold.until is None:
            return None
        days.append(hold.until)
    return max(days)


def check_due(on: date | None, today: date) -> None:
    """Raise RuleViolation `E_NOT_DUE` before the day, or where there is none."""
    if on is None or today < on:
        raise RuleViolation("E_NOT_DUE", _NOT_DUE)


_NOT_DUE = Text(
    "The content may not be destroyed yet: the period has not ended, or it is kept for a reason that still stands.",
    "尚不得销毁内容：保存期未满，或者继续保存的理由仍然成立。",
)
